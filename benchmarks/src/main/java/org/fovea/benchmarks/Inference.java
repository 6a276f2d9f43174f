package org.fovea.benchmarks;

import java.util.concurrent.TimeUnit;
import org.fovea.engine.network.Predictor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The logits of a batch, or of one picture, by [Predictor]: batch norm folded, activations fused.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class Inference {
    /// [ReferenceNetwork]
    @Param({"cnn64", "resnet112"})
    public String network = "";

    /// Threads that compute.
    @Param({"1", "2"})
    public int threads;

    /// Pictures in a batch; 0 for the network's own number, 32 or 16.
    @Param({"0", "1"})
    public int batch;

    private Workers workers;
    private Predictor predictor;
    private Tensor inputs;

    @Setup
    public void prepare() {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        int examples = batch == 0 ? reference.batch() : batch;
        workers = new Workers(threads);
        predictor = reference.build().predictor(examples, workers);
        inputs = reference.inputs(examples);
    }

    @TearDown
    public void close() {
        workers.close();
    }

    @Benchmark
    public float[] fovea() {
        return predictor.predict(inputs).data();
    }

    /// The same logits on the kernels in plain Java.
    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = "-Dfovea.kernels=scalar")
    public float[] scalarKernels() {
        return fovea();
    }
}
