package org.fovea.engine.onnx.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A graph: what goes in, what is computed, what comes out.
///
/// Each value has one name and one origin: an input, a constant or one node's output.
///
/// @param inputs without those that constants stand for
/// @param nodes each after those whose outputs it reads
/// @param constants the file's initializers, by name
public record OnnxGraph(
        String name,
        List<OnnxValue> inputs,
        List<OnnxValue> outputs,
        List<OnnxNode> nodes,
        Map<String, OnnxTensor> constants) {
    public OnnxGraph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    }
}
