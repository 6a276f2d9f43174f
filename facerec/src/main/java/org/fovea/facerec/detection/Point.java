package org.fovea.facerec.detection;

/// A place in a picture, in pixels from its top left: (0, 0) is the middle of the first pixel, as for OpenCV.
///
/// @param x to the right
/// @param y downwards
public record Point(double x, double y) {
    /// This place in the picture enlarged by `factor`.
    Point scaled(double factor) {
        return new Point(factor * x, factor * y);
    }

    /// The distance to another place.
    public double distance(Point other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    /// The place halfway to another.
    public Point middle(Point other) {
        return new Point((x + other.x) / 2, (y + other.y) / 2);
    }
}
