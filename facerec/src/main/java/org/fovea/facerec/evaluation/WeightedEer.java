package org.fovea.facerec.evaluation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The EER where each score counts several times or not at all, in one pass for each set of weights: the scores'
/// ranks are found once.
final class WeightedEer {
    private final Scores scores;
    private final int[] genuineRank;
    private final int[] impostorRank;
    private final long[] genuineAt;
    private final long[] impostorAt;
    private long genuine;
    private long impostor;

    /// Every score counts once, to begin with.
    WeightedEer(Scores scores) {
        this.scores = scores;
        double[] g = scores.genuine();
        double[] i = scores.impostor();
        double[] steps = Arrays.copyOf(g, g.length + i.length);
        System.arraycopy(i, 0, steps, g.length, i.length);
        Arrays.sort(steps);
        int distinct = 0;
        for (int k = 0; k < steps.length; k++) {
            if (k == 0 || steps[k] != steps[k - 1]) {
                steps[distinct++] = steps[k];
            }
        }
        genuineRank = ranks(g, steps, distinct);
        impostorRank = ranks(i, steps, distinct);
        genuineAt = new long[distinct];
        impostorAt = new long[distinct];
        for (int rank : genuineRank) {
            genuineAt[rank]++;
        }
        for (int rank : impostorRank) {
            impostorAt[rank]++;
        }
        genuine = g.length;
        impostor = i.length;
    }

    private static int[] ranks(double[] scores, double[] steps, int distinct) {
        int[] ranks = new int[scores.length];
        for (int k = 0; k < ranks.length; k++) {
            ranks[k] = Arrays.binarySearch(steps, 0, distinct, scores[k]);
        }
        return ranks;
    }

    /// Lets every score count as often as the people it compares.
    void weighPeople(int[] weight) {
        clear();
        for (int k = 0; k < genuineRank.length; k++) {
            int times = scores.genuineWeight(k, weight);
            genuineAt[genuineRank[k]] += times;
            genuine += times;
        }
        for (int k = 0; k < impostorRank.length; k++) {
            int times = scores.impostorWeight(k, weight);
            impostorAt[impostorRank[k]] += times;
            impostor += times;
        }
    }

    /// Draws as many scores of either kind as there are, with replacement.
    void weighScores(RandomGenerator random) {
        clear();
        genuine = genuineRank.length;
        impostor = impostorRank.length;
        for (int k = 0; k < genuine; k++) {
            genuineAt[genuineRank[random.nextInt(genuineRank.length)]]++;
        }
        for (int k = 0; k < impostor; k++) {
            impostorAt[impostorRank[random.nextInt(impostorRank.length)]]++;
        }
    }

    private void clear() {
        Arrays.fill(genuineAt, 0);
        Arrays.fill(impostorAt, 0);
        genuine = 0;
        impostor = 0;
    }

    /// Whether there is a score of either kind.
    boolean isDefined() {
        return genuine > 0 && impostor > 0;
    }

    /// As [ErrorRates#eer()], with every score repeated as often as it counts.
    double eer() {
        double fmr = 1;
        double fnmr = 0;
        long accepted = impostor;
        long refused = 0;
        for (int k = 0; ; k++) {
            accepted -= impostorAt[k];
            refused += genuineAt[k];
            double nextFmr = (double) accepted / impostor;
            double nextFnmr = (double) refused / genuine;
            if (nextFmr <= nextFnmr) {
                return Crossing.rate(fmr, nextFmr, Crossing.share(fmr, fnmr, nextFmr, nextFnmr));
            }
            fmr = nextFmr;
            fnmr = nextFnmr;
        }
    }
}
