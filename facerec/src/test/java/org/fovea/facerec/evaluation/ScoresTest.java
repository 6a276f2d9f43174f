package org.fovea.facerec.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static Tensor matrix(int rows, int columns, float... values) {
        return Tensor.of(Shape.of(rows, columns), values);
    }

    private static double[] sorted(double[] values) {
        Arrays.sort(values);
        return values;
    }

    @Test
    void posteriorsMakeEveryProbeClaimEveryone() {
        Tensor posteriors = matrix(2, 3, 0.5f, 0.25f, 0.25f, 0.125f, 0.75f, 0.0625f);
        Scores scores = Scores.ofPosteriors(posteriors, new int[] {0, 2});
        assertArrayEquals(new double[] {0.5, 0.0625}, scores.genuine());
        assertArrayEquals(new double[] {0.25, 0.25, 0.125, 0.75}, scores.impostor());
        assertEquals("2 genuine and 4 impostor scores", scores.toString());
    }

    @Test
    void embeddingsAreComparedByCosineInAllPairs() {
        Tensor embeddings = matrix(4, 2, 1, 0, 3, 3, 0, 5, -2, 0);
        Scores scores = Scores.ofEmbeddings(embeddings, new int[] {7, 7, 2, 2});
        double half = Math.sqrt(0.5);
        assertArrayEquals(new double[] {0, half}, sorted(scores.genuine()), 1e-15);
        assertArrayEquals(new double[] {-1, -half, 0, half}, sorted(scores.impostor()), 1e-15);
    }

    @Test
    void probesAreComparedWithTheGallery() {
        Scores scores = Scores.ofEmbeddings(
                matrix(2, 2, 2, 0, 0, 2), new int[] {0, 1}, matrix(3, 2, 1, 0, 1, 1, 0, -1), new int[] {0, 1, 2});
        double half = Math.sqrt(0.5);
        assertArrayEquals(new double[] {half, 1}, sorted(scores.genuine()), 1e-15);
        assertArrayEquals(new double[] {-1, 0, 0, half}, sorted(scores.impostor()), 1e-15);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor two = matrix(2, 2, 1, 0, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> Scores.ofEmbeddings(two, new int[] {0}));
        assertThrows(IllegalArgumentException.class, () -> Scores.ofEmbeddings(two, new int[] {0, -1}));
        assertThrows(IllegalArgumentException.class, () -> Scores.ofEmbeddings(two, new int[] {0, 1}), "no genuine");
        assertThrows(IllegalArgumentException.class, () -> Scores.ofEmbeddings(two, new int[] {0, 0}), "no impostor");
        assertThrows(
                IllegalArgumentException.class,
                () -> Scores.ofEmbeddings(two, new int[] {0, 1}, matrix(1, 3, 1, 1, 1), new int[] {0}));
        assertThrows(IllegalArgumentException.class, () -> Scores.ofPosteriors(two, new int[] {0, 2}));
        assertThrows(IllegalArgumentException.class, () -> Scores.ofPosteriors(matrix(1, 1, 1), new int[] {0}));
        var e = assertThrows(
                IllegalArgumentException.class, () -> Scores.ofEmbeddings(matrix(2, 2, 1, 0, 0, 0), new int[] {0, 0}));
        assertTrue(e.getMessage().startsWith("embedding 1 has no direction"), e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class,
                () -> Scores.ofPosteriors(matrix(2, 2, 1, 0, 0, Float.NaN), new int[] {0, 0}));
        assertEquals("scores: not a number (NaN) in row 1, column 1", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> Scores.ofPosteriors(two, new int[] {0, 1, 0}));
        assertEquals("scores of shape (3, classes) expected for 3 labels, found 2×2", e.getMessage());
    }
}
