package org.fovea.engine.kernel.scalar;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.BatchNormKernels;
import org.fovea.engine.kernel.BatchNormMaxPoolKernels;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.ElementwiseKernels;
import org.fovea.engine.kernel.Kernels;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.kernel.OptimizerKernels;
import org.fovea.engine.kernel.PReluKernels;
import org.fovea.engine.kernel.PoolingKernels;
import org.fovea.engine.kernel.SoftmaxKernels;

/// The kernels as plain loops: the reference for the vector kernels, and the fallback where the JDK's Vector API is
/// absent. C2 turns the loops into vector code of its own where they are written as [ScalarPanel] tells: one array
/// written, one index for all arrays, and no conditions.
public final class ScalarKernels implements Kernels {
    private final ElementwiseKernels elementwise = new ScalarElementwise();
    private final BatchNormKernels batchNorm = new ScalarBatchNorm();
    private final PReluKernels prelu = new ScalarPRelu();
    private final SoftmaxKernels softmax = new ScalarSoftmax();
    private final PoolingKernels pooling = new ScalarPooling();
    private final BatchNormMaxPoolKernels batchNormMaxPool = new ScalarBatchNormMaxPool();
    private final OptimizerKernels optimizers = new ScalarOptimizerSteps();

    /// Made by name, by the selection of kernels.
    public ScalarKernels() {}

    @Override
    public String description() {
        return "scalar";
    }

    @Override
    public Convolution convolution(ConvolutionShape shape) {
        return shape.depthwise() ? new ScalarDepthwise(shape) : new ScalarConvolution(shape);
    }

    @Override
    public MatrixProduct matrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        return new ScalarMatrixProduct(m, n, k, transposeA, transposeB);
    }

    @Override
    public ElementwiseKernels elementwise() {
        return elementwise;
    }

    @Override
    public BatchNormKernels batchNorm() {
        return batchNorm;
    }

    @Override
    public PReluKernels prelu() {
        return prelu;
    }

    @Override
    public SoftmaxKernels softmax() {
        return softmax;
    }

    @Override
    public PoolingKernels pooling() {
        return pooling;
    }

    @Override
    public BatchNormMaxPoolKernels batchNormMaxPool() {
        return batchNormMaxPool;
    }

    @Override
    public OptimizerKernels optimizers() {
        return optimizers;
    }
}
