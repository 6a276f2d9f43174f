package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;
import org.junit.jupiter.api.Test;

class MapComparisonTest {
    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        assertArrayEquals(new double[] {2.5, 1, 5, 2.5, 4}, RankCorrelation.ranks(new float[] {2, 1, 9, 2, 3}), 1e-12);
        assertArrayEquals(new double[] {2, 2, 2}, RankCorrelation.ranks(new float[] {0, -0.0f, 0}), 1e-12);
    }

    @Test
    void spearmanWithTiesByHand() {
        // Ranks 1, 2.5, 2.5, 4 and 2, 1, 3, 4; deviations −1.5, 0, 0, 1.5 and −0.5, −1.5, 0.5, 1.5:
        // Σab = 0.75 + 2.25 = 3, Σaa = 4.5, Σbb = 5.
        HeatMap a = Maps.of(2, 2, 1, 2, 2, 3);
        HeatMap b = Maps.of(2, 2, 20, 10, 30, 40);
        assertEquals(3 / Math.sqrt(4.5 * 5), RankCorrelation.signed(a, b), 1e-12);
    }

    @Test
    void onlyTheOrderCounts() {
        HeatMap a = Maps.of(1, 4, -2, 0, 1, 5);
        assertEquals(1, RankCorrelation.signed(a, Maps.of(1, 4, -1, -0.5f, 0, 1000)), 1e-12);
        assertEquals(-1, RankCorrelation.signed(a, Maps.of(1, 4, 2, 0, -1, -5)), 1e-12);
        assertEquals(1, RankCorrelation.absolute(a, Maps.of(1, 4, 2, 0, -1, -5)), 1e-12, "signs left out");
    }

    @Test
    void aConstantMapHasNoOrder() {
        assertTrue(Double.isNaN(RankCorrelation.signed(Maps.of(1, 3, 1, 1, 1), Maps.of(1, 3, 1, 2, 3))));
        assertTrue(Double.isNaN(RankCorrelation.absolute(Maps.of(1, 3, 1, -1, 1), Maps.of(1, 3, 1, 2, 3))));
    }

    @Test
    void ssimOfAMapWithItselfIsOneAndWithAnotherLess() {
        HeatMap a = Scaling.toUnit(Maps.random(16, 20, new Xoshiro256(1)));
        HeatMap b = Scaling.toUnit(Maps.random(16, 20, new Xoshiro256(2)));
        assertEquals(1, StructuralSimilarity.of(a, a), 1e-12);
        double other = StructuralSimilarity.of(a, b);
        assertTrue(other < 0.5, "found " + other);
        assertEquals(other, StructuralSimilarity.of(b, a), 1e-12);
    }

    @Test
    void ssimOfConstantMapsIsThatOfTheirMeans() {
        // Variances 0: (2·0.2·0.6 + C1)/(0.04 + 0.36 + C1).
        double expected = (0.24 + 1e-4) / (0.4 + 1e-4);
        assertEquals(expected, StructuralSimilarity.of(constant(0.2f), constant(0.6f)), 1e-6);
    }

    @Test
    void ssimOfAContrastByHand() {
        // b = a/2 on one window: with S = Σ w x and V its variance, both terms follow from S and V alone.
        HeatMap a = Scaling.toUnit(Maps.random(11, 11, new Xoshiro256(3)));
        float[] half = new float[121];
        double[] window = new double[11];
        Arrays.setAll(window, i -> Math.exp(-(i - 5) * (i - 5) / 4.5));
        double sum = Arrays.stream(window).sum();
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < 121; i++) {
            double w = window[i / 11] * window[i % 11] / (sum * sum);
            double v = a.values()[i];
            mean += w * v;
            squares += w * v * v;
            half[i] = a.values()[i] / 2;
        }
        double variance = squares - mean * mean;
        double expected =
                (mean * mean + 1e-4) / (1.25 * mean * mean + 1e-4) * (variance + 9e-4) / (1.25 * variance + 9e-4);
        assertEquals(expected, StructuralSimilarity.of(a, a.with(half)), 1e-6);
    }

    private static HeatMap constant(float value) {
        float[] values = new float[144];
        Arrays.fill(values, value);
        return Maps.of(12, 12, values);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> RankCorrelation.signed(Maps.of(1, 2, 1, 2), Maps.of(2, 1, 1, 2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> RankCorrelation.signed(Maps.of(1, 2, 1, Float.NaN), Maps.of(1, 2, 1, 2)));
        HeatMap small = Maps.of(10, 11, new float[110]);
        assertThrows(IllegalArgumentException.class, () -> StructuralSimilarity.of(small, small));
        assertThrows(IllegalArgumentException.class, () -> StructuralSimilarity.of(constant(2), constant(1)));
    }

    @Test
    void aComparisonGathersAllThree() {
        HeatMap a = Maps.random(4, 4, new Xoshiro256(1));
        MapComparison same = MapComparison.of(a, a, 16, 16);
        assertEquals(1, same.signed(), 1e-12);
        assertEquals(1, same.absolute(), 1e-12);
        assertEquals(1, same.similarity(), 1e-9);
        MapComparison blank = MapComparison.of(a, Maps.of(4, 4, new float[16]), 16, 16);
        MapComparison mean = MapComparison.mean(List.of(same, blank));
        assertEquals(1, mean.signed(), 1e-12, "where there is no answer, none counts");
        assertEquals((1 + blank.similarity()) / 2, mean.similarity(), 1e-9);
    }
}
