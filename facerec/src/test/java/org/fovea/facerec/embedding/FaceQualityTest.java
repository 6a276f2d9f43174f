package org.fovea.facerec.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.alignment.Pose;
import org.fovea.facerec.data.Picture;
import org.junit.jupiter.api.Test;

class FaceQualityTest {
    private static final Pose AHEAD = new Pose(0, 0, 0);

    @Test
    void eachFlawIsNamedWithItsNumbers() {
        assertEquals(List.of(), new FaceQuality(50, 0.1, AHEAD, 1, 0.9).reasons());
        FaceQuality bad = new FaceQuality(12, 0.001, new Pose(-55, 3, 80), 0.5, 0.9);
        assertEquals(
                List.of(
                        FaceQuality.Flaw.TINY,
                        FaceQuality.Flaw.BLURRED,
                        FaceQuality.Flaw.TURNED_AWAY,
                        FaceQuality.Flaw.CUT_OFF),
                bad.flaws());
        assertEquals(
                "tiny (12 pixels between the eyes; 20 or more are needed)",
                bad.reasons().getFirst());
        assertTrue(
                bad.reasons().get(2).contains("55° to the side, 3° down"),
                bad.reasons().toString());
        assertEquals(
                List.of(FaceQuality.Flaw.TURNED_AWAY), new FaceQuality(50, 0.1, new Pose(0, -50, 0), 1, 0.9).flaws());
    }

    @Test
    void sharpnessFallsWithBlurAndKnowsNoContrast() {
        Picture noise = noise(112);
        double sharp = FaceQuality.sharpness(noise);
        double blurred = FaceQuality.sharpness(noise.resize(28, 28).resize(112, 112));
        assertTrue(sharp > 10, "of noise: " + sharp); // 20 for noise without correlation
        assertTrue(blurred < sharp / 50, "of blurred noise: " + blurred);
        float[] pale = new float[noise.data().length];
        for (int i = 0; i < pale.length; i++) {
            pale[i] = 0.4f + 0.1f * noise.data()[i];
        }
        assertEquals(sharp, FaceQuality.sharpness(new Picture(112, 112, 1, pale)), 1e-2);
        assertEquals(0, FaceQuality.sharpness(new Picture(112, 112, 1, new float[112 * 112])));
    }

    private static Picture noise(int side) {
        Xoshiro256 random = new Xoshiro256(5);
        float[] data = new float[side * side];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) random.nextDouble();
        }
        return new Picture(side, side, 1, data);
    }

    @Test
    void placesBeyondTheEdgeAreMirroredAtIt() {
        int[] expected = {2, 1, 0, 1, 2, 3, 2, 1, 0};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], Liveness.mirrored(i - 2, 4), "at " + (i - 2));
        }
        assertEquals(0, Liveness.mirrored(-7, 1));
    }
}
