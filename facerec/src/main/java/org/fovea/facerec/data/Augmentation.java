package org.fovea.facerec.data;

import java.util.random.RandomGenerator;
import org.joml.Matrix3x2f;

/// Random changes under which a face stays the same person, drawn anew for every picture at every step of training.
///
/// In this order: one affine map (mirror, scale, rotation, shift), contrast and brightness, noise, a rectangle
/// erased. Values stay within 0 and 1, so standardisation comes after. Every draw is uniform unless said otherwise. A
/// setting of 0 leaves its change out, and draws nothing from the generator.
///
/// Random erasing follows Zhong, Zheng, Kang, Li and Yang, "Random Erasing Data Augmentation", AAAI 2020: 2 % to 20 %
/// of the area, proportions 0.3 to 1/0.3, filled with random values.
///
/// @param shift largest shift in each direction, as a share of width and height
/// @param rotation largest turn to either side, in degrees
/// @param scale largest change of size s: the factor is drawn between 1/(1 + s) and 1 + s, uniform in its logarithm
/// @param mirror probability of exchanging left and right
/// @param brightness largest amount added to or taken from every value
/// @param contrast largest change c: the distance from the picture's mean is multiplied by 1 − c to 1 + c
/// @param noise standard deviation of Gaussian noise, independent for each value
/// @param erasing probability of erasing a rectangle
public record Augmentation(
        double shift,
        double rotation,
        double scale,
        double mirror,
        double brightness,
        double contrast,
        double noise,
        double erasing) {
    private static final double SMALLEST_ERASED = 0.02;
    private static final double LARGEST_ERASED = 0.2;
    private static final double NARROWEST_ERASED = 0.3;
    private static final int ERASING_ATTEMPTS = 20;

    private static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0);

    public Augmentation {
        check("shift", shift, 1);
        check("rotation", rotation, 180);
        check("scale", scale, 10);
        check("mirror", mirror, 1);
        check("brightness", brightness, 1);
        check("contrast", contrast, 1);
        check("noise", noise, 1);
        check("erasing", erasing, 1);
    }

    private static void check(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(name + " of " + value + "; it must lie within 0 and " + most);
        }
    }

    /// No change at all: pictures are copied.
    public static Augmentation none() {
        return NONE;
    }

    /// For faces that are roughly aligned: what a detector's scatter, a turned head and a lamp do.
    public static Augmentation faces() {
        return new Augmentation(0.06, 8, 0.1, 0.5, 0.1, 0.2, 0.01, 0.25);
    }

    public Augmentation withShift(double shift) {
        return new Augmentation(shift, rotation, scale, mirror, brightness, contrast, noise, erasing);
    }

    public Augmentation withRotation(double rotation) {
        return new Augmentation(shift, rotation, scale, mirror, brightness, contrast, noise, erasing);
    }

    public Augmentation withScale(double scale) {
        return new Augmentation(shift, rotation, scale, mirror, brightness, contrast, noise, erasing);
    }

    public Augmentation withMirror(double mirror) {
        return new Augmentation(shift, rotation, scale, mirror, brightness, contrast, noise, erasing);
    }

    public Augmentation withBrightness(double brightness) {
        return new Augmentation(shift, rotation, scale, mirror, brightness, contrast, noise, erasing);
    }

    public Augmentation withContrast(double contrast) {
        return new Augmentation(shift, rotation, scale, mirror, brightness, contrast, noise, erasing);
    }

    public Augmentation withNoise(double noise) {
        return new Augmentation(shift, rotation, scale, mirror, brightness, contrast, noise, erasing);
    }

    public Augmentation withErasing(double erasing) {
        return new Augmentation(shift, rotation, scale, mirror, brightness, contrast, noise, erasing);
    }

    /// Writes a changed copy of `picture`, (H, W, C), into `into` from `offset` on. The picture itself stays as
    /// it is, so `into` must not be its array.
    public void apply(Picture picture, float[] into, int offset, RandomGenerator random) {
        int length = picture.data().length;
        if (shift > 0 || rotation > 0 || scale > 0 || mirror > 0) {
            warp(picture, transform(picture.width(), picture.height(), random), into, offset);
        } else {
            System.arraycopy(picture.data(), 0, into, offset, length);
        }
        if (contrast > 0 || brightness > 0) {
            relight(into, offset, length, random);
        }
        if (noise > 0) {
            for (int i = offset; i < offset + length; i++) {
                into[i] = Math.clamp(into[i] + (float) (noise * random.nextGaussian()), 0, 1);
            }
        }
        if (erasing > 0 && random.nextDouble() < erasing) {
            erase(picture, into, offset, random);
        }
    }

    /// Draws the affine map alone: it takes a point of the new picture to the point of the old one whose value it
    /// gets, both in pixels from the top left corner (a pixel's centre lies at a half). Rotation and scale leave
    /// the middle of the old picture where the shift puts it.
    public Matrix3x2f transform(int width, int height, RandomGenerator random) {
        float dx = (float) (width * symmetric(shift, random));
        float dy = (float) (height * symmetric(shift, random));
        float angle = (float) Math.toRadians(symmetric(rotation, random));
        float size = (float) Math.exp(Math.log1p(scale) * symmetric(1, scale > 0, random));
        float flip = mirror > 0 && random.nextDouble() < mirror ? -1 : 1;
        return new Matrix3x2f()
                .translate(width / 2f, height / 2f)
                .scale(flip / size, 1 / size)
                .rotate(angle)
                .translate(-width / 2f - dx, -height / 2f - dy);
    }

    private static double symmetric(double most, RandomGenerator random) {
        return symmetric(most, most > 0, random);
    }

    private static double symmetric(double most, boolean wanted, RandomGenerator random) {
        return wanted ? most * (2 * random.nextDouble() - 1) : 0;
    }

    /// Writes `picture` into `into` from `offset` on as `toOld` shows it (see [#transform]): bilinear between
    /// pixel centres; beyond the border the border's values go on.
    public static void warp(Picture picture, Matrix3x2f toOld, float[] into, int offset) {
        int width = picture.width();
        int height = picture.height();
        int channels = picture.channels();
        float[] x = picture.data();
        int k = offset;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                float px = column + 0.5f;
                float py = row + 0.5f;
                float u = Math.clamp(toOld.m00 * px + toOld.m10 * py + toOld.m20 - 0.5f, 0, width - 1);
                float v = Math.clamp(toOld.m01 * px + toOld.m11 * py + toOld.m21 - 0.5f, 0, height - 1);
                int left = Math.min((int) u, Math.max(0, width - 2));
                int top = Math.min((int) v, Math.max(0, height - 2));
                float fu = u - left;
                float fv = v - top;
                int at = (top * width + left) * channels;
                int right = width > 1 ? channels : 0;
                int below = height > 1 ? width * channels : 0;
                for (int c = 0; c < channels; c++, at++) {
                    float upper = x[at] + fu * (x[at + right] - x[at]);
                    float lower = x[at + below] + fu * (x[at + below + right] - x[at + below]);
                    into[k++] = upper + fv * (lower - upper);
                }
            }
        }
    }

    private void relight(float[] values, int offset, int length, RandomGenerator random) {
        double sum = 0;
        for (int i = offset; i < offset + length; i++) {
            sum += values[i];
        }
        float mean = (float) (sum / length);
        float gain = (float) (1 + symmetric(contrast, random));
        float base = (float) (mean + symmetric(brightness, random));
        for (int i = offset; i < offset + length; i++) {
            values[i] = Math.clamp(base + gain * (values[i] - mean), 0, 1);
        }
    }

    /// Draws rectangles until one fits, as the paper does; a picture of a few pixels may find none and stays
    /// whole.
    private static void erase(Picture picture, float[] values, int offset, RandomGenerator random) {
        for (int attempt = 0; attempt < ERASING_ATTEMPTS; attempt++) {
            double area = random.nextDouble(SMALLEST_ERASED, LARGEST_ERASED) * picture.width() * picture.height();
            double proportion = random.nextDouble(NARROWEST_ERASED, 1 / NARROWEST_ERASED);
            int height = (int) Math.round(Math.sqrt(area * proportion));
            int width = (int) Math.round(Math.sqrt(area / proportion));
            if (width < 1 || height < 1 || width >= picture.width() || height >= picture.height()) {
                continue;
            }
            int left = random.nextInt(picture.width() - width + 1);
            int top = random.nextInt(picture.height() - height + 1);
            for (int y = top; y < top + height; y++) {
                int from = offset + (y * picture.width() + left) * picture.channels();
                for (int i = from; i < from + width * picture.channels(); i++) {
                    values[i] = random.nextFloat();
                }
            }
            return;
        }
    }
}
