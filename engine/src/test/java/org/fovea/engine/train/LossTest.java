package org.fovea.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.fovea.engine.network.Target;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each loss against its formula written again in double, its gradient against that formula's central differences,
/// and both against values worked out by hand.
class LossTest {
    private static final double STEP = 1e-6;

    @ParameterizedTest
    @CsvSource({"1, 2, 0", "7, 5, 0", "7, 5, 0.1", "4, 40, 0.3", "3, 6, 1", "5, 1, 0.2"})
    void crossEntropy(int n, int c, double smoothing) {
        int[] labels = labels(n, c);
        check(new CrossEntropy(smoothing).of(labels), logits(n, c, 3), y -> {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double[] p = softmax(Arrays.copyOfRange(y, i * c, (i + 1) * c));
                for (int k = 0; k < c; k++) {
                    double wanted = (k == labels[i] ? 1 - smoothing : 0) + smoothing / c;
                    sum -= wanted * Math.log(p[k]);
                }
            }
            return sum / n;
        });
    }

    @Test
    void crossEntropyByHand() {
        Tensor y = Tensor.of(Shape.of(1, 2), 0, (float) Math.log(3)); // p = (1/4, 3/4)
        Tensor dy = Tensor.zeros(1, 2);
        assertEquals(Math.log(4 / 3.0), new CrossEntropy().of(new int[] {1}).evaluate(y, dy), 1e-7);
        assertArrayEquals(new float[] {0.25f, -0.25f}, dy.data(), 1e-7f);
        double smoothed = new CrossEntropy(0.2).of(new int[] {1}).evaluate(y, dy);
        assertEquals(-0.1 * Math.log(0.25) - 0.9 * Math.log(0.75), smoothed, 1e-7);
        assertArrayEquals(new float[] {0.15f, -0.15f}, dy.data(), 1e-7f);
        assertEquals(
                Math.log(40),
                new CrossEntropy().of(new int[] {7}).evaluate(Tensor.zeros(1, 40), Tensor.zeros(1, 40)),
                1e-9);
    }

    @Test
    void crossEntropyOfLogitsFarApartStaysFinite() {
        Tensor y = Tensor.of(Shape.of(2, 3), 1e4f, 0, -1e4f, 1e4f, 0, -1e4f);
        Tensor dy = Tensor.zeros(2, 3);
        assertEquals(1e4, new CrossEntropy().of(new int[] {0, 2}).evaluate(y, dy), 1e-6);
        assertArrayEquals(new float[] {0, 0, 0, 0.5f, 0, -0.5f}, dy.data());
    }

    @ParameterizedTest
    @CsvSource({"64, 0.5", "30, 0.3", "4, 1.2", "10, 0"})
    void arcFace(double scale, double margin) {
        int n = 12;
        int c = 5;
        int[] labels = labels(n, c);
        // Labels' angles all around the half circle, beyond π − m too; none near 0, π and π − m.
        Tensor cosines = logits(n, c, 0.3);
        for (int i = 0; i < n; i++) {
            double angle = Math.PI * (i + 0.7) / (n + 0.4);
            cosines.set((float) Math.cos(angle), i, labels[i]);
        }
        check(
                new ArcFace(scale, margin).of(labels),
                cosines,
                y -> margin(y, n, c, labels, scale, cosine -> {
                    double angle = Math.acos(cosine);
                    return angle < Math.PI - margin
                            ? Math.cos(angle + margin)
                            : Math.cos(angle) - margin * Math.sin(margin);
                }));
    }

    @ParameterizedTest
    @CsvSource({"64, 0.35", "30, 0.2", "1, 0"})
    void cosFace(double scale, double margin) {
        int n = 9;
        int c = 4;
        int[] labels = labels(n, c);
        check(
                new CosFace(scale, margin).of(labels),
                logits(n, c, 0.3),
                y -> margin(y, n, c, labels, scale, cosine -> cosine - margin));
    }

    @Test
    void marginsByHand() {
        // 60° and a margin of 30° make cos 90° = 0, which is the other class's cosine: p = (1/2, 1/2).
        Tensor y = Tensor.of(Shape.of(1, 2), 0.5f, 0);
        Tensor dy = Tensor.zeros(1, 2);
        assertEquals(Math.log(2), new ArcFace(2, Math.PI / 6).of(new int[] {0}).evaluate(y, dy), 1e-6);
        // d cos(θ + m)/d cos θ = sin 90° / sin 60°.
        assertArrayEquals(new float[] {(float) (-1 / Math.sin(Math.PI / 3)), 1}, dy.data(), 1e-6f);
        assertEquals(Math.log(2), new CosFace(2, 0.5).of(new int[] {0}).evaluate(y, dy), 1e-6);
        assertArrayEquals(new float[] {-1, 1}, dy.data(), 1e-6f);
    }

    /// Where the derivative of the angle is infinite, and where rounding takes a cosine beyond 1.
    @ParameterizedTest
    @CsvSource({"1", "-1", "1.000001", "-1.000001"})
    void marginsHoldAtTheEndsOfTheCosine(float cosine) {
        double end = Math.signum(cosine);
        double withAngle = end > 0 ? Math.cos(0.5) : -1 - 0.5 * Math.sin(0.5);
        holdsAtTheEnd(new ArcFace(64, 0.5), cosine, 64 * withAngle);
        holdsAtTheEnd(new CosFace(64, 0.35), cosine, 64 * (end - 0.35));
    }

    /// @param logit of the label, its margin taken off
    private static void holdsAtTheEnd(Loss loss, float cosine, double logit) {
        Tensor y = Tensor.of(Shape.of(1, 3), 0.2f, cosine, -0.1f);
        Tensor dy = Tensor.zeros(1, 3);
        double found = loss.of(new int[] {1}).evaluate(y, dy);
        double sum = Math.exp(64 * 0.2 - logit) + 1 + Math.exp(64 * -0.1 - logit);
        String what = loss.describe() + " at " + cosine;
        assertEquals(Math.log(sum), found, 1e-5 * Math.max(1, Math.log(sum)), what);
        assertEquals(64 * Math.exp(64 * 0.2 - logit) / sum, dy.get(0, 0), 1e-3, what);
        assertEquals(64 * Math.exp(64 * -0.1 - logit) / sum, dy.get(0, 2), 1e-3, what);
        // The label's cosine is drawn up, however steeply.
        assertTrue(dy.get(0, 1) <= 0 && dy.get(0, 1) >= -64e4, what + ": " + dy.get(0, 1));
    }

    @ParameterizedTest
    @CsvSource({"8, 3, 2, 0.2", "12, 4, 3, 1", "20, 6, 5, 0.05"})
    void triplet(int n, int c, int people, double margin) {
        int[] labels = labels(n, people);
        check(new Triplet(margin).of(labels), logits(n, c, 1), y -> {
            double sum = 0;
            int pairs = 0;
            for (int a = 0; a < n; a++) {
                for (int p = 0; p < n; p++) {
                    if (a != p && labels[a] == labels[p]) {
                        double positive = distance(y, c, a, p);
                        double semiHard = Double.POSITIVE_INFINITY;
                        double farthest = 0;
                        for (int k = 0; k < n; k++) {
                            double negative = distance(y, c, a, k);
                            if (labels[k] != labels[a]) {
                                semiHard = negative > positive ? Math.min(semiHard, negative) : semiHard;
                                farthest = Math.max(farthest, negative);
                            }
                        }
                        double chosen = Double.isInfinite(semiHard) ? farthest : semiHard;
                        sum += Math.max(0, positive - chosen + margin);
                        pairs++;
                    }
                }
            }
            return sum / pairs;
        });
    }

    @Test
    void tripletByHand() {
        // On a line: one person at 0 and 1, another at 1.2. From 0 the negative is semi-hard: 1 − 1.44 + 0.5 = 0.06.
        // From 1
        // it is nearer than the positive, and the only one: 1 − 0.04 + 0.5 = 1.46.
        Tensor y = Tensor.of(Shape.of(3, 1), 0, 1, 1.2f);
        Tensor dy = Tensor.zeros(3, 1);
        assertEquals((0.06 + 1.46) / 2, new Triplet(0.5).of(new int[] {4, 4, 9}).evaluate(y, dy), 1e-6);
        // Each of the two counts half. From a = 0, p = 1: dL/d(a, p, n) = 2(n − p), 2(p − a), 2(a − n) = 0.4, 2, −2.4;
        // from a = 1, p = 0: 2.4, −2, −0.4. The picture at 0 is a in the first and p in the second.
        assertArrayEquals(new float[] {(0.4f - 2) / 2, (2 + 2.4f) / 2, (-2.4f - 0.4f) / 2}, dy.data(), 1e-6f);
        assertFalse(new Triplet(0.5).classifies());
    }

    @Test
    void tripletsFarApartOrWithoutANegativeCostNothing() {
        Tensor y = Tensor.of(Shape.of(3, 1), 0, 1, 9);
        for (int[] labels : new int[][] {{0, 0, 1}, {0, 0, 0}, {0, 1, 2}}) {
            Tensor dy = Tensor.of(Shape.of(3, 1), 7, 7, 7);
            assertEquals(0, new Triplet(0.5).of(labels).evaluate(y, dy));
            assertArrayEquals(new float[3], dy.data(), Arrays.toString(labels));
        }
    }

    @Test
    void meanSquaredError() {
        Tensor expected = logits(4, 6, 2);
        double[] t = doubles(expected.data());
        Tensor y = Tensor.zeros(4, 6);
        Xoshiro256 random = new Xoshiro256(3);
        for (int i = 0; i < y.size(); i++) {
            y.data()[i] = (float) random.nextGaussian();
        }
        check(MeanSquaredError.of(expected), y, values -> {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += (values[i] - t[i]) * (values[i] - t[i]);
            }
            return sum / values.length;
        });
        Tensor dy = Tensor.zeros(1, 2);
        assertEquals(
                (4 + 0.25) / 2,
                MeanSquaredError.of(Tensor.of(Shape.of(1, 2), 1, 2)).evaluate(Tensor.of(Shape.of(1, 2), 3, 1.5f), dy));
        assertArrayEquals(new float[] {2, -0.5f}, dy.data());
        assertThrows(
                IllegalArgumentException.class,
                () -> MeanSquaredError.of(Tensor.zeros(2)).evaluate(y, dy));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        for (Loss loss : new Loss[] {new CrossEntropy(), new ArcFace(64, 0.5), new CosFace(64, 0.35)}) {
            for (int label : new int[] {-1, 3}) {
                assertEquals(
                        "label " + label + " for a network with 3 outputs", refusal(loss, Shape.of(2, 3), 0, label));
            }
            assertTrue(refusal(loss, Shape.of(3, 3), 0, 1).contains("2 labels needs an output (2, C), found 3×3"));
            assertTrue(refusal(loss, Shape.of(2, 1, 1, 3), 0, 1).contains("found 2×1×1×3"));
            assertTrue(loss.classifies());
        }
        assertTrue(refusal(new Triplet(1), Shape.of(3, 3), 0, 1).contains("found 3×3"));
        assertThrows(IllegalArgumentException.class, () -> new CrossEntropy(-0.1));
        assertThrows(IllegalArgumentException.class, () -> new CrossEntropy(1.1));
        assertThrows(IllegalArgumentException.class, () -> new CrossEntropy(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new ArcFace(0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new ArcFace(64, -0.1));
        assertThrows(IllegalArgumentException.class, () -> new ArcFace(64, Math.PI));
        assertThrows(IllegalArgumentException.class, () -> new CosFace(64, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Triplet(0));
    }

    private static String refusal(Loss loss, Shape output, int... labels) {
        Target target = loss.of(labels);
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> target.evaluate(Tensor.zeros(output), Tensor.zeros(output)))
                .getMessage();
    }

    /// The value against the formula, and the gradient against the formula's (f(y + h) − f(y − h)) / 2h.
    private static void check(Target target, Tensor y, ToDoubleFunction<double[]> formula) {
        double[] wide = doubles(y.data());
        Tensor dy = y.copy(); // any content: all of it is to be overwritten
        double value = formula.applyAsDouble(wide);
        assertEquals(value, target.evaluate(y, dy), 2e-6 * Math.max(1, Math.abs(value)));
        double[] expected = new double[wide.length];
        double largest = 1e-3;
        for (int i = 0; i < wide.length; i++) {
            double at = wide[i];
            wide[i] = at + STEP;
            double above = formula.applyAsDouble(wide);
            wide[i] = at - STEP;
            double below = formula.applyAsDouble(wide);
            wide[i] = at;
            expected[i] = (above - below) / (2 * STEP);
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], dy.data()[i], 1e-5 * largest, "gradient " + i);
        }
    }

    private static double margin(
            double[] y, int n, int c, int[] labels, double scale, ToDoubleFunction<Double> withMargin) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double[] z = new double[c];
            for (int k = 0; k < c; k++) {
                double cosine = y[i * c + k];
                z[k] = scale * (k == labels[i] ? withMargin.applyAsDouble(cosine) : cosine);
            }
            sum -= Math.log(softmax(z)[labels[i]]);
        }
        return sum / n;
    }

    private static double[] softmax(double[] z) {
        double max = Arrays.stream(z).max().orElseThrow();
        double[] p = Arrays.stream(z).map(v -> Math.exp(v - max)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(v -> v / sum).toArray();
    }

    private static double distance(double[] y, int c, int a, int b) {
        double sum = 0;
        for (int k = 0; k < c; k++) {
            sum += (y[a * c + k] - y[b * c + k]) * (y[a * c + k] - y[b * c + k]);
        }
        return sum;
    }

    private static int[] labels(int n, int classes) {
        Xoshiro256 random = new Xoshiro256(n);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i < classes ? i : random.nextInt(classes);
        }
        return labels;
    }

    private static Tensor logits(int n, int c, double deviation) {
        Xoshiro256 random = new Xoshiro256(n * 100L + c);
        Tensor y = Tensor.zeros(n, c);
        for (int i = 0; i < y.size(); i++) {
            y.data()[i] = (float) (deviation * random.nextGaussian());
        }
        return y;
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
