package org.fovea.engine.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.fovea.engine.layer.Input;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.text.Columns;

/// Named nodes in topological order, each reading earlier ones. The first is the input, or the first few are, and the
/// last is the output where no others were named. Shapes were inferred and checked when it was built, so a pass has
/// nothing left to refuse but a batch of the wrong shape.
///
/// A network holds parameters and no state of a pass; any number of traces may run over it side by side, as long as
/// nobody is changing the parameters.
public final class Network {
    private final String name;
    private final Map<String, Node> nodes;
    private final List<Node> inputs;
    private final List<Node> outputs;

    /// @param outputs the outputs' names, none for the last node
    Network(String name, Map<String, Node> nodes, List<String> outputs) {
        this.name = name;
        this.nodes = nodes;
        inputs = nodes.values().stream()
                .filter(node -> node.layer() instanceof Input)
                .toList();
        this.outputs = outputs.isEmpty()
                ? List.of(nodes().getLast())
                : outputs.stream().map(this::node).toList();
    }

    /// Begins a network.
    ///
    /// @param name for people, and for the model file
    /// @param input one example's shape, (H, W, C) for pictures
    public static NetworkBuilder builder(String name, Shape input) {
        return new NetworkBuilder(name, input);
    }

    public String name() {
        return name;
    }

    /// The nodes, each after those it reads.
    public List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /// @throws IllegalArgumentException if there is no such node; the message lists those there are
    public Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException(
                    "no node \"" + name + "\" in " + this.name + "; it has " + String.join(", ", nodes.keySet()));
        }
        return node;
    }

    /// The first input: the only one, of most networks.
    public Node input() {
        return inputs.getFirst();
    }

    /// Every input, in the order they were added.
    public List<Node> inputs() {
        return inputs;
    }

    /// The first output: the last node, of most networks.
    public Node output() {
        return outputs.getFirst();
    }

    /// The outputs that were named when the network was built, in that order; the last node where none were.
    public List<Node> outputs() {
        return outputs;
    }

    /// Every parameter under its full name, `node.parameter`, in the order of the nodes.
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        for (Node node : nodes.values()) {
            for (Parameter p : node.layer().parameters()) {
                all.put(node.name() + "." + p.name(), p);
            }
        }
        return all;
    }

    /// How many numbers training changes.
    public long trainedParameters() {
        return parameters().values().stream()
                .filter(Parameter::trained)
                .mapToLong(p -> p.value().size())
                .sum();
    }

    /// Draws every layer's parameters anew, in the order of the nodes.
    public Network initialize(RandomGenerator random) {
        for (Node node : nodes.values()) {
            node.layer().initialize(random);
        }
        return this;
    }

    /// One forward pass, not in training mode, in a new trace.
    ///
    /// @param batch (N, …) with the input's shape after N
    public Trace forward(Tensor batch) {
        if (batch.shape().rank() == 0) {
            throw new IllegalArgumentException("expects a batch of " + input().shape() + ", found a scalar");
        }
        return trace(batch.shape().extent(0)).forward(batch);
    }

    /// A trace for batches of one size, not in training mode, on the common pool. Make it once and use it again:
    /// its buffers are laid out here.
    public Trace trace(int batch) {
        return trace(batch, Workers.common());
    }

    /// A trace for batches of one size, not in training mode.
    public Trace trace(int batch, Workers workers) {
        return new Trace(this, Fusion.none(this), batch, null, workers);
    }

    /// A trace in training mode: batch norm uses the batch's statistics, dropout drops.
    ///
    /// Neighbouring layers are computed in one sweep where that saves memory traffic (batch norm with the
    /// activation, pooling or sum after it). Only the last of such layers has an activation and a gradient here;
    /// asked for another's, the trace says which node has absorbed it.
    ///
    /// @param random the source of dropout's choices
    public Trace trainingTrace(int batch, RandomGenerator random, Workers workers) {
        return new Trace(this, Fusion.forTraining(this), batch, random, workers);
    }

    /// A network that computes the same outside training, faster, from the parameters as they are now: batch norm
    /// is folded into the convolution or dense layer before it, activations and residual sums are computed with
    /// them, narrow convolutions that read the same node are one, dropout is left out. It holds the nodes that are
    /// left and those that stand for several, does not learn, and is not for a model file.
    /// Backward reaches through its last dense layer and pooling, which is what a map of the last convolution
    /// needs.
    public Network optimized() {
        return Fusion.forInference(this).network();
    }

    /// The same, with those convolutions and dense layers of an optimised network that compute the same from the
    /// same numbers: networks for pictures of different sizes have one copy of their filters then.
    ///
    /// @param other what [#optimized()] gave for a network whose nodes have the same names
    public Network optimized(Network other) {
        return Fusion.forInference(this, other).network();
    }

    /// What computes the outputs for batches of one size again and again, from the parameters as they are now.
    public Predictor predictor(int batch, Workers workers) {
        return new Predictor(optimized(), batch, workers);
    }

    /// A network of the same structure with copies of the parameters; layers that have none are shared.
    public Network copy() {
        NetworkBuilder builder = builder(name, input().shape(), input().name());
        for (Node node : nodes().subList(1, nodes.size())) {
            Layer layer = node.layer();
            builder.copy(
                    node,
                    layer.parameters().isEmpty()
                            ? layer
                            : org.fovea.engine.layer.Layers.create(layer.type(), layer.options()));
        }
        Network copy = builder.outputs(outputNames()).build();
        copy.copyParametersFrom(this);
        return copy;
    }

    /// Begins a network with what a node needs of this one, the node itself last: the layers are shared, and so are
    /// their parameters. It can be built as it is, or get other layers behind that node.
    ///
    /// @throws IllegalArgumentException if there is no such node, or it does not depend on the first input
    public NetworkBuilder upTo(String node) {
        Set<String> needed = new HashSet<>(Set.of(node(node).name()));
        for (Node other : nodes().reversed()) {
            if (needed.contains(other.name())) {
                needed.addAll(other.inputs());
            }
        }
        if (!needed.contains(input().name())) {
            throw new IllegalArgumentException(
                    name + ": \"" + node + "\" does not depend on \"" + input().name() + "\"");
        }
        NetworkBuilder builder = builder(name, input().shape(), input().name());
        for (Node other : nodes().subList(1, nodes.size())) {
            if (needed.contains(other.name())) {
                builder.copy(other, other.layer());
            }
        }
        return builder;
    }

    private String[] outputNames() {
        return outputs.stream().map(Node::name).toArray(String[]::new);
    }

    /// Begins a network whose input node has another name than `input`.
    public static NetworkBuilder builder(String name, Shape input, String inputName) {
        return new NetworkBuilder(name, inputName, new Input(input));
    }

    /// Overwrites every parameter with the other network's.
    ///
    /// @throws IllegalArgumentException if names or shapes are not the same; nothing has changed then
    public void copyParametersFrom(Network other) {
        Map<String, Parameter> theirs = other.parameters();
        Map<String, Parameter> ours = parameters();
        if (!ours.keySet().equals(theirs.keySet())) {
            throw new IllegalArgumentException(
                    name + " has parameters " + ours.keySet() + ", " + other.name + " has " + theirs.keySet());
        }
        ours.forEach((key, p) -> {
            Shape shape = Objects.requireNonNull(theirs.get(key)).value().shape();
            if (!shape.equals(p.value().shape())) {
                throw new IllegalArgumentException(
                        key + " has shape " + p.value().shape() + " here and " + shape + " there");
            }
        });
        ours.forEach((key, p) -> {
            Tensor source = Objects.requireNonNull(theirs.get(key)).value();
            System.arraycopy(source.data(), 0, p.value().data(), 0, source.size());
        });
    }

    /// A table for people: node, layer, inputs, shape, parameters, multiply-adds of one example, and the sums.
    public String summary() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("node", "layer", "reads", "output", "parameters", "multiply-adds"));
        long parameters = 0;
        long work = 0;
        for (Node node : nodes.values()) {
            long own = node.layer().parameters().stream()
                    .filter(Parameter::trained)
                    .mapToLong(p -> p.value().size())
                    .sum();
            long ownWork = multiplyAdds(node);
            rows.add(List.of(
                    node.name(),
                    node.layer().type(),
                    String.join(", ", node.inputs()),
                    node.shape().toString(),
                    grouped(own),
                    grouped(ownWork)));
            parameters += own;
            work += ownWork;
        }
        rows.add(List.of("total", "", "", "", grouped(parameters), grouped(work)));
        return Columns.of(rows, 4, 2);
    }

    /// Multiply-adds of one node for one example.
    public long multiplyAdds(Node node) {
        return node.layer()
                .multiplyAdds(node.inputs().stream().map(i -> node(i).shape()).toList());
    }

    private static String grouped(long n) {
        return n == 0 ? "" : String.format(java.util.Locale.ROOT, "%,d", n);
    }

    @Override
    public String toString() {
        return name + " (" + nodes.size() + " nodes, " + shapes(inputs) + " to " + shapes(outputs) + ")";
    }

    private static String shapes(List<Node> nodes) {
        return nodes.stream().map(node -> node.shape().toString()).collect(Collectors.joining(" and "));
    }
}
