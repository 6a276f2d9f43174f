package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

class FoldedAccuracyTest {
    private static final double NONE = Double.NaN;

    /// Fold 0 would be answered perfectly by 0.5, fold 1 by 5.5; each gets the other's.
    @Test
    void aFoldsThresholdIsFromTheOthers() {
        double[] scores = {0.2, 0.8, 5, 6};
        boolean[] genuine = {false, true, false, true};
        int[] fold = {0, 0, 1, 1};
        FoldedAccuracy accuracy = FoldedAccuracy.of(scores, genuine, fold);
        assertEquals(5.5, accuracy.folds().get(0).threshold(), 1e-12);
        assertEquals(0.5, accuracy.folds().get(1).threshold(), 1e-12);
        assertEquals(1, accuracy.folds().get(0).correct());
        assertEquals(1, accuracy.folds().get(1).correct());
        assertEquals(0.5, accuracy.mean());
        assertEquals(0, accuracy.standardError());
    }

    @Test
    void pairsWithoutAScoreAreWrongOfEitherKind() {
        double[] scores = {0.1, 0.9, NONE, NONE, 0.1, 0.9};
        boolean[] genuine = {false, true, false, true, false, true};
        int[] fold = {0, 0, 0, 0, 1, 1};
        FoldedAccuracy accuracy = FoldedAccuracy.of(scores, genuine, fold);
        assertEquals(0.5, accuracy.folds().get(0).accuracy());
        assertEquals(1, accuracy.folds().get(1).accuracy());
        assertEquals(0.75, accuracy.mean());
        assertEquals(0.25, accuracy.standardError(), 1e-12);
        assertEquals(
                0.5,
                FoldedAccuracy.at(0.5, new double[] {NONE, 0.7}, new boolean[] {false, true})
                        .accuracy());
    }

    @Test
    void theThresholdIsTheBestOfAll() {
        Xoshiro256 random = new Xoshiro256(2);
        double[] scores = new double[60];
        boolean[] genuine = new boolean[60];
        for (int i = 0; i < scores.length; i++) {
            genuine[i] = i % 2 == 0;
            scores[i] = Math.round(10 * (random.nextGaussian() + (genuine[i] ? 1 : 0))) / 10.0; // with ties
        }
        int found = FoldedAccuracy.at(FoldedAccuracy.threshold(scores, genuine), scores, genuine)
                .correct();
        int best = 0;
        for (double threshold = -5; threshold < 6; threshold += 0.05) {
            best = Math.max(best, FoldedAccuracy.at(threshold, scores, genuine).correct());
        }
        assertEquals(best, found);
        assertTrue(best > 40, "best " + best);
    }

    @Test
    void thresholdsBeyondAllScores() {
        double all = FoldedAccuracy.threshold(new double[] {1, 2}, new boolean[] {true, true});
        assertTrue(all <= 1, "accepts all: " + all);
        double none = FoldedAccuracy.threshold(new double[] {1, 2}, new boolean[] {false, false});
        assertTrue(none > 2, "accepts none: " + none);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        double[] two = {0, 1};
        boolean[] answers = {true, false};
        assertThrows(IllegalArgumentException.class, () -> FoldedAccuracy.of(two, answers, new int[] {0, 0}));
        assertThrows(IllegalArgumentException.class, () -> FoldedAccuracy.of(two, answers, new int[] {0, 2}));
        assertThrows(IllegalArgumentException.class, () -> FoldedAccuracy.of(two, answers, new int[] {0}));
        assertThrows(
                IllegalArgumentException.class,
                () -> FoldedAccuracy.of(new double[] {NONE, 1}, answers, new int[] {0, 1}));
    }

    @Test
    void scoresOfPairsKnowTheirPeople() {
        Scores scores = Scores.ofPairs(new double[] {0.9, 0.1, 0.2}, new int[] {0, 0, 1}, new int[] {0, 1, 2});
        assertEquals("1 genuine and 2 impostor scores", scores.toString());
        assertTrue(scores.knowsPeople());
        assertThrows(
                IllegalArgumentException.class,
                () -> Scores.ofPairs(new double[] {1, 2}, new int[] {0, -1}, new int[] {0, 1}));
        assertThrows(
                IllegalArgumentException.class,
                () -> Scores.ofPairs(new double[] {1, 2}, new int[] {0}, new int[] {0, 1}));
    }
}
