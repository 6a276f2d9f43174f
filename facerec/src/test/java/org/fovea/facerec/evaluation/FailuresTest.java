package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final float NO = Float.NEGATIVE_INFINITY;

    @Test
    void whatIsMissingIsRefused() {
        Tensor scores = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        assertArrayEquals(
                new float[] {1, 2, NO, NO, 3, 4},
                Failures.toAcquire(scores, true, false, true).data());
        assertArrayEquals(
                new float[] {NO, 1, 2, NO, 3, 4},
                Failures.toEnrol(scores, false, true, true).data());
        var e = assertThrows(IllegalArgumentException.class, () -> Failures.toAcquire(scores, true, false));
        assertEquals("1 of 2 probes acquired, so 1 rows of scores expected, found shape 2×2", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Failures.toEnrol(scores, true, true, true));
    }

    /// FRR = FTA + FNMR (1 − FTA) and FAR = FMR (1 − FTA), with FTA ⅓; at threshold 3, FNMR ½ and FMR ½.
    @Test
    void ratesAreThoseOfTheStandard() {
        int[] labels = {0, 0, 1};
        Tensor all = Failures.toAcquire(Tensor.of(Shape.of(2, 2), 4, 1, 3, 2), true, false, true);
        OperatingPoint point = ErrorRates.of(Scores.ofPosteriors(all, labels)).atThreshold(3);
        assertEquals(1 / 3.0 + 1 / 2.0 * 2 / 3, point.fnmr(), 1e-15);
        assertEquals(1 / 2.0 * 2 / 3, point.fmr(), 1e-15);
        assertEquals(1 / 3.0, Accuracy.of(all, labels), 1e-15);
        assertArrayEquals(new double[] {1 / 3.0, 2 / 3.0}, Accuracy.cmc(2, all, labels), 1e-15);
    }
}
