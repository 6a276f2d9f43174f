package org.fovea.engine.fusion;

import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Parameter;
import org.jspecify.annotations.Nullable;

/// A batch norm outside training is an affine map of each channel, y = s·x + t with s = γ/√(σ² + ε) and
/// t = β − s·μ, so what is linear before it takes it in: w′ = s·w and bias′ = s·bias + t. Computed in double.
final class Folding {
    private Folding() {}

    /// Writes w′ and bias′ into `weight` and `bias`. Output channels are the weights' last axis.
    ///
    /// @param before the weights before
    /// @param biasBefore null for none
    /// @param norm null to copy
    static void fold(
            Parameter before,
            @Nullable Parameter biasBefore,
            @Nullable BatchNorm norm,
            Parameter weight,
            Parameter bias) {
        int c = bias.value().size();
        double[] scale = new double[c];
        for (int k = 0; k < c; k++) {
            double own = biasBefore == null ? 0 : biasBefore.value().data()[k];
            scale[k] = 1;
            if (norm != null) {
                double variance = norm.runningVar().value().data()[k];
                scale[k] = norm.gamma().value().data()[k] / Math.sqrt(variance + norm.epsilon());
                double mean = norm.runningMean().value().data()[k];
                own = scale[k] * (own - mean) + norm.beta().value().data()[k];
            }
            bias.value().data()[k] = (float) own;
        }
        float[] w = before.value().data();
        for (int i = 0; i < w.length; i++) {
            weight.value().data()[i] = (float) (w[i] * scale[i % c]);
        }
    }
}
