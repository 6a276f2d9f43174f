package org.fovea.gradcam.method;

import org.fovea.engine.layer.Dense;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.gradcam.Cost;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.WeightMethod;

/// CAM, where the family began: in a network whose last layer is followed by a global average pool and one dense layer
/// alone, a class's dense weights are the weights of the channels.
///
/// map = Σ over k of w\[k, c\]·A\[k\], so that its mean over the cells is the class's logit without the bias. It is Z
/// times Grad-CAM's.
///
/// Source: Zhou and others, "Learning Deep Features for Discriminative Localization", CVPR 2016, arXiv:1512.04150.
public final class Cam extends WeightMethod {
    public Cam() {
        super(new About(
                "cam",
                "CAM",
                "Σₖ w[k, c]·Aₖ, w the dense weights, c the class",
                "Zhou and others, CVPR 2016, arXiv:1512.04150",
                Cost.passes(1, 0),
                "a global average pool and one dense layer after the layer; a class as the target"));
    }

    @Override
    public double[] weights(Subject subject, int picture) {
        int c = subject.target()
                .classOf(picture)
                .orElseThrow(
                        () -> new IllegalArgumentException("CAM reads the weights of a class, but the target is the "
                                + subject.target().describe(picture)));
        Dense dense = head(subject.network(), subject.layer(), subject.output());
        float[] w = dense.weight().value().data();
        int classes = dense.weight().value().shape().channels();
        double[] weights = new double[subject.channels()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = w[k * classes + c];
        }
        return weights;
    }

    /// Whether CAM can be computed: whether nothing but a global average pool and one dense layer lies between.
    public static boolean fits(Subject subject) {
        try {
            head(subject.network(), subject.layer(), subject.output());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The dense layer of a head `layer → global average pool → dense`.
    private static Dense head(Network network, String layer, String output) {
        if (!(network.node(output).layer() instanceof Dense dense)) {
            throw unfit(layer, output);
        }
        Node node = before(network, network.node(output));
        while (keepsValues(node)) {
            node = before(network, node);
        }
        if (!pools(node) || !before(network, node).name().equals(layer)) {
            throw unfit(layer, output);
        }
        return dense;
    }

    private static boolean keepsValues(Node node) {
        return switch (node.layer().type()) {
            case "flatten", "dropout" -> true;
            case "reshape" -> node.shape().rank() == 1;
            default -> false;
        };
    }

    private static boolean pools(Node node) {
        return switch (node.layer().type()) {
            case "global_average_pool" -> true;
            case "average_pool" -> node.shape().extent(0) * node.shape().extent(1) == 1;
            default -> false;
        };
    }

    private static Node before(Network network, Node node) {
        return node.inputs().isEmpty() ? node : network.node(node.inputs().getFirst());
    }

    private static IllegalArgumentException unfit(String layer, String output) {
        return new IllegalArgumentException("CAM needs nothing but a global average pool and one dense layer between \""
                + layer + "\" and \"" + output + "\"; Grad-CAM reads any network");
    }
}
