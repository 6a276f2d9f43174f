package org.fovea.facerec.evaluation;

import java.util.Arrays;

/// How many times likelier a score is if both pictures show one person than if they show two: p(s | same) /
/// p(s | different), as a logarithm to base 10. It says what the comparison adds; what was known before (the odds that
/// it is the same person) is multiplied with it, and is not in it.
///
/// It is fitted to scores whose answer is known by isotonic regression (pool adjacent violators): of all functions
/// that never fall with the score it is the likeliest, and no shape of the distributions is assumed (Zadrozny and
/// Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002; Brümmer and du
/// Preez, "Application-independent evaluation of speaker detection", Computer Speech and Language 20, 2006). One
/// genuine comparison below all and one impostor comparison above all are added, so that no ratio is beyond what the
/// number of comparisons can bear: with n impostors none exceeds n + 1.
///
/// A pooled block holds from its lowest score to its highest; between blocks the logarithm is linear, beyond the first
/// and the last it stays.
public final class LikelihoodRatio {
    private final double[] scores;
    private final double[] log10;

    private LikelihoodRatio(double[] scores, double[] log10) {
        this.scores = scores;
        this.log10 = log10;
    }

    /// The ratio whose logarithms at given scores are known, as [#scores()] and [#log10s()] give them.
    ///
    /// @throws IllegalArgumentException if these are not as many, or none, not finite, or fall
    public static LikelihoodRatio of(double[] scores, double[] log10) {
        if (scores.length == 0 || scores.length != log10.length) {
            throw new IllegalArgumentException(scores.length + " scores with " + log10.length
                    + " likelihood ratios; as many expected, at least 1");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])
                    || !Double.isFinite(log10[i])
                    || (i > 0 && (scores[i] < scores[i - 1] || log10[i] < log10[i - 1]))) {
                throw new IllegalArgumentException("likelihood ratios that never fall expected; number " + i + " is 10^"
                        + log10[i] + " at " + scores[i]);
            }
        }
        return new LikelihoodRatio(scores.clone(), log10.clone());
    }

    /// The ratio that scores of known answers show.
    public static LikelihoodRatio fit(Scores known) {
        double[] genuine = known.genuine();
        double[] impostor = known.impostor();
        Arrays.sort(genuine);
        Arrays.sort(impostor);
        Blocks blocks = new Blocks(genuine.length + impostor.length + 2);
        int g = 0;
        int i = 0;
        blocks.add(Double.NEGATIVE_INFINITY, 1, 0);
        while (g < genuine.length || i < impostor.length) {
            double score = g == genuine.length
                    ? impostor[i]
                    : i == impostor.length ? genuine[g] : Math.min(genuine[g], impostor[i]);
            int same = 0;
            int different = 0;
            for (; g < genuine.length && genuine[g] == score; g++) {
                same++;
            }
            for (; i < impostor.length && impostor[i] == score; i++) {
                different++;
            }
            blocks.add(score, same, different);
        }
        blocks.add(Double.POSITIVE_INFINITY, 0, 1);
        return blocks.ratio((double) (impostor.length + 1) / (genuine.length + 1));
    }

    /// Neighbouring scores pooled until the share of genuine ones rises from block to block.
    private static final class Blocks {
        private final double[] low;
        private final double[] high;
        private final long[] same;
        private final long[] different;
        private int count;

        Blocks(int most) {
            low = new double[most];
            high = new double[most];
            same = new long[most];
            different = new long[most];
        }

        void add(double score, int genuine, int impostors) {
            low[count] = score;
            high[count] = score;
            same[count] = genuine;
            different[count++] = impostors;
            // Shares s/(s + d) compared as products; equal ones are pooled as well, which changes no value.
            while (count > 1 && same[count - 2] * different[count - 1] >= same[count - 1] * different[count - 2]) {
                count--;
                if (Double.isInfinite(low[count - 1])) {
                    low[count - 1] = low[count];
                }
                high[count - 1] = Double.isInfinite(high[count]) ? high[count - 1] : high[count];
                same[count - 1] += same[count];
                different[count - 1] += different[count];
            }
        }

        LikelihoodRatio ratio(double impostorsToGenuine) {
            double[] scores = new double[2 * count];
            double[] log10 = new double[2 * count];
            int knots = 0;
            for (int k = 0; k < count; k++) {
                double value = Math.log10(impostorsToGenuine * same[k] / different[k]);
                scores[knots] = low[k];
                log10[knots++] = value;
                if (high[k] > low[k]) {
                    scores[knots] = high[k];
                    log10[knots++] = value;
                }
            }
            return of(Arrays.copyOf(scores, knots), Arrays.copyOf(log10, knots));
        }
    }

    /// The logarithm to base 10 of a score's ratio.
    ///
    /// @throws IllegalArgumentException if the score is not a number
    public double log10(double score) {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("the score is not a number (NaN)");
        }
        int found = Arrays.binarySearch(scores, score);
        if (found >= 0) {
            return log10[found];
        }
        int after = -found - 1;
        if (after == 0 || after == scores.length) {
            return log10[after == 0 ? 0 : after - 1];
        }
        double share = (score - scores[after - 1]) / (scores[after] - scores[after - 1]);
        return log10[after - 1] + share * (log10[after] - log10[after - 1]);
    }

    /// The largest logarithm that the scores it was fitted to can bear.
    public double highest() {
        return log10[log10.length - 1];
    }

    /// The smallest logarithm that the scores it was fitted to can bear.
    public double lowest() {
        return log10[0];
    }

    /// The scores where the logarithm is given, ascending; a copy.
    public double[] scores() {
        return scores.clone();
    }

    /// The logarithms at [#scores()]; a copy.
    public double[] log10s() {
        return log10.clone();
    }

    @Override
    public String toString() {
        return "likelihood ratios from 10^" + lowest() + " to 10^" + highest();
    }
}
