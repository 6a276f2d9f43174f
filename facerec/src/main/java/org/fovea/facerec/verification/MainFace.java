package org.fovea.facerec.verification;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Point;

/// Which of several faces a photograph is of, where that is the one in the middle: the largest value of the box's area
/// less twice the square of its distance from the photograph's middle. Pictures of Labeled Faces in the Wild are
/// centred on the person they name; others stand behind.
public final class MainFace {
    private MainFace() {}

    /// The main face; empty where there is none.
    public static Optional<DetectedFace> of(List<DetectedFace> faces, Picture photograph) {
        Point middle = new Point(photograph.width() / 2.0, photograph.height() / 2.0);
        return faces.stream().max(Comparator.comparingDouble(face -> {
            Box box = face.box();
            double away = box.centre().distance(middle);
            return box.area() - 2 * away * away;
        }));
    }
}
