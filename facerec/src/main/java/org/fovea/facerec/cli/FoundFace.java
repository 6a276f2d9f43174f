package org.fovea.facerec.cli;

import java.util.List;
import java.util.Locale;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Point;

/// What is printed of a face that was found.
///
/// @param face its number, from 1 on, from left to right
/// @param box left, top, width, height in the photograph's pixels
/// @param landmarks x and y of the right eye, the left eye, the nose, the right and the left corner of the mouth
record FoundFace(int face, double score, double[] box, double[][] landmarks) {
    static FoundFace of(int number, DetectedFace found) {
        Box box = found.box();
        return new FoundFace(
                number,
                rounded(found.score(), 4),
                new double[] {
                    rounded(box.left(), 1), rounded(box.top(), 1), rounded(box.width(), 1), rounded(box.height(), 1)
                },
                found.landmarks().points().stream()
                        .map(point -> new double[] {rounded(point.x(), 1), rounded(point.y(), 1)})
                        .toArray(double[][]::new));
    }

    /// Headings for [#row].
    static List<String> headings() {
        return List.of("face", "score", "box", "eyes", "nose", "mouth");
    }

    /// The face as a row of a table, in whole pixels.
    static List<String> row(int number, DetectedFace found) {
        Box box = found.box();
        return List.of(
                Integer.toString(number),
                String.format(Locale.ROOT, "%.2f", found.score()),
                String.format(Locale.ROOT, "%.0f×%.0f at %.0f,%.0f", box.width(), box.height(), box.left(), box.top()),
                text(found.landmarks().rightEye()) + " "
                        + text(found.landmarks().leftEye()),
                text(found.landmarks().nose()),
                text(found.landmarks().rightMouth()) + " "
                        + text(found.landmarks().leftMouth()));
    }

    private static String text(Point point) {
        return String.format(Locale.ROOT, "%.0f,%.0f", point.x(), point.y());
    }

    private static double rounded(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Math.round(value * scale) / scale;
    }

    @Override
    public String toString() {
        return "face " + face + " of score " + score;
    }
}
