package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// A graph's values by name: who writes and who reads each, and what those are that are known.
final class GraphIndex {
    private final Map<String, OnnxTensor> constants;
    private final Map<String, OnnxTensor> outlines;
    private final Map<String, OnnxNode> writers = new HashMap<>();
    /// A node as often as it reads the value; null for the graph's outputs.
    private final Map<String, List<@Nullable OnnxNode>> readers = new HashMap<>();

    GraphIndex(OnnxGraph graph, Map<String, OnnxTensor> outlines) {
        this.constants = graph.constants();
        this.outlines = outlines;
        graph.outputs().forEach(output -> read(output.name(), null));
        for (OnnxNode node : graph.nodes()) {
            node.inputs().forEach(name -> read(name, node));
            node.outputs().forEach(name -> writers.put(name, node));
        }
    }

    private void read(String name, @Nullable OnnxNode by) {
        readers.computeIfAbsent(name, none -> new ArrayList<>()).add(by);
    }

    /// The node of ONNX's own operators that writes a value; null where there is none.
    @Nullable
    OnnxNode writer(String value) {
        OnnxNode writer = writers.get(value);
        return writer != null && writer.domain().isEmpty() ? writer : null;
    }

    /// How often a value is read, by nodes and as an output.
    int readers(String value) {
        return readers.getOrDefault(value, List.of()).size();
    }

    /// Whether none but these nodes read what a node writes.
    boolean isReadByNoneBut(Set<OnnxNode> nodes, OnnxNode node) {
        return node.outputs().stream()
                .allMatch(name -> readers.getOrDefault(name, List.of()).stream()
                        .allMatch(reader -> reader != null && nodes.contains(reader)));
    }

    @Nullable
    OnnxTensor constant(String value) {
        return constants.get(value);
    }

    /// A constant of one element; null for everything else.
    @Nullable
    Double number(String value) {
        OnnxTensor constant = constants.get(value);
        return constant == null || constant.count() != 1 ? null : constant.doubles()[0];
    }

    /// Type and extents of a value that is computed, as far as they are known.
    @Nullable
    OnnxTensor outline(String value) {
        return outlines.get(value);
    }
}
