package org.fovea.benchmarks.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.fovea.benchmarks.GradCam;
import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [GradCam] in PyTorch, at its best: the graph is recorded from the map's layer on alone, and only that layer's
/// gradient is asked for.
public class GradCamPyTorch extends TorchPeer {
    /// [ReferenceNetwork]
    @Param("resnet112")
    public String network = "";

    private String layer = "";

    @Setup
    public void prepare() {
        Workload workload = Workload.of(network, 1);
        prepare(workload, false);
        layer = workload.reference().mapLayer();
        if (Agreement.wanted()) {
            check(workload);
        }
    }

    private void check(Workload workload) {
        try (Workers workers = new Workers(1)) {
            Trace trace = workload.network().trace(1, workers).forward(workload.inputs());
            trace.backward(Target.logit(GradCam.CLASS), Reach.downTo(layer));
            float[] ours =
                    org.fovea.gradcam.method.GradCam.of(trace, layer).getFirst().values();
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
            return net.forwardTo(layer, inputs).detach().requires_grad_(true);
        }
    }

    private static float[] map(Tensor a, Tensor g) {
        try (NoGradGuard _ = new NoGradGuard()) {
            Tensor alpha = g.mean(new long[] {2, 3}, true, new org.bytedeco.pytorch.ScalarTypeOptional());
            return Torch.values(torch.mul(a, alpha).sum(1));
        }
    }
}
