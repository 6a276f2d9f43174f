package org.fovea.benchmarks;

import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// C = A·B of floats: the engine's kernel, and EJML's product beside it, which runs on one thread.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class MatrixProduct {
    /// Rows of A, columns of A and columns of B as `m x k x n` without the blanks; one number for all three. After
    /// the squares come shapes of the reference networks: a 3×3 convolution from 32 to 64 channels seen as a
    /// product, 1×1 convolutions, a Winograd block's product, the dense layers.
    @Param({
        "64",
        "128",
        "256",
        "512",
        "1024",
        "2048",
        "32768x288x64",
        "50176x32x32",
        "784x128x256",
        "24x128x128",
        "32x128x40",
        "16x256x40"
    })
    public String shape = "";

    /// Threads that compute; EJML uses one.
    @Param("1")
    public int threads;

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
