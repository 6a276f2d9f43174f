package org.fovea.facerec.detection;

import java.util.List;

/// The five landmarks of a face. Right and left are the person's own: the right eye is on the left of a picture.
///
/// @param rightEye the middle of the right eye
/// @param leftEye the middle of the left eye
/// @param nose the tip of the nose
/// @param rightMouth the right corner of the mouth
/// @param leftMouth the left corner of the mouth
public record Landmarks(Point rightEye, Point leftEye, Point nose, Point rightMouth, Point leftMouth) {
    /// How many there are.
    public static final int COUNT = 5;

    /// The landmarks in their order: right eye, left eye, nose, right and left corner of the mouth.
    ///
    /// @throws IllegalArgumentException if they are not five
    public static Landmarks of(List<Point> points) {
        if (points.size() != COUNT) {
            throw new IllegalArgumentException(points.size() + " landmarks; five expected");
        }
        return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
    }

    /// All five, in their order.
    public List<Point> points() {
        return List.of(rightEye, leftEye, nose, rightMouth, leftMouth);
    }

    /// The distance between the eyes, in pixels.
    public double betweenEyes() {
        return rightEye.distance(leftEye);
    }

    /// These landmarks in the picture enlarged by `factor`.
    Landmarks scaled(double factor) {
        return of(points().stream().map(point -> point.scaled(factor)).toList());
    }
}
