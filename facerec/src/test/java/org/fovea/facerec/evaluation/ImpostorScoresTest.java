package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

class ImpostorScoresTest {
    /// Four people of one picture, six comparisons: 1 to 6, two of them equal.
    private static ImpostorScores six() {
        var scores = new ImpostorScores(4);
        scores.add(0, new float[] {6, 5, 5});
        scores.add(1, new float[] {3, 2});
        scores.add(2, new float[] {1});
        scores.add(3, new float[] {});
        return scores;
    }

    @Test
    void theThresholdIsTheLowestOfTheFmr() {
        ImpostorScores scores = six();
        assertEquals(6, scores.comparisons());
        assertEquals(0.5, scores.lowestFmr());
        assertEquals(Math.nextUp(3f), scores.threshold(0.5));
        assertEquals(Math.nextUp(2f), scores.threshold(4.5 / 6));
        assertEquals(1, scores.threshold(1));
        assertEquals(6, scores.highest(1));
        assertEquals(5, scores.highest(3));
        assertEquals(1 / 6.0, scores.fmr(5.5, 10, 0.95, new Xoshiro256(1)).value());
        assertEquals(3 / 6.0, scores.fmr(5, 10, 0.95, new Xoshiro256(1)).value());
    }

    @Test
    void equalScoresAreAcceptedTogetherOrNotAtAll() {
        var scores = new ImpostorScores(4);
        scores.add(0, new float[] {5, 4, 4});
        scores.add(1, new float[] {4, 4});
        scores.add(2, new float[] {1});
        assertEquals(Math.nextUp(4f), scores.threshold(0.5), "one in six rather than five");
        assertEquals(Math.nextUp(1f), scores.threshold(5 / 6.0));
    }

    @Test
    void whatCannotBeSaidIsRefused() {
        var few = assertThrows(IllegalArgumentException.class, () -> six().threshold(0.4));
        assertTrue(few.getMessage().contains("6 impostor comparisons support one from 0.5"), few.getMessage());
        assertThrows(IllegalArgumentException.class, () -> six().threshold(1.1));
        assertThrows(IllegalArgumentException.class, () -> new ImpostorScores(1));
        assertThrows(IllegalArgumentException.class, () -> six().add(0, new float[2]));
        assertThrows(IllegalArgumentException.class, () -> six().add(2, new float[] {Float.NaN}));
    }

    /// Scores that depend on the people alone (each person's is drawn once) are as sure as there are people, not
    /// comparisons: the interval must be far wider than that of so many independent trials, and hold the true rate.
    @Test
    void theIntervalKnowsThatComparisonsSharePeople() {
        int people = 100;
        int held = 0;
        double width = 0;
        for (int trial = 0; trial < 40; trial++) {
            var random = new Xoshiro256(100 + trial);
            double[] own = random.doubles(people).toArray();
            var scores = new ImpostorScores(people);
            for (int a = 0; a < people; a++) {
                float[] row = new float[people - 1 - a];
                for (int b = a + 1; b < people; b++) {
                    row[b - a - 1] = (float) Math.min(own[a], own[b]);
                }
                scores.add(a, row);
            }
            // P(min ≥ 0.7) = 0.09
            Interval interval = scores.fmr(0.7, 200, 0.95, random).interval();
            held += interval.low() <= 0.09 && 0.09 <= interval.high() ? 1 : 0;
            width += (interval.high() - interval.low()) / 40;
        }
        assertTrue(held >= 34, held + " of 40 intervals of 95 % hold the true rate");
        Interval independent = Interval.wilson(446, 4950, 0.95);
        assertTrue(width > 2 * (independent.high() - independent.low()), "mean width " + width);
    }
}
