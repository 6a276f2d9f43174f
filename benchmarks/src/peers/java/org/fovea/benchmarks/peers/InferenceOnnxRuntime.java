package org.fovea.benchmarks.peers;

import ai.onnxruntime.OrtException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// [org.fovea.benchmarks.Inference] in ONNX Runtime.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class InferenceOnnxRuntime {
    /// [ReferenceNetwork]
    @Param({"cnn64", "resnet112"})
    public String network = "";

    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    /// Pictures in a batch; 0 for the network's own number, 32 or 16.
    @Param({"0", "1"})
    public int batch;

    private OnnxSession session;

    @Setup
    public void prepare() throws OrtException {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        int examples = batch == 0 ? reference.batch() : batch;
        Network built = reference.build();
        session = new OnnxSession(built, threads, reference.inputs(examples));
        onnxRuntime();
        Agreement.check("ONNX Runtime", reference, built, examples, session.outputs());
    }

    @TearDown
    public void close() throws OrtException {
        session.close();
    }

    @Benchmark
    public float onnxRuntime() throws OrtException {
        return session.run();
    }
}
