package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final Tensor SCORES =
            Tensor.of(Shape.of(4, 3), /* 0 */ 3, 2, 1, /* 1 */ 3, 2, 1, /* 2 */ 3, 2, 1, /* 3 */ -5, -7, -6);
    private static final int[] LABELS = {0, 1, 2, 2};

    @Test
    void countsTheHighest() {
        assertEquals(0.25, Accuracy.of(SCORES, LABELS));
        assertArrayEquals(new boolean[] {true, false, false, false}, Accuracy.correct(1, SCORES, LABELS));
        assertArrayEquals(new int[] {0, 0, 0, 0}, Accuracy.predictions(SCORES));
    }

    @Test
    void countsTheHighestK() {
        assertEquals(0.75, Accuracy.top(2, SCORES, LABELS));
        assertEquals(1, Accuracy.top(3, SCORES, LABELS));
    }

    @Test
    void theCmcCountsUpToARank() {
        assertArrayEquals(new int[] {1, 2, 3, 2}, Accuracy.ranks(SCORES, LABELS));
        assertArrayEquals(new double[] {0.25, 0.75, 1}, Accuracy.cmc(3, SCORES, LABELS));
        assertArrayEquals(new double[] {0.25}, Accuracy.cmc(1, SCORES, LABELS));
        assertThrows(IllegalArgumentException.class, () -> Accuracy.cmc(4, SCORES, LABELS));
    }

    @Test
    void minusInfinityIsNoCandidateAtAnyRank() {
        Tensor none = Tensor.of(Shape.of(1, 2), Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertArrayEquals(new double[] {0, 0}, Accuracy.cmc(2, none, new int[] {1}));
    }

    @Test
    void tiesCountAgainst() {
        Tensor same = Tensor.of(Shape.of(2, 3), 1, 1, 1, 2, 2, 0);
        assertEquals(0, Accuracy.of(same, new int[] {0, 0}));
        assertEquals(0.5, Accuracy.top(2, same, new int[] {0, 0}));
        assertEquals(1, Accuracy.top(3, same, new int[] {0, 0}));
        assertArrayEquals(new int[] {0, 0}, Accuracy.predictions(same));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Accuracy.of(SCORES, new int[] {0, 1, 2}));
        assertThrows(IllegalArgumentException.class, () -> Accuracy.of(SCORES, new int[] {0, 1, 2, 3}));
        assertThrows(IllegalArgumentException.class, () -> Accuracy.of(SCORES, new int[] {0, 1, 2, -1}));
        assertThrows(IllegalArgumentException.class, () -> Accuracy.top(0, SCORES, LABELS));
        assertThrows(IllegalArgumentException.class, () -> Accuracy.top(4, SCORES, LABELS));
        assertThrows(
                IllegalArgumentException.class,
                () -> Accuracy.of(Tensor.of(Shape.of(1, 2), Float.NaN, 1), new int[] {1}));
        assertThrows(IllegalArgumentException.class, () -> Accuracy.of(Tensor.zeros(4), LABELS));
    }
}
