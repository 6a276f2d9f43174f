package org.fovea.benchmarks.peers;

import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Param;

/// A reference network in PyTorch.
public abstract class TorchPeer extends NetworkPeer {
    /// Threads that compute one operator.
    @Param({"1", "2"})
    public int threads;

    /// How PyTorch lays out pictures.
    @Param({"NCHW", "NHWC"})
    public TorchFormat format = TorchFormat.NCHW;

    @SuppressWarnings("NullAway.Init") // by prepare, which every benchmark's set-up calls
    TorchNetwork net;

    @SuppressWarnings("NullAway.Init") // by prepare, which every benchmark's set-up calls
    Tensor inputs;

    /// Makes the network and its inputs; to be called on the thread that will measure.
    ///
    /// @param learns whether the parameters want gradients
    void prepare(Workload workload, boolean learns) {
        Torch.threads(threads);
        net = new TorchNetwork(workload.network(), format, learns);
        org.fovea.engine.tensor.Tensor x = workload.inputs();
        inputs = format.tensor(
                x.data(), workload.batch(), 1, x.shape().extent(1), x.shape().extent(2));
    }
}
