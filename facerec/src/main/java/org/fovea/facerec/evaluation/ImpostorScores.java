package org.fovea.facerec.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The scores of comparisons of different people, to set a threshold by: none of them needs a genuine one beside it.
///
/// Each pair of people is compared in one direction: a picture of the person with the lower number against the other.
/// Where everyone has one picture, both directions would be the same scores twice, and would seem to support an FMR
/// half as high.
///
/// With threshold t, FMR(t) = (scores ≥ t) / (scores). By the rule of three n comparisons support an FMR of 3/n and no
/// less ([FnmrAtFmr#lowestFmr]); as they share people, the true bound is higher. Intervals draw people, see
/// [Bootstrap].
public final class ImpostorScores {
    private final int people;
    private final List<Row> rows = new ArrayList<>();
    private int comparisons;
    private float[] ascending = {};

    /// A picture of a person against everyone of a higher number.
    private record Row(int person, float[] scores) {}

    /// @param people how many there are, numbered from 0 in an order drawn by lot
    /// @throws IllegalArgumentException if there are fewer than 2
    public ImpostorScores(int people) {
        if (people < 2) {
            throw new IllegalArgumentException(people + " people; impostor comparisons need 2");
        }
        this.people = people;
    }

    /// Adds the scores of one picture.
    ///
    /// @param person whom it shows
    /// @param scores against the people from `person` + 1 to the last; not to be written to
    /// @throws IllegalArgumentException if there are more or fewer, or one is not a number
    public void add(int person, float[] scores) {
        if (person < 0 || person >= people || scores.length != people - 1 - person) {
            throw new IllegalArgumentException(
                    scores.length + " scores of person " + person + " of " + people + " against those that follow");
        }
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                throw new IllegalArgumentException("an impostor score is " + score + "; a finite number expected");
            }
        }
        comparisons = Math.addExact(comparisons, scores.length);
        rows.add(new Row(person, scores));
        ascending = new float[0];
    }

    /// How many comparisons there are.
    public int comparisons() {
        return comparisons;
    }

    /// The lowest FMR that so many comparisons support.
    public double lowestFmr() {
        return FnmrAtFmr.lowestFmr(comparisons);
    }

    /// The score of the comparison that is `rank`-th from the top, from 1.
    ///
    /// @throws IndexOutOfBoundsException if there are not so many
    public float highest(int rank) {
        if (ascending.length != comparisons) {
            ascending = new float[comparisons];
            int at = 0;
            for (Row row : rows) {
                System.arraycopy(row.scores, 0, ascending, at, row.scores.length);
                at += row.scores.length;
            }
            Arrays.sort(ascending);
        }
        return ascending[comparisons - rank];
    }

    /// The lowest threshold whose FMR is at most `fmr`.
    ///
    /// @throws IllegalArgumentException if so low an FMR is not supported, or `fmr` is above 1
    public double threshold(double fmr) {
        if (!(fmr >= lowestFmr() && fmr <= 1)) {
            throw new IllegalArgumentException("an FMR of " + fmr + " is asked for; " + comparisons
                    + " impostor comparisons support one from " + lowestFmr() + " to 1");
        }
        int accepted = (int) Math.floor(fmr * comparisons);
        if (accepted == comparisons) {
            return highest(comparisons);
        }
        // The next below may not be accepted, nor those that are equal to it.
        return Math.nextUp(highest(accepted + 1));
    }

    /// The FMR of a threshold, with the interval in which it lies when people are drawn anew.
    ///
    /// @param resamples how often to draw, 1000 for an interval of 95 %
    /// @param confidence such as 0.95
    /// @throws IllegalArgumentException if there are no comparisons, or the other numbers are out of range
    public Estimate fmr(double threshold, int resamples, double confidence, RandomGenerator random) {
        Checks.confidence(confidence);
        if (comparisons == 0 || resamples < 1) {
            throw new IllegalArgumentException(
                    resamples + " resamples of " + comparisons + " comparisons; at least 1 of 1 is needed");
        }
        int[] accepting = accepting(threshold);
        var draw = new Draw(IntStream.range(0, people), random);
        double[] values = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double value;
            do {
                value = fmr(accepting, draw.next());
            } while (Double.isNaN(value)); // one person drawn each time
            values[r] = value;
        }
        int accepted = accepting.length / 2;
        return new Estimate(accepted / (double) comparisons, Interval.ofPercentiles(values, confidence));
    }

    /// The two people of each comparison that a threshold accepts, one after the other.
    private int[] accepting(double threshold) {
        return rows.stream()
                .flatMapToInt(row -> IntStream.range(0, row.scores.length)
                        .filter(i -> row.scores[i] >= threshold)
                        .flatMap(i -> IntStream.of(row.person, row.person + 1 + i)))
                .toArray();
    }

    private double fmr(int[] accepting, int[] weight) {
        long accepted = 0;
        for (int i = 0; i < accepting.length; i += 2) {
            accepted += (long) weight[accepting[i]] * weight[accepting[i + 1]];
        }
        long[] after = new long[people + 1]; // how often those from a person on were drawn
        for (int person = people - 1; person >= 0; person--) {
            after[person] = after[person + 1] + weight[person];
        }
        long all = 0;
        for (Row row : rows) {
            all += weight[row.person] * after[row.person + 1];
        }
        return all == 0 ? Double.NaN : accepted / (double) all;
    }
}
