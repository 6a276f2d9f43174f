package org.fovea.facerec.evaluation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Confidence intervals by drawing the data again, with replacement, many times over (Efron's percentile bootstrap).
///
/// What is drawn should be what is independent. Pictures of one person succeed and fail together, and the pairs of a
/// verification experiment share pictures, so where people are known, people are drawn: a person drawn twice counts
/// twice, a pair of two people as often as the product of both (Bolle, Ratha and Pankanti, "Error analysis of pattern
/// recognition systems: the subsets bootstrap", CVIU 93, 2004; Owen, "The pigeonhole bootstrap", 2007). Drawing
/// single scores instead gives intervals that are far too narrow. Systems measured on several splits, and their
/// differences, have [Resampled].
public final class Bootstrap {
    private Bootstrap() {}

    /// An interval of accuracy, drawing people.
    ///
    /// @param correct for each probe whether it was recognised
    /// @param people for each probe the number of the person it shows, 0 or above
    /// @param resamples how often to draw, 1000 for an interval of 95 %
    /// @param confidence such as 0.95
    /// @throws IllegalArgumentException if these do not fit together or are empty
    public static Interval accuracy(
            boolean[] correct, int[] people, int resamples, double confidence, RandomGenerator random) {
        check(resamples, confidence);
        if (correct.length == 0 || correct.length != people.length) {
            throw new IllegalArgumentException(correct.length + " results and " + people.length + " people's numbers");
        }
        for (int person : people) {
            if (person < 0) {
                throw new IllegalArgumentException("a person's number is " + person + ", below 0");
            }
        }
        var draw = new Draw(Arrays.stream(people), random);
        double[] values = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            int[] weight = draw.next();
            long right = 0;
            long all = 0;
            for (int i = 0; i < correct.length; i++) {
                all += weight[people[i]];
                right += correct[i] ? weight[people[i]] : 0;
            }
            values[r] = (double) right / all;
        }
        return Interval.ofPercentiles(values, confidence);
    }

    /// An interval of the EER: drawing people if the scores know them, else genuine and impostor scores each for
    /// itself. Draws that leave no genuine or no impostor comparison are drawn again.
    ///
    /// @param resamples how often to draw, 1000 for an interval of 95 %
    /// @param confidence such as 0.95
    /// @throws IllegalArgumentException if `resamples` is below 1 or `confidence` not between 0 and 1
    public static Interval eer(Scores scores, int resamples, double confidence, RandomGenerator random) {
        check(resamples, confidence);
        double[] values = new double[resamples];
        var weighted = new WeightedEer(scores);
        if (scores.knowsPeople()) {
            var draw = new Draw(scores.people(), random);
            for (int r = 0; r < resamples; r++) {
                do {
                    weighted.weighPeople(draw.next());
                } while (!weighted.isDefined());
                values[r] = weighted.eer();
            }
        } else {
            for (int r = 0; r < resamples; r++) {
                weighted.weighScores(random);
                values[r] = weighted.eer();
            }
        }
        return Interval.ofPercentiles(values, confidence);
    }

    private static void check(int resamples, double confidence) {
        if (resamples < 1) {
            throw new IllegalArgumentException(resamples + " resamples; at least 1 is needed");
        }
        Checks.confidence(confidence);
    }
}
