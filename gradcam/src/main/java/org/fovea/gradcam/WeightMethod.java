package org.fovea.gradcam;

/// A method that gives each channel one weight: T\[i, j, k\] = α\[k\]·A\[i, j, k\].
public abstract class WeightMethod extends ChannelMethod {
    protected WeightMethod(About about) {
        super(about);
    }

    /// α: one weight a channel, for one picture.
    public abstract double[] weights(Subject subject, int picture);

    @Override
    public final double[] terms(Subject subject, int picture) {
        return terms(subject.activations(picture), weights(subject, picture));
    }

    /// α\[k\]·A\[i, j, k\], (cells, channels), channels last.
    ///
    /// @param alpha one weight a channel
    public static double[] terms(Reading reading, double[] alpha) {
        double[] terms = new double[reading.a().length];
        for (int cell = 0, i = 0; cell < reading.cells(); cell++) {
            for (int k = 0; k < alpha.length; k++, i++) {
                terms[i] = alpha[k] * reading.a()[i];
            }
        }
        return terms;
    }
}
