package org.fovea.engine.onnx.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.layer.Input;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;
import org.fovea.engine.tensor.Shape;

/// A network on its way into a graph.
public final class NetworkExport {
    private NetworkExport() {}

    /// A network as a whole graph.
    ///
    /// @param channelsLast where the channels of its input and output are
    /// @throws IllegalArgumentException as [#append] does
    public static OnnxGraph graph(Network network, boolean channelsLast) {
        OnnxGraphBuilder graph = new OnnxGraphBuilder(network.name());
        Node first = network.input();
        Node last = network.output();
        String input = graph.input(first.name(), extents(first.shape(), channelsLast));
        String read = input;
        if (channelsLast && !LayerPlace.movesNothing(first.shape())) {
            long[] perm = LayerPlace.toChannelsFirst(first.shape().rank());
            read = graph.node("Transpose", first.name() + "/channels_first", List.of(input), Map.of("perm", perm));
        }
        boolean turned = channelsLast && !LayerPlace.movesNothing(last.shape());
        String output = turned ? graph.claim(last == first ? "output" : last.name()) : "";
        String value = Objects.requireNonNull(append(graph, "", network, read).get(last.name()));
        if (turned) {
            long[] perm = LayerPlace.toChannelsLast(last.shape().rank());
            graph.write("Transpose", List.of(output), List.of(value), Map.of("perm", perm));
        } else {
            output = last == first ? graph.node("Identity", "output", List.of(value), Map.of()) : value;
        }
        graph.output(output, extents(last.shape(), channelsLast));
        return graph.build();
    }

    /// An example's extents as the graph's interface has them.
    private static int[] extents(Shape example, boolean channelsLast) {
        int[] extents = example.toArray();
        if (!channelsLast && extents.length > 1) {
            System.arraycopy(example.toArray(), 0, extents, 1, extents.length - 1);
            extents[0] = example.channels();
        }
        return extents;
    }

    /// Adds the nodes of a network outside training: each of its nodes becomes a value of its name, each parameter
    /// a constant `node.parameter`.
    ///
    /// @param prefix before all names
    /// @param input the value that the network reads, channels first
    /// @return the value of each of the network's nodes by the node's name, channels first
    /// @throws IllegalArgumentException if there are layers that ONNX cannot express or that are not known here;
    ///     the message names all of them
    public static Map<String, String> append(OnnxGraphBuilder graph, String prefix, Network network, String input) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            values.put(node.name(), node.layer() instanceof Input ? input : graph.claim(prefix + node.name()));
        }
        List<String> problems = new ArrayList<>();
        for (Node node : network.nodes()) {
            LayerNodes.Writer writer = node.layer() instanceof Input ? place -> {} : LayerNodes.of(node.layer());
            if (writer == null) {
                problems.add("node \"" + node.name() + "\" (" + described(node.layer()) + ")");
            } else if (problems.isEmpty()) {
                writer.write(place(graph, prefix, network, node, values));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(network.name()
                    + " cannot be written as ONNX, which has no form here for " + String.join(", ", problems));
        }
        return values;
    }

    private static LayerPlace place(
            OnnxGraphBuilder graph, String prefix, Network network, Node node, Map<String, String> values) {
        List<Shape> shapes =
                node.inputs().stream().map(read -> network.node(read).shape()).toList();
        List<String> inputs = node.inputs().stream()
                .map(read -> Objects.requireNonNull(values.get(read)))
                .toList();
        return new LayerPlace(
                graph,
                prefix + node.name(),
                Objects.requireNonNull(values.get(node.name())),
                inputs,
                shapes,
                node.shape());
    }

    private static String described(Layer layer) {
        String from = layer.getClass().getPackageName();
        return layer.type()
                + (from.equals("org.fovea.engine.fusion") ? ", fused: the network before optimisation can be" : "");
    }
}
