package org.fovea.facerec.evaluation;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A draw of as many people as there are, with replacement.
final class Draw {
    private final int[] people;
    private final int[] weight;
    private final RandomGenerator random;

    /// @param numbers the people's numbers, repeated or not; those below 0 are not drawn
    Draw(IntStream numbers, RandomGenerator random) {
        people = numbers.filter(p -> p >= 0).distinct().sorted().toArray();
        weight = new int[people[people.length - 1] + 1];
        this.random = random;
    }

    /// For each person's number how often it was drawn; overwritten by the next draw.
    int[] next() {
        Arrays.fill(weight, 0);
        for (int i = 0; i < people.length; i++) {
            weight[people[random.nextInt(people.length)]]++;
        }
        return weight;
    }
}
