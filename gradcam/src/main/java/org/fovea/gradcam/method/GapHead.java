package org.fovea.gradcam.method;

import java.util.Optional;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.jspecify.annotations.Nullable;

/// A layer followed by nothing but a global average and one dense layer, as the original CAM needs it (Zhou and others,
/// CVPR 2016). Then z\[c\] = Σₖ w\[k, c\]·Āₖ + b\[c\], so ∂z\[c\]/∂A\[i, k\] = w\[k, c\]/Z is the same at every cell,
/// Grad-CAM's α\[k\] is w\[k, c\]/Z, averaging throws nothing away, and the map's sum is the logit without its bias.
/// Where the averages are the logits themselves, as in SqueezeNet, w is 1 for a class's own channel and 0 elsewhere.
///
/// @param pool the global average
/// @param dense the dense layer, whose outputs are the logits; null where the averages are
/// @param weights w, (channels, classes)
/// @param bias b, one a class; zeros where there is none
/// @param classes how many
public record GapHead(String pool, @Nullable String dense, float[] weights, float[] bias, int classes) {
    /// The head between `layer` and `output`, if it is of this kind: read from the output back, a dense layer or
    /// none, layers that hand their input on as it is, the average of all cells, again such layers, and `layer`.
    public static Optional<GapHead> between(Network network, String layer, String output) {
        Node last = network.node(output);
        Node wanted = network.node(layer);
        Dense dense = last.layer() instanceof Dense layerOf ? layerOf : null;
        Node pool = dense == null ? last : before(network, last);
        while (pool.layer().identity()) {
            pool = before(network, pool);
        }
        if (!averages(network, pool)) {
            return Optional.empty();
        }
        Node averaged = before(network, pool);
        while (averaged != wanted && averaged.layer().identity() && keepsShape(network, averaged)) {
            averaged = before(network, averaged);
        }
        if (averaged != wanted) {
            return Optional.empty();
        }
        int classes = last.shape().size();
        if (dense == null) {
            return Optional.of(new GapHead(pool.name(), null, identity(classes), new float[classes], classes));
        }
        float[] bias = dense.bias() == null
                ? new float[classes]
                : dense.bias().value().data().clone();
        return Optional.of(
                new GapHead(pool.name(), output, dense.weight().value().data().clone(), bias, classes));
    }

    private static float[] identity(int classes) {
        float[] weights = new float[classes * classes];
        for (int k = 0; k < classes; k++) {
            weights[k * classes + k] = 1;
        }
        return weights;
    }

    private static boolean averages(Network network, Node node) {
        return switch (node.layer()) {
            case GlobalAveragePool _ -> true;
            case AveragePool pool -> pool.isGlobal(before(network, node).shape());
            default -> false;
        };
    }

    private static boolean keepsShape(Network network, Node node) {
        return node.shape().equals(before(network, node).shape());
    }

    private static Node before(Network network, Node node) {
        return network.node(node.inputs().getFirst());
    }

    /// w\[k, c\].
    public float weight(int channel, int c) {
        return weights[channel * classes + c];
    }

    @Override
    public String toString() {
        return "head of " + pool + (dense == null ? "" : " and " + dense) + ", " + weights.length / classes
                + " channels to " + classes + " classes";
    }
}
