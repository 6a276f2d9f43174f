package org.fovea.gradcam;

import java.util.Map;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Small networks with every parameter drawn at random, biases and batch norm's statistics included, so that nothing
/// agrees because it is 0.
final class RandomNetworks {
    static final int CLASSES = 4;
    private static final Shape INPUT = Shape.of(9, 8, 2);
    private static final Geometry SAME = Geometry.of(3).padding(1);

    private RandomNetworks() {}

    /// A global average pool and a dense layer after `relu2`.
    static Network pooled(long seed) {
        return drawn(
                Network.builder("pooled", INPUT)
                        .conv2d("conv1", 5, SAME.stride(2))
                        .relu("relu1")
                        .conv2d("conv2", 6, SAME)
                        .relu("relu2")
                        .globalAveragePool("gap")
                        .dense("logits", CLASSES),
                seed);
    }

    /// Batch norm, PReLU, pooling, two dense layers; `relu2` is followed by a convolution.
    static Network deep(long seed) {
        return drawn(
                Network.builder("deep", INPUT)
                        .conv2d("conv1", 5, SAME)
                        .batchNorm("bn1")
                        .prelu("prelu1")
                        .conv2d("conv2", 6, SAME)
                        .relu("relu2")
                        .conv2d("conv3", 7, SAME)
                        .relu6("relu3")
                        .maxPool("pool3", 2)
                        .flatten("flat")
                        .dense("dense1", 10)
                        .relu("relu4")
                        .dense("logits", CLASSES),
                seed);
    }

    /// `relu2` lies in a branch with a way past it, and everything after is smooth.
    static Network branched(long seed) {
        NetworkBuilder b =
                Network.builder("branched", INPUT).conv2d("conv1", 6, SAME).silu("silu1");
        return drawn(
                b.conv2d("conv2", 6, SAME)
                        .relu("relu2")
                        .conv2d("conv3", 6, SAME)
                        .sum("sum", "conv3", "silu1")
                        .silu("silu2")
                        .averagePool("pool", 2)
                        .flatten("flat")
                        .dense("logits", CLASSES),
                seed);
    }

    /// No bias after `relu2`: an embedding that grows with the activations.
    static Network withoutBias(long seed) {
        return drawn(
                Network.builder("without bias", INPUT)
                        .conv2d("conv1", 5, SAME)
                        .relu("relu1")
                        .conv2d("conv2", 6, SAME)
                        .relu("relu2")
                        .conv2d("conv3", 7, SAME.withoutBias())
                        .relu("relu3")
                        .maxPool("pool3", 2)
                        .flatten("flat")
                        .add("embedding", new Dense(4 * 4 * 7, 8, false)),
                seed);
    }

    private static Network drawn(NetworkBuilder builder, long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        Network network = builder.build(random);
        for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
            if (entry.getValue().role() == Parameter.Role.WEIGHT) {
                continue; // drawn by its layer, to a fitting size
            }
            boolean positive =
                    entry.getKey().endsWith(".weight") || entry.getKey().endsWith("_var"); // scales, variances
            float[] values = entry.getValue().value().data();
            for (int i = 0; i < values.length; i++) {
                values[i] = positive ? 0.5f + random.nextFloat() : 0.3f * (float) random.nextGaussian();
            }
        }
        return network;
    }

    static Tensor pictures(int count, long seed) {
        Xoshiro256 random = new Xoshiro256(seed * 31 + 7);
        Tensor pictures = Tensor.zeros(INPUT.batch(count));
        for (int i = 0; i < pictures.size(); i++) {
            pictures.data()[i] = (float) random.nextGaussian();
        }
        return pictures;
    }
}
