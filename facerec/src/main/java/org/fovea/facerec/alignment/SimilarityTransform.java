package org.fovea.facerec.alignment;

import java.util.List;
import org.fovea.facerec.detection.Point;
import org.joml.Matrix3x2d;

/// The similarity transform (turned, scaled and moved, never mirrored) that takes points as near as can be to others:
/// it minimises Σᵢ |s R pᵢ + t − qᵢ|² (Umeyama, "Least-squares estimation of transformation parameters between two
/// point patterns", PAMI 13, 1991).
///
/// In the plane it needs no singular values. With s R = (a −b; b a), centred points p and q, and both sides
/// differentiated by a and b,
///
/// - a = Σ (pₓqₓ + p_y q_y) / Σ |p|²
/// - b = Σ (pₓq_y − p_y qₓ) / Σ |p|²
///
/// and t takes the mean of the points to the mean of the others.
public final class SimilarityTransform {
    private SimilarityTransform() {}

    /// The transform from `from` to `to`, as JOML has it: x′ = m00 x + m10 y + m20, y′ = m01 x + m11 y + m21.
    ///
    /// @throws IllegalArgumentException if there are not as many points on both sides, or those of `from` are one,
    ///     or the best scale is 0
    public static Matrix3x2d between(List<Point> from, List<Point> to) {
        if (from.size() != to.size() || from.size() < 2) {
            throw new IllegalArgumentException(
                    from.size() + " points to " + to.size() + "; as many on both sides expected, two or more");
        }
        Point middle = mean(from);
        Point target = mean(to);
        double along = 0;
        double across = 0;
        double spread = 0;
        for (int i = 0; i < from.size(); i++) {
            double px = from.get(i).x() - middle.x();
            double py = from.get(i).y() - middle.y();
            double qx = to.get(i).x() - target.x();
            double qy = to.get(i).y() - target.y();
            along += px * qx + py * qy;
            across += px * qy - py * qx;
            spread += px * px + py * py;
        }
        double a = along / spread;
        double b = across / spread;
        if (!(a * a + b * b > 0) || !Double.isFinite(a + b)) {
            throw new IllegalArgumentException("no similarity transform takes " + from + " to " + to);
        }
        return new Matrix3x2d(
                a,
                b,
                -b,
                a,
                target.x() - (a * middle.x() - b * middle.y()),
                target.y() - (b * middle.x() + a * middle.y()));
    }

    private static Point mean(List<Point> points) {
        double x = 0;
        double y = 0;
        for (Point point : points) {
            x += point.x();
            y += point.y();
        }
        return new Point(x / points.size(), y / points.size());
    }
}
