package org.fovea.engine.network;

import org.jspecify.annotations.Nullable;

/// How far a backward pass goes, so that it computes what is wanted and no more.
///
/// @param parameters whether the parameters' gradients are computed
/// @param nodes whether nodes that lead to no parameter are computed too
/// @param downTo the node at which `nodes` ends, its gradient being the last one computed; null for the input
public record Reach(
        boolean parameters, boolean nodes, @Nullable String downTo) {
    /// Every node, the input included, and every parameter.
    public static final Reach EVERYTHING = new Reach(true, true, null);

    /// The parameters, and the nodes on the way to them; not the input. What a training step needs.
    public static final Reach PARAMETERS = new Reach(true, false, null);

    /// Every node, the input included; no parameter.
    public static final Reach ACTIVATIONS = new Reach(false, true, null);

    /// The nodes from the output down to `node`; no parameter. What a class activation map needs.
    public static Reach downTo(String node) {
        return new Reach(false, true, node);
    }
}
