package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.PRelu;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// A PReLU behind a convolution or a sum is part of the convolution's layer in inference; one behind a dense layer
/// stays.
class FoldedPReluTest {
    @Test
    void slopesGoWithTheConvolution() {
        Network network = Network.builder("prelus", Shape.of(6, 7, 3))
                .conv2d("conv1", 20, Geometry.of(3).padding(1))
                .batchNorm("bn1")
                .prelu("prelu1")
                .conv2d("conv2", 20, Geometry.of(1))
                .sum("sum2", "conv2", "prelu1")
                .prelu("prelu2")
                .globalAveragePool("gap")
                .dense("logits", 4)
                .prelu("prelu3")
                .build(new Xoshiro256(3));
        Xoshiro256 random = new Xoshiro256(1);
        for (String name : List.of("prelu1", "prelu2", "prelu3")) {
            float[] slopes =
                    ((PRelu) network.node(name).layer()).slope().value().data();
            for (int k = 0; k < slopes.length; k++) {
                slopes[k] = (float) random.nextGaussian();
            }
        }
        Network optimized = network.optimized();
        assertEquals(
                List.of("conv2d + batch_norm + prelu", "conv2d + add + prelu", "global_average_pool", "dense", "prelu"),
                optimized.nodes().stream()
                        .skip(1)
                        .map(node -> node.layer().type())
                        .toList());
        Tensor x = Tensor.zeros(2, 6, 7, 3);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        Tensor expected = network.trace(2).forward(x).output();
        Tensor found = network.predictor(2, Workers.common()).predict(x);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.data()[i], found.data()[i], 1e-5, "logit " + i);
        }
    }
}
