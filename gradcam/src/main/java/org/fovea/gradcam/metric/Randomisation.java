package org.fovea.gradcam.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.random.Xoshiro256;

/// Networks whose learned weights have been replaced by random ones, for the sanity checks of Adebayo and others
/// (NeurIPS 2018). The network itself is left as it is.
///
/// A *step* is a layer with drawn weights (convolution, dense, cosine) together with the layers above it that have
/// parameters but no drawn weights (batch norm, PReLU): they were learned for the weights that were, and go back to
/// what they are before training. Layers are drawn anew by their own initialiser. Steps are counted from the top, the
/// layer nearest the output first.
public final class Randomisation {
    private Randomisation() {}

    /// The nodes of each step, from the top down; the first of each list has the weights.
    public static List<List<String>> steps(Network network) {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            if (!node.layer().parameters().isEmpty()) {
                steps.computeIfAbsent(stepOf(network, node), first -> new ArrayList<>())
                        .add(node.name());
            }
        }
        return steps.values().stream().map(List::copyOf).toList().reversed();
    }

    /// The node with drawn weights that `node` belongs to: itself, or the nearest above which it stands; itself as
    /// well where there is none.
    private static String stepOf(Network network, Node node) {
        for (Node at = node; ; at = network.node(at.inputs().getFirst())) {
            if (at.layer().parameters().stream().anyMatch(p -> p.role() == Parameter.Role.WEIGHT)) {
                return at.name();
            }
            if (at.inputs().isEmpty()) {
                return node.name();
            }
        }
    }

    /// Cascading randomisation: the `count` topmost steps are random, all below as learned.
    ///
    /// @param count 0 for a plain copy, to the number of steps for a network that has learned nothing
    /// @param seed a step gets the same weights whatever `count` is
    /// @throws IllegalArgumentException if there are not so many steps
    public static Network cascading(Network network, int count, long seed) {
        List<List<String>> steps = steps(network);
        if (count < 0 || count > steps.size()) {
            throw new IllegalArgumentException(
                    "cannot randomise " + count + " of the " + steps.size() + " layers with weights");
        }
        Network copy = network.copy();
        for (int i = 0; i < count; i++) {
            draw(copy, steps.get(i), i, seed);
        }
        return copy;
    }

    /// Independent randomisation: one step is random, all others as learned.
    ///
    /// @param step from 0, the topmost
    /// @param seed the step gets the weights that [#cascading] gives it
    /// @throws IllegalArgumentException if there is no such step
    public static Network independent(Network network, int step, long seed) {
        List<List<String>> steps = steps(network);
        if (step < 0 || step >= steps.size()) {
            throw new IllegalArgumentException(
                    "no layer " + step + " among the " + steps.size() + " layers with weights");
        }
        Network copy = network.copy();
        draw(copy, steps.get(step), step, seed);
        return copy;
    }

    private static void draw(Network network, List<String> nodes, int step, long seed) {
        Xoshiro256 seeds = new Xoshiro256(seed);
        for (int i = 0; i < step; i++) {
            seeds.nextLong();
        }
        Xoshiro256 random = seeds.split();
        for (String name : nodes) {
            network.node(name).layer().initialize(random);
        }
    }
}
