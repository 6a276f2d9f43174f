package org.fovea.engine.train;

import org.fovea.engine.network.Target;
import org.fovea.engine.tensor.LogSumExp;

/// Softmax and cross-entropy in one: with p = softmax(y) and the wanted distribution q,
///
/// L = −(1/N) Σ q·log p, dL/dy = (p − q) / N.
///
/// q is 1 − ε + ε/C at the label and ε/C elsewhere, ε being the label smoothing (Szegedy and others, 2016).
public final class CrossEntropy implements Loss {
    private final double smoothing;

    /// Without label smoothing.
    public CrossEntropy() {
        this(0);
    }

    /// @param smoothing ε, from 0 to 1
    public CrossEntropy(double smoothing) {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException("label smoothing is from 0 to 1, found " + smoothing);
        }
        this.smoothing = smoothing;
    }

    @Override
    public String describe() {
        return "CrossEntropy, smoothing " + smoothing;
    }

    @Override
    public Target of(int[] labels) {
        return (output, gradient) -> {
            int c = Loss.classes(output, labels);
            double sum = 0;
            for (int n = 0; n < labels.length; n++) {
                sum += row(output.data(), gradient.data(), n * c, c, labels[n], smoothing, 1.0 / labels.length);
            }
            return sum / labels.length;
        };
    }

    /// One example's loss; its gradient times `weight` goes into dy.
    static double row(float[] y, float[] dy, int at, int c, int label, double smoothing, double weight) {
        double total = 0;
        for (int k = 0; k < c; k++) {
            total += y[at + k];
        }
        double logSum = LogSumExp.of(y, at, c);
        for (int k = 0; k < c; k++) {
            double q = smoothing / c + (k == label ? 1 - smoothing : 0);
            dy[at + k] = (float) (weight * (Math.exp(y[at + k] - logSum) - q));
        }
        return logSum - (1 - smoothing) * y[at + label] - smoothing * total / c;
    }
}
