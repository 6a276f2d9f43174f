package org.fovea.facerec.evaluation;

import org.fovea.engine.tensor.Tensor;

/// Closed-set identification: how often the person a probe shows has the highest score, or one of the k highest.
///
/// Scores are any that order the classes: logits, probabilities, similarities. A tie counts against the network: the
/// own class must be strictly above all but k − 1 of the others. So a network that says the same of everyone is right
/// about no one. A probe that could not be read is a wrong answer at every rank: [Failures].
public final class Accuracy {
    private Accuracy() {}

    /// The share of probes whose own class has the highest score.
    ///
    /// @param scores (N, classes)
    /// @param labels N numbers of classes
    /// @throws IllegalArgumentException if shapes and labels do not fit together, or a score is not a number
    public static double of(Tensor scores, int[] labels) {
        return top(1, scores, labels);
    }

    /// The share of probes whose own class has one of the `k` highest scores.
    ///
    /// @param k 1 to the number of classes
    /// @param scores (N, classes)
    /// @param labels N numbers of classes
    /// @throws IllegalArgumentException if shapes and labels do not fit together, or a score is not a number
    public static double top(int k, Tensor scores, int[] labels) {
        return (double) count(correct(k, scores, labels)) / labels.length;
    }

    /// For each probe whether its own class has one of the `k` highest scores.
    ///
    /// @param k 1 to the number of classes
    /// @param scores (N, classes)
    /// @param labels N numbers of classes
    /// @throws IllegalArgumentException if shapes and labels do not fit together, or a score is not a number
    public static boolean[] correct(int k, Tensor scores, int[] labels) {
        int[] ranks = ranks(scores, labels);
        checkRank(k, scores);
        boolean[] correct = new boolean[ranks.length];
        for (int i = 0; i < ranks.length; i++) {
            correct[i] = ranks[i] <= k;
        }
        return correct;
    }

    /// The cumulative match characteristic (CMC): entry r − 1 is the rank-r identification rate, the share of
    /// probes whose own class has one of the r highest scores.
    ///
    /// @param k the highest rank, 1 to the number of classes
    /// @param scores (N, classes)
    /// @param labels N numbers of classes
    /// @return k shares, none below the one before
    /// @throws IllegalArgumentException if shapes and labels do not fit together, or a score is not a number
    public static double[] cmc(int k, Tensor scores, int[] labels) {
        int[] ranks = ranks(scores, labels);
        checkRank(k, scores);
        double[] rates = new double[k];
        for (int r = 1; r <= k; r++) {
            int identified = 0;
            for (int rank : ranks) {
                identified += rank <= r ? 1 : 0;
            }
            rates[r - 1] = (double) identified / ranks.length;
        }
        return rates;
    }

    private static void checkRank(int k, Tensor scores) {
        int classes = scores.shape().extent(1);
        if (k < 1 || k > classes) {
            throw new IllegalArgumentException("top " + k + " of " + classes + " classes");
        }
    }

    /// For each probe the rank of its own class: 1 where that has the highest score. In a tie it comes last; with a
    /// score of −∞ it is no candidate at all and ranks one below the number of classes (see [Failures]).
    ///
    /// @param scores (N, classes)
    /// @param labels N numbers of classes
    /// @throws IllegalArgumentException if shapes and labels do not fit together, or a score is not a number
    public static int[] ranks(Tensor scores, int[] labels) {
        int classes = Checks.classes(scores, labels);
        float[] s = scores.data();
        int[] ranks = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            float own = s[i * classes + labels[i]];
            int notBelow = 0;
            for (int c = 0; c < classes; c++) {
                notBelow += s[i * classes + c] >= own ? 1 : 0;
            }
            ranks[i] = own == Float.NEGATIVE_INFINITY ? classes + 1 : notBelow;
        }
        return ranks;
    }

    /// For each probe the class with the highest score, the first of them in a tie.
    ///
    /// @param scores (N, classes)
    public static int[] predictions(Tensor scores) {
        int n = scores.shape().extent(0);
        int classes = scores.size() / n;
        float[] s = scores.data();
        int[] best = new int[n];
        for (int i = 0; i < n; i++) {
            for (int c = 1; c < classes; c++) {
                if (s[i * classes + c] > s[i * classes + best[i]]) {
                    best[i] = c;
                }
            }
        }
        return best;
    }

    /// The number of true entries.
    public static int count(boolean[] correct) {
        int count = 0;
        for (boolean one : correct) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
