package org.fovea.facerec.network;

import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Dropout;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Shape;
import org.fovea.gradcam.Layers;

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

    /// The node whose activations show where a network looks: the last one with height and width, as
    /// [Layers#last] has it for every map.
    public static String gazeLayer(Network network) {
        return Layers.last(network, Layers.logits(network));
    }

    /// The node whose values are a picture's features: what the last dense layer reads, before dropout.
    ///
    /// @throws IllegalArgumentException if the network does not end in a dense layer
    public static String featureNode(Network network) {
        Node node = network.node(Layers.logits(network));
        if (!(node.layer() instanceof Dense)) {
            throw new IllegalArgumentException(network.name() + " ends in \"" + node.name() + "\", a "
                    + node.layer().type() + "; a dense layer expected, whose input are the features");
        }
        Node features = network.node(node.inputs().getFirst());
        while (features.layer() instanceof Dropout) {
            features = network.node(features.inputs().getFirst());
        }
        return features.name();
    }
}
