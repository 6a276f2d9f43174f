package org.fovea.engine.onnx.lowering;

import java.util.List;

/// How the nodes of one operator become layers.
@FunctionalInterface
interface Rule {
    /// Adds the layers of one node.
    ///
    /// @return the node's outputs that are wanted, in their order; empty where this node is none that the rule
    ///     knows, and runs by its definition
    /// @throws IllegalArgumentException if a layer does not take what it is given, and the node runs by its
    ///     definition
    List<Value> lower(Site site);
}
