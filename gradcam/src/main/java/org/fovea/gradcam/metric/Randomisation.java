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
/// Layers are drawn anew by their own initialiser, a *step* at a time. Steps are counted from the top, the layer
/// nearest the output first; a step gets the same weights from the same seed whatever else is drawn.
///
/// @param network what is randomised, as it was learned
/// @param grouping what a step is
/// @param seed where the drawing begins
public record Randomisation(Network network, Grouping grouping, long seed) {
    /// Which layers are drawn together.
    public enum Grouping {
        /// Every layer with parameters is a step of its own, so that what each does can be told apart.
        LAYERS,
        /// A layer with drawn weights (convolution, dense, cosine) together with the layers above it that have
        /// parameters but no drawn weights (batch norm, PReLU): they were learned for the weights that were,
        /// and go back to what they are before training.
        WEIGHTS
    }

    /// The nodes of each step, from the top down; in each they are in the network's order.
    public List<List<String>> steps() {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            if (!node.layer().parameters().isEmpty()) {
                String step = grouping == Grouping.LAYERS ? node.name() : weightsOf(node);
                steps.computeIfAbsent(step, first -> new ArrayList<>()).add(node.name());
            }
        }
        return steps.values().stream().map(List::copyOf).toList().reversed();
    }

    /// The node with drawn weights that `node` belongs to: itself, or the nearest above which it stands; itself as
    /// well where there is none.
    private String weightsOf(Node node) {
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
    /// @throws IllegalArgumentException if there are not so many steps
    public Network cascading(int count) {
        List<List<String>> steps = steps();
        if (count < 0 || count > steps.size()) {
            throw new IllegalArgumentException(
                    "cannot randomise " + count + " of the " + steps.size() + " layers with weights");
        }
        Network copy = network.copy();
        for (int i = 0; i < count; i++) {
            draw(copy, steps.get(i), i);
        }
        return copy;
    }

    /// Independent randomisation: one step is random, with the weights that [#cascading] gives it, all others as
    /// learned.
    ///
    /// @param step from 0, the topmost
    /// @throws IllegalArgumentException if there is no such step
    public Network independent(int step) {
        List<List<String>> steps = steps();
        if (step < 0 || step >= steps.size()) {
            throw new IllegalArgumentException(
                    "no layer " + step + " among the " + steps.size() + " layers with weights");
        }
        Network copy = network.copy();
        draw(copy, steps.get(step), step);
        return copy;
    }

    private void draw(Network copy, List<String> nodes, int step) {
        Xoshiro256 seeds = new Xoshiro256(seed);
        for (int i = 0; i < step; i++) {
            seeds.nextLong();
        }
        Xoshiro256 random = seeds.split();
        for (String name : nodes) {
            copy.node(name).layer().initialize(random);
        }
    }

    @Override
    public String toString() {
        return "randomisation of " + network.name() + " by " + grouping + ", seed " + seed;
    }
}
