package org.fovea.facerec.alignment;

import org.fovea.facerec.data.Picture;
import org.joml.Matrix3x2d;
import org.joml.Matrix3x2dc;
import org.joml.Vector2d;

/// A picture seen through an affine transform: new pixel (x, y) is the old picture at M⁻¹ (x, y), linear between the
/// four pixels around that place, black outside; pixels' middles lie at whole numbers. That is OpenCV's `warpAffine`
/// with `INTER_LINEAR`, but for its rounding of places to 1/32 of a pixel.
public final class AffineWarp {
    private AffineWarp() {}

    /// The picture of `width × height` pixels that `transform` makes of `picture`.
    ///
    /// @param transform from the old picture's places to the new one's
    /// @throws IllegalArgumentException if the transform cannot be inverted or the size is below 1
    public static Picture of(Picture picture, Matrix3x2dc transform, int width, int height) {
        Matrix3x2d back = new Matrix3x2d(transform).invert();
        if (!back.isFinite() || transform.m00() * transform.m11() == transform.m10() * transform.m01()) {
            throw new IllegalArgumentException("a transform that has no inverse: " + transform);
        }
        int channels = picture.channels();
        float[] to = new float[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
        Vector2d place = new Vector2d();
        for (int y = 0, k = 0; y < height; y++) {
            for (int x = 0; x < width; x++, k += channels) {
                sample(picture, back.transformPosition(x, y, place), to, k);
            }
        }
        return new Picture(width, height, channels, to);
    }

    /// Writes the values at a place to `to`, from `k` on.
    private static void sample(Picture picture, Vector2d place, float[] to, int k) {
        int width = picture.width();
        int height = picture.height();
        if (!(place.x > -1 && place.x < width && place.y > -1 && place.y < height)) {
            return; // black
        }
        int left = (int) Math.floor(place.x);
        int top = (int) Math.floor(place.y);
        float across = (float) (place.x - left);
        float down = (float) (place.y - top);
        add(picture, left, top, (1 - across) * (1 - down), to, k);
        add(picture, left + 1, top, across * (1 - down), to, k);
        add(picture, left, top + 1, (1 - across) * down, to, k);
        add(picture, left + 1, top + 1, across * down, to, k);
    }

    private static void add(Picture picture, int x, int y, float weight, float[] to, int k) {
        if (x < 0 || y < 0 || x >= picture.width() || y >= picture.height()) {
            return;
        }
        int channels = picture.channels();
        int from = (y * picture.width() + x) * channels;
        for (int c = 0; c < channels; c++) {
            to[k + c] += weight * picture.data()[from + c];
        }
    }
}
