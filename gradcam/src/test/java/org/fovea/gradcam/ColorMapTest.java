package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColorMapTest {
    /// Entries of matplotlib's table of 256, number 199 being the one that the polynomial misses most.
    @ParameterizedTest
    @CsvSource({
        "0, 0.001462, 0.000466, 0.013866",
        "1, 0.002267, 0.00127, 0.01857",
        "16, 0.042253, 0.028139, 0.141141",
        "32, 0.129285, 0.047293, 0.290788",
        "64, 0.3415, 0.062325, 0.429425",
        "96, 0.54092, 0.134729, 0.415123",
        "128, 0.735683, 0.215906, 0.330245",
        "160, 0.894305, 0.353399, 0.193584",
        "192, 0.978422, 0.557937, 0.034931",
        "199, 0.985315, 0.608422, 0.024202",
        "224, 0.974638, 0.797692, 0.206332",
        "240, 0.947594, 0.917399, 0.410665",
        "255, 0.988362, 0.998364, 0.644924"
    })
    void infernoIsNearMatplotlibsTable(int entry, float red, float green, float blue) {
        assertArrayEquals(new float[] {red, green, blue}, ColorMap.INFERNO.color(entry / 255.0), 0.034f);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0.5",
        "0.125, 0, 0, 1",
        "0.25, 0, 0.5, 1",
        "0.375, 0, 1, 1",
        "0.5, 0.5, 1, 0.5",
        "0.625, 1, 1, 0",
        "0.75, 1, 0.5, 0",
        "0.875, 1, 0, 0",
        "1, 0.5, 0, 0"
    })
    void jetRunsFromBlueOverGreenToRed(double value, float red, float green, float blue) {
        assertArrayEquals(new float[] {red, green, blue}, ColorMap.JET.color(value), 1e-6f);
    }

    @ParameterizedTest
    @EnumSource(ColorMap.class)
    void valuesBeyondTheEndsHaveTheEndsColours(ColorMap map) {
        assertArrayEquals(map.color(0), map.color(-3));
        assertArrayEquals(map.color(0), map.color(Double.NEGATIVE_INFINITY));
        assertArrayEquals(map.color(1), map.color(1.0001));
        assertArrayEquals(map.color(1), map.color(Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @EnumSource(ColorMap.class)
    void coloursAreFromZeroToOneAndWithoutJumps(ColorMap map) {
        float[] before = map.color(0);
        for (int i = 0; i <= 1_000; i++) {
            float[] rgb = map.color(i / 1_000.0);
            for (int channel = 0; channel < 3; channel++) {
                assertTrue(rgb[channel] >= 0 && rgb[channel] <= 1, map + " " + i);
                assertTrue(Math.abs(rgb[channel] - before[channel]) < 0.02, map + " " + i);
            }
            before = rgb;
        }
    }

    @Test
    void infernoGrowsBrighter() {
        double before = -1;
        for (int i = 0; i <= 20; i++) {
            float[] rgb = ColorMap.INFERNO.color(i / 20.0);
            double luminance = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
            assertTrue(luminance > before, "at " + i / 20.0);
            before = luminance;
        }
    }
}
