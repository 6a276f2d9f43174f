package org.fovea.facerec.alignment;

import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.joml.Matrix3x2d;
import org.joml.Vector2d;

/// Faces brought to where an embedding network has learned to expect them: the [SimilarityTransform] from a face's
/// landmarks to [ReferencePoints], drawn by [AffineWarp].
///
/// Sampling between four pixels skips pixels where a face is much larger than its new picture. Where it is more than
/// twice as large, the part of the photograph that is seen is first shrunk by a whole number, each new pixel the mean
/// of those it covers, until it is less than twice as large.
public final class FaceAlignment {
    private FaceAlignment() {}

    /// The face with these landmarks, in the reference's size.
    ///
    /// @throws IllegalArgumentException if the landmarks lie in one point
    public static Picture align(Picture photograph, Landmarks landmarks, ReferencePoints reference) {
        Matrix3x2d transform = SimilarityTransform.between(
                landmarks.points(), reference.landmarks().points());
        int shrink = (int) (1 / Math.hypot(transform.m00(), transform.m01()));
        if (shrink < 2) {
            return AffineWarp.of(photograph, transform, reference.width(), reference.height());
        }
        return alignShrunk(photograph, transform, reference, shrink);
    }

    private static Picture alignShrunk(
            Picture photograph, Matrix3x2d transform, ReferencePoints reference, int shrink) {
        int[] seen = seen(photograph, transform, reference, shrink);
        int width = (seen[2] - seen[0]) / shrink;
        int height = (seen[3] - seen[1]) / shrink;
        if (width < 1 || height < 1) {
            return AffineWarp.of(photograph, transform, reference.width(), reference.height());
        }
        Picture part = photograph
                .crop(seen[0], seen[1], width * shrink, height * shrink)
                .resize(width, height);
        // The middle of shrunk pixel i is that of the old pixels from shrink·i to shrink·(i + 1) − 1.
        double half = (shrink - 1) / 2.0;
        Matrix3x2d fromPart = new Matrix3x2d(shrink, 0, 0, shrink, seen[0] + half, seen[1] + half);
        return AffineWarp.of(part, new Matrix3x2d(transform).mul(fromPart), reference.width(), reference.height());
    }

    /// The left, top, right and bottom of what is seen of the photograph, a shrunk pixel more on each side.
    private static int[] seen(Picture photograph, Matrix3x2d transform, ReferencePoints reference, int margin) {
        Matrix3x2d back = new Matrix3x2d(transform).invert();
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Point corner : new Point[] {
            new Point(0, 0),
            new Point(reference.width(), 0),
            new Point(0, reference.height()),
            new Point(reference.width(), reference.height())
        }) {
            Vector2d place = back.transformPosition(corner.x(), corner.y(), new Vector2d());
            left = Math.min(left, place.x);
            top = Math.min(top, place.y);
            right = Math.max(right, place.x);
            bottom = Math.max(bottom, place.y);
        }
        return new int[] {
            (int) Math.clamp(left - 2 * margin, 0, photograph.width()),
            (int) Math.clamp(top - 2 * margin, 0, photograph.height()),
            (int) Math.clamp(right + 3 * margin, 0, photograph.width()),
            (int) Math.clamp(bottom + 3 * margin, 0, photograph.height())
        };
    }
}
