package org.fovea.engine.onnx.lowering;

import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// What a node reads: a value that the network computes, or a constant.
record Operand(@Nullable Value value, @Nullable OnnxTensor constant) {
    int[] extents() {
        return value != null ? value.extents() : constant != null ? constant.extents() : new int[0];
    }

    /// The same elements in the same order under other extents.
    Operand reshaped(int... extents) {
        return value != null
                ? new Operand(
                        value.seenAs(value.layout(), OnnxTensor.outline(value.type(), extents), value.view()), null)
                : new Operand(null, constant == null ? null : constant.reshaped(extents));
    }
}
