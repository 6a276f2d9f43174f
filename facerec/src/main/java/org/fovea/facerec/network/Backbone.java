package org.fovea.facerec.network;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Frozen;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.Layers;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.network.Node;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;

/// A network that somebody else has trained, on the way to being trained further: its classifier is taken off, and a
/// new one for other people put on.
///
/// @param network with a new head; it shares the layers before that with the network it was made of
/// @param pixels the node that makes the network's input of a picture's values
/// @param cut the last node that was kept
public record Backbone(Network network, String pixels, String cut) {
    private static final double DROPOUT = 0.2;
    private static final String HEAD = "people";

    /// The last node before a network's classifier: what its last dense layer reads; where averages of a
    /// convolution's outputs are the classes, what that convolution reads; and otherwise the output itself, which
    /// is an embedding.
    public static String beforeHead(Network network) {
        Node last = network.node(org.fovea.gradcam.Layers.logits(network));
        if (last.layer() instanceof Dense) {
            return last.inputs().getFirst();
        }
        Node node = last;
        while (node.layer() instanceof GlobalAveragePool
                || node.layer() instanceof AveragePool
                || (node != last && node.layer().elementwise())
                || node.layer().identity()) {
            node = network.node(node.inputs().getFirst());
        }
        return node != last && node.layer() instanceof Conv2d ? node.inputs().getFirst() : last.name();
    }

    /// Takes a network's classifier off and puts a new one on: where the kept part ends in height and width their
    /// average, then dropout and one dense layer.
    ///
    /// @param cut the last node to keep
    /// @param scaling what the network reads of a picture, which becomes its first layer
    /// @param people how many outputs
    /// @throws IllegalArgumentException if there is no such node, the network reads several inputs, or a layer of
    ///     the kept part cannot be kept in a model file
    public static Backbone of(Network network, String cut, PixelScaling scaling, int people, Xoshiro256 random) {
        Network kept = network.upTo(cut).build();
        if (kept.inputs().size() > 1) {
            throw new IllegalArgumentException(network.name() + " reads several inputs, and pictures are one");
        }
        Set<String> names = new HashSet<>();
        kept.nodes().forEach(node -> names.add(node.name()));
        Node input = kept.input();
        String pixels = unique("pixels", names);
        NetworkBuilder builder = Network.builder(network.name() + ", further", input.shape(), input.name())
                .add(pixels, scaling.layer());
        for (Node node : kept.nodes()) {
            if (!node.inputs().isEmpty()) {
                checkKept(node);
                builder.add(
                        node.name(),
                        node.layer(),
                        node.inputs().stream()
                                .map(read -> read.equals(input.name()) ? pixels : read)
                                .toArray(String[]::new));
            }
        }
        Shape shape = builder.shape();
        if (shape.rank() == 3 && shape.extent(0) * shape.extent(1) > 1) {
            builder.globalAveragePool(unique("average", names));
        } else if (shape.rank() > 1) {
            builder.flatten(unique("features", names));
        }
        String head = unique(HEAD, names);
        Network whole = builder.dropout(unique("dropout", names), DROPOUT)
                .dense(head, people)
                .build();
        whole.node(head).layer().initialize(random);
        return new Backbone(whole, pixels, cut);
    }

    private static String unique(String wanted, Set<String> names) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /// Layers from outside are made again by their type's name.
    private static void checkKept(Node node) {
        try {
            Layers.create(node.layer().type(), node.layer().options());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + node.name() + "\" (" + node.layer().type() + ") cannot be kept in a model file of Fovea's",
                    e);
        }
    }

    /// The nodes of the kept part that have parameters, in order: those that can be frozen.
    public List<String> learned() {
        List<Node> nodes = network.nodes();
        return nodes.subList(0, nodes.size() - 1).stream()
                .filter(node -> !node.name().equals(pixels)
                        && node.layer().parameters().stream().anyMatch(Parameter::trained))
                .map(Node::name)
                .toList();
    }

    /// The network to be trained: it shares all layers with [#network], and those before the first that is trained
    /// are [Frozen].
    ///
    /// @param count how many of [#learned] stay as they are
    /// @throws IllegalArgumentException if there are not so many, or a layer without a gradient stands behind one
    ///     that is trained
    public Network freezing(int count) {
        List<String> learned = learned();
        if (count < 0 || count > learned.size()) {
            throw new IllegalArgumentException(
                    "the kept part has " + learned.size() + " nodes with parameters to freeze, found " + count);
        }
        Set<String> frozen = new HashSet<>(learned.subList(0, count));
        frozen.add(pixels);
        Set<String> trained = new HashSet<>();
        NetworkBuilder builder = Network.builder(
                network.name(), network.input().shape(), network.input().name());
        for (Node node : network.nodes().subList(1, network.nodes().size())) {
            boolean has = node.layer().parameters().stream().anyMatch(Parameter::trained);
            boolean behind = node.inputs().stream().anyMatch(trained::contains);
            if (behind && !node.layer().differentiable()) {
                throw new IllegalArgumentException("\"" + node.name() + "\" ("
                        + node.layer().type() + ") has no gradient; the nodes with parameters before it, "
                        + before(learned, node) + " of " + learned.size() + ", have to be frozen");
            }
            boolean learns = behind || (has && !frozen.contains(node.name()));
            if (learns) {
                trained.add(node.name());
            }
            builder.add(
                    node.name(),
                    learns ? node.layer() : new Frozen(node.layer()),
                    node.inputs().toArray(String[]::new));
        }
        return builder.build();
    }

    /// How many of the nodes with parameters come before a node.
    private long before(List<String> learned, Node node) {
        List<Node> nodes = network.nodes();
        return learned.stream()
                .filter(name -> nodes.indexOf(network.node(name)) < nodes.indexOf(node))
                .count();
    }
}
