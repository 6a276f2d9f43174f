package org.fovea.engine.layer.batchnorm;

/// A batch norm's parameters, shared with the layer, and its settings.
///
/// @param gamma γ, one a channel
/// @param beta β
/// @param runningMean the mean outside training
/// @param runningVar the variance outside training
/// @param epsilon what is added to the variance before the root
/// @param momentum the share of a new batch in the running statistics
public record BatchNormParameters(
        float[] gamma, float[] beta, float[] runningMean, float[] runningVar, double epsilon, double momentum) {
    @Override
    public String toString() {
        return "batch norm of " + gamma.length + " channels";
    }
}
