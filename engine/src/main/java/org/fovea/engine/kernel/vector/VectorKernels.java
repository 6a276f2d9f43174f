package org.fovea.engine.kernel.vector;

import java.util.function.Supplier;
import org.fovea.engine.kernel.Kernels;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.pooling.BatchNormMaxPool;
import org.fovea.engine.kernel.vector.pooling.Pooling;
import org.fovea.engine.kernel.vector.product.FewRowsProduct;
import org.fovea.engine.kernel.vector.product.PackedProduct;

/// The kernels on the JDK's Vector API: a directory of where each of them is.
public final class VectorKernels implements Supplier<Kernels> {
    /// Made by name, by the selection of kernels.
    public VectorKernels() {}

    @Override
    public Kernels get() {
        return new Kernels(
                "vector, " + Lanes.SPECIES.vectorBitSize() + " bits",
                VectorConvolution::new,
                VectorKernels::matrixProduct,
                Elementwise.KERNELS,
                new BatchNorm(),
                new PRelu(),
                new Softmax(),
                new Pooling(),
                new BatchNormMaxPool(),
                new OptimizerSteps());
    }

    private static MatrixProduct matrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        return m <= FewRowsProduct.MOST_ROWS && !transposeA
                ? new FewRowsProduct(m, n, k, transposeB)
                : new PackedProduct(m, n, k, transposeA, transposeB);
    }
}
