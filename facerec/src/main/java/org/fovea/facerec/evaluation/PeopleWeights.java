package org.fovea.facerec.evaluation;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// How often each person counts in each of many resamples, drawn once for all systems that are to be compared (common
/// random numbers): two systems then differ by what they do with the same people, not by whom chance drew.
public final class PeopleWeights {
    private final int people;
    private final int[][] weights;

    private PeopleWeights(int people, int[][] weights) {
        this.people = people;
        this.weights = weights;
    }

    /// Draws in each resample as many people as there are, with replacement. The same state of `random` gives the
    /// same weights.
    ///
    /// @param people how many people there are, numbered from 0
    /// @param resamples how often to draw, 1000 for an interval of 95 %
    /// @throws IllegalArgumentException if there are fewer than 2 people or no resample
    public static PeopleWeights draw(int people, int resamples, RandomGenerator random) {
        if (people < 2 || resamples < 1) {
            throw new IllegalArgumentException(
                    resamples + " resamples of " + people + " people; at least 1 of 2 are needed");
        }
        var draw = new Draw(IntStream.range(0, people), random);
        int[][] weights = new int[resamples][];
        for (int r = 0; r < resamples; r++) {
            weights[r] = draw.next().clone();
        }
        return new PeopleWeights(people, weights);
    }

    /// The number of people.
    public int people() {
        return people;
    }

    /// The number of resamples.
    public int resamples() {
        return weights.length;
    }

    /// For each person how often resample `r` counts them; shared, not to be written to.
    int[] weights(int r) {
        return weights[r];
    }

    /// Whether the other weights are these, drawn at once or twice with the same seed.
    boolean sameAs(PeopleWeights other) {
        return this == other || Arrays.deepEquals(weights, other.weights);
    }

    @Override
    public String toString() {
        return weights.length + " resamples of " + people + " people";
    }
}
