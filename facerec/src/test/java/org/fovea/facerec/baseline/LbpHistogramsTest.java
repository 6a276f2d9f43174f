package org.fovea.facerec.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.Picture;
import org.junit.jupiter.api.Test;

class LbpHistogramsTest {
    private static int pattern(float... nine) {
        return LbpHistograms.pattern(new Picture(3, 3, 1, nine), 1, 1);
    }

    @Test
    void neighboursAreComparedAgainstTheClockFromTheRight() {
        assertEquals(0b11111111, pattern(0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f, 0.3f), "flat");
        assertEquals(0, pattern(0, 0, 0, 0, 1, 0, 0, 0, 0));
        assertEquals(0b00000001, pattern(0, 0, 0, 0, 0.5f, 1, 0, 0, 0) & 0b01010101, "right");
        assertEquals(0b00000100, pattern(0, 1, 0, 0, 0.5f, 0, 0, 0, 0) & 0b01010101, "up");
        // A quarter circle lies at ½ √2 across and down: 0.0858 centre, 0.207 each beside, ½ corner.
        assertEquals(0b00000010, pattern(0, 0, 1, 0, 0.5f, 0, 0, 0, 0), "0.043 + 0.5 is above 0.5");
        assertEquals(0, pattern(0, 0, 0.9f, 0, 0.5f, 0, 0, 0, 0), "0.043 + 0.45 is not");
    }

    @Test
    void aFlatPictureHasOnePatternInEveryCell() {
        float[] grey = new float[12 * 30];
        Arrays.fill(grey, 0.1f);
        float[] histograms = LbpHistograms.histograms(new Picture(12, 30, 1, grey));
        assertEquals(64 * 59, histograms.length);
        for (int cell = 0; cell < 64; cell++) {
            assertEquals(1, histograms[cell * 59 + 57], "all ones is the last of the 58 uniform patterns");
        }
    }

    @Test
    void everyCellSumsToOneAndIgnoresBrightness() {
        var random = new Xoshiro256(1);
        float[] dark = new float[19 * 21];
        float[] bright = new float[dark.length];
        for (int i = 0; i < dark.length; i++) {
            dark[i] = random.nextInt(64) / 128f;
            bright[i] = dark[i] + 0.5f;
        }
        float[] histograms = LbpHistograms.histograms(new Picture(19, 21, 1, dark));
        for (int cell = 0; cell < 64; cell++) {
            double sum = 0;
            for (int bin = 0; bin < 59; bin++) {
                sum += histograms[cell * 59 + bin];
            }
            assertEquals(1, sum, 1e-5);
        }
        assertArrayEquals(histograms, LbpHistograms.histograms(new Picture(19, 21, 1, bright)));
    }

    @Test
    void chiSquareIsZeroForTheSameAndTwoForNothingInCommon() {
        float[] a = {0.5f, 0.5f, 0};
        assertEquals(0, Similarity.chiSquare(a, a));
        assertEquals(-2, Similarity.chiSquare(a, new float[] {0, 0, 1}));
        assertEquals(
                -(1 / 6.0 + 1 / 20.0), Similarity.chiSquare(new float[] {1, 0.5f}, new float[] {0.5f, 0.75f}), 1e-12);
    }
}
