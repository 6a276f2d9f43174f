package org.fovea.facerec.embedding;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.Box;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.embedding.NoChosenFaceException.Reason;

/// The face of a photograph that is compared: the one that is asked for, or the only one, or the largest where it is
/// at least twice as large as any other. In all other cases the answer would be about a face that nobody chose.
///
/// @param number the face's, from 1 on, from left to right
/// @param of how many there are
public record ChosenFace(DetectedFace face, int number, int of) {
    private static final double CLEARLY = 2;

    /// @param faces from left to right
    /// @param wanted a face's number, 0 for none in particular
    /// @param source the photograph, as messages name it
    /// @param option what asks for a number
    /// @throws NoChosenFaceException if there is no face, not so many, or none is clearly the largest
    public static ChosenFace of(List<DetectedFace> faces, int wanted, String source, String option)
            throws NoChosenFaceException {
        requireAny(faces, source);
        int count = faces.size();
        if (wanted > count) {
            throw new NoChosenFaceException(
                    Reason.NO_SUCH_FACE, count, source + ": " + option + " " + wanted + ", but " + shown(count));
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
            throw new NoChosenFaceException(
                    Reason.SEVERAL_FACES,
                    count,
                    source + ": " + shown(count) + " and none is clearly the largest; choose one by " + option
                            + " 1 to " + count + ", counted from the left (fovea detect shows them)");
        }
        return new ChosenFace(largest.getFirst(), faces.indexOf(largest.getFirst()) + 1, faces.size());
    }

    /// Every face of a photograph, each chosen.
    ///
    /// @param faces from left to right
    public static List<ChosenFace> all(List<DetectedFace> faces) {
        return IntStream.range(0, faces.size())
                .mapToObj(i -> new ChosenFace(faces.get(i), i + 1, faces.size()))
                .toList();
    }

    /// Every face of a photograph that must show one.
    ///
    /// @param faces from left to right
    /// @param source the photograph, as messages name it
    /// @throws NoChosenFaceException if there is no face
    public static List<ChosenFace> all(List<DetectedFace> faces, String source) throws NoChosenFaceException {
        requireAny(faces, source);
        return all(faces);
    }

    /// The main face of a photograph, which is in its middle: the largest value of the box's area less twice the
    /// square of its distance from there. Pictures of Labeled Faces in the Wild are centred on the person they
    /// name; others stand behind.
    ///
    /// @param faces from left to right
    /// @return empty where there is no face
    public static Optional<ChosenFace> main(List<DetectedFace> faces, Picture photograph) {
        Point middle = new Point(photograph.width() / 2.0, photograph.height() / 2.0);
        return all(faces).stream().max(Comparator.comparingDouble(chosen -> {
            Box box = chosen.face.box();
            double away = box.centre().distance(middle);
            return box.area() - 2 * away * away;
        }));
    }

    private static void requireAny(List<DetectedFace> faces, String source) throws NoChosenFaceException {
        if (faces.isEmpty()) {
            throw new NoChosenFaceException(Reason.NO_FACE, 0, source + ": no face found");
        }
    }

    private static String shown(int faces) {
        return faces == 1 ? "there is 1 face" : "there are " + faces + " faces";
    }

    /// What is remarked where there was a choice; empty where there was none.
    public String remark(String source) {
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
