package org.fovea.gradcam.method;

import java.util.Optional;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;

/// A layer followed by nothing but a global average and one dense layer, as the original CAM needs it (Zhou and others,
/// CVPR 2016). Then z\[c\] = Σₖ w\[k, c\]·Āₖ + b\[c\], so ∂z\[c\]/∂A\[i, k\] = w\[k, c\]/Z is the same at every cell,
/// Grad-CAM's α\[k\] is w\[k, c\]/Z, averaging throws nothing away, and the map's sum is the logit without its bias.
///
/// @param pool the global average
/// @param dense the dense layer, whose outputs are the logits
/// @param weights w, (channels, classes)
/// @param bias b, one a class; zeros where there is none
/// @param classes how many
public record GapHead(String pool, String dense, float[] weights, float[] bias, int classes) {
    /// The head between `layer` and `output`, if it is of this kind: read from the output back, a dense layer,
    /// layers that hand their input on as it is, the average of all cells, again such layers, and `layer`.
    public static Optional<GapHead> between(Network network, String layer, String output) {
        Node last = network.node(output);
        Node wanted = network.node(layer);
        if (!(last.layer() instanceof Dense dense)) {
            return Optional.empty();
        }
        Node pool = before(network, last);
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
        float[] bias = dense.bias() == null
                ? new float[classes]
                : dense.bias().value().data().clone();
        return Optional.of(
                new GapHead(pool.name(), output, dense.weight().value().data().clone(), bias, classes));
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
        return "head of " + pool + " and " + dense + ", " + weights.length / classes + " channels to " + classes
                + " classes";
    }
}
