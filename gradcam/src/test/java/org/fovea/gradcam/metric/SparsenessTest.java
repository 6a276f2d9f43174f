package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SparsenessTest {
    @Test
    void theSameEverywhereIsNotSparse() {
        assertEquals(0, Sparseness.gini(Maps.of(2, 2, 3, -3, 3, 3)), 1e-12);
        assertEquals(0, Sparseness.hoyer(Maps.of(2, 2, 3, -3, 3, 3)), 1e-12);
        assertEquals(0, Sparseness.gini(Maps.of(2, 2, 0, 0, 0, 0)));
        assertEquals(0, Sparseness.hoyer(Maps.of(2, 2, 0, 0, 0, 0)));
        assertEquals(0, Sparseness.hoyer(Maps.of(1, 1, 5)));
    }

    @Test
    void allInOneCellIsAsSparseAsCanBe() {
        assertEquals(0.75, Sparseness.gini(Maps.of(2, 2, 0, 0, -7, 0)), 1e-12);
        assertEquals(1, Sparseness.hoyer(Maps.of(2, 2, 0, 0, -7, 0)), 1e-12);
        assertEquals(1, Sparseness.hoyer(Maps.of(2, 2, 0, 0, 1e-30f, 0)), 1e-12);
    }

    @Test
    void byHand() {
        // Sorted 1, 2, 3, 4: Σ v/10 · (4 − i + ½)/4 = (3.5 + 5 + 4.5 + 2)/40 = 0.375.
        assertEquals(0.25, Sparseness.gini(Maps.of(2, 2, 4, -1, 2, -3)), 1e-12);
        // (2 − 10/√30)/(2 − 1)
        assertEquals(2 - 10 / Math.sqrt(30), Sparseness.hoyer(Maps.of(2, 2, 4, -1, 2, -3)), 1e-12);
    }

    @Test
    void noScaleMatters() {
        assertEquals(Sparseness.gini(Maps.of(1, 3, 1, 2, 5)), Sparseness.gini(Maps.of(1, 3, 100, 200, 500)), 1e-12);
        assertEquals(Sparseness.hoyer(Maps.of(1, 3, 1, 2, 5)), Sparseness.hoyer(Maps.of(1, 3, 100, 200, 500)), 1e-12);
    }
}
