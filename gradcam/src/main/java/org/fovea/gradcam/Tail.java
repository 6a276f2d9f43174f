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

/// What follows a layer in a network, as a function of that layer's activations: Y = f(A), for any target. By it a
/// method changes A and sees what becomes of Y, without the layers before.
///
/// It is a network of the nodes between the layer and the output, which share their layers, and so their parameters,
/// with the whole. What reaches the output past the layer, as a shortcut does, is held at the picture's own
/// activations.
public final class Tail {
    private final Forward forward;
    private final String output;
    private final String layer;
    private final int picture;
    private final Network network;
    private final Sweep sweep;
    private @Nullable Trace one;

    private Tail(Forward forward, String output, String layer, int picture, Network network) {
        this.forward = forward;
        this.output = output;
        this.layer = layer;
        this.picture = picture;
        this.network = network;
        sweep = new Sweep(network, forward.workers());
    }

    static Tail of(Forward forward, String output, String layer, int picture) {
        Network whole = forward.network();
        List<String> needed = Layers.ancestors(whole, output);
        needed.add(output);
        if (!needed.contains(layer)) {
            throw new IllegalArgumentException("\"" + output + "\" does not depend on \"" + layer + "\"");
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
                    Tensor value = forward.activation(input).slice(picture, picture + 1);
                    builder.add(input, new Held(value), layer);
                    there.add(input);
                }
            }
            builder.add(node.name(), node.layer(), node.inputs().toArray(String[]::new));
            changing.add(node.name());
            there.add(node.name());
        }
        return new Tail(forward, output, layer, picture, builder.build());
    }

    boolean isOf(String output, String layer, int picture) {
        return this.output.equals(output) && this.layer.equals(layer) && this.picture == picture;
    }

    /// The nodes after the layer, the layer's output as their input.
    public Network network() {
        return network;
    }

    /// Y for other activations of the layer.
    ///
    /// @param target what Y is, of the outputs of the picture
    /// @param activations (M, h, w, c)
    /// @return M values
    public double[] scores(PictureTarget target, Tensor activations) {
        return Backward.measure(sweep, output, target, picture, activations);
    }

    /// ∂Y/∂A at other activations of the layer.
    ///
    /// @param target what Y is, of the outputs of the picture
    /// @param activations (1, h, w, c)
    /// @return a copy, of the same shape
    public Tensor gradient(PictureTarget target, Tensor activations) {
        if (one == null) {
            one = network.trace(1, forward.workers());
        }
        one.forward(activations)
                .backward(output, Targets.of("Y", (y, dy) -> target.evaluate(picture, y, dy)), Reach.ACTIVATIONS);
        return one.gradient(layer).copy();
    }
}
