package org.fovea.facerec.detection;

/// A face found in a picture, in that picture's pixels.
///
/// @param score how sure the detector is, 0 to 1
public record DetectedFace(Box box, Landmarks landmarks, double score) {
    /// This face in the picture enlarged by `factor`.
    DetectedFace scaled(double factor) {
        return new DetectedFace(box.scaled(factor), landmarks.scaled(factor), score);
    }
}
