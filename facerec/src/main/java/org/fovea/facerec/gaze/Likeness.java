package org.fovea.facerec.gaze;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.gradcam.HeatMap;

/// How alike two gazes are, of one size and none of them negative: the same places or others?
public enum Likeness {
    /// Σab / √(Σa²·Σb²), from 0 for gazes that share no pixel to 1 for equal ones. The overlap that strategies and
    /// reports speak of.
    COSINE {
        @Override
        double compare(float[] a, float[] b) {
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int i = 0; i < a.length; i++) {
                ab += (double) a[i] * b[i];
                aa += (double) a[i] * a[i];
                bb += (double) b[i] * b[i];
            }
            return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
        }
    },

    /// Pearson's correlation over the pixels, from −1 to 1; 0 where one gaze is the same everywhere.
    PEARSON {
        @Override
        double compare(float[] a, float[] b) {
            double meanA = average(a);
            double meanB = average(b);
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int i = 0; i < a.length; i++) {
                ab += (a[i] - meanA) * (b[i] - meanB);
                aa += (a[i] - meanA) * (a[i] - meanA);
                bb += (b[i] - meanB) * (b[i] - meanB);
            }
            return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
        }
    },

    /// Intersection over union of the two sets of pixels that hold the highest fifth of either gaze, from 0 to 1.
    TOP_FIFTH {
        @Override
        double compare(float[] a, float[] b) {
            boolean[] topA = top(a, 0.2);
            boolean[] topB = top(b, 0.2);
            int both = 0;
            int either = 0;
            for (int i = 0; i < topA.length; i++) {
                both += topA[i] && topB[i] ? 1 : 0;
                either += topA[i] || topB[i] ? 1 : 0;
            }
            return either == 0 ? 0 : (double) both / either;
        }
    },

    /// 1 − the Jensen–Shannon divergence of the two gazes as distributions, in bits (Lin, "Divergence Measures
    /// Based on the Shannon Entropy", IEEE Transactions on Information Theory 37, 1991): 1 for equal gazes, 0 for
    /// gazes that share no pixel.
    JENSEN_SHANNON {
        @Override
        double compare(float[] a, float[] b) {
            double sumA = average(a) * a.length;
            double sumB = average(b) * b.length;
            if (sumA == 0 || sumB == 0) {
                return 0;
            }
            double divergence = 0;
            for (int i = 0; i < a.length; i++) {
                double p = a[i] / sumA;
                double q = b[i] / sumB;
                double m = (p + q) / 2;
                divergence += half(p, m) + half(q, m);
            }
            return 1 - divergence;
        }

        private double half(double p, double m) {
            return p == 0 ? 0 : p / 2 * Math.log(p / m) / Math.log(2);
        }
    };

    abstract double compare(float[] a, float[] b);

    /// @throws IllegalArgumentException if the two are not of one size
    public double of(HeatMap a, HeatMap b) {
        if (a.height() != b.height() || a.width() != b.width()) {
            throw new IllegalArgumentException("gazes of " + a.height() + "×" + a.width() + " and " + b.height() + "×"
                    + b.width() + " cannot be held together");
        }
        return compare(a.values(), b.values());
    }

    /// The mean over all pairs of gazes; 0 for a single one.
    public double mean(List<HeatMap> gazes) {
        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < gazes.size(); a++) {
            for (int b = 0; b < a; b++) {
                sum += of(gazes.get(a), gazes.get(b));
                pairs++;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    static double average(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    /// The pixels with the highest values, this share of them; of equal ones the earlier.
    static boolean[] top(float[] values, double share) {
        boolean[] top = new boolean[values.length];
        IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .limit(Math.round(share * values.length))
                .forEach(i -> top[i] = values[i] > 0);
        return top;
    }

    /// How much of the face a set of gazes covers: Σ over the pixels of the reference gaze, as far as one of the
    /// set looks there at least as much; from 0 to 1. The reference is the gaze of a network that sees the whole
    /// face.
    public static double coverage(List<HeatMap> gazes, HeatMap reference) {
        float[] highest = new float[reference.values().length];
        for (HeatMap gaze : gazes) {
            for (int i = 0; i < highest.length; i++) {
                highest[i] = Math.max(highest[i], gaze.values()[i]);
            }
        }
        double covered = 0;
        double all = 0;
        for (int i = 0; i < highest.length; i++) {
            covered += Math.min(highest[i], reference.values()[i]);
            all += reference.values()[i];
        }
        return all == 0 ? 0 : covered / all;
    }
}
