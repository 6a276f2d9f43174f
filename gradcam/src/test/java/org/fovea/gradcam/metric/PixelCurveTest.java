package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;

class PixelCurveTest {
    /// 2×2 pixels; the confidence is 0.1 of the first, 0.2, 0.3 and 0.4 of the last.
    private static final Confidence WEIGHTED = pictures -> {
        double[] answers = new double[pictures.shape().extent(0)];
        for (int n = 0; n < answers.length; n++) {
            for (int i = 0; i < 4; i++) {
                answers[n] += (i + 1) / 10.0 * pictures.data()[4 * n + i];
            }
        }
        return answers;
    };

    private static final Tensor ONES = Maps.picture(2, 2, 1, 1, 1, 1);
    private static final HeatMap PERFECT = Maps.of(2, 2, 1, 2, 3, 4);
    private static final HeatMap WORST = Maps.of(2, 2, 4, 3, 2, 1);

    @Test
    void deletionTakesTheHighestPixelsFirst() {
        PixelCurve curve = PixelCurve.deletion(WEIGHTED, ONES, PERFECT, Baseline.ZERO, 4, 1);
        assertArrayEquals(new double[] {0, 0.25, 0.5, 0.75, 1}, curve.share());
        assertArrayEquals(new double[] {1, 0.6, 0.3, 0.1, 0}, curve.confidence(), 1e-7);
        // Trapezoids: (1 + 0.6)/2, (0.6 + 0.3)/2, (0.3 + 0.1)/2, 0.1/2, each a quarter wide.
        assertEquals((0.8 + 0.45 + 0.2 + 0.05) / 4, curve.area(), 1e-7);
    }

    @Test
    void insertionGivesTheHighestPixelsFirst() {
        PixelCurve curve = PixelCurve.insertion(WEIGHTED, ONES, PERFECT, Baseline.ZERO, 4, 1);
        assertArrayEquals(new double[] {0, 0.4, 0.7, 0.9, 1}, curve.confidence(), 1e-7);
        assertEquals((0.2 + 0.55 + 0.8 + 0.95) / 4, curve.area(), 1e-7);
    }

    @Test
    void fewerStepsTakeSeveralPixelsAtOnce() {
        PixelCurve curve = PixelCurve.deletion(WEIGHTED, ONES, WORST, Baseline.ZERO, 2, 1);
        assertArrayEquals(new double[] {0, 0.5, 1}, curve.share());
        assertArrayEquals(new double[] {1, 0.7, 0}, curve.confidence(), 1e-7);
    }

    @Test
    void negativeValuesAreRankedToo() {
        PixelCurve curve = PixelCurve.deletion(WEIGHTED, ONES, Maps.of(2, 2, -4, -3, -2, -1), Baseline.ZERO, 4, 1);
        assertArrayEquals(new double[] {1, 0.6, 0.3, 0.1, 0}, curve.confidence(), 1e-7);
    }

    @Test
    void aPerfectMapBeatsRandomOnesAndThoseBeatTheWorst() {
        Xoshiro256 random = new Xoshiro256(3);
        int side = 16;
        float[] truth = new float[side * side];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = random.nextFloat();
        }
        double sum = sum(truth);
        Confidence weighted = pictures -> {
            double[] answers = new double[pictures.shape().extent(0)];
            for (int i = 0; i < pictures.size(); i++) {
                answers[i / truth.length] += truth[i % truth.length] * pictures.data()[i] / sum;
            }
            return answers;
        };
        float[] ones = new float[truth.length];
        Arrays.fill(ones, 1);
        Tensor picture = Maps.picture(side, side, ones);
        float[] opposite = new float[truth.length];
        for (int i = 0; i < truth.length; i++) {
            opposite[i] = -truth[i];
        }
        double perfect = deletion(weighted, picture, Maps.of(side, side, truth));
        double worst = deletion(weighted, picture, Maps.of(side, side, opposite));
        for (int trial = 0; trial < 20; trial++) {
            double lots = deletion(weighted, picture, Maps.random(side, side, random));
            assertTrue(perfect < lots - 0.05 && lots < worst - 0.05, perfect + " < " + lots + " < " + worst);
        }
    }

    private static double deletion(Confidence confidence, Tensor picture, HeatMap map) {
        return PixelCurve.deletion(confidence, picture, map, Baseline.ZERO, 32, 1)
                .area();
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum;
    }

    @Test
    void equalPixelsGoByLotWithoutAPreferredPlace() {
        int side = 32;
        int[] order = PixelOrder.descending(Maps.of(side, side, new float[side * side]), 5);
        double meanRow = Arrays.stream(order, 0, order.length / 2)
                .map(i -> i / side)
                .average()
                .orElseThrow();
        assertEquals((side - 1) / 2.0, meanRow, 2, "the first half of the pixels is spread over all rows");
        assertArrayEquals(order, PixelOrder.descending(Maps.of(side, side, new float[side * side]), 5));
        int[] ascending = PixelOrder.ascending(Maps.of(1, 4, 2, -1, 7, 0), 5);
        assertArrayEquals(new int[] {1, 3, 0, 2}, ascending);
    }

    @Test
    void zeroAndMinusZeroAreEqual() {
        float[] values = new float[256];
        Arrays.fill(values, 0, 128, -0.0f);
        int[] order = PixelOrder.descending(Maps.of(16, 16, values), 1);
        assertArrayEquals(PixelOrder.descending(Maps.of(16, 16, new float[256]), 1), order);
    }

    @Test
    void baselines() {
        Tensor picture = Maps.picture(1, 2, 1, 10, 3, 30); // two pixels, two channels
        assertArrayEquals(new float[4], Baseline.ZERO.of(picture).data());
        assertArrayEquals(new float[] {2, 20, 2, 20}, Baseline.MEAN.of(picture).data());
        float[] same = new float[15 * 15];
        Arrays.fill(same, 0.7f);
        assertArrayEquals(same, Baseline.BLUR.of(Maps.picture(15, 15, same)).data(), 1e-6f, "blur keeps a constant");
        float[] point = new float[15 * 15];
        point[7 * 15 + 7] = 1;
        float[] blurred = Baseline.BLUR.of(Maps.picture(15, 15, point)).data();
        double edge = Math.exp(-0.5); // the kernel at a distance of 5 = σ
        double all = 0;
        for (int d = -5; d <= 5; d++) {
            all += Math.exp(-d * d / 50.0);
        }
        assertEquals(1 / (all * all), blurred[7 * 15 + 7], 1e-7);
        assertEquals(edge / (all * all), blurred[2 * 15 + 7], 1e-7);
        assertEquals(0, blurred[15 + 7], "six pixels away");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> PixelCurve.deletion(WEIGHTED, ONES, Maps.of(1, 2, 1, 2), Baseline.ZERO, 2, 1))
                .getMessage();
        assertEquals("a map of 1×2 cells over a picture of 2×2 pixels; resize the map first", message);
        for (int steps : new int[] {0, 5}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> PixelCurve.deletion(WEIGHTED, ONES, PERFECT, Baseline.ZERO, steps, 1));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> PixelCurve.deletion(WEIGHTED, ONES, Maps.of(2, 2, 1, Float.NaN, 2, 3), Baseline.ZERO, 2, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> PixelCurve.deletion(WEIGHTED, Tensor.zeros(2, 2, 2, 1), PERFECT, Baseline.ZERO, 2, 1));
    }

    @Test
    void withoutLotsEqualPixelsStandRowByRow() {
        assertArrayEquals(new int[] {2, 0, 3, 1}, PixelOrder.descending(new float[] {1, 0, 5, 1}));
        assertArrayEquals(new int[] {3, 1, 2, 0}, PixelOrder.descending(new float[] {-2, -0f, 0, 1}));
        assertArrayEquals(new int[] {0, 1, 2, 3}, PixelOrder.ascending(new float[] {-2, -0f, 0, 1}));
        int[] random = PixelOrder.random(50, new Xoshiro256(1));
        assertArrayEquals(random, PixelOrder.random(50, new Xoshiro256(1)));
        int[] sorted = random.clone();
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, 50).toArray(), sorted);
        assertFalse(Arrays.equals(sorted, random));
    }

    @Test
    void pixelsChangeInTheirOrderWithAllTheirChannels() {
        Tensor start = Tensor.of(Shape.of(1, 1, 4, 2), 0, 0, 0, 0, 0, 0, 0, 0);
        Tensor end = Tensor.of(Shape.of(1, 1, 4, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        PixelSteps steps = PixelSteps.of(start, end, new int[] {2, 0, 3, 1}, 2);
        assertArrayEquals(new int[] {0, 2, 4}, steps.changed());
        assertArrayEquals(new double[] {0, 0.5, 1}, steps.shares());
        Tensor pictures = steps.pictures();
        assertEquals(Shape.of(3, 1, 4, 2), pictures.shape());
        assertArrayEquals(start.data(), pictures.slice(0, 1).data());
        assertArrayEquals(
                new float[] {1, 2, 0, 0, 5, 6, 0, 0}, pictures.slice(1, 2).data());
        assertArrayEquals(end.data(), pictures.slice(2, 3).data());
        assertThrows(IllegalArgumentException.class, () -> PixelSteps.of(start, end, new int[] {0, 1}, 2));
        assertThrows(IllegalArgumentException.class, () -> PixelSteps.of(start, end, new int[] {2, 0, 3, 1}, 5));
    }
}
