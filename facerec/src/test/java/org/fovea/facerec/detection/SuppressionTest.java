package org.fovea.facerec.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.fovea.facerec.data.Picture;
import org.junit.jupiter.api.Test;

class SuppressionTest {
    private static final Landmarks ANYWHERE = Landmarks.of(Collections.nCopies(5, new Point(0, 0)));

    private static DetectedFace face(double left, double top, double side, double score) {
        return new DetectedFace(new Box(left, top, side, side), ANYWHERE, score);
    }

    @Test
    void overlapIsIntersectionOverUnion() {
        Box box = new Box(0, 0, 10, 10);
        assertEquals(1, box.overlap(box), 1e-12);
        assertEquals(25.0 / 175, box.overlap(new Box(5, 5, 10, 10)), 1e-12);
        assertEquals(0, box.overlap(new Box(10, 0, 10, 10)), 0);
        assertEquals(0.25, box.overlap(new Box(2, 2, 5, 5)), 1e-12);
    }

    @Test
    void theSurestOfOverlappingBoxesStays() {
        DetectedFace weak = face(0, 0, 10, 0.8);
        DetectedFace sure = face(1, 1, 10, 0.9);
        DetectedFace apart = face(50, 0, 10, 0.7);
        DetectedFace touching = face(8, 8, 10, 0.6); // overlaps `sure` by 9/191
        List<DetectedFace> kept = Suppression.of(List.of(weak, apart, sure, touching), 0.3, 10);
        assertEquals(List.of(sure, apart, touching), kept);
    }

    @Test
    void whatIsSuppressedSuppressesNothing() {
        DetectedFace first = face(0, 0, 10, 0.9);
        DetectedFace second = face(4, 0, 10, 0.8); // 60/140 with the first
        DetectedFace third = face(8, 0, 10, 0.7); // 60/140 with the second, 20/180 with the first
        assertEquals(List.of(first, third), Suppression.of(List.of(third, second, first), 0.3, 10));
    }

    @Test
    void noMoreThanAskedFor() {
        List<DetectedFace> kept =
                Suppression.of(List.of(face(0, 0, 5, 0.7), face(20, 0, 5, 0.9), face(40, 0, 5, 0.8)), 0.3, 2);
        assertEquals(List.of(0.9, 0.8), kept.stream().map(DetectedFace::score).toList());
    }

    @Test
    void theInputIsBlueGreenRedPaddedToThirtyTwo() {
        float[] data = {0.2f, 0.4f, 0.6f, 0, 0, 1};
        YunetInput input = YunetInput.of(new Picture(2, 1, 3, data), -1, -1);
        assertEquals(32, input.width());
        assertEquals(32, input.height());
        assertEquals(153, input.values()[0], 1e-4);
        assertEquals(255, input.values()[1], 1e-4);
        assertEquals(0, input.values()[2]);
        assertEquals(102, input.values()[32 * 32], 1e-4);
        assertEquals(51, input.values()[2 * 32 * 32], 1e-4);
        YunetInput fixed = YunetInput.of(new Picture(2, 1, 3, data), 64, 96);
        assertEquals("3×96×64", fixed.toString());
        assertEquals(3 * 96 * 64, fixed.values().length);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        DetectorSettings standard = DetectorSettings.standard();
        assertThrows(IllegalArgumentException.class, () -> standard.withScore(0));
        assertThrows(IllegalArgumentException.class, () -> standard.withScore(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> standard.withLongestSide(31));
        assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Box(Double.NaN, 0, 1, 1));
    }
}
