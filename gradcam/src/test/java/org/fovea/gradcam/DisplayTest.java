package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.gradcam.method.LayerCam;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private static HeatMap map(int height, int width, float... values) {
        return new HeatMap(height, width, values, "Grad-CAM", "conv4", "logit of class 3");
    }

    @Test
    void thePapersStepsKeepZeroAtZero() {
        HeatMap shown = Display.of(map(1, 2, 1, 3), Convention.PAPER, 1, 2);
        assertArrayEquals(new float[] {1f / 3, 1}, shown.values(), 1e-6f);
    }

    @Test
    void pytorchGradCamsStepsMakeTheLeastZero() {
        HeatMap shown = Display.of(map(1, 2, 1, 3), Convention.PYTORCH_GRAD_CAM, 1, 2);
        assertArrayEquals(new float[] {0, 1}, shown.values(), 1e-6f);
        // Resized between the two scalings: half-pixel centres of 4 from 2 leave the ends as they are.
        HeatMap wide = Display.of(map(1, 2, -5, 3), Convention.PYTORCH_GRAD_CAM, 1, 4);
        assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1}, wide.values(), 1e-6f);
    }

    @Test
    void pytorchGradCamScalesTwiceSoThatEvenAFaintMapReachesOne() {
        HeatMap faint = Display.of(map(1, 2, 0, 1e-7f), Convention.PYTORCH_GRAD_CAM, 1, 2);
        assertArrayEquals(new float[] {0, 1}, faint.values(), 1e-6f);
    }

    @Test
    void aBlankMapIsZeroEverywhereAndSaysWhy() {
        HeatMap against = map(1, 2, -2, -1);
        for (Convention convention : Convention.values()) {
            assertArrayEquals(
                    new float[4], Display.of(against, convention, 2, 2).values());
        }
        assertEquals(
                "2 of 2 cells speak against the logit of class 3 (from -2.0 to -1.0) and none for it",
                against.reason());
        String nothing = map(1, 2, 0, 0).reason();
        assertTrue(nothing.startsWith("every cell is 0: Grad-CAM finds nothing at \"conv4\""), nothing);
        assertTrue(map(1, 1, Float.NaN).reason().contains("not numbers"));
        assertNull(map(1, 2, -2, 1).reason());
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            HeatMap beside = map(1, 2, 3, odd);
            assertFalse(beside.finite());
            assertTrue(
                    beside.reason().contains("not numbers, or infinite"), "though another cell speaks for the class");
        }
        assertTrue(map(1, 2, -2, 1).finite());
        assertArrayEquals(new float[] {2, 1}, against.negative().values());
        assertEquals(-3, against.sum());
    }

    @Test
    void layersAreFusedPixelByPixel() {
        Subject subject = Subject.of(RandomNetworks.deep(1), RandomNetworks.pictures(2, 1), Targets.logit(1));
        List<String> layers = List.of("conv1", "relu2", "pool3");
        LayerCam method = new LayerCam();
        for (Convention convention : Convention.values()) {
            Subject by = subject.convention(convention);
            List<HeatMap> shown = layers.stream()
                    .map(layer -> Display.of(method.maps(by.layer(layer)).get(1), by))
                    .toList();
            HeatMap mean = LayerFusion.MEAN.maps(method, by, layers).get(1);
            HeatMap maximum = LayerFusion.MAXIMUM.maps(method, by, layers).get(1);
            HeatMap product = LayerFusion.PRODUCT.maps(method, by, layers).get(1);
            HeatMap layerCam = LayerFusion.LAYERCAM.maps(method, by, layers).get(1);
            assertEquals("conv1 + relu2 + pool3", mean.layer());
            float[] sum = new float[mean.values().length];
            for (int i = 0; i < sum.length; i++) {
                float a = shown.get(0).values()[i];
                float b = shown.get(1).values()[i];
                float c = shown.get(2).values()[i];
                sum[i] = a + b + c;
                assertEquals(Math.max(a, Math.max(b, c)), maximum.values()[i], 1e-6);
                assertEquals(a * b * c, product.values()[i], 1e-6);
                assertEquals(Math.max(Math.max(Math.tanh(2 * a), Math.tanh(2 * b)), c), layerCam.values()[i], 1e-6);
            }
            HeatMap scaled = Display.of(mean.with(sum), by);
            assertArrayEquals(scaled.values(), mean.values(), 1e-5f);
        }
    }
}
