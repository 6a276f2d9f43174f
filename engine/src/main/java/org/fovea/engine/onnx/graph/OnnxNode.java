package org.fovea.engine.onnx.graph;

import java.util.List;

/// A node: one operator at one place in a graph.
///
/// @param name the node's name in the file, or one made from its first output where it has none
/// @param domain whose operator it is; empty for ONNX's own
/// @param opset the version of the domain's operators whose definition holds
/// @param inputs the values it reads, an empty name for an optional one that is left out
/// @param outputs the values it writes, an empty name for one that is not wanted
/// @param offset where the node begins in the file, in bytes
public record OnnxNode(
        String name,
        String domain,
        String operator,
        int opset,
        List<String> inputs,
        List<String> outputs,
        OnnxAttributes attributes,
        long offset) {
    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// As messages name it: `node "conv1" (Conv, opset 11)`.
    public String described() {
        return "node \"" + name + "\" (" + (domain.isEmpty() ? "" : domain + ".") + operator + ", opset " + opset + ")";
    }
}
