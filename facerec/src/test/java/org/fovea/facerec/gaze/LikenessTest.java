package org.fovea.facerec.gaze;

import static org.fovea.facerec.gaze.GazeTest.map;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.fovea.gradcam.HeatMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LikenessTest {
    private static final HeatMap LEFT = map(1, 10, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0);
    private static final HeatMap RIGHT = map(1, 10, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
    private static final HeatMap MIDDLE = map(1, 10, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0);
    private static final HeatMap BLANK = map(1, 10, new float[10]);

    @ParameterizedTest
    @EnumSource(Likeness.class)
    void equalGazesAreOneAndTheOrderDoesNotMatter(Likeness likeness) {
        assertEquals(1, likeness.of(LEFT, LEFT), 1e-12);
        assertEquals(1, likeness.of(LEFT, map(1, 10, 6, 4, 2, 0, 0, 0, 0, 0, 0, 0)), 1e-12, "the scale");
        assertEquals(likeness.of(LEFT, MIDDLE), likeness.of(MIDDLE, LEFT), 1e-12);
        assertEquals(0, likeness.of(LEFT, BLANK));
        assertEquals(0, likeness.of(BLANK, BLANK));
        HeatMap other = map(2, 5, new float[10]);
        assertThrows(IllegalArgumentException.class, () -> likeness.of(LEFT, other));
    }

    @Test
    void gazesThatShareNoPixel() {
        assertEquals(0, Likeness.COSINE.of(LEFT, RIGHT));
        assertEquals(0, Likeness.TOP_FIFTH.of(LEFT, RIGHT));
        assertEquals(0, Likeness.JENSEN_SHANNON.of(LEFT, RIGHT), 1e-12);
        // Both sum to 6 over 10 pixels: covariance 0 − 10·0.6² = −3.6, variances 14 − 3.6.
        assertEquals(-3.6 / 10.4, Likeness.PEARSON.of(LEFT, RIGHT), 1e-7);
    }

    @Test
    void knownValues() {
        assertEquals(6 / Math.sqrt(14 * 12), Likeness.COSINE.of(LEFT, MIDDLE), 1e-12);
        assertEquals((6 - 3.6) / Math.sqrt((14 - 3.6) * (12 - 3.6)), Likeness.PEARSON.of(LEFT, MIDDLE), 1e-7);
        // The highest fifth: pixels 0 and 1 of the left, of the middle's three equal ones the first two.
        assertEquals(1 / 3.0, Likeness.TOP_FIFTH.of(LEFT, MIDDLE), 1e-12);
        // p = (½, ⅓, ⅙, 0), q = (0, ⅓, ⅓, ⅓); m = (¼, ⅓, ¼, ⅙).
        double divergence =
                0.25 * log2(2) + (1 / 12.0) * log2(2 / 3.0) + (1 / 6.0) * log2(4 / 3.0) + (1 / 6.0) * log2(2);
        assertEquals(1 - divergence, Likeness.JENSEN_SHANNON.of(LEFT, MIDDLE), 1e-7);
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    @Test
    void theMeanIsOverAllPairs() {
        double pairs =
                Likeness.COSINE.of(LEFT, RIGHT) + Likeness.COSINE.of(LEFT, MIDDLE) + Likeness.COSINE.of(RIGHT, MIDDLE);
        assertEquals(pairs / 3, Likeness.COSINE.mean(List.of(LEFT, RIGHT, MIDDLE)), 1e-12);
        assertEquals(0, Likeness.COSINE.mean(List.of(LEFT)));
    }

    @Test
    void coverageIsTheSharedPartOfTheReference() {
        assertEquals(1, Likeness.coverage(List.of(LEFT), LEFT), 1e-12);
        assertEquals(0, Likeness.coverage(List.of(RIGHT), LEFT));
        assertEquals(3 / 6.0, Likeness.coverage(List.of(MIDDLE), LEFT), 1e-12); // min(2, 2) + min(1, 2)
        assertEquals(1, Likeness.coverage(List.of(RIGHT, LEFT), LEFT), 1e-12);
        assertEquals(0, Likeness.coverage(List.of(LEFT), BLANK));
        assertEquals(0, Likeness.coverage(List.of(), LEFT));
    }

    @Test
    void theTopIsTakenFromTheEarlierOfEquals() {
        boolean[] top = Likeness.top(new float[] {0, 1, 2, 1, 0}, 0.4);
        assertArrayEquals(new boolean[] {false, true, true, false, false}, top);
        assertArrayEquals(new boolean[] {false, true, true, true, false}, Likeness.top(new float[] {0, 1, 2, 1, 0}, 1));
    }
}
