package org.fovea.engine.fusion;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.tensor.Shape;

/// One computation of a network.
///
/// @param name unique in the network
/// @param layer what is computed
/// @param inputs the earlier steps it reads, by name
/// @param shape one example's output
public record Step(String name, Layer layer, List<String> inputs, Shape shape) {
    public Step {
        inputs = List.copyOf(inputs);
    }
}
