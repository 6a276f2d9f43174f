package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeatMapTest {
    private static HeatMap map(int height, int width, float... values) {
        return new HeatMap(height, width, values, "Grad-CAM", "conv4", "logit of class 3");
    }

    @Test
    void cellsStandRowByRow() {
        HeatMap map = map(2, 3, 1, 2, 3, 4, 5, 6);
        assertEquals(3, map.at(0, 2));
        assertEquals(4, map.at(1, 0));
        assertEquals(6, map.at(1, 2));
    }

    @Test
    void otherValuesKeepWhereTheyComeFrom() {
        HeatMap other = map(1, 2, 1, 2).with(new float[] {3, 4});
        assertEquals("Grad-CAM", other.method());
        assertEquals("conv4", other.layer());
        assertEquals("logit of class 3", other.target());
        assertArrayEquals(new float[] {3, 4}, other.values());
        assertThrows(IllegalArgumentException.class, () -> other.with(new float[3]));
    }

    @Test
    void thePositivePartLeavesTheMapAsItIs() {
        HeatMap map = map(2, 2, -1, 0, 2, -0.5f);
        assertArrayEquals(new float[] {0, 0, 2, 0}, map.positive().values());
        assertArrayEquals(new float[] {-1, 0, 2, -0.5f}, map.values());
    }

    @Test
    void saysHowMuchThePositivePartLeavesOut() {
        assertEquals(1.5 / 3.5, map(2, 2, -1, 0, 2, -0.5f).discardedByRelu(), 1e-12);
        assertEquals(0, map(1, 2, 1, 3).discardedByRelu());
        assertEquals(1, map(1, 2, -1, -3).discardedByRelu());
        assertEquals(0, map(1, 2, 0, 0).discardedByRelu(), "a map of zeros loses nothing");
    }

    @Test
    void saysWhyItsPositivePartIsBlank() {
        assertTrue(map(1, 2, -1, 0).withoutPositiveEvidence());
        assertTrue(map(1, 2, 0, 0).withoutPositiveEvidence());
        assertFalse(map(1, 2, -1, Float.MIN_VALUE).withoutPositiveEvidence());
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertEquals(
                "a map of 2×2 cells has not 3 values",
                assertThrows(IllegalArgumentException.class, () -> map(2, 2, 1, 2, 3))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> map(0, 2));
        assertThrows(IllegalArgumentException.class, () -> map(-1, -2, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> map(65_536, 65_536), "2^32 cells, 0 in an int");
    }

    @Test
    void isToldInWordsAndNumbers() {
        HeatMap map = new HeatMap(1, 2, new float[] {-0.5f, 2}, "Grad-CAM", "relu4", "logit of class 3");
        assertEquals("Grad-CAM of the logit of class 3 at relu4, 1×2, from -0.5 to 2.0", map.toString());
    }
}
