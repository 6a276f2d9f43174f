package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void normalQuantilesAreThoseOfTheTables() {
        assertEquals(0, Normal.quantile(0.5), 1e-12);
        assertEquals(1.959963984540054, Normal.quantile(0.975), 1e-8);
        assertEquals(-1.959963984540054, Normal.quantile(0.025), 1e-8);
        assertEquals(2.575829303548901, Normal.quantile(0.995), 1e-8);
        assertEquals(-3.090232306167814, Normal.quantile(0.001), 1e-8);
        assertEquals(1.2815515655446004, Normal.quantile(0.9), 1e-8);
    }

    /// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998,
    /// table I.
    @Test
    void wilsonAgreesWithNewcombe() {
        assertInterval(0.2553, 0.3662, Interval.wilson(81, 263, 0.95));
        assertInterval(0.0624, 0.1605, Interval.wilson(15, 148, 0.95));
        assertInterval(0, 0.1611, Interval.wilson(0, 20, 0.95));
        assertInterval(0.0061, 0.1718, Interval.wilson(1, 29, 0.95));
        assertInterval(1 - 0.1611, 1, Interval.wilson(20, 20, 0.95));
    }

    private static void assertInterval(double low, double high, Interval interval) {
        assertEquals(low, interval.low(), 6e-5);
        assertEquals(high, interval.high(), 6e-5);
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2, 0.95));
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(-1, 2, 0.95));
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(0, 0, 0.95));
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new Interval(0.2, Double.NaN));
    }

    @Test
    void percentilesCutOffBothEnds() {
        double[] values = new double[101];
        for (int i = 0; i < 101; i++) {
            values[i] = 100 - i;
        }
        Interval interval = Interval.ofPercentiles(values, 0.9);
        assertEquals(5, interval.low(), 1e-9);
        assertEquals(95, interval.high(), 1e-9);
        assertEquals("[25.0 %, 50.0 %]", new Interval(0.25, 0.5).toString());
    }

    /// With one picture a person, drawing people is drawing pictures, and the interval comes close to Wilson's.
    @Test
    void bootstrapOfIndependentProbesComesCloseToWilson() {
        boolean[] correct = new boolean[400];
        int[] people = new int[400];
        for (int i = 0; i < 400; i++) {
            correct[i] = i % 4 != 0;
            people[i] = i;
        }
        Interval drawn = Bootstrap.accuracy(correct, people, 2000, 0.95, new Xoshiro256(1));
        Interval wilson = Interval.wilson(300, 400, 0.95);
        assertEquals(wilson.low(), drawn.low(), 0.01);
        assertEquals(wilson.high(), drawn.high(), 0.01);
        assertEquals(drawn, Bootstrap.accuracy(correct, people, 2000, 0.95, new Xoshiro256(1)), "the seed decides");
    }

    /// Ten people of forty pictures each, always or never recognised, tell as much as ten pictures do.
    @Test
    void bootstrapKnowsThatPicturesOfAPersonGoTogether() {
        boolean[] correct = new boolean[400];
        int[] people = new int[400];
        for (int i = 0; i < 400; i++) {
            people[i] = i / 40;
            correct[i] = people[i] % 2 == 0;
        }
        Interval drawn = Bootstrap.accuracy(correct, people, 1000, 0.95, new Xoshiro256(1));
        assertEquals(0.2, drawn.low(), 0.11);
        assertEquals(0.8, drawn.high(), 0.11);
    }

    @Test
    void eerOfSeparatedScoresIsZeroInEveryDraw() {
        Scores apart = Scores.of(new double[] {0.8, 0.9, 0.7}, new double[] {0.1, 0.2});
        assertEquals(new Interval(0, 0), Bootstrap.eer(apart, 50, 0.95, new Xoshiro256(1)));
    }

    @Test
    void eerIntervalHoldsTheEerAndNarrowsWithMoreScores() {
        double last = 1;
        for (int n : new int[] {20, 200, 2000}) {
            var random = new Xoshiro256(6);
            double[] genuine = new double[n];
            double[] impostor = new double[n];
            for (int i = 0; i < n; i++) {
                genuine[i] = 2 + random.nextGaussian();
                impostor[i] = random.nextGaussian();
            }
            Scores scores = Scores.of(genuine, impostor);
            Interval interval = Bootstrap.eer(scores, 400, 0.95, random);
            double eer = ErrorRates.of(scores).eer();
            assertTrue(interval.low() <= eer && eer <= interval.high(), interval + " about " + eer);
            double width = interval.high() - interval.low();
            assertTrue(width > 0 && width < last / 2, n + " scores: " + interval);
            last = width;
        }
    }

    @Test
    void eerIntervalDrawsPeopleWhereTheyAreKnown() {
        int people = 12;
        int each = 6;
        var random = new Xoshiro256(3);
        float[] values = new float[people * each * 4];
        int[] labels = new int[people * each];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i / each;
            for (int d = 0; d < 4; d++) {
                float centre = (float) new Xoshiro256(31 * labels[i] + d).nextGaussian();
                values[4 * i + d] = centre + 0.6f * (float) random.nextGaussian();
            }
        }
        Scores pairs = Scores.ofEmbeddings(Tensor.of(Shape.of(labels.length, 4), values), labels);
        Interval byPeople = Bootstrap.eer(pairs, 500, 0.95, new Xoshiro256(1));
        Interval byScores = Bootstrap.eer(Scores.of(pairs.genuine(), pairs.impostor()), 500, 0.95, new Xoshiro256(1));
        double eer = ErrorRates.of(pairs).eer();
        assertTrue(byPeople.low() <= eer && eer <= byPeople.high(), byPeople + " about " + eer);
        assertTrue(
                byPeople.high() - byPeople.low() > byScores.high() - byScores.low(),
                byPeople + " by people, " + byScores + " by scores");
    }

    @Test
    void closedSetScoresDrawTheProbesPeopleAlone() {
        // Person 1 has no probe; its column is an impostor's claim all the same.
        Tensor posteriors = Tensor.of(Shape.of(3, 3), 0.9f, 0.1f, 0, 0.2f, 0.5f, 0.3f, 0, 0.1f, 0.9f);
        Interval interval =
                Bootstrap.eer(Scores.ofPosteriors(posteriors, new int[] {0, 2, 2}), 200, 0.95, new Xoshiro256(2));
        assertEquals(0, interval.low(), 1e-12);
        assertTrue(interval.high() > 0 && interval.high() <= 0.5, interval.toString());
    }

    @Test
    void drawsWithoutAGenuineOrImpostorPairAreDrawnAgain() {
        // Only person 0 has a pair; with two people, half of all draws hold no impostor pair.
        Tensor embeddings = Tensor.of(Shape.of(3, 2), 1, 0, 1, 0.1f, 0, 1);
        Scores scores = Scores.ofEmbeddings(embeddings, new int[] {0, 0, 1});
        assertEquals(new Interval(0, 0), Bootstrap.eer(scores, 100, 0.9, new Xoshiro256(4)));
    }

    @Test
    void bootstrapRefusesWhatDoesNotFit() {
        var random = new Xoshiro256(1);
        Scores scores = Scores.of(new double[] {1}, new double[] {0});
        boolean[] one = {true};
        assertThrows(IllegalArgumentException.class, () -> Bootstrap.eer(scores, 0, 0.95, random));
        assertThrows(IllegalArgumentException.class, () -> Bootstrap.eer(scores, 10, 0, random));
        assertThrows(IllegalArgumentException.class, () -> Bootstrap.accuracy(one, new int[0], 10, 0.9, random));
        assertThrows(IllegalArgumentException.class, () -> Bootstrap.accuracy(one, new int[] {-1}, 10, 0.9, random));
    }
}
