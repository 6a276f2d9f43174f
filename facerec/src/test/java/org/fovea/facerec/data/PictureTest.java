package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static Picture grey(int width, int height, float... values) {
        return new Picture(width, height, 1, values);
    }

    @Test
    void cropCutsARectangleWithAllChannels() {
        float[] values = new float[3 * 2 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 18f;
        }
        Picture cut = new Picture(3, 2, 3, values).crop(1, 1, 2, 1);
        assertEquals(2, cut.width());
        assertEquals(1, cut.height());
        assertArrayEquals(new float[] {12 / 18f, 13 / 18f, 14 / 18f, 15 / 18f, 16 / 18f, 17 / 18f}, cut.data());
    }

    @Test
    void cropOutsideIsRefusedWithTheNumbers() {
        Picture picture = grey(2, 2, 0, 0, 0, 0);
        var e = assertThrows(IllegalArgumentException.class, () -> picture.crop(1, 0, 2, 2));
        assertEquals("the crop of 2×2 pixels at (1, 0) is not inside a picture of 2×2", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> picture.crop(Integer.MAX_VALUE, 0, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> picture.crop(0, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> picture.crop(-1, 0, 1, 1));
    }

    @Test
    void luminanceFollowsBt601() {
        Picture rgb = new Picture(2, 2, 3, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1});
        assertArrayEquals(new float[] {0.299f, 0.587f, 0.114f, 1}, rgb.grey().data(), 1e-6f);
        assertArrayEquals(
                new float[] {0.5f, 0.5f, 0.5f}, grey(1, 1, 0.5f).colour().data());
        assertThrows(IllegalArgumentException.class, () -> rgb.withChannels(2));
    }

    @Test
    void shrinkingAveragesTheAreaCovered() {
        // Three pixels to two: the middle one counts half in each.
        assertArrayEquals(
                new float[] {(0.3f + 0.3f) / 1.5f, (0.3f + 0.9f) / 1.5f},
                grey(3, 1, 0.3f, 0.6f, 0.9f).resize(2, 1).data(),
                1e-6f);
        assertArrayEquals(
                new float[] {0.25f}, grey(2, 2, 0, 0.5f, 0.5f, 0).resize(1, 1).data(), 1e-6f);
        // A fine pattern becomes even grey, where picking pixels would give black or white.
        float[] stripes = new float[64 * 4];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = i % 2;
        }
        for (float value : grey(64, 4, stripes).resize(16, 2).data()) {
            assertEquals(0.5f, value, 1e-6f);
        }
    }

    @Test
    void shrinkingKeepsTheMeanAtAnySize() {
        var random = new Random(3);
        float[] values = new float[112 * 92 * 3];
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
            mean += values[i] / values.length;
        }
        Picture picture = new Picture(92, 112, 3, values);
        for (int[] size : new int[][] {{46, 56}, {47, 55}, {91, 111}, {1, 1}, {5, 112}}) {
            Picture small = picture.resize(size[0], size[1]);
            assertEquals(size[0], small.width());
            assertEquals(size[1], small.height());
            double sum = 0;
            for (float value : small.data()) {
                sum += value;
            }
            assertEquals(mean, sum / small.data().length, 1e-6);
        }
    }

    @Test
    void growingInterpolatesBetweenPixelCentres() {
        assertArrayEquals(
                new float[] {0, 0.25f, 0.75f, 1}, grey(2, 1, 0, 1).resize(4, 1).data(), 1e-6f);
        assertArrayEquals(
                new float[] {0, 0.25f, 0.75f, 1}, grey(1, 2, 0, 1).resize(1, 4).data(), 1e-6f);
        assertArrayEquals(
                new float[] {0.4f, 0.4f, 0.4f}, grey(1, 1, 0.4f).resize(3, 1).data(), 1e-6f);
    }

    @Test
    void growingARampKeepsItsSlopeAwayFromTheEdges() {
        float[] ramp = new float[10];
        for (int i = 0; i < 10; i++) {
            ramp[i] = i / 10f;
        }
        float[] grown = grey(10, 1, ramp).resize(27, 1).data();
        for (int i = 3; i < 23; i++) {
            assertEquals(1 / 27f, grown[i + 1] - grown[i], 1e-5f);
        }
        assertTrue(grown[26] <= 1);
    }

    @Test
    void sizesThatMakeNoPictureAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> grey(0, 1));
        assertThrows(IllegalArgumentException.class, () -> grey(2, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Picture(1, 1, 2, new float[2]));
        assertThrows(IllegalArgumentException.class, () -> new Picture(65536, 65536, 1, new float[0]));
        assertThrows(IllegalArgumentException.class, () -> grey(1, 1, 0).resize(0, 5));
    }
}
