package org.fovea.facerec.detection;

/// A rectangle in a picture, in pixels; it may reach beyond the picture.
///
/// @param width above 0
/// @param height above 0
public record Box(double left, double top, double width, double height) {
    public Box {
        if (!(width > 0 && height > 0) || !Double.isFinite(left + top + width + height)) {
            throw new IllegalArgumentException("a box at (" + left + ", " + top + ") of " + width + "×" + height);
        }
    }

    /// The right edge.
    public double right() {
        return left + width;
    }

    /// The lower edge.
    public double bottom() {
        return top + height;
    }

    /// Its middle.
    public Point centre() {
        return new Point(left + width / 2, top + height / 2);
    }

    /// Its area in pixels.
    public double area() {
        return width * height;
    }

    /// The intersection over union (Jaccard index) with another box, from 0 (apart) to 1 (the same).
    public double overlap(Box other) {
        double across = Math.min(right(), other.right()) - Math.max(left, other.left);
        double down = Math.min(bottom(), other.bottom()) - Math.max(top, other.top);
        if (across <= 0 || down <= 0) {
            return 0;
        }
        double both = across * down;
        return both / (area() + other.area() - both);
    }

    /// The share of its area that lies within a picture, 0 to 1.
    public double within(int pictureWidth, int pictureHeight) {
        double across = Math.min(right(), pictureWidth) - Math.max(left, 0);
        double down = Math.min(bottom(), pictureHeight) - Math.max(top, 0);
        return across <= 0 || down <= 0 ? 0 : across * down / area();
    }

    /// This box in the picture enlarged by `factor`.
    public Box scaled(double factor) {
        return new Box(factor * left, factor * top, factor * width, factor * height);
    }
}
