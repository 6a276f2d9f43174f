package org.fovea.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Twenty steps of each optimiser against the algorithm on PyTorch's page of it, written again in double.
class OptimizerTest {
    private static final int STEPS = 20;
    private static final int BATCH = 4;

    /// One parameter's values and state, and one step of them.
    private interface Reference {
        void step(double[] w, double[] g, double rate, int t);
    }

    /// torch.optim.SGD.
    private static Reference sgd(int size, double momentum, boolean nesterov, double decay) {
        double[] b = new double[size];
        return (w, g, rate, t) -> {
            for (int i = 0; i < w.length; i++) {
                double gt = g[i] + decay * w[i];
                if (momentum != 0) {
                    b[i] = t > 1 ? momentum * b[i] + gt : gt;
                    gt = nesterov ? gt + momentum * b[i] : b[i];
                }
                w[i] -= rate * gt;
            }
        };
    }

    /// torch.optim.Adam, and torch.optim.AdamW where the decay is decoupled.
    private static Reference adam(
            int size, double beta1, double beta2, double epsilon, double decay, boolean decoupled) {
        double[] m = new double[size];
        double[] v = new double[size];
        return (w, g, rate, t) -> {
            for (int i = 0; i < w.length; i++) {
                double gt = g[i];
                if (decoupled) {
                    w[i] -= rate * decay * w[i];
                } else {
                    gt += decay * w[i];
                }
                m[i] = beta1 * m[i] + (1 - beta1) * gt;
                v[i] = beta2 * v[i] + (1 - beta2) * gt * gt;
                double mHat = m[i] / (1 - Math.pow(beta1, t));
                double vHat = v[i] / (1 - Math.pow(beta2, t));
                w[i] -= rate * mHat / (Math.sqrt(vHat) + epsilon);
            }
        };
    }

    private interface Maker {
        Reference of(int size);
    }

    private static Arguments rule(Optimizer optimizer, double rate, Maker reference) {
        return Arguments.of(optimizer, rate, reference);
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(new Sgd(0, false, 0), 0.1, n -> sgd(n, 0, false, 0)),
                rule(new Sgd(0, false, 0.05), 0.1, n -> sgd(n, 0, false, 0.05)),
                rule(new Sgd(0.9, false, 0), 0.05, n -> sgd(n, 0.9, false, 0)),
                rule(new Sgd(0.9, false, 0.01), 0.05, n -> sgd(n, 0.9, false, 0.01)),
                rule(new Sgd(0.9, true, 0), 0.05, n -> sgd(n, 0.9, true, 0)),
                rule(new Sgd(0.8, true, 0.02), 0.05, n -> sgd(n, 0.8, true, 0.02)),
                rule(new Adam(0), 0.01, n -> adam(n, 0.9, 0.999, 1e-8, 0, false)),
                rule(new Adam(0.1), 0.01, n -> adam(n, 0.9, 0.999, 1e-8, 0.1, false)),
                rule(new Adam(0.5, 0.75, 1e-2, 0.2), 0.05, n -> adam(n, 0.5, 0.75, 1e-2, 0.2, false)),
                rule(new AdamW(0), 0.01, n -> adam(n, 0.9, 0.999, 1e-8, 0, true)),
                rule(new AdamW(0.3), 0.01, n -> adam(n, 0.9, 0.999, 1e-8, 0.3, true)),
                rule(new AdamW(0.5, 0.75, 1e-2, 0.2), 0.05, n -> adam(n, 0.5, 0.75, 1e-2, 0.2, true)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void agreesWithTheReferenceOverTwentySteps(Optimizer optimizer, double rate, Maker maker) {
        Xoshiro256 random = new Xoshiro256(12);
        // More weights than one piece of work holds.
        Network network =
                Network.builder("linear", Shape.of(150)).dense("y", 120).build(random);
        Map<String, double[]> weights = new LinkedHashMap<>();
        Map<String, Reference> references = new LinkedHashMap<>();
        network.parameters().forEach((name, p) -> {
            weights.put(name, doubles(p.value().data()));
            references.put(name, maker.of(p.value().size()));
        });
        try (Workers workers = new Workers(2)) {
            Trace trace = network.trainingTrace(BATCH, random, workers);
            for (int t = 1; t <= STEPS; t++) {
                double now = rate / Math.sqrt(t);
                double scale = t % 3 == 0 ? 0.25 : 1;
                backward(trace, random);
                for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
                    double[] g = doubles(trace.gradient(entry.getValue()).data());
                    double[] scaled = Arrays.stream(g).map(v -> v * scale).toArray();
                    references.get(entry.getKey()).step(weights.get(entry.getKey()), scaled, now, t);
                }
                optimizer.step(trace, now, scale, workers);
                assertEquals(t, optimizer.steps());
                int step = t;
                network.parameters()
                        .forEach((name, p) -> assertClose(
                                weights.get(name), p.value().data(), 2e-4 * rate * step, optimizer + " step " + step));
            }
        }
    }

    /// A scalar Σ r·y, so that the gradients are of the inputs and r alone and rounding does not feed back.
    private static void backward(Trace trace, Xoshiro256 random) {
        Tensor input = Tensor.zeros(trace.network().input().shape().batch(BATCH));
        for (int i = 0; i < input.size(); i++) {
            input.data()[i] = (float) random.nextGaussian();
        }
        trace.forward(input);
        trace.backward((output, gradient) -> {
            for (int i = 0; i < gradient.size(); i++) {
                gradient.data()[i] = (float) (0.1 * random.nextGaussian());
            }
            return 0;
        });
    }

    private static void assertClose(double[] expected, float[] found, double tolerance, String what) {
        for (int i = 0; i < expected.length; i++) {
            // What float rounding of the weight itself makes comes on top.
            double allowed = tolerance + 2e-6 * Math.abs(expected[i]);
            assertEquals(expected[i], found[i], allowed, what + ", weight " + i);
        }
    }

    @Test
    void oneStepByHand() {
        Network network = Network.builder("one", Shape.of(1))
                .add("y", new Dense(1, 1, false))
                .build();
        float[] w = network.parameters().get("y.weight").value().data();
        w[0] = 2;
        Trace trace = network.trainingTrace(1, new Xoshiro256(0), Workers.common());
        Optimizer sgd = new Sgd(0.5, false, 0.25);
        step(trace, sgd, 0.1); // g = 4 + 0.25·2 = 4.5 = v
        assertEquals(2 - 0.45, w[0], 1e-6);
        step(trace, sgd, 0.1); // g = 4 + 0.25·1.55 = 4.3875, v = 0.5·4.5 + g = 6.6375
        assertEquals(1.55 - 0.66375, w[0], 1e-6);
        w[0] = 2;
        step(trace, new AdamW(0.5), 0.1); // 2·(1 − 0.05), then a step of the whole rate
        assertEquals(1.9 - 0.1, w[0], 1e-6);
        w[0] = 2;
        step(trace, new Adam(0), 0.1);
        assertEquals(1.9, w[0], 1e-6);
    }

    /// y = w·x with x = 4 and Y = y: dw = 4.
    private static void step(Trace trace, Optimizer optimizer, double rate) {
        trace.forward(Tensor.of(Shape.of(1, 1), 4));
        trace.backward((output, gradient) -> {
            gradient.data()[0] = 1;
            return output.data()[0];
        });
        optimizer.step(trace, rate, 1, Workers.common());
    }

    @Test
    void clippingBringsTheNormOfAllGradientsDown() {
        Xoshiro256 random = new Xoshiro256(1);
        Network network = Network.builder("two", Shape.of(3))
                .dense("a", 4)
                .relu("r")
                .dense("b", 2)
                .build(random);
        Trace trace = network.trainingTrace(BATCH, random, Workers.common());
        backward(trace, random);
        double squares = 0;
        for (Tensor g : trace.parameterGradients().values()) {
            squares += Arrays.stream(doubles(g.data())).map(v -> v * v).sum();
        }
        double norm = Math.sqrt(squares);
        assertTrue(norm > 0.01, "a gradient to be clipped: " + norm);
        assertEquals(norm, Optimizer.gradientNorm(trace), 1e-6 * norm);
        assertEquals(1, Optimizer.clip(trace, null));
        assertEquals(1, Optimizer.clip(trace, 2 * norm));
        assertEquals(0.5, Optimizer.clip(trace, norm / 2), 1e-6);
        Map<String, float[]> before = new LinkedHashMap<>();
        network.parameters()
                .forEach((name, p) -> before.put(name, p.value().data().clone()));
        new Sgd(0, false, 0).step(trace, 1, Optimizer.clip(trace, norm / 8), Workers.common());
        double moved = 0;
        for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
            float[] after = entry.getValue().value().data();
            for (int i = 0; i < after.length; i++) {
                double d = (double) after[i] - before.get(entry.getKey())[i];
                moved += d * d;
            }
        }
        assertEquals(norm / 8, Math.sqrt(moved), 1e-5 * norm, "at rate 1 the step is as long as the clipped gradient");
    }

    @Test
    void statisticsAreLeftAlone() {
        Xoshiro256 random = new Xoshiro256(2);
        Network network = Network.builder("bn", Shape.of(3)).batchNorm("bn").build(random);
        Trace trace = network.trainingTrace(BATCH, random, Workers.common());
        backward(trace, random);
        new AdamW(0.5).step(trace, 0.1, 1, Workers.common());
        assertArrayEquals(
                new float[3],
                network.parameters().get("bn.running_mean").value().data());
        assertArrayEquals(
                new float[] {1, 1, 1},
                network.parameters().get("bn.running_var").value().data());
        assertTrue(network.parameters().get("bn.weight").value().data()[0] != 1);
    }

    @Test
    void aTraceWithoutGradientsIsRefused() {
        Network network = Network.builder("n", Shape.of(2)).dense("y", 2).build();
        Trace trace = network.trainingTrace(2, new Xoshiro256(0), Workers.common());
        Optimizer optimizer = new Sgd(0, false, 0);
        assertThrows(IllegalStateException.class, () -> optimizer.step(trace, 0.1, 1, Workers.common()));
        assertThrows(IllegalStateException.class, () -> Optimizer.gradientNorm(trace));
        assertEquals(0, optimizer.steps(), "a refused step is none");
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Sgd(-0.1, false, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(Double.NaN, false, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(0.9, false, -1));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(0, true, 0));
        assertThrows(IllegalArgumentException.class, () -> new Adam(-1));
        assertThrows(IllegalArgumentException.class, () -> new Adam(1, 0.9, 1e-8, 0));
        assertThrows(IllegalArgumentException.class, () -> new Adam(0.9, -0.1, 1e-8, 0));
        assertThrows(IllegalArgumentException.class, () -> new AdamW(0.9, 0.999, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new AdamW(Double.NaN));
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
