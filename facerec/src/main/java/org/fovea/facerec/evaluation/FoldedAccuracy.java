package org.fovea.facerec.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The accuracy of verification by the protocol of Labeled Faces in the Wild: pairs come in folds, a fold's pairs are
/// answered with the threshold that was best on all the others, and the figure is the mean of the folds with its
/// standard error (Huang and others, "Labeled Faces in the Wild", UMass Amherst 07-49, 2007).
///
/// A pair is called one person's where it scores at least the threshold. A pair without a score, NaN, because a picture
/// showed no face that was found, is a wrong answer whatever the truth.
///
/// @param folds in their order
public record FoldedAccuracy(List<Fold> folds) {
    /// One fold.
    ///
    /// @param threshold the one that was best elsewhere
    /// @param pairs how many
    /// @param correct how many of them were answered rightly
    public record Fold(double threshold, int pairs, int correct) {
        /// The share answered rightly.
        public double accuracy() {
            return (double) correct / pairs;
        }
    }

    public FoldedAccuracy {
        folds = List.copyOf(folds);
    }

    /// The accuracy of pairs in folds.
    ///
    /// @param scores of each pair; NaN where there is none
    /// @param genuine for each pair whether both pictures show one person
    /// @param fold for each pair the number of its fold, from 0 on
    /// @throws IllegalArgumentException if these are not as many, a fold is empty, or there is but one
    public static FoldedAccuracy of(double[] scores, boolean[] genuine, int[] fold) {
        int count = 1 + Arrays.stream(fold).max().orElse(-1);
        if (scores.length != genuine.length || scores.length != fold.length || count < 2) {
            throw new IllegalArgumentException(scores.length + " scores, " + genuine.length + " answers and "
                    + fold.length + " numbers of " + count + " folds; as many of each and two folds expected");
        }
        List<Fold> folds = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            double threshold = threshold(scores, genuine, fold, f);
            int pairs = 0;
            int correct = 0;
            for (int i = 0; i < scores.length; i++) {
                if (fold[i] == f) {
                    pairs++;
                    correct += isCorrect(scores[i], genuine[i], threshold) ? 1 : 0;
                }
            }
            if (pairs == 0) {
                throw new IllegalArgumentException("fold " + f + " of " + count + " has no pair");
            }
            folds.add(new Fold(threshold, pairs, correct));
        }
        return new FoldedAccuracy(folds);
    }

    /// The share of pairs that a threshold chosen elsewhere answers rightly.
    ///
    /// @param scores of each pair; NaN where there is none
    public static Fold at(double threshold, double[] scores, boolean[] genuine) {
        int correct = 0;
        for (int i = 0; i < scores.length; i++) {
            correct += isCorrect(scores[i], genuine[i], threshold) ? 1 : 0;
        }
        return new Fold(threshold, scores.length, correct);
    }

    /// Whether a pair is answered rightly.
    ///
    /// @param score NaN where there is none
    public static boolean isCorrect(double score, boolean genuine, double threshold) {
        return !Double.isNaN(score) && (score >= threshold) == genuine;
    }

    /// The threshold that answers most of these pairs rightly.
    ///
    /// @param scores of each pair; NaN where there is none
    public static double threshold(double[] scores, boolean[] genuine) {
        return threshold(scores, genuine, new int[scores.length], -1);
    }

    /// The threshold that answers most pairs outside a fold rightly: halfway between the two scores that it lies
    /// between, the lowest such where several are as good.
    private static double threshold(double[] scores, boolean[] genuine, int[] fold, int without) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Integer[] used = Arrays.stream(order)
                .filter(i -> fold[i] != without && !Double.isNaN(scores[i]))
                .sorted((a, b) -> Double.compare(scores[a], scores[b]))
                .toArray(Integer[]::new);
        if (used.length == 0) {
            throw new IllegalArgumentException("no pair with a score to find a threshold by");
        }
        // Below all scores everything is called one person's: right for the genuine. Raised past a score, it gains
        // an impostor or loses a genuine pair.
        int gain = 0;
        int best = 0;
        double threshold = scores[used[0]];
        for (int k = 0; k < used.length; k++) {
            double score = scores[used[k]];
            gain += genuine[used[k]] ? -1 : 1;
            boolean last = k + 1 == used.length;
            double next = last ? Math.nextUp(score) : scores[used[k + 1]];
            if (gain > best && next > score) {
                best = gain;
                double middle = last ? next : score + (next - score) / 2;
                threshold = middle > score ? middle : next;
            }
        }
        return threshold;
    }

    /// The mean accuracy of the folds.
    public double mean() {
        return folds.stream().mapToDouble(Fold::accuracy).average().orElseThrow();
    }

    /// The standard error of the mean: the folds' standard deviation over the root of their number.
    public double standardError() {
        double mean = mean();
        double squares = folds.stream()
                .mapToDouble(f -> (f.accuracy() - mean) * (f.accuracy() - mean))
                .sum();
        return Math.sqrt(squares / (folds.size() - 1) / folds.size());
    }
}
