package org.fovea.engine.network;

import java.util.Map;
import java.util.Objects;

/// A network rewritten so that neighbouring layers are computed in one sweep over memory.
///
/// A layer is absorbed by the one that reads it if nothing else does. The node that absorbs keeps its name: its
/// activation is what it was. What is fused is in [Rewriter] and, for inference, in [InferenceRewriter].
///
/// @param network what is computed
/// @param absorbed for each node that is gone, the name of the one that computes it
record Fusion(Network network, Map<String, String> absorbed) {
    /// No rewriting at all.
    static Fusion none(Network network) {
        return new Fusion(network, Map.of());
    }

    /// For training steps: the parameters are the network's own.
    static Fusion forTraining(Network network) {
        return new Rewriter(network).forTraining();
    }

    /// For inference: the parameters of convolutions and dense layers are copies, with batch norm folded in.
    static Fusion forInference(Network network) {
        return new InferenceRewriter(network).rewrite();
    }

    /// Why a node of the original network has no activation.
    String explainAbsence(String node) {
        String by = Objects.requireNonNull(absorbed.get(node));
        return "a training trace computes \"" + node + "\" within \"" + by + "\" ("
                + network.node(by).layer().type()
                + ") and does not keep it; Network.trace keeps every node";
    }
}
