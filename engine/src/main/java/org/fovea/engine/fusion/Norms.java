package org.fovea.engine.fusion;

import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.batchnorm.BatchNormParameters;
import org.fovea.engine.layer.batchnorm.Normalization;

/// Batch norms within operations that compute more in the same sweep.
final class Norms {
    private Norms() {}

    /// What a place keeps of a norm.
    ///
    /// @param rows of x
    /// @param pieces the most that forward or backward is split into
    static Normalization at(BatchNorm norm, boolean training, int rows, int pieces) {
        BatchNormParameters parameters = new BatchNormParameters(
                norm.gamma().value().data(),
                norm.beta().value().data(),
                norm.runningMean().value().data(),
                norm.runningVar().value().data(),
                norm.epsilon(),
                norm.momentum());
        return new Normalization(parameters, training, rows, pieces);
    }
}
