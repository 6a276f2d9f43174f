package org.fovea.engine.train;

import java.util.Arrays;
import org.fovea.engine.network.Target;

/// The triplet loss with semi-hard mining (Schroff and others, "FaceNet", CVPR 2015). For every pair of an anchor a and
/// a positive p of one person in the batch, with D the squared Euclidean distance of embeddings:
///
/// L = mean of max(0, D(a, p) − D(a, n) + margin),
///
/// the negative n being the nearest one farther from a than p is (semi-hard), or, where there is none, the farthest of
/// all negatives. The choice of n is not differentiated.
public final class Triplet implements Loss {
    private final double margin;

    /// @param margin 0.2 in the paper
    public Triplet(double margin) {
        if (!(margin > 0)) {
            throw new IllegalArgumentException("a margin above 0 is needed, found " + margin);
        }
        this.margin = margin;
    }

    @Override
    public boolean classifies() {
        return false;
    }

    @Override
    public String describe() {
        return "Triplet, margin " + margin;
    }

    @Override
    public Target of(int[] labels) {
        return (output, gradient) -> {
            if (output.shape().rank() != 2 || output.shape().extent(0) != labels.length) {
                throw new IllegalArgumentException(
                        labels.length + " labels need embeddings (" + labels.length + ", C), found " + output.shape());
            }
            int c = output.shape().channels();
            float[] y = output.data();
            Arrays.fill(gradient.data(), 0);
            int pairs = 0;
            for (int a = 0; a < labels.length; a++) {
                for (int p = 0; p < labels.length; p++) {
                    pairs += a != p && labels[a] == labels[p] && hasNegative(labels, a) ? 1 : 0;
                }
            }
            double sum = 0;
            for (int a = 0; a < labels.length; a++) {
                for (int p = 0; p < labels.length; p++) {
                    if (a != p && labels[a] == labels[p] && hasNegative(labels, a)) {
                        sum += triplet(y, gradient.data(), c, labels, a, p, 1.0 / pairs);
                    }
                }
            }
            return pairs == 0 ? 0 : sum / pairs;
        };
    }

    private static boolean hasNegative(int[] labels, int a) {
        for (int label : labels) {
            if (label != labels[a]) {
                return true;
            }
        }
        return false;
    }

    private double triplet(float[] y, float[] dy, int c, int[] labels, int a, int p, double weight) {
        double positive = distance(y, c, a, p);
        int n = negative(y, c, labels, a, positive);
        double loss = positive - distance(y, c, a, n) + margin;
        if (loss <= 0) {
            return 0;
        }
        for (int k = 0; k < c; k++) {
            double ya = y[a * c + k];
            double yp = y[p * c + k];
            double yn = y[n * c + k];
            dy[a * c + k] += (float) (2 * weight * (yn - yp));
            dy[p * c + k] += (float) (2 * weight * (yp - ya));
            dy[n * c + k] += (float) (2 * weight * (ya - yn));
        }
        return loss;
    }

    private static int negative(float[] y, int c, int[] labels, int a, double positive) {
        int semiHard = -1;
        int farthest = -1;
        double nearestDistance = Double.POSITIVE_INFINITY;
        double farthestDistance = Double.NEGATIVE_INFINITY;
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] == labels[a]) {
                continue;
            }
            double d = distance(y, c, a, n);
            if (d > positive && d < nearestDistance) {
                semiHard = n;
                nearestDistance = d;
            }
            if (d > farthestDistance) {
                farthest = n;
                farthestDistance = d;
            }
        }
        return semiHard >= 0 ? semiHard : farthest;
    }

    private static double distance(float[] y, int c, int a, int b) {
        double sum = 0;
        for (int k = 0; k < c; k++) {
            double d = (double) y[a * c + k] - y[b * c + k];
            sum += d * d;
        }
        return sum;
    }
}
