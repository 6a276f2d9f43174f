package org.fovea.engine.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.operator.Call;
import org.fovea.engine.onnx.operator.Operators;
import org.jspecify.annotations.Nullable;

/// Runs a graph node by node, and lets go of each value when nothing reads it any more.
final class Evaluation {
    /// A value of 2²⁸ floats takes 1 GiB; one larger is a file's mistake or malice rather than a picture.
    static final int MOST_ELEMENTS = 1 << 28;

    private final OnnxGraph graph;

    Evaluation(OnnxGraph graph) {
        this.graph = graph;
    }

    Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs) {
        Map<String, OnnxTensor> values = new HashMap<>(graph.constants());
        for (OnnxValue declared : graph.inputs()) {
            OnnxTensor given = inputs.get(declared.name());
            if (given == null) {
                throw new IllegalArgumentException("no input " + declared);
            }
            if (given.type() != declared.type()) {
                throw new IllegalArgumentException("input " + declared + " is given " + given);
            }
            checkExtents(declared, given.extents());
            values.put(declared.name(), given);
        }
        checkNames(inputs);
        Map<String, Integer> readers = readers();
        for (OnnxNode node : graph.nodes()) {
            List<OnnxTensor> outputs = evaluate(node, values, MOST_ELEMENTS);
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

    private void checkNames(Map<String, ?> inputs) {
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

    /// Computes one node.
    ///
    /// @param mostComputed how many elements of an output are computed: a larger one becomes an outline
    /// @return at least as many as the node has names for
    /// @throws Call.Undetermined if inputs are outlines whose numbers decide the outputs' extents
    /// @throws IllegalArgumentException if the inputs do not fit the operator
    static List<OnnxTensor> evaluate(OnnxNode node, Map<String, OnnxTensor> values, int mostComputed) {
        List<@Nullable OnnxTensor> inputs = new ArrayList<>();
        node.inputs().forEach(name -> inputs.add(values.get(name)));
        try {
            List<OnnxTensor> outputs =
                    Operators.of(node).definition().evaluate(new Call(node, inputs, MOST_ELEMENTS, mostComputed));
            if (outputs.size() < node.outputs().size()) {
                throw new IllegalArgumentException(
                        node.outputs().size() + " outputs are wanted, there are " + outputs.size());
            }
            return outputs;
        } catch (Call.Undetermined e) {
            throw e;
        } catch (RuntimeException e) {
            // A definition checks what a file may well get wrong. What only malice does shows as it computes.
            String given = inputs.stream()
                    .map(input -> input == null ? "none" : input.toString())
                    .limit(8)
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    node.described() + ": " + e.getMessage() + " (inputs: " + given + ")", e);
        }
    }
}
