package org.fovea.benchmarks.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.fovea.benchmarks.ReferenceNetwork;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// [org.fovea.benchmarks.Inference] in PyTorch, in inference mode and in both memory formats; batch norm is not folded.
public class InferencePyTorch extends TorchPeer {
    /// [ReferenceNetwork]
    @Param({"cnn64", "resnet112"})
    public String network = "";

    /// Pictures in a batch; 0 for the network's own number, 32 or 16.
    @Param({"0", "1"})
    public int batch;

    private float[] logits = {};

    @Setup
    public void prepare() {
        Workload workload = Workload.of(network, batch);
        prepare(workload, false);
        logits = new float[workload.batch() * ReferenceNetwork.CLASSES];
        Agreement.check("PyTorch", workload, pyTorch());
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
