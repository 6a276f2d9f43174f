package org.fovea.facerec.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairFiguresTest {
    private static final double NONE = Double.NaN;

    /// Two folds of three pairs of either kind, by their scores; NaN where the second photograph shows no face.
    private static PairFigures figures(double[] scores, Double fixed) {
        List<String> lines = new ArrayList<>(List.of("2 3"));
        List<float[]> embeddings = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            lines.add(i / 3 % 2 == 0 ? "P" + i + " 1 2" : "P" + i + " 1 Q" + i + " 1");
            embeddings.add(new float[] {1, 0});
            embeddings.add(
                    Double.isNaN(scores[i])
                            ? null
                            : new float[] {(float) scores[i], (float) Math.sqrt(1 - scores[i] * scores[i])});
        }
        PairList list = PairList.parse(lines);
        return PairFigures.of(new PairEmbeddings(list, List.copyOf(list.photos()), embeddings), fixed, 1);
    }

    private static final double[] SCORES = {0.9, 0.8, 0.3, 0.1, 0.6, NONE, 0.7, NONE, 0.2, 0.0, 0.1, 0.95};

    @Test
    void pairsAreAnsweredByTheirFoldsThresholds() {
        PairFigures figures = figures(SCORES, null);
        assertEquals(24, figures.photographs());
        assertEquals(2, figures.notFound().size());
        // Fold 1 is best answered above 0.6, fold 0 between 0.2 and 0.1 or above 0.6: the lowest is taken.
        assertEquals(figures.folds().get(0).threshold(), figures.threshold(5));
        assertEquals(figures.folds().get(1).threshold(), figures.threshold(6));
        for (int fold = 0; fold < 2; fold++) {
            long right = IntStream.range(6 * fold, 6 * fold + 6)
                    .filter(figures::isCorrect)
                    .count();
            assertEquals(figures.folds().get(fold).correct(), right);
        }
        assertFalse(figures.isCorrect(5), "two people, one of them without a face");
        assertFalse(figures.isCorrect(7), "one person without a face");
        assertNotNull(figures.standardError());
    }

    @Test
    void aThresholdFromElsewhereAnswersAllPairs() {
        PairFigures figures = figures(SCORES, 0.5);
        assertEquals(0.5, figures.threshold(0));
        assertEquals(0.5, figures.threshold(11));
        assertEquals(6 / 12.0, figures.accuracy());
        assertEquals(6, IntStream.range(0, 12).filter(figures::isCorrect).count());
        assertNull(figures.standardError());
    }

    @Test
    void theMostWrongComeFirstAndWhatHasNoScoreIsCounted() {
        PairFigures figures = figures(SCORES, 0.5);
        List<ScoredPair> refused = figures.wrong(true);
        assertEquals(List.of("P8", "P2"), people(refused));
        assertEquals(0.2, refused.getFirst().score(), 1e-6);
        assertEquals(0.3, refused.getFirst().distance(), 1e-6);
        assertEquals(List.of("P11", "P4"), people(figures.wrong(false)));
        assertEquals(1, figures.unscored(true));
        assertEquals(1, figures.unscored(false));
        double[] genuine = figures.scores(true);
        assertEquals(5, genuine.length);
        assertEquals(3.8 - 0.9, Arrays.stream(genuine).sum(), 1e-6);
        assertTrue(Double.isNaN(figures.scores()[7]));
    }

    private static List<String> people(List<ScoredPair> pairs) {
        return pairs.stream().map(scored -> scored.pair().a().person()).toList();
    }
}
