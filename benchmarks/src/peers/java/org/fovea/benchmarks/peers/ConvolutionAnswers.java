package org.fovea.benchmarks.peers;

import org.fovea.benchmarks.ReferenceConvolution;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.parallel.Workers;

/// What Fovea makes of one convolution, for peers to be held against.
///
/// @param operands what it is computed of
record ConvolutionAnswers(ReferenceConvolution operands) {
    private Convolution plan() {
        return KernelSelection.selected().convolution(operands.shape());
    }

    /// y (N, OH, OW, OC)
    float[] forward() {
        float[] y = new float[operands.dy().length];
        try (Workers workers = new Workers(1)) {
            plan().forward(operands.x(), operands.w(), Epilogue.NONE, y, workers);
        }
        return y;
    }

    /// dx (N, H, W, C)
    float[] backwardData() {
        float[] dx = new float[operands.x().length];
        try (Workers workers = new Workers(1)) {
            plan().backwardData(operands.dy(), operands.w(), dx, false, workers);
        }
        return dx;
    }

    /// dw (KH, KW, C, OC)
    float[] backwardFilters() {
        float[] dw = new float[operands.w().length];
        try (Workers workers = new Workers(1)) {
            plan().backwardFilters(operands.x(), operands.dy(), dw, workers);
        }
        return dw;
    }
}
