package org.fovea.gradcam;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Shape;

/// Which nodes of a network a map can be made at.
public final class Layers {
    private Layers() {}

    /// Every node between the input and `output` whose output has a spatial extent (H×W×C with more than one cell)
    /// and on which `output` depends, in the network's order.
    public static List<String> spatial(Network network, String output) {
        List<String> names = new ArrayList<>();
        List<String> ancestors = ancestors(network, output);
        for (Node node : network.nodes()) {
            boolean spatial = node.shape().rank() == 3
                    && node.shape().extent(0) * node.shape().extent(1) > 1;
            if (spatial && !node.inputs().isEmpty() && ancestors.contains(node.name())) {
                names.add(node.name());
            }
        }
        return names;
    }

    /// The last of [#spatial(Network, String)]: where positions are still told apart and the features are the most
    /// abstract.
    ///
    /// @throws IllegalArgumentException if there is none
    public static String last(Network network, String output) {
        List<String> spatial = spatial(network, output);
        if (spatial.isEmpty()) {
            throw new IllegalArgumentException(network.name() + " has no layer before \"" + output
                    + "\" whose output has a height and a width, so there is nothing to make a map of");
        }
        return spatial.getLast();
    }

    /// The node whose output a target reads where none is named: the last, or what a last softmax reads, so that
    /// targets speak of logits. Layers that hand the softmax's output on as it is may follow it.
    public static String logits(Network network) {
        Node last = network.output();
        Node node = last;
        while (node.layer().identity()) {
            node = network.node(node.inputs().getFirst());
        }
        return node.layer() instanceof Softmax ? node.inputs().getFirst() : last.name();
    }

    /// The nodes of [#spatial(Network, String)] that a gradient of `output` reaches; all of them where every layer
    /// has a gradient.
    public static List<String> differentiable(Network network, String output) {
        return spatial(network, output).stream()
                .filter(layer -> gradientsReach(network, output, layer))
                .toList();
    }

    /// Refuses a layer that no gradient of `output` reaches.
    ///
    /// @throws IllegalArgumentException if a layer without a gradient stands between them; the message names it
    public static void checkGradient(Network network, String output, String layer) {
        List<Node> obstacles = obstacles(network, output, layer);
        if (!obstacles.isEmpty()) {
            Node first = obstacles.getFirst();
            throw new IllegalArgumentException("\"" + first.name() + "\" ("
                    + first.layer().type() + ") has no gradient, and \"" + output + "\" depends on \"" + layer
                    + "\" by way of it");
        }
    }

    /// Whether no layer without a gradient stands between.
    static boolean gradientsReach(Network network, String output, String layer) {
        return obstacles(network, output, layer).isEmpty();
    }

    /// The nodes without a gradient between `layer` and `output`, `output` included.
    private static List<Node> obstacles(Network network, String output, String layer) {
        List<String> before = ancestors(network, output);
        return network.nodes().stream()
                .filter(node -> !node.layer().differentiable())
                .filter(node -> node.name().equals(output) || before.contains(node.name()))
                .filter(node -> ancestors(network, node.name()).contains(layer))
                .toList();
    }

    /// Refuses a layer that no map can be made at, with the reason.
    ///
    /// @param output the node whose output the target reads
    /// @throws IllegalArgumentException if there is no such layer, its output has no height and width, or `output`
    ///     does not depend on it; the message lists where a map can be made
    public static void check(Network network, String output, String layer) {
        List<String> spatial = spatial(network, output);
        if (spatial.contains(layer)) {
            return;
        }
        String wrong;
        if (network.nodes().stream().noneMatch(node -> node.name().equals(layer))) {
            wrong = "there is no layer \"" + layer + "\" with height and width";
        } else if (!depends(network, output, layer)) {
            wrong = independent(output, layer);
        } else if (layer.equals(output)) {
            wrong = "\"" + layer + "\" is the output that is explained, with no layer between";
        } else if (network.node(layer).inputs().isEmpty()) {
            wrong = "\"" + layer + "\" is what the network reads, before any layer";
        } else {
            Shape shape = network.node(layer).shape();
            wrong = "\"" + layer + "\" puts out " + shape + ", and a map needs height and width"
                    + (shape.rank() == 3 ? " of more than one cell" : "");
        }
        throw new IllegalArgumentException(wrong
                + (spatial.isEmpty()
                        ? "; there is no layer to make a map at"
                        : "; such layers are " + String.join(", ", spatial)));
    }

    /// @throws IllegalArgumentException if `output` neither is `layer` nor is computed from it: its gradient there
    ///     says nothing
    static void checkDepends(Network network, String output, String layer) {
        if (!depends(network, output, layer)) {
            throw new IllegalArgumentException(independent(output, layer) + ", so there is nothing to explain");
        }
    }

    /// Whether `output` is `layer` or is computed from it.
    private static boolean depends(Network network, String output, String layer) {
        return output.equals(layer) || ancestors(network, output).contains(layer);
    }

    private static String independent(String output, String layer) {
        return "the output \"" + output + "\" does not depend on \"" + layer + "\"";
    }

    /// The nodes that `node` depends on, itself left out.
    static List<String> ancestors(Network network, String node) {
        List<String> found = new ArrayList<>();
        List<String> open = new ArrayList<>(network.node(node).inputs());
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (!found.contains(next)) {
                found.add(next);
                open.addAll(network.node(next).inputs());
            }
        }
        return found;
    }
}
