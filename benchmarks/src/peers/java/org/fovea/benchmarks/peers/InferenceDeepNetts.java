package org.fovea.benchmarks.peers;

import java.util.concurrent.TimeUnit;
import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.engine.network.Network;
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

/// [org.fovea.benchmarks.Inference] in Deep Netts, all Java.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class InferenceDeepNetts {
    /// [ReferenceNetwork]: the only one that Deep Netts can have.
    @Param("plain64")
    public String network = "";

    /// Threads that compute: Deep Netts has one.
    @Param("1")
    public int threads;

    /// Examples in a batch; 0 for the network's own number.
    @Param({"0", "1"})
    public int batch;

    private DeepNettsNetwork net;
    private float[] probabilities = {};

    @Setup
    public void prepare() {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        int examples = batch == 0 ? reference.batch() : batch;
        Network built = reference.build();
        net = new DeepNettsNetwork(reference, built, examples);
        probabilities = new float[examples * ReferenceNetwork.CLASSES];
        net.forward(probabilities);
        Agreement.checkSoftmax("Deep Netts", reference, built, examples, probabilities);
    }

    @Benchmark
    public float[] deepNetts() {
        net.forward(probabilities);
        return probabilities;
    }
}
