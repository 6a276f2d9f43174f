package org.fovea.benchmarks;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// C = A·B of floats: the engine's kernel, and EJML's product beside it, which runs on one thread.
public class MatrixProduct extends MatrixProductBenchmark {
    private Operands operands;
    private float[] c = {};
    private org.fovea.engine.kernel.MatrixProduct product;
    private Workers workers;
    private FMatrixRMaj ejmlA;
    private FMatrixRMaj ejmlB;
    private FMatrixRMaj ejmlC;

    @Setup
    public void prepare() {
        operands = Operands.of(shape);
        int m = operands.m();
        int k = operands.k();
        int n = operands.n();
        c = new float[m * n];
        workers = new Workers(threads);
        product = KernelSelection.selected().matrixProduct(m, n, k, false, false);
        ejmlA = FMatrixRMaj.wrap(m, k, operands.a());
        ejmlB = FMatrixRMaj.wrap(k, n, operands.b());
        ejmlC = new FMatrixRMaj(m, n);
    }

    /// Both must have computed the same, or the times mean nothing.
    @TearDown(Level.Trial)
    public void compare() {
        product.multiply(operands.a(), operands.b(), null, Activation.NONE, false, c, workers);
        CommonOps_FDRM.mult(ejmlA, ejmlB, ejmlC);
        for (int i = 0; i < c.length; i++) {
            if (Math.abs(c[i] - ejmlC.data[i]) > 1e-5 * operands.k()) {
                throw new IllegalStateException("element " + i + ": " + c[i] + ", EJML has " + ejmlC.data[i]);
            }
        }
        workers.close();
    }

    @Benchmark
    public float[] fovea(Work work) {
        product.multiply(operands.a(), operands.b(), null, Activation.NONE, false, c, workers);
        work.count(operands.multiplyAdds());
        return c;
    }

    @Benchmark
    public FMatrixRMaj ejml(Work work) {
        CommonOps_FDRM.mult(ejmlA, ejmlB, ejmlC);
        work.count(operands.multiplyAdds());
        return ejmlC;
    }
}
