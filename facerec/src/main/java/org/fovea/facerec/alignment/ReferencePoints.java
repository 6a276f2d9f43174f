package org.fovea.facerec.alignment;

import java.util.List;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;

/// Where the five landmarks of a face lie in the picture that an embedding network reads.
///
/// @param width that picture's, in pixels
/// @param height that picture's, in pixels
public record ReferencePoints(int width, int height, Landmarks landmarks) {
    private static final int SIDE = 112;

    /// The points of ArcFace, in 112×112 pixels, which most published networks have learned with (Deng and others,
    /// "ArcFace: Additive Angular Margin Loss for Deep Face Recognition", CVPR 2019; their `arcface_src`).
    public static final ReferencePoints ARC_FACE = new ReferencePoints(
            SIDE,
            SIDE,
            Landmarks.of(List.of(
                    new Point(38.2946, 51.6963),
                    new Point(73.5318, 51.5014),
                    new Point(56.0252, 71.7366),
                    new Point(41.5493, 92.3655),
                    new Point(70.7299, 92.2041))));

    public ReferencePoints {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("reference points in " + width + "×" + height + " pixels");
        }
        for (Point point : landmarks.points()) {
            if (!(point.x() >= 0 && point.x() < width && point.y() >= 0 && point.y() < height)) {
                throw new IllegalArgumentException(
                        "the reference point " + point + " is not within " + width + "×" + height + " pixels");
            }
        }
    }

    /// ArcFace's points for another size: at the same shares of the width and the height.
    public static ReferencePoints arcFace(int width, int height) {
        if (width == SIDE && height == SIDE) {
            return ARC_FACE;
        }
        return new ReferencePoints(
                width,
                height,
                Landmarks.of(ARC_FACE.landmarks().points().stream()
                        .map(p -> new Point(p.x() * width / SIDE, p.y() * height / SIDE))
                        .toList()));
    }
}
