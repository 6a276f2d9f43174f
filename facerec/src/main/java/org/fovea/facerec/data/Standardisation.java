package org.fovea.facerec.data;

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
        switch (this) {
            case NONE -> {}
            case SIGNED -> {
                for (int i = offset; i < offset + length; i++) {
                    values[i] = (values[i] - 0.5f) / 0.5f;
                }
            }
            case PER_PICTURE -> standardise(values, offset, length);
        }
    }

    private static void standardise(float[] values, int offset, int length) {
        double sum = 0;
        for (int i = offset; i < offset + length; i++) {
            sum += values[i];
        }
        double mean = sum / length;
        double squares = 0;
        for (int i = offset; i < offset + length; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        double deviation = Math.max(Math.sqrt(squares / length), 1 / Math.sqrt(length));
        for (int i = offset; i < offset + length; i++) {
            values[i] = (float) ((values[i] - mean) / deviation);
        }
    }
}
