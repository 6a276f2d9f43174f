package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bilinear interpolation against values worked out by hand, and scaling to [0, 1].
class ResizeTest {
    private static HeatMap map(int height, int width, float... values) {
        return new HeatMap(height, width, values, "Grad-CAM", "conv4", "logit of class 3");
    }

    private static void assertResized(HeatMap map, int height, int width, float... expected) {
        HeatMap resized = Resize.bilinear(map, height, width);
        assertEquals(height, resized.height());
        assertEquals(width, resized.width());
        assertArrayEquals(expected, resized.values(), 1e-6f);
        assertEquals("conv4", resized.layer());
        assertEquals("Grad-CAM", resized.method());
        assertEquals("logit of class 3", resized.target());
    }

    @Test
    void twiceAsLargeHasQuartersBetweenTheCentres() {
        // Centres of the new pixels: −¼, ¼, ¾, 1¼; the outer ones are clamped to the edge.
        assertResized(
                map(2, 2, 0, 1, 2, 3),
                4,
                4,
                0,
                0.25f,
                0.75f,
                1,
                0.5f,
                0.75f,
                1.25f,
                1.5f,
                1.5f,
                1.75f,
                2.25f,
                2.5f,
                2,
                2.25f,
                2.75f,
                3);
    }

    @Test
    void threeToFive() {
        // (i + ½)·3/5 − ½: −0.2, 0.4, 1, 1.6, 2.2.
        assertResized(map(1, 3, 0, 10, 40), 1, 5, 0, 4, 10, 28, 40);
        assertResized(map(3, 1, 0, 10, 40), 5, 1, 0, 4, 10, 28, 40);
    }

    @Test
    void smallerTakesTheTwoNearestCellsAndNoMore() {
        assertResized(map(1, 4, 0, 4, 8, 0), 1, 2, 2, 4);
        // (i + ½)·6/2 − ½ = 1 and 4: the cells between are not seen, as with OpenCV's INTER_LINEAR.
        assertResized(map(1, 6, 9, 1, 9, 9, 2, 9), 1, 2, 1, 2);
        assertResized(map(2, 2, 0, 1, 2, 3), 1, 1, 1.5f);
    }

    @Test
    void oneCellFillsAnySize() {
        assertResized(map(1, 1, -7), 2, 3, -7, -7, -7, -7, -7, -7);
    }

    @Test
    void theSameSizeIsTheSameMap() {
        float[] values = new float[35];
        Xoshiro256 random = new Xoshiro256(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        HeatMap map = map(5, 7, values);
        assertArrayEquals(values, Resize.bilinear(map, 5, 7).values());
    }

    @ParameterizedTest
    @CsvSource({"3, 5, 17, 4", "14, 14, 64, 64", "7, 2, 3, 9", "1, 6, 5, 5", "6, 1, 2, 13"})
    void aPlaneStaysAPlaneWithinItsEdges(int height, int width, int newHeight, int newWidth) {
        float[] values = new float[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 3f * (i / width) - 2f * (i % width) + 1;
        }
        HeatMap resized = Resize.bilinear(map(height, width, values), newHeight, newWidth);
        for (int i = 0; i < newHeight; i++) {
            for (int j = 0; j < newWidth; j++) {
                double y = Math.clamp((i + 0.5) * height / newHeight - 0.5, 0.0, height - 1);
                double x = Math.clamp((j + 0.5) * width / newWidth - 0.5, 0.0, width - 1);
                assertEquals(3 * y - 2 * x + 1, resized.at(i, j), 1e-4, i + ", " + j);
            }
        }
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        HeatMap map = map(1, 1, 1);
        for (int[] size : new int[][] {{0, 1}, {1, 0}, {-1, 2}, {-2, -3}, {65_536, 65_536}}) {
            assertEquals(
                    "a map cannot be brought to " + size[0] + "×" + size[1] + " cells",
                    assertThrows(IllegalArgumentException.class, () -> Resize.bilinear(map, size[0], size[1]))
                            .getMessage());
        }
    }

    @Test
    void scalingBringsTheLeastToZeroAndTheGreatestToOne() {
        HeatMap map = map(1, 4, -1, 1, 3, 0);
        assertArrayEquals(new float[] {0, 0.5f, 1, 0.25f}, Scaling.toUnit(map).values(), 1e-6f);
        assertArrayEquals(new float[] {-1, 1, 3, 0}, map.values());
        assertArrayEquals(new float[3], Scaling.toUnit(map(1, 3, 5, 5, 5)).values(), "a constant map is blank");
        assertArrayEquals(new float[1], Scaling.toUnit(map(1, 1, -2)).values());
        // ε is as large as the greatest value here.
        assertArrayEquals(
                new float[] {0, 0.5f}, Scaling.toUnit(map(1, 2, 0, 1e-7f)).values(), 1e-6f);
    }

    @Test
    void forDisplayIsPositiveScaledResizedAndScaledAgain() {
        // Positive: 0, 4, 0, 0; to [0, 1]: 0, 1, 0, 0; two pixels at ½ and 2½: ½, 0; to [0, 1] again: 1, 0.
        HeatMap shown = Display.of(map(1, 4, -9, 4, 0, 0), Convention.PYTORCH_GRAD_CAM, 1, 2);
        assertArrayEquals(new float[] {1, 0}, shown.values(), 1e-6f);
        HeatMap blank = Display.of(map(1, 2, -1, -2), Convention.PYTORCH_GRAD_CAM, 4, 4);
        assertArrayEquals(new float[16], blank.values());
        HeatMap large = Display.of(map(2, 2, -1, 0, 1, 2), Convention.PYTORCH_GRAD_CAM, 6, 6);
        float max = 0;
        for (float v : large.values()) {
            assertTrue(v >= 0);
            max = Math.max(max, v);
        }
        assertEquals(1, max, 1e-6);
    }

    @Test
    void alignedCornersFallOnTheOutermostPixels() {
        Upsampling axis = Upsampling.ofAlignedCorners(3, 5); // pixels at 0, ½, 1, 1½, 2
        assertArrayEquals(new int[] {0, 0, 1, 1, 1}, axis.first());
        assertArrayEquals(new int[] {1, 1, 2, 2, 2}, axis.second());
        assertArrayEquals(new double[] {0, 0.5, 0, 0.5, 1}, axis.share());
        assertArrayEquals(new double[] {0}, Upsampling.ofAlignedCorners(3, 1).share());
    }
}
