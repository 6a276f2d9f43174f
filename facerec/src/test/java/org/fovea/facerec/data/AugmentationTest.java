package org.fovea.facerec.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fovea.engine.random.Xoshiro256;
import org.joml.Matrix3x2f;
import org.joml.Vector2f;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static Picture noise(int width, int height, int channels) {
        var random = new Xoshiro256(11);
        float[] values = new float[width * height * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Picture(width, height, channels, values);
    }

    private static float[] applied(Augmentation augmentation, Picture picture, long seed) {
        float[] into = new float[picture.data().length];
        augmentation.apply(picture, into, 0, new Xoshiro256(seed));
        return into;
    }

    @Test
    void noneCopiesAndDrawsNothing() {
        Picture picture = noise(5, 4, 3);
        var random = new Xoshiro256(1);
        long[] state = random.state();
        float[] into = new float[62];
        Augmentation.none().apply(picture, into, 1, random);
        assertArrayEquals(picture.data(), Arrays.copyOfRange(into, 1, 61));
        assertArrayEquals(state, random.state());
    }

    @Test
    void onlyItsSliceIsWritten() {
        Picture picture = noise(9, 7, 3);
        int length = picture.data().length;
        for (long seed = 0; seed < 40; seed++) {
            float[] batch = new float[3 * length];
            Arrays.fill(batch, 7);
            Augmentation.faces().withErasing(1).apply(picture, batch, length, new Xoshiro256(seed));
            for (int i = 0; i < batch.length; i++) {
                boolean inside = i >= length && i < 2 * length;
                assertEquals(!inside, batch[i] == 7, "value " + i);
                assertTrue(!inside || (batch[i] >= 0 && batch[i] <= 1), "value " + i + " is " + batch[i]);
            }
        }
    }

    @Test
    void thePictureStaysAndTheSeedDecides() {
        Picture picture = noise(12, 10, 1);
        float[] before = picture.data().clone();
        float[] first = applied(Augmentation.faces(), picture, 3);
        assertArrayEquals(before, picture.data());
        assertArrayEquals(first, applied(Augmentation.faces(), picture, 3));
        assertFalse(Arrays.equals(first, applied(Augmentation.faces(), picture, 4)));
    }

    @Test
    void mirrorExchangesLeftAndRightExactly() {
        Picture picture = noise(5, 3, 3);
        float[] mirrored = applied(Augmentation.none().withMirror(1), picture, 1);
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 5; x++) {
                for (int c = 0; c < 3; c++) {
                    assertEquals(
                            picture.data()[(y * 5 + 4 - x) * 3 + c],
                            mirrored[(y * 5 + x) * 3 + c],
                            1e-6f,
                            x + ", " + y);
                }
            }
        }
    }

    @Test
    void mirrorHasItsProbability() {
        Picture picture = noise(4, 1, 1);
        var random = new Xoshiro256(5);
        int mirrored = 0;
        float[] into = new float[4];
        for (int i = 0; i < 4000; i++) {
            Augmentation.none().withMirror(0.25).apply(picture, into, 0, random);
            mirrored += Math.abs(into[0] - picture.data()[3]) < 1e-6f ? 1 : 0;
        }
        assertEquals(1000, mirrored, 130);
    }

    @Test
    void warpShiftsWithTheEdgeGoingOn() {
        Picture picture = new Picture(4, 1, 1, new float[] {0.1f, 0.2f, 0.4f, 0.8f});
        float[] into = new float[4];
        Augmentation.warp(picture, new Matrix3x2f().translate(-1, 0), into, 0);
        assertArrayEquals(new float[] {0.1f, 0.1f, 0.2f, 0.4f}, into, 1e-6f);
        Augmentation.warp(picture, new Matrix3x2f().translate(0.5f, 0), into, 0);
        assertArrayEquals(new float[] {0.15f, 0.3f, 0.6f, 0.8f}, into, 1e-6f);
    }

    @Test
    void warpTurnsByAQuarter() {
        Picture picture = noise(3, 3, 1);
        float[] into = new float[9];
        Matrix3x2f quarter = new Matrix3x2f()
                .translate(1.5f, 1.5f)
                .rotate((float) Math.PI / 2)
                .translate(-1.5f, -1.5f);
        Augmentation.warp(picture, quarter, into, 0);
        float[] x = picture.data();
        // New (x, y) shows old (2 − y, x): what was right is now on top.
        assertArrayEquals(new float[] {x[2], x[5], x[8], x[1], x[4], x[7], x[0], x[3], x[6]}, into, 1e-5f);
    }

    @Test
    void warpTakesOnePixelPictures() {
        float[] into = new float[3];
        Augmentation.warp(noise(1, 1, 3), new Matrix3x2f().translate(0.3f, -8), into, 0);
        assertArrayEquals(noise(1, 1, 3).data(), into);
    }

    @Test
    void mapsStayWithinTheirSettings() {
        var augmentation = Augmentation.none().withShift(0.1).withRotation(10).withScale(0.25);
        var random = new Xoshiro256(8);
        float smallest = 1;
        float largest = 1;
        for (int i = 0; i < 1000; i++) {
            Matrix3x2f map = augmentation.transform(100, 50, random);
            // A length in the new picture, seen in the old one, is divided by the scale.
            float scale = 1 / map.transformDirection(new Vector2f(1, 0)).length();
            assertTrue(scale >= 0.8f - 1e-4f && scale <= 1.25f + 1e-4f, "scale " + scale);
            smallest = Math.min(smallest, scale);
            largest = Math.max(largest, scale);
            Vector2f across = map.transformDirection(new Vector2f(1, 0));
            assertTrue(Math.abs(Math.toDegrees(Math.atan2(across.y, across.x))) <= 10.001, "angle of " + across);
            Vector2f middle = map.invert(new Matrix3x2f()).transformPosition(new Vector2f(50, 25));
            assertTrue(Math.abs(middle.x - 50) <= 10.01f && Math.abs(middle.y - 25) <= 5.01f, "shift to " + middle);
        }
        assertTrue(smallest < 0.83f && largest > 1.2f, smallest + " to " + largest);
    }

    @Test
    void brightnessAndContrastAreAffineInTheValues() {
        Picture picture = new Picture(3, 1, 1, new float[] {0.4f, 0.5f, 0.6f});
        for (long seed = 0; seed < 50; seed++) {
            float[] brighter = applied(Augmentation.none().withBrightness(0.2), picture, seed);
            float added = brighter[1] - 0.5f;
            assertTrue(Math.abs(added) <= 0.2f, "added " + added);
            assertArrayEquals(new float[] {0.4f + added, 0.5f + added, 0.6f + added}, brighter, 1e-6f);
            float[] harder = applied(Augmentation.none().withContrast(0.5), picture, seed);
            float gain = (harder[2] - harder[1]) / 0.1f;
            assertTrue(gain >= 0.499f && gain <= 1.501f, "gain " + gain);
            assertArrayEquals(new float[] {0.5f - 0.1f * gain, 0.5f, 0.5f + 0.1f * gain}, harder, 1e-5f);
        }
    }

    @Test
    void noiseHasItsDeviation() {
        float[] half = new float[10_000];
        Arrays.fill(half, 0.5f);
        float[] noisy = applied(Augmentation.none().withNoise(0.05), new Picture(100, 100, 1, half), 2);
        double sum = 0;
        double squares = 0;
        for (float value : noisy) {
            sum += value - 0.5;
            squares += (value - 0.5) * (value - 0.5);
        }
        assertEquals(0, sum / 10_000, 0.002);
        assertEquals(0.05, Math.sqrt(squares / 10_000), 0.002);
    }

    @Test
    void erasingFillsOneRectangleOfASizeAsInThePaper() {
        float[] marked = new float[60 * 50 * 3];
        Arrays.fill(marked, 0.123f);
        Picture picture = new Picture(60, 50, 3, marked);
        for (long seed = 0; seed < 100; seed++) {
            float[] erased = applied(Augmentation.none().withErasing(1), picture, seed);
            int left = 60;
            int right = -1;
            int top = 50;
            int bottom = -1;
            int count = 0;
            for (int i = 0; i < 3000; i++) {
                if (erased[3 * i] != 0.123f || erased[3 * i + 1] != 0.123f || erased[3 * i + 2] != 0.123f) {
                    count++;
                    left = Math.min(left, i % 60);
                    right = Math.max(right, i % 60);
                    top = Math.min(top, i / 60);
                    bottom = Math.max(bottom, i / 60);
                }
            }
            assertEquals((right - left + 1) * (bottom - top + 1), count, "a full rectangle");
            assertTrue(count >= 0.015 * 3000 && count <= 0.215 * 3000, count + " pixels of 3000");
        }
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        var e = assertThrows(
                IllegalArgumentException.class, () -> Augmentation.none().withMirror(1.1));
        assertEquals("mirror of 1.1; it must lie within 0 and 1.0", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Augmentation.none().withNoise(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Augmentation.none().withRotation(-1));
    }
}
