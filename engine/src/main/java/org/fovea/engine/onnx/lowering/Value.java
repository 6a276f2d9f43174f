package org.fovea.engine.onnx.lowering;

import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// A value of the graph as the network has it.
///
/// @param node the node that holds it
/// @param layout where its elements lie there
/// @param outline its type and extents
/// @param view the name of the last of the file's nodes that gave it other extents or axes and left it where it is;
///     empty where none did
record Value(String node, ValueLayout layout, OnnxTensor outline, String view) {
    Value {
        if (layout.count() != outline.count()) {
            throw new IllegalArgumentException(node + ": " + layout + " for " + outline);
        }
    }

    int[] extents() {
        return outline.extents();
    }

    int rank() {
        return outline.rank();
    }

    OnnxType type() {
        return outline.type();
    }

    /// The same elements under other extents.
    Value seenAs(ValueLayout other, OnnxTensor outline, String by) {
        return new Value(node, other, outline, by);
    }
}
