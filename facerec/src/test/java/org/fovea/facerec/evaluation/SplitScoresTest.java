package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SplitScoresTest {
    /// Genuine 4, 2; impostor 1, 3: FMR falls to ½ after 1, FNMR rises to ½ after 2.
    @Test
    void ratesThatMeetBetweenGenuineScores() {
        SplitScores split = SplitScores.of(Tensor.of(Shape.of(2, 2), 4, 1, 3, 2), new int[] {0, 1});
        assertEquals(0.5, split.eer());
        assertEquals(0.5, split.accuracy());
        assertEquals(1, split.accuracy(new int[] {3, 0}));
        assertEquals(0, split.eer(new int[] {3, 0}));
        assertEquals(1, split.eer(new int[] {0, 1}));
        assertEquals("2 probes of 2 people", split.toString());
    }

    /// Few distinct values, so that ties abound, also −∞ and both zeros; weights of 0 to 2.
    @Test
    void anyWeightsAgreeWithTheExactRates() {
        var random = new Xoshiro256(5);
        for (int trial = 0; trial < 300; trial++) {
            int people = 2 + random.nextInt(5);
            int probes = people + random.nextInt(12);
            Tensor scores = scores(probes, people, 1 + random.nextInt(9), random);
            int[] labels = random.ints(probes, 0, people).toArray();
            SplitScores split = SplitScores.of(scores, labels);
            Scores pairs = Scores.ofPosteriors(scores, labels);
            assertEquals(ErrorRates.of(pairs).eer(), split.eer(), 1e-14, "trial " + trial);
            assertEquals(Accuracy.of(scores, labels), split.accuracy(), 1e-14, "trial " + trial);
            int[] weight = random.ints(people, 0, 3).toArray();
            weight[labels[0]]++;
            var weighted = new WeightedEer(pairs);
            weighted.weighPeople(weight);
            assertEquals(weighted.eer(), split.eer(weight), 1e-14, "trial " + trial);
        }
    }

    private static Tensor scores(int probes, int people, int values, RandomGenerator random) {
        float[] scores = new float[probes * people];
        for (int i = 0; i < scores.length; i++) {
            int drawn = random.nextInt(values) - 2;
            scores[i] = switch (drawn) {
                case -2 -> Float.NEGATIVE_INFINITY;
                case 0 -> random.nextBoolean() ? 0f : -0f;
                default -> drawn / 7f;
            };
        }
        return Tensor.of(Shape.of(probes, people), scores);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SplitScores.of(Tensor.zeros(2, 3), new int[] {0}));
        assertThrows(IllegalArgumentException.class, () -> SplitScores.of(Tensor.zeros(1, 1), new int[] {0}));
        Tensor infinite = Tensor.of(Shape.of(1, 2), 0, Float.POSITIVE_INFINITY);
        var e = assertThrows(IllegalArgumentException.class, () -> SplitScores.of(infinite, new int[] {0}));
        assertEquals("the score of probe 0 for person 1 is Infinity; a number below infinity expected", e.getMessage());
    }
}
