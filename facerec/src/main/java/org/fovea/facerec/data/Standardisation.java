package org.fovea.facerec.data;

import org.jspecify.annotations.Nullable;

/// How a picture's values, 0 to 1, become a network's input.
public enum Standardisation {
    /// As they are: 0 to 1.
    NONE,

    /// (x − 0.5) / 0.5: −1 to 1. Keeps brightness and contrast.
    SIGNED,

    /// (x − mean) / max(deviation, 1/√n) over all n values of the picture: mean 0, variance 1. Takes out
    /// brightness and contrast, and so much of the light; the floor keeps a blank picture's noise from being
    /// blown up.
    PER_PICTURE;

    /// Standardises, in place, the `length` values of one picture that begin at `offset`.
    public void apply(float[] values, int offset, int length) {
        apply(values, offset, length, 1, null);
    }

    /// Standardises, in place, the `length` values of one picture that begin at `offset`, of which some pixels are
    /// hidden: these become 0, and count for nothing in the mean and the deviation.
    ///
    /// @param channels values of one pixel
    /// @param visible one flag a pixel; null where all are visible
    public void apply(float[] values, int offset, int length, int channels, boolean @Nullable [] visible) {
        double shift = 0;
        double scale = 1;
        if (this == SIGNED) {
            shift = 0.5;
            scale = 0.5;
        } else if (this == PER_PICTURE) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < length; i++) {
                if (visible == null || visible[i / channels]) {
                    sum += values[offset + i];
                    count++;
                }
            }
            shift = sum / count;
            double squares = 0;
            for (int i = 0; i < length; i++) {
                if (visible == null || visible[i / channels]) {
                    squares += (values[offset + i] - shift) * (values[offset + i] - shift);
                }
            }
            scale = Math.max(Math.sqrt(squares / count), 1 / Math.sqrt(count));
        }
        for (int i = 0; i < length; i++) {
            boolean seen = visible == null || visible[i / channels];
            values[offset + i] = seen ? (float) ((values[offset + i] - shift) / scale) : 0;
        }
    }
}
