package org.fovea.gradcam.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PointingGameTest {
    private static final boolean[] MASK = {true, true, false, false, false, false};

    @Test
    void theHighestPixelHitsOrMisses() {
        assertEquals(1, PointingGame.hit(Maps.of(2, 3, 1, 5, 2, 0, 0, 0), MASK, 0));
        assertEquals(0, PointingGame.hit(Maps.of(2, 3, 1, 2, 5, 0, 0, 0), MASK, 0));
        assertEquals(1, PointingGame.hit(Maps.of(2, 3, 1, 2, 5, 0, 0, 0), MASK, 1), "one pixel beside");
        assertEquals(0, PointingGame.hit(Maps.of(2, 3, 1, 2, 0, 0, 0, 5), MASK, 1), "√2 away");
        assertEquals(1, PointingGame.hit(Maps.of(2, 3, 1, 2, 0, 0, 0, 5), MASK, 1.5));
        assertEquals(1, PointingGame.hit(Maps.of(2, 3, 1, 2, 0, 0, 0, 5), MASK, Double.POSITIVE_INFINITY));
    }

    @Test
    void ofSeveralHighestPixelsTheShareThatHitsCounts() {
        assertEquals(0.5, PointingGame.hit(Maps.of(2, 3, 5, 5, 5, 5, 1, 0), MASK, 0));
    }

    @Test
    void aMapWithoutPositiveEvidencePointsNowhere() {
        assertEquals(0, PointingGame.hit(Maps.of(2, 3, -1, -1, -2, -2, -2, 0), MASK, 0));
        assertEquals(0, PointingGame.energy(Maps.of(2, 3, -1, -1, -2, -2, -2, 0), MASK));
    }

    @Test
    void energyIsTheShareOfThePositivePart() {
        assertEquals(3.0 / 8, PointingGame.energy(Maps.of(2, 3, 1, 2, 5, -7, 0, -1), MASK), 1e-12);
        assertEquals(1.0 / 3, PointingGame.energy(Maps.of(2, 3, 1, 1, 1, 1, 1, 1), MASK), 1e-12);
        assertEquals(1.0 / 3, PointingGame.area(MASK), 1e-12);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> PointingGame.energy(Maps.of(1, 2, 1, 2), MASK));
        assertThrows(IllegalArgumentException.class, () -> PointingGame.energy(Maps.of(1, 2, 1, 2), new boolean[2]));
        assertThrows(IllegalArgumentException.class, () -> PointingGame.hit(Maps.of(2, 3, 1, 2, 3, 4, 5, 6), MASK, -1));
    }
}
