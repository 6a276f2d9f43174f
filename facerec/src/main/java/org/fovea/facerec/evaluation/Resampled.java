package org.fovea.facerec.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A system's accuracy and EER in each of many resamples of the people, from which come intervals, and paired
/// differences between systems.
///
/// A resample draws people with replacement; a person comes with all their probes, in all splits and under all
/// conditions, for every system alike. Within a resample the figures are averaged over the splits (and over a random
/// system's draws, or over conditions): [#mean]. The interval of a figure, or of the difference of two systems', is
/// the middle part of its values over the resamples ([Bootstrap]'s percentiles). Differences are taken resample by
/// resample, so what both systems find hard cancels.
///
/// ```
/// var weights = PeopleWeights.draw(40, 1000, new Xoshiro256(seed));
/// Resampled ours = Resampled.mean(List.of(Resampled.of(ours1, weights), Resampled.of(ours2, weights)));
/// Resampled single = Resampled.mean(List.of(Resampled.of(single1, weights), Resampled.of(single2, weights)));
/// ours.accuracy(0.95);                 // 84.6 % [81.0 %, 87.7 %]
/// ours.accuracyOver(single, 0.95);     // 41.3 % [38.2 %, 44.1 %]
/// ```
///
/// The interval speaks of people: what other people from the same source would give, with these splits and networks.
///
/// Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 8 and 13; people as the unit:
/// Bolle, Ratha and Pankanti, "Error analysis of pattern recognition systems: the subsets bootstrap", CVIU 93, 2004.
public final class Resampled {
    private final PeopleWeights weights;
    private final Values accuracy;
    private final Values eer;

    private Resampled(PeopleWeights weights, Values accuracy, Values eer) {
        this.weights = weights;
        this.accuracy = accuracy;
        this.eer = eer;
    }

    /// One split's figures.
    ///
    /// @throws IllegalArgumentException if the weights are of another number of people, or a person has no probe: a
    ///     resample of such people alone would measure nothing
    public static Resampled of(SplitScores split, PeopleWeights weights) {
        if (split.people() != weights.people()) {
            throw new IllegalArgumentException(
                    "weights of " + weights.people() + " people for scores of " + split.people());
        }
        for (int p = 0; p < split.people(); p++) {
            if (split.probes()[p] == 0) {
                throw new IllegalArgumentException("person " + p + " of " + split.people() + " has no probe");
            }
        }
        int n = weights.resamples();
        double[] accuracies = new double[n];
        double[] eers = new double[n];
        for (int r = 0; r < n; r++) {
            accuracies[r] = split.accuracy(weights.weights(r));
            eers[r] = split.eer(weights.weights(r));
        }
        return new Resampled(weights, new Values(split.accuracy(), accuracies), new Values(split.eer(), eers));
    }

    /// The mean of several, resample by resample: over splits, over a random system's draws, over conditions.
    ///
    /// @throws IllegalArgumentException if there is none, or they are of different weights
    public static Resampled mean(List<Resampled> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("the mean of no figures");
        }
        Resampled first = parts.getFirst();
        parts.forEach(first::checkPaired);
        return new Resampled(
                first.weights, Values.mean(parts, part -> part.accuracy), Values.mean(parts, part -> part.eer));
    }

    /// The rank-1 identification rate.
    ///
    /// @param confidence such as 0.95
    /// @throws IllegalArgumentException if `confidence` is not between 0 and 1
    public Estimate accuracy(double confidence) {
        return accuracy.estimate(confidence);
    }

    /// The equal error rate.
    ///
    /// @param confidence such as 0.95
    /// @throws IllegalArgumentException if `confidence` is not between 0 and 1
    public Estimate eer(double confidence) {
        return eer.estimate(confidence);
    }

    /// By how much this system's accuracy lies above another's: positive where this one is better.
    ///
    /// @param confidence such as 0.95
    /// @throws IllegalArgumentException if the two are of different weights, or `confidence` is not between 0 and 1
    public Estimate accuracyOver(Resampled other, double confidence) {
        checkPaired(other);
        return accuracy.less(other.accuracy).estimate(confidence);
    }

    /// By how much this system's EER lies above another's: negative where this one is better.
    ///
    /// @param confidence such as 0.95
    /// @throws IllegalArgumentException if the two are of different weights, or `confidence` is not between 0 and 1
    public Estimate eerOver(Resampled other, double confidence) {
        checkPaired(other);
        return eer.less(other.eer).estimate(confidence);
    }

    private void checkPaired(Resampled other) {
        if (!weights.sameAs(other.weights)) {
            throw new IllegalArgumentException("figures are paired over the same weights: " + weights + " here, other "
                    + other.weights + " there");
        }
    }

    @Override
    public String toString() {
        return "accuracy " + accuracy(0.95) + ", EER " + eer(0.95) + " over " + weights;
    }

    /// A figure: what the data themselves give, and what each resample gives.
    private record Values(double value, double[] resampled) {
        static Values mean(List<Resampled> parts, Function<Resampled, Values> figure) {
            double value = 0;
            double[] sums = new double[parts.getFirst().weights.resamples()];
            for (Resampled part : parts) {
                Values values = figure.apply(part);
                value += values.value;
                Arrays.setAll(sums, r -> sums[r] + values.resampled[r]);
            }
            return new Values(
                    value / parts.size(),
                    Arrays.stream(sums).map(sum -> sum / parts.size()).toArray());
        }

        Values less(Values other) {
            double[] differences = IntStream.range(0, resampled.length)
                    .mapToDouble(r -> resampled[r] - other.resampled[r])
                    .toArray();
            return new Values(value - other.value, differences);
        }

        Estimate estimate(double confidence) {
            Checks.confidence(confidence);
            return new Estimate(value, Interval.ofPercentiles(resampled.clone(), confidence));
        }
    }
}
