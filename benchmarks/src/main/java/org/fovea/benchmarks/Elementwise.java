package org.fovea.benchmarks;

import java.util.concurrent.TimeUnit;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.Affine;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.kernel.Kernels;
import org.fovea.engine.kernel.SgdStep;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Kernels that do little with each number, on one thread, in pairs: `…Vector` and `…Scalar` run the same code and
/// differ by the JVM's option `--add-modules=jdk.incubator.vector` alone, without which the engine falls back to its
/// scalar kernels.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Elementwise {
    private static final String VECTOR = "--add-modules=jdk.incubator.vector";
    private static final int CHANNELS = 64;

    /// Numbers in an array: what fits into the first cache, the second, and neither.
    @Param({"4096", "65536", "4194304"})
    public int size;

    private Kernels kernels;
    private int rows;
    private float[] x = {};
    private float[] other = {};
    private float[] y = {};
    private Affine map = new Affine(x, x);
    private float[] pooled = {};
    private PoolShape pool;

    @Setup
    public void prepare() {
        kernels = KernelSelection.selected();
        rows = size / CHANNELS;
        x = Operands.values(size, 1);
        other = Operands.values(size, 2);
        y = new float[size];
        map = new Affine(Operands.values(CHANNELS, 3), Operands.values(CHANNELS, 4));
        int side = (int) Math.sqrt(rows);
        pool = new PoolShape(1, side, side, CHANNELS, 2, 2, 2, 2, 0, 0, 0, 0, side / 2, side / 2, true);
        pooled = new float[side / 2 * (side / 2) * CHANNELS];
    }

    private float[] relu() {
        kernels.elementwise().activate(Activation.RELU, x, y, 0, size);
        return y;
    }

    private float[] silu() {
        kernels.elementwise().activate(Activation.SILU, x, y, 0, size);
        return y;
    }

    private float[] sumRelu() {
        kernels.elementwise().sumActivate(Activation.RELU, x, other, y, 0, size);
        return y;
    }

    private float[] normaliseRelu() {
        kernels.batchNorm().affine(x, map, Activation.RELU, y, 0, rows);
        return y;
    }

    private float[] moments() {
        kernels.batchNorm().moments(x, CHANNELS, 0, rows, map.scale(), map.shift(), 0);
        return map.shift();
    }

    private float[] softmax() {
        kernels.softmax().forward(x, CHANNELS, y, 0, rows);
        return y;
    }

    private float[] maxPool() {
        kernels.pooling().max(pool, x, pooled, 0, pool.oh());
        return pooled;
    }

    /// With a rate of 0 the weights stay what they are, however long it runs.
    private float[] sgd() {
        kernels.optimizers().sgd(new SgdStep(1, 0, 0.9f, 0, false, false), y, x, other, 0, size);
        return y;
    }

    // --- the pairs ---

    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = VECTOR)
    public float[] reluVector() {
        return relu();
    }

    @Benchmark
    public float[] reluScalar() {
        return relu();
    }

    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = VECTOR)
    public float[] siluVector() {
        return silu();
    }

    @Benchmark
    public float[] siluScalar() {
        return silu();
    }

    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = VECTOR)
    public float[] sumReluVector() {
        return sumRelu();
    }

    @Benchmark
    public float[] sumReluScalar() {
        return sumRelu();
    }

    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = VECTOR)
    public float[] normaliseReluVector() {
        return normaliseRelu();
    }

    @Benchmark
    public float[] normaliseReluScalar() {
        return normaliseRelu();
    }

    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = VECTOR)
    public float[] momentsVector() {
        return moments();
    }

    @Benchmark
    public float[] momentsScalar() {
        return moments();
    }

    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = VECTOR)
    public float[] softmaxVector() {
        return softmax();
    }

    @Benchmark
    public float[] softmaxScalar() {
        return softmax();
    }

    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = VECTOR)
    public float[] maxPoolVector() {
        return maxPool();
    }

    @Benchmark
    public float[] maxPoolScalar() {
        return maxPool();
    }

    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = VECTOR)
    public float[] sgdVector() {
        return sgd();
    }

    @Benchmark
    public float[] sgdScalar() {
        return sgd();
    }
}
