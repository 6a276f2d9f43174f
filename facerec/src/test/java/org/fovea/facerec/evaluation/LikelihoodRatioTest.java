package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

class LikelihoodRatioTest {
    /// Worked by hand. Sorted, with the two added: genuine −∞; impostors 1, 2; genuine 3; impostor 4; genuine 5, 6;
    /// impostor +∞. The shares of genuine ones rise in the blocks {−∞, 1, 2} 1 of 3, {3, 4} 1 of 2, {5, 6, +∞} 2 of
    /// 3.
    @Test
    void neighboursArePooledUntilTheShareRises() {
        LikelihoodRatio ratio = LikelihoodRatio.fit(Scores.of(new double[] {3, 5, 6}, new double[] {1, 2, 4}));
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, ratio.scores());
        double half = Math.log10(0.5);
        double twice = Math.log10(2);
        assertArrayEquals(new double[] {half, half, 0, 0, twice, twice}, ratio.log10s(), 1e-12);
        assertEquals(half, ratio.log10(-100));
        assertEquals(twice, ratio.log10(100));
        assertEquals(half / 2, ratio.log10(2.5), 1e-12);
        assertEquals(half, ratio.lowest());
        assertEquals(twice, ratio.highest());
    }

    /// Of two normal distributions of variance 1 at 0 and 2 the logarithm of the ratio is 2 s − 2, in e-folds.
    @Test
    void normalScoresGiveTheirTrueRatio() {
        Xoshiro256 random = new Xoshiro256(1);
        double[] genuine =
                random.doubles(40_000).map(u -> 2 + random.nextGaussian()).toArray();
        double[] impostor =
                random.doubles(80_000).map(u -> random.nextGaussian()).toArray();
        LikelihoodRatio ratio = LikelihoodRatio.fit(Scores.of(genuine, impostor));
        for (double score = -0.5; score <= 2.5; score += 0.5) {
            assertEquals((2 * score - 2) / Math.log(10), ratio.log10(score), 0.12, "at " + score);
        }
        double[] log10 = ratio.log10s();
        for (int i = 1; i < log10.length; i++) {
            assertTrue(log10[i] >= log10[i - 1], "falls at " + i);
        }
    }

    @Test
    void perfectSeparationStaysWithinWhatTheNumbersBear() {
        LikelihoodRatio ratio = LikelihoodRatio.fit(Scores.of(new double[] {0.9, 0.8}, new double[] {0.1, 0.2, 0.3}));
        // The block at the top: 2 genuine, 1 impostor added; 4 impostors and 3 genuine in all.
        assertEquals(Math.log10(2.0 * 4 / 3), ratio.highest(), 1e-12);
        assertEquals(Math.log10(1.0 / 3 * 4 / 3), ratio.lowest(), 1e-12);
    }

    @Test
    void knotsThatFallAreRefused() {
        double[] two = {0, 1};
        assertThrows(IllegalArgumentException.class, () -> LikelihoodRatio.of(two, new double[] {1, 0}));
        assertThrows(IllegalArgumentException.class, () -> LikelihoodRatio.of(new double[] {1, 0}, two));
        assertThrows(IllegalArgumentException.class, () -> LikelihoodRatio.of(two, new double[] {0}));
        assertThrows(IllegalArgumentException.class, () -> LikelihoodRatio.of(new double[0], new double[0]));
        assertThrows(IllegalArgumentException.class, () -> LikelihoodRatio.of(two, new double[] {0, Double.NaN}));
        LikelihoodRatio fine = LikelihoodRatio.of(two, two);
        assertThrows(IllegalArgumentException.class, () -> fine.log10(Double.NaN));
    }
}
