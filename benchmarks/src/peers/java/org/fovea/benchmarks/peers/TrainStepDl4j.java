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

/// [org.fovea.benchmarks.TrainStep] in Deeplearning4j, with oneDNN.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class TrainStepDl4j {
    /// [ReferenceNetwork]: the one that is written down for DL4J.
    @Param("cnn64")
    public String network = "";

    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    /// Examples in a batch; 0 for the network's own number.
    @Param("0")
    public int batch;

    private Dl4jNetwork net;

    @Setup
    public void prepare() {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        int examples = batch == 0 ? reference.batch() : batch;
        Network built = reference.build();
        net = new Dl4jNetwork(reference, built, examples, threads);
        Agreement.checkSoftmax("DL4J", reference, built, examples, net.forward());
    }

    @Benchmark
    public double dl4j() {
        return net.step();
    }
}
