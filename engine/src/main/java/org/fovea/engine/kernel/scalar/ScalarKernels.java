package org.fovea.engine.kernel.scalar;

import java.util.function.Supplier;
import org.fovea.engine.kernel.Kernels;

/// The kernels as plain loops: the reference for the vector kernels, and the fallback where the JDK's Vector API is
/// absent. C2 turns the loops into vector code of its own where they are written as [ScalarPanel] tells: one array
/// written, one index for all arrays, and no conditions.
public final class ScalarKernels implements Supplier<Kernels> {
    /// Made by name, by the selection of kernels.
    public ScalarKernels() {}

    @Override
    public Kernels get() {
        return new Kernels(
                "scalar",
                shape -> shape.depthwise() ? new ScalarDepthwise(shape) : new ScalarConvolution(shape),
                ScalarMatrixProduct::new,
                new ScalarElementwise(),
                new ScalarBatchNorm(),
                new ScalarPRelu(),
                new ScalarSoftmax(),
                new ScalarPooling(),
                new ScalarBatchNormMaxPool(),
                new ScalarOptimizerSteps());
    }
}
