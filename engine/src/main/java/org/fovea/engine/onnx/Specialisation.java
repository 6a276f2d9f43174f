package org.fovea.engine.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.operator.Call;
import org.fovea.engine.onnx.operator.Operators;

/// Finds the extents of all values of a graph, and computes those that do not depend on the inputs' numbers.
final class Specialisation {
    /// What one node may add to the constants, and all together: shapes, pads and masks are far smaller.
    private static final int MOST_FOLDED = 1 << 20;

    private static final int MOST_FOLDED_TOGETHER = 1 << 24;

    private final OnnxGraph graph;
    /// Constants with their numbers, everything else as outlines.
    private final Map<String, OnnxTensor> values;

    private final List<OnnxNode> left = new ArrayList<>();
    private int folded;

    private Specialisation(OnnxGraph graph) {
        this.graph = graph;
        this.values = new LinkedHashMap<>(graph.constants());
    }

    static SpecialisedGraph of(OnnxGraph graph, Map<String, int[]> extents) {
        Specialisation specialisation = new Specialisation(graph);
        for (OnnxValue input : graph.inputs()) {
            int[] given = extents.get(input.name());
            if (given == null) {
                throw new IllegalArgumentException("no extents of input " + input);
            }
            Evaluation.checkExtents(input, given);
            specialisation.values.put(input.name(), OnnxTensor.outline(input.type(), given));
        }
        graph.nodes().forEach(specialisation::visit);
        return specialisation.result();
    }

    private void visit(OnnxNode node) {
        if (!node.inputs().stream().allMatch(name -> name.isEmpty() || values.containsKey(name))) {
            left.add(node);
            return;
        }
        boolean compute = Operators.of(node).foldable() && folded < MOST_FOLDED_TOGETHER;
        List<OnnxTensor> outputs;
        try {
            outputs = Operators.evaluate(node, values, compute ? MOST_FOLDED : -1);
        } catch (Call.Undetermined e) {
            left.add(node);
            return;
        }
        boolean known = true;
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!node.outputs().get(i).isEmpty()) {
                values.put(node.outputs().get(i), outputs.get(i));
                known &= !outputs.get(i).isOutline();
                folded += outputs.get(i).isOutline() ? 0 : outputs.get(i).count();
            }
        }
        if (!known) {
            left.add(node);
        }
    }

    /// What the outputs need, and nothing else.
    private SpecialisedGraph result() {
        Set<String> needed = new HashSet<>();
        graph.outputs().forEach(output -> needed.add(output.name()));
        List<OnnxNode> nodes = new ArrayList<>();
        for (OnnxNode node : left.reversed()) {
            if (node.outputs().stream().anyMatch(name -> !name.isEmpty() && needed.contains(name))) {
                nodes.addFirst(node);
                needed.addAll(node.inputs());
            }
        }
        Set<String> written = new HashSet<>();
        nodes.forEach(node -> written.addAll(node.outputs()));
        Map<String, OnnxTensor> constants = new LinkedHashMap<>();
        Map<String, OnnxTensor> outlines = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!value.isOutline() && needed.contains(name) && !written.contains(name)) {
                constants.put(name, value);
            } else if (needed.contains(name)) {
                outlines.put(name, OnnxTensor.outline(value.type(), value.extents()));
            }
        });
        OnnxGraph rest = new OnnxGraph(graph.name(), graph.inputs(), graph.outputs(), nodes, constants);
        return new SpecialisedGraph(rest, outlines);
    }
}
