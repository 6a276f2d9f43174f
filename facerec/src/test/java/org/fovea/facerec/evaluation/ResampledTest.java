package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ResampledTest {
    private static final int PEOPLE = 20;
    private static final int EACH = 5;
    private static final PeopleWeights WEIGHTS = PeopleWeights.draw(PEOPLE, 1000, new Xoshiro256(1));

    private static int[] labels() {
        return IntStream.range(0, PEOPLE * EACH).map(i -> i / EACH).toArray();
    }

    /// Scores whose own person stands `lead`, less a handicap of that person's, above the noise of all.
    private static SplitScores split(double lead, long seed) {
        var random = new Xoshiro256(seed);
        int[] labels = labels();
        float[] scores = new float[labels.length * PEOPLE];
        for (int i = 0; i < labels.length; i++) {
            double handicap = 2.5 * new Xoshiro256(100 + labels[i]).nextGaussian();
            for (int c = 0; c < PEOPLE; c++) {
                double own = c == labels[i] ? lead - handicap : 0;
                scores[i * PEOPLE + c] = (float) (own + random.nextGaussian());
            }
        }
        return SplitScores.of(Tensor.of(Shape.of(labels.length, PEOPLE), scores), labels);
    }

    private static Resampled system(double lead) {
        List<Resampled> splits = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            splits.add(Resampled.of(split(lead, 7 + s), WEIGHTS));
        }
        return Resampled.mean(splits);
    }

    @Test
    void weightsCountAsManyPeopleAsThereAre() {
        for (int r = 0; r < WEIGHTS.resamples(); r++) {
            assertEquals(PEOPLE, Arrays.stream(WEIGHTS.weights(r)).sum());
        }
        assertEquals("1000 resamples of 20 people", WEIGHTS.toString());
        assertThrows(IllegalArgumentException.class, () -> PeopleWeights.draw(1, 10, new Xoshiro256(1)));
        assertThrows(IllegalArgumentException.class, () -> PeopleWeights.draw(2, 0, new Xoshiro256(1)));
    }

    @Test
    void valuesAreTheMeansOverTheSplits() {
        SplitScores a = split(2, 1);
        SplitScores b = split(4, 2);
        Resampled mean = Resampled.mean(List.of(Resampled.of(a, WEIGHTS), Resampled.of(b, WEIGHTS)));
        assertEquals((a.accuracy() + b.accuracy()) / 2, mean.accuracy(0.95).value(), 1e-15);
        assertEquals((a.eer() + b.eer()) / 2, mean.eer(0.95).value(), 1e-15);
    }

    @Test
    void intervalsAreThoseOfDrawingPeople() {
        SplitScores split = split(3, 1);
        Resampled resampled = Resampled.of(split, WEIGHTS);
        double[] accuracies = IntStream.range(0, 1000)
                .mapToDouble(r -> split.accuracy(WEIGHTS.weights(r)))
                .toArray();
        double[] eers = IntStream.range(0, 1000)
                .mapToDouble(r -> split.eer(WEIGHTS.weights(r)))
                .toArray();
        assertEquals(
                Interval.ofPercentiles(accuracies, 0.9), resampled.accuracy(0.9).interval());
        assertEquals(Interval.ofPercentiles(eers, 0.9), resampled.eer(0.9).interval());
        Resampled again = Resampled.of(split, PeopleWeights.draw(PEOPLE, 1000, new Xoshiro256(1)));
        assertEquals(resampled.eer(0.95), again.eer(0.95), "the seed decides");
    }

    /// People differ far more than the two systems do: each one's interval is wide, the difference's is narrow.
    @Test
    void pairingCancelsWhatBothFindHard() {
        Resampled weak = system(2.5);
        Resampled strong = system(2.9);
        Estimate better = strong.accuracyOver(weak, 0.95);
        assertEquals(strong.accuracy(0.95).value() - weak.accuracy(0.95).value(), better.value(), 1e-15);
        assertTrue(better.interval().low() > 0, better.toString());
        assertTrue(width(better) < width(strong.accuracy(0.95)) / 2, better + " of " + strong);
        Estimate lower = strong.eerOver(weak, 0.95);
        assertTrue(lower.interval().high() < 0, lower.toString());
        assertEquals(new Interval(0, 0), weak.eerOver(weak, 0.95).interval());
        assertEquals(-better.value(), weak.accuracyOver(strong, 0.95).value());
    }

    private static double width(Estimate estimate) {
        return estimate.interval().high() - estimate.interval().low();
    }

    @Test
    void onlyTheSameWeightsArePaired() {
        SplitScores split = split(3, 1);
        Resampled one = Resampled.of(split, WEIGHTS);
        Resampled same = Resampled.of(split, PeopleWeights.draw(PEOPLE, 1000, new Xoshiro256(1)));
        Resampled other = Resampled.of(split, PeopleWeights.draw(PEOPLE, 1000, new Xoshiro256(2)));
        assertEquals(0, one.accuracyOver(same, 0.95).value());
        assertThrows(IllegalArgumentException.class, () -> one.accuracyOver(other, 0.95));
        assertThrows(IllegalArgumentException.class, () -> one.eerOver(other, 0.95));
        assertThrows(IllegalArgumentException.class, () -> Resampled.mean(List.of(one, other)));
        assertThrows(IllegalArgumentException.class, () -> Resampled.mean(List.of()));
        assertThrows(IllegalArgumentException.class, () -> one.eer(1));
    }

    @Test
    void everyoneNeedsAProbe() {
        SplitScores split = SplitScores.of(Tensor.zeros(1, 2), new int[] {1});
        PeopleWeights two = PeopleWeights.draw(2, 10, new Xoshiro256(1));
        var e = assertThrows(IllegalArgumentException.class, () -> Resampled.of(split, two));
        assertEquals("person 0 of 2 has no probe", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> Resampled.of(split, WEIGHTS));
        assertEquals("weights of 20 people for scores of 2", e.getMessage());
    }
}
