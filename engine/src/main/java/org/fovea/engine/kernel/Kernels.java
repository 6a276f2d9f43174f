package org.fovea.engine.kernel;

import org.fovea.engine.definition.ConvolutionShape;

/// The seam: all arithmetic that is worth making fast, in a few small interfaces after the operations. Two
/// implementations, scalar and vector, compute the same thing.
///
/// Arrays are channels last. An array seen as `rows × c` has c channels and one row a pixel (or example). Methods that
/// take `from` and `to` compute that range (end exclusive) and nothing else, on the calling thread, so that callers
/// split the work; the plans [Convolution] and [MatrixProduct] split it themselves. Where a method has `add`, the
/// result is added to what the target holds if it is set, and replaces it if not.
///
/// Nothing is checked here but by `assert`: callers stand at the door.
///
/// @param description `scalar`, or `vector` with its width: `vector, 512 bits`
public record Kernels(
        String description,
        Convolutions convolutions,
        MatrixProducts matrixProducts,
        ElementwiseKernels elementwise,
        BatchNormKernels batchNorm,
        PReluKernels prelu,
        SoftmaxKernels softmax,
        PoolingKernels pooling,
        BatchNormMaxPoolKernels batchNormMaxPool,
        OptimizerKernels optimizers) {

    /// Makes plans for convolutions.
    public interface Convolutions {
        Convolution of(ConvolutionShape shape);
    }

    /// Makes plans for matrix products.
    public interface MatrixProducts {
        MatrixProduct of(int m, int n, int k, boolean transposeA, boolean transposeB);
    }

    /// A plan for one convolution, its algorithm chosen by its shape.
    public Convolution convolution(ConvolutionShape shape) {
        return convolutions.of(shape);
    }

    /// A plan for C = A·B with A m × k and B k × n; `transposeA` says that A is stored as k × m, `transposeB` that
    /// B is stored as n × k.
    public MatrixProduct matrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        return matrixProducts.of(m, n, k, transposeA, transposeB);
    }
}
