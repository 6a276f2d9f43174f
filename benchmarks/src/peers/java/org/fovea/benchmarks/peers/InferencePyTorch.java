package org.fovea.benchmarks.peers;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
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

/// [org.fovea.benchmarks.Inference] in PyTorch, in inference mode and in both memory formats; batch norm is not folded.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class InferencePyTorch {
    /// [ReferenceNetwork]
    @Param({"cnn64", "resnet112"})
    public String network = "";

    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    /// Pictures in a batch; 0 for the network's own number, 32 or 16.
    @Param({"0", "1"})
    public int batch;

    /// How PyTorch lays out pictures.
    @Param({"NCHW", "NHWC"})
    public TorchFormat format = TorchFormat.NCHW;

    private TorchNetwork net;
    private Tensor inputs;
    private float[] logits = {};

    @Setup
    public void prepare() {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        int examples = batch == 0 ? reference.batch() : batch;
        Network built = reference.build();
        Torch.threads(threads);
        net = new TorchNetwork(built, format, false);
        org.fovea.engine.tensor.Tensor x = reference.inputs(examples);
        inputs = format.tensor(
                x.data(), examples, 1, x.shape().extent(1), x.shape().extent(2));
        logits = new float[examples * ReferenceNetwork.CLASSES];
        Agreement.check("PyTorch", reference, built, examples, pyTorch());
    }

    @Benchmark
    public float[] pyTorch() {
        try (PointerScope _ = new PointerScope();
                InferenceMode _ = new InferenceMode(true)) {
            net.forward(inputs, false).data_ptr_float().get(logits);
            return logits;
        }
    }
}
