package org.fovea.tests.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.tensor.Tensor;

/// Comparison of arrays by the largest difference over the largest magnitude.
final class Near {
    private Near() {}

    static void assertNear(Tensor expected, Tensor actual, double tolerance, String what) {
        assertEquals(expected.shape(), actual.shape(), what);
        assertNear(expected.data(), actual.data(), tolerance, what);
    }

    static void assertNear(float[] expected, float[] actual, double tolerance, String what) {
        assertEquals(expected.length, actual.length, what);
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs((double) expected[i] - actual[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
            assertTrue(Float.isFinite(actual[i]), what + ": element " + i + " is " + actual[i]);
        }
        double relative = worst / Math.max(largest, Double.MIN_NORMAL);
        assertTrue(
                relative <= tolerance,
                what + ": differs by " + relative + " of the largest magnitude " + largest + ", allowed " + tolerance);
    }
}
