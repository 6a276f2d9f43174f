package org.fovea.gradcam.explanation;

import java.util.List;
import java.util.Optional;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Shape;

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
    /// The head between `layer` and `output`, if it is of this kind.
    public static Optional<GapHead> between(Network network, String layer, String output) {
        Node at = network.node(layer);
        String pool = null;
        while (true) {
            String name = at.name();
            List<Node> readers = network.nodes().stream()
                    .filter(n -> n.inputs().contains(name))
                    .toList();
            if (readers.size() != 1) {
                return Optional.empty();
            }
            Node next = readers.getFirst();
            if (pool == null && averages(next, at.shape())) {
                pool = next.name();
            } else if (next.layer() instanceof Dense dense
                    && pool != null
                    && next.name().equals(output)) {
                int classes = next.shape().size();
                float[] bias = dense.bias() == null
                        ? new float[classes]
                        : dense.bias().value().data().clone();
                return Optional.of(new GapHead(
                        pool, next.name(), dense.weight().value().data().clone(), bias, classes));
            } else if (!passesOn(next.layer(), pool != null)) {
                return Optional.empty();
            }
            at = next;
        }
    }

    private static boolean averages(Node node, Shape input) {
        return switch (node.layer().type()) {
            case "global_average_pool" -> true;
            case "average_pool" ->
                node.shape().extent(0) == 1
                        && node.shape().extent(1) == 1
                        && node.layer().options().asMap().get("kernel") instanceof List<?> kernel
                        && kernel.equals(List.of((long) input.extent(0), (long) input.extent(1)));
            default -> false;
        };
    }

    /// Layers that hand their input on as it is, outside of training.
    private static boolean passesOn(Layer layer, boolean pooled) {
        return layer.type().equals("dropout") || (pooled && layer.type().equals("flatten"));
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
