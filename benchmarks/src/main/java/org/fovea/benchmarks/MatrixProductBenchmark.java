package org.fovea.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.openjdk.jmh.annotations.AuxCounters;
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

/// C = A·B of square matrices of floats on one thread: the engine's kernel, and EJML's product beside it.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class MatrixProductBenchmark {
    /// Rows and columns.
    @Param({"64", "128", "256", "512", "1024"})
    public int size;

    private float[] a = {};
    private float[] b = {};
    private float[] c = {};
    private MatrixProduct product;
    private Workers workers;
    private FMatrixRMaj ejmlA;
    private FMatrixRMaj ejmlB;
    private FMatrixRMaj ejmlC;

    /// Turns products a second into arithmetic a second.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        /// Billions of floating-point operations, two for each multiply-add.
        public double gflop;

        private void count(int size) {
            gflop += 2e-9 * size * size * size;
        }
    }

    @Setup
    public void prepare() {
        RandomGenerator random = new Xoshiro256(1);
        a = values(random);
        b = values(random);
        c = new float[size * size];
        workers = new Workers(1);
        product = KernelSelection.selected().matrixProduct(size, size, size, false, false);
        ejmlA = FMatrixRMaj.wrap(size, size, a);
        ejmlB = FMatrixRMaj.wrap(size, size, b);
        ejmlC = new FMatrixRMaj(size, size);
    }

    /// Both must have computed the same, or the times mean nothing.
    @TearDown(Level.Trial)
    public void compare() {
        product.multiply(a, b, null, Activation.NONE, false, c, workers);
        CommonOps_FDRM.mult(ejmlA, ejmlB, ejmlC);
        for (int i = 0; i < c.length; i++) {
            if (Math.abs(c[i] - ejmlC.data[i]) > 1e-4 * size) {
                throw new IllegalStateException("element " + i + ": " + c[i] + ", EJML has " + ejmlC.data[i]);
            }
        }
        workers.close();
    }

    @Benchmark
    public float[] fovea(Work work) {
        product.multiply(a, b, null, Activation.NONE, false, c, workers);
        work.count(size);
        return c;
    }

    @Benchmark
    public FMatrixRMaj ejml(Work work) {
        CommonOps_FDRM.mult(ejmlA, ejmlB, ejmlC);
        work.count(size);
        return ejmlC;
    }

    private float[] values(RandomGenerator random) {
        float[] values = new float[size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }
}
