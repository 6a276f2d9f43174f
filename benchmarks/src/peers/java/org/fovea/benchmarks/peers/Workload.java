package org.fovea.benchmarks.peers;

import org.fovea.benchmarks.ReferenceNetwork;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Tensor;

/// What a peer computes: a reference network over a batch that is always the same.
///
/// @param reference what the network is called and reads
/// @param network Fovea's, whose weights the peer gets
/// @param batch examples
record Workload(ReferenceNetwork reference, Network network, int batch) {
    /// @param network a [ReferenceNetwork]'s name
    /// @param batch examples; 0 for the network's own number
    static Workload of(String network, int batch) {
        ReferenceNetwork reference = ReferenceNetwork.of(network);
        return new Workload(reference, reference.build(), batch == 0 ? reference.batch() : batch);
    }

    /// (N, H, W, C)
    Tensor inputs() {
        return reference.inputs(batch);
    }

    /// A class for each example.
    int[] labels() {
        return reference.labels(batch);
    }
}
