package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final Shape PICTURE = Shape.of(6, 6, 2);
    /// Takes 0 and −0 for equal, and what is by hand exact for as good as exact.
    private static final float TINY = 1e-9f;

    private static Network network() {
        return Network.builder("net", PICTURE)
                .conv2d("conv1", 4, Geometry.of(3).padding(1))
                .batchNorm("bn")
                .relu("relu")
                .conv2d("conv2", 4, Geometry.of(3).padding(1))
                .sum("sum", "conv2", "relu")
                .globalAveragePool("gap")
                .dense("logits", 3)
                .build(new Xoshiro256(1));
    }

    private static Tensor batch(int n, long seed) {
        Xoshiro256 random = new Xoshiro256(seed);
        Tensor t = Tensor.zeros(PICTURE.batch(n));
        for (int i = 0; i < t.size(); i++) {
            t.data()[i] = (float) random.nextGaussian();
        }
        return t;
    }

    /// Everything a trace holds, copied.
    private static Map<String, float[]> contents(Trace trace) {
        Map<String, float[]> contents = new LinkedHashMap<>();
        for (Node node : trace.network().nodes()) {
            if (trace.training() && node.name().equals("bn")) {
                continue; // computed within "relu"
            }
            contents.put(node.name(), trace.activation(node.name()).data().clone());
            contents.put("d" + node.name(), trace.gradient(node.name()).data().clone());
        }
        trace.network().parameters().forEach((name, p) -> {
            if (p.trained()) {
                contents.put("d" + name, trace.gradient(p).data().clone());
            }
        });
        return contents;
    }

    private static void assertSameContents(Map<String, float[]> expected, Map<String, float[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, found.get(name), name));
    }

    @Test
    void whatFlowsBackThroughSeveralConsumersIsAdded() {
        // y = x² + x + x and z = y·x: dz/dx = y + x·(2x + 2).
        Network network = Network.builder("fan", Shape.of(2))
                .product("square", "input", "input")
                .sum("y", "square", "input", "input")
                .product("z", "y", "input")
                .build();
        Trace trace = network.forward(Tensor.of(Shape.of(1, 2), 3, -1));
        assertArrayEquals(new float[] {15, -1}, trace.activation("y").data());
        assertArrayEquals(new float[] {45, 1}, trace.output().data());
        double value = trace.backward(Target.logit(0));
        assertEquals(45, value);
        assertArrayEquals(new float[] {1, 0}, trace.gradient("z").data(), TINY);
        assertArrayEquals(new float[] {3, 0}, trace.gradient("y").data(), TINY);
        assertArrayEquals(new float[] {3, 0}, trace.gradient("square").data(), TINY);
        assertArrayEquals(new float[] {15 + 3 * 8, 0}, trace.gradient("input").data(), TINY);
        trace.backward(Target.logit(1));
        assertArrayEquals(new float[] {0, -1}, trace.gradient("input").data(), TINY, "anew, not on top of the last");
    }

    @Test
    void aDenseLayerByHand() {
        Network network = Network.builder("fc", Shape.of(2)).dense("y", 2).build();
        Parameter w = network.parameters().get("y.weight");
        Parameter b = network.parameters().get("y.bias");
        System.arraycopy(new float[] {1, 2, 3, 4}, 0, w.value().data(), 0, 4); // (in, out)
        System.arraycopy(new float[] {10, 20}, 0, b.value().data(), 0, 2);
        Trace trace = network.forward(Tensor.of(Shape.of(2, 2), 1, 1, 2, -1));
        assertArrayEquals(new float[] {14, 26, 9, 20}, trace.output().data());
        assertEquals(26 + 9, trace.backward(Target.logit(1, 0)));
        assertArrayEquals(new float[] {2, 4, 1, 3}, trace.gradient("input").data());
        assertArrayEquals(new float[] {2, 1, -1, 1}, trace.gradient(w).data());
        assertArrayEquals(new float[] {1, 1}, trace.gradient(b).data());
        assertSame(trace.gradient(w), trace.parameterGradients().get(w));
        assertEquals("logit of class 0", trace.target().describe(1));
    }

    @Test
    void aTraceUsedAgainGivesWhatANewOneGives() {
        Network network = network();
        Trace used = network.trainingTrace(3, new Xoshiro256(0), Workers.common());
        for (long seed = 1; seed <= 3; seed++) {
            used.forward(batch(3, seed));
            used.backward(Target.logit((int) seed - 1));
            Trace fresh = network.trainingTrace(3, new Xoshiro256(0), Workers.common());
            fresh.forward(batch(3, seed));
            fresh.backward(Target.logit((int) seed - 1));
            assertSameContents(contents(fresh), contents(used));
        }
    }

    @Test
    void activationsAreReusedBuffersAndTheInputIsACopy() {
        Network network = network();
        Trace trace = network.trace(2);
        Tensor input = batch(2, 1);
        float[] conv = trace.forward(input).activation("conv1").data();
        assertNotSame(input.data(), trace.activation("input").data());
        assertArrayEquals(input.data(), trace.activation("input").data());
        trace.backward(Target.logit(0));
        float[] gradient = trace.gradient("conv1").data();
        trace.forward(batch(2, 2)).backward(Target.logit(0));
        assertSame(conv, trace.activation("conv1").data());
        assertSame(gradient, trace.gradient("conv1").data());
    }

    @Test
    void twoTracesSideBySideGiveWhatOneAfterTheOtherGives() throws Exception {
        Network network = network();
        Map<String, float[]> first = pass(network, 1);
        Map<String, float[]> second = pass(network, 2);
        for (int time = 0; time < 20; time++) {
            CyclicBarrier together = new CyclicBarrier(2);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    together.await();
                    assertSameContents(second, pass(network, 2));
                } catch (Throwable t) {
                    failure.set(t);
                }
            });
            together.await();
            assertSameContents(first, pass(network, 1));
            other.join();
            if (failure.get() != null) {
                throw new AssertionError(failure.get());
            }
        }
        Trace a = network.trace(2);
        Trace b = network.trace(2);
        a.forward(batch(2, 1));
        b.forward(batch(2, 2));
        a.backward(Target.logit(1));
        b.backward(Target.logit(1));
        assertSameContents(first, contents(a));
        assertSameContents(second, contents(b));
    }

    private static Map<String, float[]> pass(Network network, long seed) {
        Trace trace = network.trace(2);
        trace.forward(batch(2, seed)).backward(Target.logit(1));
        return contents(trace);
    }

    @Test
    void oneExampleOfABatchGivesWhatItGivesAlone() {
        Network network = network();
        Trace both = network.forward(batch(2, 5));
        both.backward(Target.logit(2));
        for (int n = 0; n < 2; n++) {
            Trace alone = network.forward(batch(2, 5).slice(n, n + 1));
            alone.backward(Target.logit(2));
            assertArrayEquals(
                    alone.output().data(), both.output().slice(n, n + 1).data(), 1e-6f);
            assertArrayEquals(
                    alone.gradient("conv1").data(),
                    both.gradient("conv1").slice(n, n + 1).data(),
                    1e-6f);
        }
    }

    @Test
    void aReachComputesItsPartOfEverything() {
        Network network = network();
        Trace all = network.forward(batch(2, 3));
        all.backward(Target.logit(1));
        Trace part = network.forward(batch(2, 3));

        part.backward(Target.logit(1), Reach.PARAMETERS);
        for (Parameter p : network.parameters().values()) {
            if (p.trained()) {
                assertArrayEquals(all.gradient(p).data(), part.gradient(p).data(), p.toString());
            }
        }
        assertThrows(IllegalStateException.class, () -> part.gradient("input"));
        assertArrayEquals(all.gradient("conv1").data(), part.gradient("conv1").data());

        part.backward(Target.logit(1), Reach.ACTIVATIONS);
        for (Node node : network.nodes()) {
            assertArrayEquals(
                    all.gradient(node.name()).data(), part.gradient(node.name()).data(), node.name());
        }
        Parameter weight = network.parameters().get("conv2.weight");
        assertThrows(IllegalStateException.class, () -> part.gradient(weight));
        assertThrows(IllegalStateException.class, part::parameterGradients);

        part.backward(Target.logit(1), Reach.downTo("relu"));
        for (String node : new String[] {"logits", "gap", "sum", "conv2", "relu"}) {
            assertArrayEquals(all.gradient(node).data(), part.gradient(node).data(), node);
        }
        for (String node : new String[] {"bn", "conv1", "input"}) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> part.gradient(node));
            assertEquals("the last backward did not compute the gradient of \"" + node + "\"", refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> part.backward(Target.logit(1), Reach.downTo("nowhere")));
        part.backward(Target.logit(1), Reach.EVERYTHING);
        assertSameContents(contents(all), contents(part));
    }

    @Test
    void backwardMayBeginAtAnyNode() {
        Network network = network();
        Trace trace = network.forward(batch(2, 3));
        trace.backward(
                "gap",
                (output, gradient) -> {
                    assertEquals(Shape.of(2, 4), output.shape());
                    Arrays.fill(gradient.data(), 36);
                    return 7;
                },
                Reach.EVERYTHING);
        float[] ones = new float[2 * 36 * 4];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, trace.gradient("sum").data(), 1e-6f);
        assertArrayEquals(new float[6], trace.gradient("logits").data(), "nothing flows to what comes after");
        assertArrayEquals(
                new float[12],
                trace.gradient(network.parameters().get("logits.weight")).data());
        assertTrue(norm(trace.gradient(network.parameters().get("conv1.weight"))) > 0);
    }

    @Test
    void nodesThatDoNotLeadToTheOutputHaveGradientZero() {
        Network network = Network.builder("side", Shape.of(2))
                .dense("side", 2)
                .from("input")
                .dense("main", 2)
                .build(new Xoshiro256(1));
        Trace trace = network.forward(Tensor.of(Shape.of(1, 2), 1, 2));
        trace.backward(Target.logit(0));
        assertArrayEquals(new float[2], trace.gradient("side").data());
        assertArrayEquals(
                new float[4],
                trace.gradient(network.parameters().get("side.weight")).data());
        assertTrue(norm(trace.gradient("input")) > 0);
    }

    private static double norm(Tensor t) {
        double squares = 0;
        for (float v : t.data()) {
            squares += (double) v * v;
        }
        return Math.sqrt(squares);
    }

    @Test
    void batchStatisticsMoveTheRunningOnesWhenAsked() {
        Network network = Network.builder("bn", Shape.of(1)).batchNorm("bn").build(new Xoshiro256(1));
        Trace trace = network.trainingTrace(4, new Xoshiro256(0), Workers.common());
        trace.forward(Tensor.of(Shape.of(4, 1), 1, 2, 3, 6)); // mean 3, variance 3.5, unbiased 14/3
        float[] mean = network.parameters().get("bn.running_mean").value().data();
        float[] var = network.parameters().get("bn.running_var").value().data();
        assertEquals(0, mean[0]);
        assertEquals(1, var[0]);
        assertEquals(-2 / Math.sqrt(3.5 + 1e-5), trace.output().data()[0], 1e-6);
        trace.updateStatistics();
        assertEquals(0.3, mean[0], 1e-6);
        assertEquals(0.9 + 0.1 * 14 / 3, var[0], 1e-6);
        Trace inference = network.forward(Tensor.of(Shape.of(1, 1), 5));
        assertEquals(
                (5 - 0.3) / Math.sqrt(0.9 + 1.4 / 3 + 1e-5), inference.output().data()[0], 1e-5);
        assertThrows(IllegalStateException.class, inference::updateStatistics);
        assertFalse(inference.training());
        assertTrue(trace.training());
    }

    @Test
    void dropoutDropsInTrainingAlone() {
        Network network =
                Network.builder("drop", Shape.of(1_000)).dropout("y", 0.25).build();
        float[] ones = new float[1_000];
        Arrays.fill(ones, 1);
        Tensor x = Tensor.of(Shape.of(1, 1_000), ones);
        assertArrayEquals(ones, network.forward(x).output().data());
        Trace trace = network.trainingTrace(1, new Xoshiro256(3), Workers.common());
        float[] first = trace.forward(x).output().data().clone();
        int dropped = 0;
        for (float v : first) {
            assertTrue(v == 0 || Math.abs(v - 1 / 0.75f) < 1e-6f, "0 or 1/(1 − p), found " + v);
            dropped += v == 0 ? 1 : 0;
        }
        assertEquals(250, dropped, 5 * Math.sqrt(1_000 * 0.25 * 0.75));
        trace.backward((output, gradient) -> {
            Arrays.fill(gradient.data(), 1);
            return 0;
        });
        assertArrayEquals(first, trace.gradient("input").data(), "the same mask backward");
        assertFalse(Arrays.equals(first, trace.forward(x).output().data()), "another mask at the next step");
        Trace same = network.trainingTrace(1, new Xoshiro256(3), Workers.common());
        assertArrayEquals(first, same.forward(x).output().data());
    }

    @Test
    void theOrderOfCallsIsChecked() {
        Network network = network();
        Trace trace = network.trace(2);
        assertEquals(
                "no forward pass yet",
                assertThrows(IllegalStateException.class, trace::output).getMessage());
        assertEquals(
                "backward needs a forward pass before it",
                assertThrows(IllegalStateException.class, () -> trace.backward(Target.logit(0)))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> trace.gradient("conv1"));
        assertThrows(IllegalStateException.class, trace::parameterGradients);
        assertThrows(IllegalStateException.class, trace::target);
        trace.forward(batch(2, 1)).backward(Target.logit(0));
        trace.gradient("conv1");
        trace.forward(batch(2, 2));
        assertThrows(
                IllegalStateException.class,
                () -> trace.gradient("conv1"),
                "gradients of the pass before are not this pass's");
        assertEquals(
                "no node \"conv9\" in net; it has input, conv1, bn, relu, conv2, sum, gap, logits",
                assertThrows(IllegalArgumentException.class, () -> trace.activation("conv9"))
                        .getMessage());
    }

    @Test
    void aForwardPassForgetsWhatBackwardFound() {
        Network network = network();
        Parameter weight = network.parameters().get("conv2.weight");
        Trace trace = network.trace(2);
        trace.forward(batch(2, 1)).backward(Target.logit(0));
        assertTrue(norm(trace.gradient(weight)) > 0);
        trace.forward(batch(2, 2));
        assertThrows(IllegalStateException.class, () -> trace.gradient(weight));
        assertThrows(IllegalStateException.class, trace::parameterGradients);
        assertThrows(IllegalStateException.class, trace::target);
        trace.backward(Target.logit(1));
        assertEquals("logit of class 1", trace.target().describe(0));
        assertThrows(IllegalArgumentException.class, () -> trace.backward(Target.logit(9)));
        assertThrows(IllegalStateException.class, trace::parameterGradients, "half a backward pass left nothing");
        assertThrows(IllegalStateException.class, trace::target);
    }

    @Test
    void batchesOfAnotherShapeAreRefused() {
        Network network = network();
        Trace trace = network.trace(2);
        assertEquals(2, trace.batch());
        assertEquals(
                "net expects a batch of shape 2×6×6×2, found 3×6×6×2",
                assertThrows(IllegalArgumentException.class, () -> trace.forward(batch(3, 1)))
                        .getMessage());
        assertEquals(
                "net expects a batch of shape 2×6×6×2, found 2×2×6×6",
                assertThrows(IllegalArgumentException.class, () -> network.forward(Tensor.zeros(2, 2, 6, 6)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> network.forward(Tensor.of(Shape.of(), 1)));
        assertThrows(IllegalArgumentException.class, () -> network.trace(0));
        Network vectors = Network.builder("v", Shape.of(3)).batchNorm("bn").build();
        assertThrows(
                IllegalArgumentException.class,
                () -> vectors.trainingTrace(1, new Xoshiro256(0), Workers.common()),
                "one value a channel has no variance");
    }

    @Test
    void logitsAreChecked() {
        Network network = network();
        Trace trace = network.forward(batch(2, 1));
        Tensor y = trace.output();
        assertEquals((double) y.get(0, 2) + y.get(1, 2), trace.backward(Target.logit(2)));
        assertEquals((double) y.get(0, 2) + y.get(1, 0), trace.backward(Target.logit(2, 0)));
        assertArrayEquals(
                new float[] {0, 0, 1, 1, 0, 0}, trace.gradient("logits").data());
        assertEquals("logit of class 2", trace.target().describe(0));
        assertEquals("logit of class 0", trace.target().describe(1));
        assertEquals("class 3 of a network with 3 outputs", refusal(trace, Target.logit(3)));
        assertEquals("class -1 of a network with 3 outputs", refusal(trace, Target.logit(-1)));
        assertEquals("3 classes for 2 examples", refusal(trace, Target.logit(0, 1, 2)));
        assertEquals("0 classes for 2 examples", refusal(trace, Target.logit()));
        assertEquals(
                "a class is asked of an output (N, C), found 2×6×6×4",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> trace.backward("conv1", Target.logit(0), Reach.EVERYTHING))
                        .getMessage());
    }

    private static String refusal(Trace trace, Target target) {
        return assertThrows(IllegalArgumentException.class, () -> trace.backward(target))
                .getMessage();
    }
}
