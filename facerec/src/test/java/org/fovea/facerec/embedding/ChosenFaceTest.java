package org.fovea.facerec.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.junit.jupiter.api.Test;

/// Which of a photograph's faces are meant.
class ChosenFaceTest {
    private final DetectedFace larger = face(0, 0, 90);
    private final DetectedFace middle = face(90, 90, 70);

    private static DetectedFace face(double left, double top, double side) {
        Landmarks landmarks = Landmarks.of(Collections.nCopies(5, new Point(left, top)));
        return new DetectedFace(new Box(left, top, side, side), landmarks, 0.9);
    }

    @Test
    void theMainFaceIsLargeAndInTheMiddle() {
        Picture photograph = new Picture(250, 250, 1, new float[250 * 250]);
        assertEquals(
                new ChosenFace(middle, 2, 2),
                ChosenFace.main(List.of(larger, middle), photograph).orElseThrow());
        assertTrue(ChosenFace.main(List.of(), photograph).isEmpty());
    }

    @Test
    void allFacesAreNumberedAndOfNoneOneMayComplain() throws NoChosenFaceException {
        List<ChosenFace> both = List.of(new ChosenFace(larger, 1, 2), new ChosenFace(middle, 2, 2));
        assertEquals(both, ChosenFace.all(List.of(larger, middle)));
        assertEquals(both, ChosenFace.all(List.of(larger, middle), "a.jpg"));
        assertEquals(List.of(), ChosenFace.all(List.of()));
        var none = assertThrows(NoChosenFaceException.class, () -> ChosenFace.all(List.of(), "a.jpg"));
        assertEquals("a.jpg: no face found", none.getMessage());
    }
}
