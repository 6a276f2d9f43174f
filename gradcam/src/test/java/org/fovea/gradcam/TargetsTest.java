package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.method.FinerCam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetsTest {
    private static final float[] Y = {1.5f, -0.5f, 0.25f, 2};

    static Stream<PictureTarget> targets() {
        return Stream.of(
                Targets.logit(2),
                Targets.negativeLogit(1),
                Targets.probability(0),
                Targets.logProbability(3),
                Targets.difference(3, 0),
                Targets.similarity(new float[] {1, 2, -1, 0.5f}),
                Targets.negative(Targets.probability(1)),
                Targets.of("half the sum of squares", (y, dy) -> {
                    double sum = 0;
                    for (int i = 0; i < y.length; i++) {
                        dy[i] = y[i];
                        sum += y[i] * y[i] / 2;
                    }
                    return sum;
                }),
                finer(Convention.PAPER),
                finer(Convention.PYTORCH_GRAD_CAM));
    }

    private static PictureTarget finer(Convention convention) {
        Subject subject = Subject.of(RandomNetworks.pooled(1), RandomNetworks.pictures(1, 1), Targets.logit(3));
        return new FinerCam(0.6).prepare(subject.convention(convention)).target();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void theDerivativeIsTheMeasuredSlope(PictureTarget target) {
        float[] dy = {9, 9, 9, 9};
        target.evaluate(0, Y, dy);
        float step = 1f / 256;
        for (int i = 0; i < Y.length; i++) {
            float[] above = Y.clone();
            float[] below = Y.clone();
            above[i] += step;
            below[i] -= step;
            double slope =
                    (target.evaluate(0, above, new float[4]) - target.evaluate(0, below, new float[4])) / (2 * step);
            assertEquals(slope, dy[i], 1e-4, target.describe(0) + " by output " + i);
        }
    }

    @Test
    void values() {
        float[] dy = new float[4];
        double whole = Math.exp(1.5) + Math.exp(-0.5) + Math.exp(0.25) + Math.exp(2);
        assertEquals(0.25, Targets.logit(2).evaluate(0, Y, dy));
        assertEquals(0.5, Targets.negativeLogit(1).evaluate(0, Y, dy));
        assertEquals(Math.exp(2) / whole, Targets.probability(3).evaluate(0, Y, dy), 1e-12);
        assertEquals(2 - Math.log(whole), Targets.logProbability(3).evaluate(0, Y, dy), 1e-12);
        assertEquals(0.5, Targets.difference(3, 0).evaluate(0, Y, dy));
        double length = Math.sqrt(1.5 * 1.5 + 0.25 + 0.0625 + 4);
        assertEquals(1.5 / length, Targets.similarity(new float[] {7, 0, 0, 0}).evaluate(0, Y, dy), 1e-12);
    }

    @Test
    void largeLogitsDoNotOverflow() {
        float[] y = {1000, 999};
        float[] dy = new float[2];
        double p = 1 / (1 + Math.exp(-1));
        assertEquals(p, Targets.probability(0).evaluate(0, y, dy), 1e-12);
        assertEquals(Math.log(p), Targets.logProbability(0).evaluate(0, y, dy), 1e-9);
    }

    @Test
    void aBatchsScalarIsTheSumAndEachGradientIsItsOwn() {
        Tensor output = Tensor.of(Shape.of(2, 4), 1.5f, -0.5f, 0.25f, 2, 1, 2, 3, 4);
        Tensor gradient = Tensor.zeros(2, 4);
        assertEquals(1.5 + 4, Targets.logit(0, 3).evaluate(output, gradient), 1e-12);
        assertArrayEquals(new float[] {1, 0, 0, 0, 0, 0, 0, 1}, gradient.data());
        assertEquals("logit of class 3", Targets.logit(0, 3).describe(1));
        assertEquals(
                "logit of class 0 less that of class 1",
                Targets.difference(0, 1).describe(0));
        assertEquals(3, Targets.logit(0, 3).classOf(1).orElseThrow());
        assertTrue(Targets.similarity(Y).classOf(0).isEmpty());
    }

    @Test
    void anEmbeddingOfNothingHasNoDirection() {
        float[] dy = {9, 9};
        assertEquals(0, Targets.similarity(new float[] {1, 1}).evaluate(0, new float[2], dy));
        assertArrayEquals(new float[2], dy);
        assertThrows(IllegalArgumentException.class, () -> Targets.similarity(new float[3]));
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> Targets.similarity(new float[] {1, odd}));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheNumbers() {
        assertTold("class 4 of a network with 4 outputs", () -> Targets.logit(4).evaluate(0, Y, new float[4]));
        assertTold("class -1 of a network", () -> Targets.probability(-1).evaluate(0, Y, new float[4]));
        assertTold(
                "2 classes or references, but there is a picture 3",
                () -> Targets.logit(0, 1).evaluate(2, Y, new float[4]));
        assertTold(
                "a reference of 3 values against an embedding of 4",
                () -> Targets.similarity(new float[] {1, 2, 3}).evaluate(0, Y, new float[4]));
        assertTold("at least one class", Targets::logit);
    }

    private static void assertTold(String told, org.junit.jupiter.api.function.Executable refused) {
        String message = assertThrows(IllegalArgumentException.class, refused).getMessage();
        assertTrue(message.contains(told), message);
    }
}
