package org.fovea.benchmarks.peers;

import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.fovea.benchmarks.GradCam;
import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
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

/// [GradCam] in PyTorch, at its best: the graph is recorded from the map's layer on alone, and only that layer's
/// gradient is asked for.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class GradCamPyTorch {
    /// [ReferenceNetwork]
    @Param("resnet112")
    public String network = "";

    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    /// How PyTorch lays out pictures.
    @Param({"NCHW", "NHWC"})
    public TorchFormat format = TorchFormat.NCHW;

    private TorchNetwork net;
    private Tensor face;
    private String layer = "";

    @Setup
    public void prepare() {
        Torch.threads(threads);
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        layer = reference.mapLayer();
        Network built = reference.build();
        net = new TorchNetwork(built, format, false);
        org.fovea.engine.tensor.Tensor x = reference.inputs(1);
        face = format.tensor(x.data(), 1, 1, x.shape().extent(1), x.shape().extent(2));
        if (Agreement.wanted()) {
            check(built, x);
        }
    }

    private void check(Network built, org.fovea.engine.tensor.Tensor x) {
        try (Workers workers = new Workers(1)) {
            Trace trace = built.trace(1, workers).forward(x);
            trace.backward(Target.logit(GradCam.CLASS), Reach.downTo(layer));
            float[] ours = org.fovea.gradcam.GradCam.of(trace, layer).getFirst().values();
            Agreement.check("PyTorch", ours, pyTorch());
        }
    }

    @Benchmark
    public float[] pyTorch() {
        try (PointerScope _ = new PointerScope()) {
            Tensor a = activation();
            Tensor logit = net.forwardFrom(layer, a).select(1, GradCam.CLASS).sum();
            Tensor g = torch.grad(new TensorVector(logit), new TensorVector(a)).get(0);
            return map(a, g);
        }
    }

    private Tensor activation() {
        try (NoGradGuard _ = new NoGradGuard()) {
            return net.forwardTo(layer, face).detach().requires_grad_(true);
        }
    }

    private static float[] map(Tensor a, Tensor g) {
        try (NoGradGuard _ = new NoGradGuard()) {
            Tensor alpha = g.mean(new long[] {2, 3}, true, new org.bytedeco.pytorch.ScalarTypeOptional());
            return Torch.values(torch.mul(a, alpha).sum(1));
        }
    }
}
