package org.fovea.engine.onnx;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.operator.Operators;

/// Runs a graph node by node, and lets go of each value when nothing reads it any more. Several threads may run one.
final class Evaluation {
    private final OnnxGraph graph;
    /// Those that are read: a graph whose nodes ran elsewhere still has the constants of all of them.
    private final Map<String, OnnxTensor> constants = new HashMap<>();

    Evaluation(OnnxGraph graph) {
        this.graph = graph;
        for (String name : readers().keySet()) {
            OnnxTensor constant = graph.constants().get(name);
            if (constant != null) {
                constants.put(name, constant);
            }
        }
    }

    Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs) {
        checkInputs(graph, inputs);
        Map<String, OnnxTensor> values = new HashMap<>(constants);
        values.putAll(inputs);
        Map<String, Integer> readers = graph.nodes().isEmpty() ? Map.of() : readers();
        for (OnnxNode node : graph.nodes()) {
            List<OnnxTensor> outputs = Operators.evaluate(node, values, Operators.MOST_ELEMENTS);
            for (int i = 0; i < node.outputs().size(); i++) {
                if (readers.containsKey(node.outputs().get(i))) {
                    values.put(node.outputs().get(i), outputs.get(i));
                }
            }
            for (String read : node.inputs()) {
                if (readers.merge(read, -1, Integer::sum) == 0) {
                    values.remove(read);
                }
            }
        }
        Map<String, OnnxTensor> results = new LinkedHashMap<>();
        for (OnnxValue output : graph.outputs()) {
            results.put(output.name(), Objects.requireNonNull(values.get(output.name())));
        }
        return results;
    }

    /// How often each value is read, by nodes and as an output.
    private Map<String, Integer> readers() {
        Map<String, Integer> readers = new HashMap<>();
        graph.nodes().forEach(node -> node.inputs().forEach(name -> readers.merge(name, 1, Integer::sum)));
        graph.outputs().forEach(output -> readers.merge(output.name(), 1, Integer::sum));
        return readers;
    }

    /// @throws IllegalArgumentException if an input is missing or does not fit, or a name is none of an input
    static void checkInputs(OnnxGraph graph, Map<String, OnnxTensor> inputs) {
        for (OnnxValue declared : graph.inputs()) {
            OnnxTensor given = inputs.get(declared.name());
            if (given == null) {
                throw new IllegalArgumentException("no input " + declared);
            }
            if (given.type() != declared.type()) {
                throw new IllegalArgumentException("input " + declared + " is given " + given);
            }
            checkExtents(declared, given.extents());
        }
        for (String name : inputs.keySet()) {
            if (graph.inputs().stream().noneMatch(declared -> declared.name().equals(name))) {
                throw new IllegalArgumentException("no input is called \"" + name + "\": they are " + graph.inputs());
            }
        }
    }

    /// Refuses extents other than those that are declared; a declared 0 is how some exporters write an open one.
    static void checkExtents(OnnxValue declared, int[] given) {
        List<OnnxValue.Extent> extents = declared.extents();
        boolean fits = extents == null || extents.size() == given.length;
        for (int i = 0; extents != null && fits && i < given.length; i++) {
            fits = extents.get(i).size() <= 0 || extents.get(i).size() == given[i];
        }
        if (!fits) {
            throw new IllegalArgumentException("input " + declared + " is given " + OnnxTensor.text(given));
        }
    }
}
