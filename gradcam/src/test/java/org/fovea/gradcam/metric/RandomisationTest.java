package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.gradcam.metric.Randomisation.Grouping;
import org.junit.jupiter.api.Test;

class RandomisationTest {
    private static Network network() {
        Network network = Network.builder("small", Shape.of(8, 8, 1))
                .conv2d("conv1", 4, Geometry.of(3).padding(1))
                .batchNorm("bn1")
                .relu("relu1")
                .conv2d("conv2", 4, Geometry.of(3).padding(1))
                .prelu("prelu2")
                .globalAveragePool("gap")
                .dense("logits", 3)
                .build()
                .initialize(new Xoshiro256(1));
        // As if learned: nothing is what an initialiser gives.
        network.parameters().values().forEach(p -> {
            for (int i = 0; i < p.value().size(); i++) {
                p.value().data()[i] += 0.123f;
            }
        });
        return network;
    }

    /// The nodes whose parameters are not the same.
    private static List<String> changed(Network a, Network b) {
        TreeSet<String> nodes = new TreeSet<>();
        a.parameters().forEach((name, p) -> {
            float[] other = b.parameters().get(name).value().data();
            if (!Arrays.equals(p.value().data(), other)) {
                nodes.add(name.substring(0, name.indexOf('.')));
            }
        });
        return List.copyOf(nodes);
    }

    @Test
    void stepsGoFromTheTopAndTakeNormalisationsAlong() {
        assertEquals(
                List.of(List.of("logits"), List.of("conv2", "prelu2"), List.of("conv1", "bn1")),
                of(network(), 7).steps());
        assertEquals(
                List.of(List.of("logits"), List.of("prelu2"), List.of("conv2"), List.of("bn1"), List.of("conv1")),
                new Randomisation(network(), Grouping.LAYERS, 7).steps(),
                "or each layer by itself");
    }

    private static Randomisation of(Network network, long seed) {
        return new Randomisation(network, Grouping.WEIGHTS, seed);
    }

    @Test
    void theTopmostLayerGetsTheSameWeightsHoweverLayersAreGrouped() {
        Network layers = new Randomisation(network(), Grouping.LAYERS, 7).cascading(1);
        assertEquals(List.of(), changed(layers, of(network(), 7).cascading(1)));
        assertEquals(List.of("logits"), changed(network(), layers));
        assertEquals(
                List.of("logits", "prelu2"),
                changed(network(), new Randomisation(network(), Grouping.LAYERS, 7).cascading(2)));
    }

    @Test
    void cascadingRandomisesFromTheTop() {
        Network network = network();
        assertEquals(List.of(), changed(network, of(network, 7).cascading(0)));
        assertEquals(List.of("logits"), changed(network, of(network, 7).cascading(1)));
        assertEquals(
                List.of("conv2", "logits", "prelu2"),
                changed(network, of(network, 7).cascading(2)));
        assertEquals(
                List.of("bn1", "conv1", "conv2", "logits", "prelu2"),
                changed(network, of(network, 7).cascading(3)));
        assertEquals(List.of(), changed(network, network()), "the network itself is left as it is");
        assertThrows(IllegalArgumentException.class, () -> of(network, 7).cascading(4));
    }

    @Test
    void independentRandomisesOne() {
        Network network = network();
        assertEquals(List.of("conv2", "prelu2"), changed(network, of(network, 7).independent(1)));
        assertThrows(IllegalArgumentException.class, () -> of(network, 7).independent(3));
    }

    @Test
    void aStepGetsTheSameWeightsEitherWayAndOthersFromAnotherSeed() {
        Network network = network();
        float[] alone = weights(of(network, 7).independent(1));
        assertArrayEquals(alone, weights(of(network, 7).cascading(3)));
        assertFalse(Arrays.equals(alone, weights(of(network, 8).independent(1))));
    }

    private static float[] weights(Network network) {
        return network.parameters().get("conv2.weight").value().data();
    }
}
