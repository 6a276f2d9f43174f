package org.fovea.gradcam.method;

import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.network.Network;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A network whose maps can be worked out by hand, and a picture for it.
final class TinyNetwork {
    private TinyNetwork() {}

    /// 3×3 pictures; conv: channels (x, −x + 1) after ReLU; Y of class c = Σ over k of w\[k, c\]·mean of A\[k\], no
    /// bias.
    static Network network() {
        Network network = Network.builder("tiny", Shape.of(3, 3, 1))
                .conv2d("conv", 2, Geometry.of(1))
                .relu("relu")
                .globalAveragePool("gap")
                .add("logits", new Dense(2, 2, false))
                .build();
        fill(network, "conv.weight", 1, -1);
        fill(network, "conv.bias", 0, 1);
        fill(network, "logits.weight", 9, -9, 18, 0); // (in, out)
        return network;
    }

    static void fill(Network network, String parameter, float... values) {
        float[] data = network.parameters().get(parameter).value().data();
        System.arraycopy(values, 0, data, 0, data.length);
    }

    static final Tensor PICTURE = Tensor.of(Shape.of(1, 3, 3, 1), 0, 1, 2, -1, 0.5f, 0, 3, 0, -2);
    /// max(x, 0) and max(1 − x, 0).
    static final float[] A0 = {0, 1, 2, 0, 0.5f, 0, 3, 0, 0};

    static final float[] A1 = {1, 0, 0, 2, 0.5f, 1, 0, 1, 3};
}
