package org.fovea.engine.network;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.tensor.Shape;

/// A layer's place in a network.
///
/// @param name unique in the network
/// @param layer what is computed
/// @param inputs the earlier nodes it reads, by name, in the layer's order
/// @param shape one example's output
public record Node(String name, Layer layer, List<String> inputs, Shape shape) {
    public Node {
        inputs = List.copyOf(inputs);
    }
}
