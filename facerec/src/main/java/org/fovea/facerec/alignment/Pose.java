package org.fovea.facerec.alignment;

import java.util.List;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.joml.Matrix3d;
import org.joml.Vector3d;

/// How a head is turned, in degrees, as its five landmarks tell: an estimate, right to some ten degrees, since it takes
/// every head for the same one.
///
/// That head has its landmarks at Xᵢ (millimetres; eyes 63 apart, the tip of the nose 30 before them). Seen from afar
/// (weak perspective) xᵢ = r·Xᵢ + t and yᵢ = u·Xᵢ + t′, where r and u are the first two rows of a rotation times a
/// scale. Least squares give both rows: r = (Σ X Xᵀ)⁻¹ Σ X xᵢ over centred points. Their third elements are where the
/// nose points (DeMenthon and Davis, "Model-Based Object Pose in 25 Lines of Code", IJCV 15, 1995, its first step).
///
/// @param yaw turned to the side; above 0 to the right of the picture
/// @param pitch nodding; above 0 looking down
/// @param roll leaning; above 0 clockwise in the picture
public record Pose(double yaw, double pitch, double roll) {
    // x to the right of the picture, y down, z to the viewer, in millimetres, in the order of Landmarks.
    private static final List<Vector3d> HEAD = centred(
            new Vector3d(-31.5, 0, 0),
            new Vector3d(31.5, 0, 0),
            new Vector3d(0, 40, 30),
            new Vector3d(-26, 73, 2),
            new Vector3d(26, 73, 2));
    private static final Matrix3d INVERSE = inverse();

    private static List<Vector3d> centred(Vector3d... points) {
        Vector3d mean = new Vector3d();
        for (Vector3d point : points) {
            mean.add(point);
        }
        mean.div(points.length);
        for (Vector3d point : points) {
            point.sub(mean);
        }
        return List.of(points);
    }

    /// (Σ X Xᵀ)⁻¹.
    private static Matrix3d inverse() {
        Matrix3d sum = new Matrix3d().zero();
        for (Vector3d p : HEAD) {
            sum.add(new Matrix3d(
                    p.x * p.x, p.x * p.y, p.x * p.z, p.y * p.x, p.y * p.y, p.y * p.z, p.z * p.x, p.z * p.y, p.z * p.z));
        }
        return sum.invert();
    }

    /// The pose of a face.
    public static Pose of(Landmarks landmarks) {
        Vector3d across = new Vector3d();
        Vector3d down = new Vector3d();
        for (int i = 0; i < HEAD.size(); i++) {
            Point point = landmarks.points().get(i);
            across.fma(point.x(), HEAD.get(i));
            down.fma(point.y(), HEAD.get(i));
        }
        INVERSE.transform(across);
        INVERSE.transform(down);
        double scale = Math.sqrt((across.lengthSquared() + down.lengthSquared()) / 2);
        double roll = Math.atan2(down.x, across.x);
        // Leaned back, so that the head is upright.
        double side = Math.cos(roll) * across.z + Math.sin(roll) * down.z;
        double below = -Math.sin(roll) * across.z + Math.cos(roll) * down.z;
        return new Pose(degrees(side / scale), degrees(below / scale), Math.toDegrees(roll));
    }

    private static double degrees(double sine) {
        return Math.toDegrees(Math.asin(Math.clamp(sine, -1, 1)));
    }
}
