package org.fovea.gradcam;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.network.Node;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What follows a layer in a network, as a function of that layer's activations: Y = f(A). By it a method changes A and
/// sees what becomes of Y, without the layers before.
///
/// It is a network of the nodes between the layer and the output, which share their layers, and so their parameters,
/// with the whole. What reaches the output past the layer, as a shortcut does, is held at the picture's own
/// activations.
public final class Tail {
    private final Passes passes;
    private final String layer;
    private final int picture;
    private final Network network;
    private final Sweep sweep;
    private @Nullable Trace one;

    private Tail(Passes passes, String layer, int picture, Network network) {
        this.passes = passes;
        this.layer = layer;
        this.picture = picture;
        this.network = network;
        sweep = new Sweep(network, passes.workers());
    }

    static Tail of(Passes passes, String layer, int picture) {
        Network whole = passes.network();
        List<String> needed = Layers.ancestors(whole, passes.output());
        needed.add(passes.output());
        if (!needed.contains(layer)) {
            throw new IllegalArgumentException("\"" + passes.output() + "\" does not depend on \"" + layer + "\"");
        }
        NetworkBuilder builder = Network.builder(
                whole.name() + " after " + layer, whole.node(layer).shape(), layer);
        List<String> changing = new ArrayList<>(List.of(layer));
        List<String> there = new ArrayList<>(List.of(layer));
        for (Node node : whole.nodes()) {
            if (!needed.contains(node.name()) || node.inputs().stream().noneMatch(changing::contains)) {
                continue;
            }
            for (String input : node.inputs()) {
                if (!there.contains(input)) {
                    Tensor value = passes.forward().activation(input).slice(picture, picture + 1);
                    builder.add(input, new Held(value), layer);
                    there.add(input);
                }
            }
            builder.add(node.name(), node.layer(), node.inputs().toArray(String[]::new));
            changing.add(node.name());
            there.add(node.name());
        }
        return new Tail(passes, layer, picture, builder.build());
    }

    boolean isOf(String layer, int picture) {
        return this.layer.equals(layer) && this.picture == picture;
    }

    /// The nodes after the layer, the layer's output as their input.
    public Network network() {
        return network;
    }

    /// Y for other activations of the layer.
    ///
    /// @param activations (M, h, w, c)
    /// @return M values
    public double[] scores(Tensor activations) {
        return Passes.measure(sweep, passes.output(), passes.target(), picture, activations);
    }

    /// ∂Y/∂A at other activations of the layer.
    ///
    /// @param activations (1, h, w, c)
    /// @return a copy, of the same shape
    public Tensor gradient(Tensor activations) {
        Trace trace = one == null ? network.trace(1, passes.workers()) : one;
        one = trace;
        PictureTarget whole = passes.target();
        trace.forward(activations)
                .backward(
                        passes.output(), Targets.of("Y", (y, dy) -> whole.evaluate(picture, y, dy)), Reach.ACTIVATIONS);
        return trace.gradient(layer).copy();
    }
}
