package org.fovea.benchmarks;

import java.util.concurrent.TimeUnit;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.CrossEntropy;
import org.fovea.engine.train.Optimizer;
import org.fovea.engine.train.Sgd;
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

/// One training step: zero gradients, forward, cross-entropy, backward, SGD with momentum 0.9, running statistics. The
/// batch lies in memory; reading is not timed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 15, time = 1) // C2 goes on until then: some methods run only a few times a step
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class TrainStep {
    /// The learning rate, small enough for the weights to stay where they are.
    public static final double RATE = 0.01;

    /// [ReferenceNetwork]
    @Param({"cnn64", "resnet112"})
    public String network = "";

    /// Threads that compute.
    @Param({"1", "2"})
    public int threads;

    /// Examples in a batch; 0 for the network's own, 32 or 16.
    @Param("0")
    public int batch;

    private final Optimizer optimizer = new Sgd(0.9, false, 0);
    private Workers workers;
    private Trace trace;
    private Tensor inputs;
    private Target loss;

    @Setup
    public void prepare() {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        int examples = batch == 0 ? reference.batch() : batch;
        Network built = reference.build();
        workers = new Workers(threads);
        trace = built.trainingTrace(examples, new Xoshiro256(1), workers);
        inputs = reference.inputs(examples);
        loss = new CrossEntropy().of(reference.labels(examples));
    }

    @TearDown
    public void close() {
        workers.close();
    }

    @Benchmark
    public double fovea() {
        trace.forward(inputs);
        double value = trace.backward(loss, Reach.PARAMETERS);
        optimizer.step(trace, RATE, 1, workers);
        trace.updateStatistics();
        return value;
    }

    /// The same step on the kernels in plain Java.
    @Benchmark
    @Fork(value = 1, jvmArgsPrepend = "-Dfovea.kernels=scalar")
    public double scalarKernels() {
        return fovea();
    }
}
