package org.fovea.engine.kernel.vector;

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
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.pooling.BatchNormMaxPool;
import org.fovea.engine.kernel.vector.pooling.Pooling;
import org.fovea.engine.kernel.vector.product.FewRowsProduct;
import org.fovea.engine.kernel.vector.product.PackedProduct;

/// The kernels on the JDK's Vector API: a directory of where each of them is.
public final class VectorKernels implements Kernels {
    private final BatchNormKernels batchNorm = new BatchNorm();
    private final PReluKernels prelu = new PRelu();
    private final SoftmaxKernels softmax = new Softmax();
    private final PoolingKernels pooling = new Pooling();
    private final BatchNormMaxPoolKernels batchNormMaxPool = new BatchNormMaxPool();
    private final OptimizerKernels optimizers = new OptimizerSteps();

    /// Made by name, by the selection of kernels.
    public VectorKernels() {}

    @Override
    public String description() {
        return "vector, " + Lanes.SPECIES.vectorBitSize() + " bits";
    }

    @Override
    public Convolution convolution(ConvolutionShape shape) {
        return new VectorConvolution(shape);
    }

    @Override
    public MatrixProduct matrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        return m <= FewRowsProduct.MOST_ROWS && !transposeA
                ? new FewRowsProduct(m, n, k, transposeB)
                : new PackedProduct(m, n, k, transposeA, transposeB);
    }

    @Override
    public ElementwiseKernels elementwise() {
        return Elementwise.KERNELS;
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
