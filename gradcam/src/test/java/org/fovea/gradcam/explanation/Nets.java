package org.fovea.gradcam.explanation;

import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;

/// Small random networks whose derivations are checked.
final class Nets {
    private Nets() {}

    /// A global average and a dense layer after the last convolution.
    static Network gap() {
        Network network = Network.builder("gap", Shape.of(12, 10, 2))
                .conv2d("conv1", 6, Geometry.of(3).padding(1))
                .relu("relu1")
                .maxPool("pool1", 2)
                .conv2d("conv2", 8, Geometry.of(3).padding(1))
                .relu("relu2")
                .globalAveragePool("gap")
                .dropout("dropout", 0.5)
                .dense("logits", 5)
                .build(new Xoshiro256(3));
        noise(network.parameters().get("logits.bias").value(), 5);
        noise(network.parameters().get("conv2.bias").value(), 6);
        return network;
    }

    /// Two dense layers after a flattened convolution, with a shortcut around it.
    static Network deep() {
        Network network = Network.builder("deep", Shape.of(12, 10, 2))
                .conv2d("conv1", 4, Geometry.of(3).padding(1).stride(2))
                .silu("silu1")
                .conv2d("conv2", 4, Geometry.of(3).padding(1))
                .sum("join", "silu1", "conv2")
                .relu("relu")
                .flatten("flat")
                .dense("hidden", 7)
                .relu("hidden-relu")
                .dense("logits", 5)
                .softmax("softmax")
                .build(new Xoshiro256(4));
        noise(network.parameters().get("hidden.bias").value(), 7);
        return network;
    }

    static Tensor picture() {
        return noise(Tensor.zeros(1, 12, 10, 2), 9);
    }

    static Subject subject(Network network, Scalar scalar, int c, int b) {
        return Subject.of(network, picture(), scalar.target(c, b));
    }

    static Subject subject(Network network) {
        return Subject.of(network, picture(), Targets.logit(2));
    }

    private static Tensor noise(Tensor t, long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        for (int i = 0; i < t.size(); i++) {
            t.data()[i] = (float) random.nextGaussian();
        }
        return t;
    }
}
