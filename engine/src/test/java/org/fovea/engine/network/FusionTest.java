package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final int BATCH = 5;
    private static final Geometry SAME = Geometry.of(3).padding(1);

    /// Every chain that is fused, and neighbours that must not be.
    static Network network() {
        return Network.builder("all", Shape.of(12, 12, 3))
                .conv2d("conv1", 17, SAME)
                .batchNorm("bn1")
                .relu("relu1")
                .maxPool("pool1", 2)
                .conv2d("conv2", 20, SAME.withoutBias())
                .batchNorm("bn2")
                .add("leaky2", ActivationLayer.leakyRelu(0.2))
                .conv2d("conv3", 20, SAME)
                .batchNorm("bn3")
                .sum("add3", "bn3", "leaky2")
                .relu("relu3")
                .conv2d("conv4", 20, SAME)
                .batchNorm("bn4")
                .from("relu3")
                .conv2d("short4", 20, Geometry.of(1).withoutBias())
                .batchNorm("sbn4")
                .sum("add4", "bn4", "sbn4")
                .relu6("clip4")
                .conv2d("conv5", 20, SAME)
                .batchNorm("bn5")
                .sum("add5", "clip4", "bn5")
                .batchNorm("bn6")
                .silu("silu6")
                .batchNorm("bn7")
                .relu6("clip7")
                .add("pool7", new MaxPool(2, 2, 2, 0, false))
                .batchNorm("bn8")
                .relu("relu8")
                .maxPool("odd8", 2) // of 3×3: the windows leave a row and a column over
                .sum("twice", "odd8", "odd8")
                .relu("relu9")
                .globalAveragePool("gap")
                .batchNorm("bn10")
                .relu("relu10")
                .dense("logits", 4)
                .build(new Xoshiro256(3));
    }

    private static Tensor batch(long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        Tensor x = Tensor.zeros(BATCH, 12, 12, 3);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static Trace step(Trace trace) {
        trace.forward(batch(1)).backward(Target.logit(0, 1, 2, 3, 0));
        trace.updateStatistics();
        return trace;
    }

    @Test
    void chainsAreAbsorbedByTheirLastNode() {
        Network network = network();
        Fusion fusion = Fusion.forTraining(network);
        Map<String, String> expected = new TreeMap<>(Map.of("bn1", "pool1", "relu1", "pool1", "bn2", "leaky2"));
        expected.putAll(Map.of("bn3", "relu3", "add3", "relu3"));
        expected.putAll(Map.of("bn4", "clip4", "sbn4", "clip4", "add4", "clip4"));
        expected.putAll(Map.of("bn5", "add5", "bn7", "pool7", "clip7", "pool7", "bn8", "relu8"));
        expected.putAll(Map.of("twice", "relu9", "bn10", "relu10"));
        assertEquals(expected, new TreeMap<>(fusion.absorbed()));
        assertEquals(
                "batch_norm + relu + max_pool",
                fusion.network().node("pool1").layer().type());
        assertEquals(
                "batch_norm + batch_norm + add + clip",
                fusion.network().node("clip4").layer().type());
        Set<Parameter> shared = new HashSet<>();
        fusion.network().nodes().forEach(node -> shared.addAll(node.layer().parameters()));
        assertEquals(new HashSet<>(network.parameters().values()), shared);
    }

    @Test
    void aFusedStepIsThePlainStep() {
        Network fused = network();
        Network plain = fused.copy();
        Trace one = step(fused.trainingTrace(BATCH, new Xoshiro256(0), Workers.common()));
        Trace other = step(new Trace(plain, Fusion.none(plain), BATCH, new Xoshiro256(0), Workers.common()));
        assertSame(fused, one.network());
        Map<String, String> absorbed = Fusion.forTraining(fused).absorbed();
        for (Node node : fused.nodes()) {
            String name = node.name();
            if (!absorbed.containsKey(name)) {
                assertNear(other.activation(name), one.activation(name), name);
                assertNear(other.gradient(name), one.gradient(name), "gradient of " + name);
            }
        }
        Map<String, Parameter> theirs = plain.parameters();
        fused.parameters().forEach((name, p) -> {
            Parameter q = theirs.get(name);
            if (!p.trained()) {
                assertNear(q.value(), p.value(), name);
            } else if (name.matches("conv[1345]\\.bias")) {
                for (float g : one.gradient(p).data()) {
                    assertEquals(0, g, "batch norm takes a bias off again: " + name);
                }
            } else {
                assertNear(other.gradient(q), one.gradient(p), "gradient of " + name);
            }
        });
        assertEquals(other.parameterGradients().size(), one.parameterGradients().size());
    }

    @Test
    void bitsDoNotDependOnThreads() {
        Trace expected = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (Workers workers = new Workers(threads)) {
                Network network = network();
                Trace trace = step(network.trainingTrace(BATCH, new Xoshiro256(0), workers));
                if (expected != null) {
                    assertArrayEquals(expected.output().data(), trace.output().data());
                    Trace first = expected;
                    Map<String, Parameter> before = first.network().parameters();
                    network.parameters().forEach((name, p) -> {
                        Parameter q = before.get(name);
                        assertArrayEquals(q.value().data(), p.value().data(), name);
                        if (p.trained()) {
                            assertArrayEquals(
                                    first.gradient(q).data(), trace.gradient(p).data(), name);
                        }
                    });
                }
                expected = trace;
            }
        }
    }

    @Test
    void whatIsAbsorbedSaysWhere() {
        Trace trace = step(network().trainingTrace(BATCH, new Xoshiro256(0), Workers.common()));
        String message = "a training trace computes \"bn1\" within \"pool1\" (batch_norm + relu + max_pool) and does "
                + "not keep it; Network.trace keeps every node";
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> trace.activation("bn1"))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> trace.gradient("bn1"))
                        .getMessage());
        Trace whole = network().trace(BATCH);
        whole.forward(batch(1));
        network()
                .nodes()
                .forEach(node -> assertEquals(
                        node.shape().batch(BATCH), whole.activation(node.name()).shape()));
    }

    private static void assertNear(Tensor expected, Tensor found, String what) {
        double largest = 1e-3; // some gradients are rounding and nothing else
        for (float v : expected.data()) {
            largest = Math.max(largest, Math.abs(v));
        }
        for (int i = 0; i < expected.size(); i++) {
            double difference = Math.abs(expected.data()[i] - found.data()[i]);
            assertTrue(
                    difference <= 2e-4 * largest,
                    what + " at " + i + ": expected " + expected.data()[i] + ", found " + found.data()[i]
                            + ", the largest is " + largest);
        }
    }
}
