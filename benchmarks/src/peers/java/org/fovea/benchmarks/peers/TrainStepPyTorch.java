package org.fovea.benchmarks.peers;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.benchmarks.TrainStep;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.train.CrossEntropy;
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

/// [TrainStep] in PyTorch, in both of its memory formats.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class TrainStepPyTorch {
    /// [ReferenceNetwork]
    @Param({"cnn64", "resnet112"})
    public String network = "";

    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    /// Examples in a batch; 0 for the network's own, 32 or 16.
    @Param("0")
    public int batch;

    /// How PyTorch lays out pictures.
    @Param({"NCHW", "NHWC"})
    public TorchFormat format = TorchFormat.NCHW;

    private TorchNetwork net;
    private Tensor inputs;
    private Tensor labels;
    private SGD optimizer;

    @Setup
    public void prepare() {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        int examples = batch == 0 ? reference.batch() : batch;
        Network built = reference.build();
        Torch.threads(threads);
        net = new TorchNetwork(built, format, true);
        org.fovea.engine.tensor.Tensor x = reference.inputs(examples);
        inputs = format.tensor(
                x.data(), examples, 1, x.shape().extent(1), x.shape().extent(2));
        int[] classes = reference.labels(examples);
        labels = Tensor.create(Arrays.stream(classes).asLongStream().toArray(), examples);
        SGDOptions options = new SGDOptions(TrainStep.RATE);
        options.momentum().put(0.9);
        optimizer = new SGD(net.parameters(), options);
        if (Agreement.wanted()) {
            checkLoss(built, reference, examples);
        }
    }

    /// The first step's loss must be Fovea's: forward in training mode is the same.
    private void checkLoss(Network built, ReferenceNetwork reference, int examples) {
        try (Workers workers = new Workers(1)) {
            Trace trace = built.trainingTrace(examples, new Xoshiro256(1), workers);
            trace.forward(reference.inputs(examples));
            double ours = trace.backward(new CrossEntropy().of(reference.labels(examples)));
            Agreement.check("PyTorch's loss", new float[] {(float) ours}, new float[] {pyTorch()});
        }
    }

    @Benchmark
    public float pyTorch() {
        try (PointerScope _ = new PointerScope()) {
            optimizer.zero_grad(true);
            Tensor loss = torch.cross_entropy_loss(net.forward(inputs, true), labels);
            loss.backward();
            optimizer.step();
            return loss.item_float();
        }
    }
}
