package org.fovea.facerec.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.fovea.facerec.detection.DetectedFace;

/// Which of a photograph's faces is compared: the one that is asked for, or the only one, or the largest where it is
/// at least twice as large as any other. In all other cases the answer would be about a face that nobody chose.
///
/// @param number the face's, from 1 on, from left to right
/// @param of how many there are
record ChosenFace(DetectedFace face, int number, int of) {
    private static final double CLEARLY = 2;

    /// @param faces from left to right
    /// @param wanted a face's number, 0 for none in particular
    /// @param source the photograph, as messages name it
    /// @param option what asks for a number
    /// @throws IOException if there is no face, not so many, or none is clearly the largest
    static ChosenFace of(List<DetectedFace> faces, int wanted, String source, String option) throws IOException {
        if (faces.isEmpty()) {
            throw new IOException(source + ": no face found");
        }
        if (wanted > faces.size()) {
            throw new IOException(source + ": " + option + " " + wanted + ", but " + count(faces.size()));
        }
        if (wanted > 0) {
            return new ChosenFace(faces.get(wanted - 1), wanted, faces.size());
        }
        List<DetectedFace> largest = faces.stream()
                .sorted(Comparator.comparingDouble(
                                (DetectedFace face) -> face.box().area())
                        .reversed())
                .toList();
        if (largest.size() > 1
                && largest.get(0).box().area() < CLEARLY * largest.get(1).box().area()) {
            throw new IOException(
                    source + ": " + count(faces.size()) + " and none is clearly the largest; choose one by " + option
                            + " 1 to " + faces.size() + ", counted from the left (fovea detect shows them)");
        }
        return new ChosenFace(largest.getFirst(), faces.indexOf(largest.getFirst()) + 1, faces.size());
    }

    private static String count(int faces) {
        return faces == 1 ? "there is 1 face" : "there are " + faces + " faces";
    }

    /// What is remarked where there was a choice; empty where there was none.
    String remark(String source) {
        return of == 1
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%s: %d faces; compared is number %d from the left, %.0f×%.0f pixels",
                        source,
                        of,
                        number,
                        face.box().width(),
                        face.box().height());
    }
}
