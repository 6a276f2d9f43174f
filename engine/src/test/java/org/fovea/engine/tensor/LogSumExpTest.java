package org.fovea.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LogSumExpTest {
    @Test
    void ofFewValues() {
        float[] x = {9, 1, 2, 3, 9};
        assertEquals(Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)), LogSumExp.of(x, 1, 3), 1e-12);
        assertEquals(9, LogSumExp.of(x, 4, 1));
    }

    @Test
    void ofValuesWhoseExponentialIsNoNumber() {
        float[] x = {1000, 1001, -4000, Float.NEGATIVE_INFINITY};
        assertEquals(1001 + Math.log1p(Math.exp(-1)), LogSumExp.of(x, 0, 4), 1e-9);
        float[] low = {-3e38f, -3e38f};
        assertEquals(-3e38f + Math.log(2), LogSumExp.of(low, 0, 2), 1e20);
        assertTrue(Double.isNaN(LogSumExp.of(new float[] {1, Float.NaN}, 0, 2)));
    }

    @Test
    void softmaxSumsToOneAndLeavesTheRestAlone() {
        float[] x = {7, 1000, 1001, 999, 7};
        LogSumExp.softmax(x, 1, 3);
        double sum = Math.exp(-1) + 1 + Math.exp(-2);
        assertArrayEquals(
                new float[] {7, (float) (Math.exp(-1) / sum), (float) (1 / sum), (float) (Math.exp(-2) / sum), 7},
                x,
                1e-7f);
    }

    @Test
    void softmaxOfRows() {
        Tensor rows = Tensor.of(Shape.of(2, 2), 0, 0, 1, 3);
        Tensor p = LogSumExp.softmax(rows);
        double q = 1 / (1 + Math.exp(2));
        assertArrayEquals(new float[] {0.5f, 0.5f, (float) q, (float) (1 - q)}, p.data(), 1e-7f);
        assertArrayEquals(new float[] {0, 0, 1, 3}, rows.data(), "a new tensor");
    }
}
