package org.fovea.facerec.network;

import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.tensor.Shape;

/// Architectures for small sets of faces.
public final class FaceNetworks {
    private static final Geometry SAME3 = Geometry.of(3).padding(1).withoutBias();

    private FaceNetworks() {}

    /// Four 3×3 convolutions of 32, 64, 128 and 128 filters, each with batch norm and ReLU, the first three
    /// followed by 2×2 max pooling; then the mean over the picture, dropout, and one dense layer.
    ///
    /// The last convolution's ReLU, `relu4`, is what class activation maps read. With a global average after it, a
    /// channel's weight in Grad-CAM is that of the dense layer over the number of cells, and the map's sum is the
    /// logit without its bias: the map leaves nothing out.
    ///
    /// @param input (H, W, C), H and W at least 16
    /// @param people how many outputs
    public static Network small(Shape input, int people) {
        return small(input, people, 32);
    }

    /// The network [#small(Shape, int)] with another number of filters: n, 2n, 4n and 4n in the four convolutions.
    ///
    /// @param n filters of the first convolution, at least 1
    public static Network small(Shape input, int people, int n) {
        if (Math.min(input.extent(0), input.extent(1)) < 16) {
            throw new IllegalArgumentException("faces must be at least 16×16 pixels, found " + input);
        }
        NetworkBuilder b = Network.builder("small", input);
        int[] filters = {n, 2 * n, 4 * n, 4 * n};
        for (int i = 1; i <= filters.length; i++) {
            b.conv2d("conv" + i, filters[i - 1], SAME3).batchNorm("bn" + i).relu("relu" + i);
            if (i < filters.length) {
                b.maxPool("pool" + i, 2);
            }
        }
        return b.globalAveragePool("gap")
                .dropout("dropout", 0.2)
                .dense("logits", people)
                .build();
    }

    /// The node whose activations show where a network looks: the last one with height and width that an activation
    /// function wrote, or failing that the last one with height and width.
    public static String gazeLayer(Network network) {
        String found = null;
        String activated = null;
        for (var node : network.nodes()) {
            if (node.shape().rank() == 3 && node != network.input()) {
                found = node.name();
                if (node.layer() instanceof org.fovea.engine.layer.ActivationLayer) {
                    activated = node.name();
                }
            }
        }
        if (activated != null) {
            return activated;
        }
        if (found == null) {
            throw new IllegalArgumentException(network.name() + " has no layer with height and width to look at");
        }
        return found;
    }
}
