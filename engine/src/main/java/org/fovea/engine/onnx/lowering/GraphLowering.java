package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.operator.Operators;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Turns a graph, all of whose extents are known, into a network: its nodes in their order, each by the rule of its
/// operator, or else by its definition.
public final class GraphLowering {
    private final OnnxGraph graph;
    private final Map<OnnxNode, List<OnnxNode>> asWritten;
    private final Map<String, OnnxTensor> outlines;
    private final Map<String, OnnxTensor> constants;
    private final Assembly assembly;
    private final Map<String, Value> values = new HashMap<>();
    private final List<OnnxNode> byDefinition = new ArrayList<>();
    private final List<OnnxNode> rest = new ArrayList<>();

    private GraphLowering(Patterns patterns, Map<String, OnnxTensor> outlines) {
        graph = patterns.graph();
        asWritten = patterns.asWritten();
        this.outlines = outlines;
        constants = new HashMap<>(graph.constants());
        assembly = new Assembly(graph.name());
    }

    /// Lowers a graph for one example.
    ///
    /// @param outlines type and extents of each value that is computed and whose extents are known, by name
    /// @return null if a network has no part in it: no input that a network takes, or no node that it computes
    public static @Nullable Lowered of(OnnxGraph graph, Map<String, OnnxTensor> outlines) {
        GraphLowering lowering = new GraphLowering(Patterns.joined(graph, outlines), outlines);
        Map<String, Value> inputs = lowering.inputs();
        if (inputs.isEmpty()) {
            return null;
        }
        lowering.graph.nodes().forEach(lowering::visit);
        return lowering.result(inputs);
    }

    /// The operators that layers compute, with gradients, wherever their weights are constants and a picture has at
    /// most two axes.
    public static Set<String> differentiated() {
        return Rules.differentiated();
    }

    private Map<String, Value> inputs() {
        Map<String, Value> inputs = new LinkedHashMap<>();
        for (OnnxValue input : graph.inputs()) {
            OnnxTensor outline = outlines.get(input.name());
            if (outline != null && holds(outline)) {
                int[] axes = Entry.axes(graph, outlines, input.name());
                inputs.put(input.name(), assembly.input(input.name(), outline, axes));
            }
        }
        values.putAll(inputs);
        return inputs;
    }

    /// Whether a network holds a value: every number of its type, and at least one.
    private static boolean holds(OnnxTensor outline) {
        return Elements.holds(outline.type()) && outline.count() > 0;
    }

    /// Where no layer takes what several nodes were put together to, they are taken as they were written.
    private void visit(OnnxNode node) {
        List<OnnxNode> several = asWritten.get(node);
        if (several == null) {
            visitOne(node);
        } else if (reads(node).isEmpty() || !fits(node) || !lowered(node)) {
            several.forEach(this::visitOne);
        }
    }

    private void visitOne(OnnxNode node) {
        if (reads(node).isEmpty()) {
            fold(node);
        } else if (!fits(node)) {
            rest.add(node);
        } else if (!lowered(node)) {
            keep(node, define(node, outputs(node)));
            byDefinition.add(node);
        }
    }

    /// What a node reads that is computed.
    private List<String> reads(OnnxNode node) {
        return node.inputs().stream()
                .filter(name -> !name.isEmpty() && !constants.containsKey(name))
                .toList();
    }

    /// Type and extents of the outputs that a network holds.
    private List<OnnxTensor> outputs(OnnxNode node) {
        List<OnnxTensor> outputs = new ArrayList<>();
        for (String name : node.outputs()) {
            OnnxTensor outline = outlines.get(name);
            if (outline != null && holds(outline)) {
                outputs.add(outline);
            }
        }
        return outputs;
    }

    /// Whether the network holds all that a node reads and writes.
    private boolean fits(OnnxNode node) {
        // Those wanted come first: one that is left out in the middle is nothing that convolutional networks have.
        long wanted = node.outputs().stream().takeWhile(name -> !name.isEmpty()).count();
        long named = node.outputs().stream().filter(name -> !name.isEmpty()).count();
        return outputs(node).size() == named
                && wanted == named
                && values.keySet().containsAll(reads(node));
    }

    /// Adds the layers of a node that fits; false where there are none for its operator.
    private boolean lowered(OnnxNode node) {
        List<OnnxTensor> outputs = outputs(node);
        List<Value> lowered = Rules.lower(new Site(node, constants, values, outputs, assembly));
        boolean whole = lowered.size() == outputs.size();
        if (whole) {
            keep(node, lowered);
        }
        return whole;
    }

    private void keep(OnnxNode node, List<Value> computed) {
        for (int i = 0; i < computed.size(); i++) {
            values.put(node.outputs().get(i), computed.get(i));
        }
    }

    /// A node of constants that were too many, or took too much work, to be folded when the graph was specialised.
    private void fold(OnnxNode node) {
        List<OnnxTensor> computed = Operators.evaluate(node, constants, Operators.MOST_ELEMENTS);
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!node.outputs().get(i).isEmpty()) {
                constants.put(node.outputs().get(i), computed.get(i));
            }
        }
    }

    /// A layer for each output of a node that no rule takes.
    private List<Value> define(OnnxNode node, List<OnnxTensor> outputs) {
        Map<String, OnnxTensor> known = new HashMap<>();
        Map<String, Value> computed = new LinkedHashMap<>();
        for (String name : node.inputs()) {
            Value value = values.get(name);
            OnnxTensor constant = constants.get(name);
            if (value != null) {
                computed.put(name, value);
            } else if (constant != null) {
                known.put(name, constant);
            }
        }
        List<DefinedLayer.Port> reads = computed.entrySet().stream()
                .map(entry -> port(entry.getKey(), entry.getValue()))
                .toList();
        boolean pictures =
                computed.values().stream().anyMatch(value -> !value.layout().isRowMajor());
        List<Value> defined = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            OnnxTensor outline = outputs.get(i);
            int rank = outline.rank();
            // What is made of pictures will mostly be read as one.
            boolean picture = pictures && rank > 2 && outline.extent(0) == 1;
            int[] axes = picture ? Site.lastAxes(rank, 1) : Site.lastAxes(rank);
            ValueLayout layout = ValueLayout.of(outline.extents(), axes);
            Shape shape = Assembly.shape(outline.extents(), axes);
            DefinedLayer layer = new DefinedLayer(
                    node, i, known, reads, new DefinedLayer.Port(node.outputs().get(i), layout, outline), shape);
            defined.add(assembly.add(
                    node.name(), layer, outline, layout, computed.values().toArray(Value[]::new)));
        }
        return defined;
    }

    private static DefinedLayer.Port port(String name, Value value) {
        return new DefinedLayer.Port(name, value.layout(), value.outline());
    }

    private @Nullable Lowered result(Map<String, Value> inputs) {
        Map<String, Value> wanted = new LinkedHashMap<>();
        graph.outputs().forEach(output -> want(output.name(), wanted));
        rest.forEach(node -> node.inputs().forEach(name -> want(name, wanted)));
        if (wanted.isEmpty()) {
            return null;
        }
        Network network = assembly.build(List.copyOf(wanted.values()));
        return network.nodes().size() == network.inputs().size()
                ? null
                : new Lowered(
                        network,
                        ports(network, inputs),
                        ports(network, wanted),
                        constants,
                        List.copyOf(byDefinition),
                        List.copyOf(rest));
    }

    private void want(String name, Map<String, Value> wanted) {
        Value value = values.get(name);
        if (value != null) {
            wanted.put(name, value);
        }
    }

    private static Map<String, Port> ports(Network network, Map<String, Value> values) {
        Map<String, Port> ports = new LinkedHashMap<>();
        values.forEach((name, value) ->
                ports.put(name, new Port(name, value, network.node(value.node()).shape())));
        return ports;
    }
}
