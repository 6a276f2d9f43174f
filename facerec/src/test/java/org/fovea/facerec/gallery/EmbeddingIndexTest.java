package org.fovea.facerec.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.gallery.EmbeddingIndex.Hit;
import org.junit.jupiter.api.Test;

class EmbeddingIndexTest {
    private static final int LENGTH = 13;
    /// More than two blocks, the last one not full.
    private static final int ROWS = 16_500;

    private static final int PEOPLE = 5000;

    private static float[] draw(Xoshiro256 random) {
        float[] vector = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void theNearestAreThoseOfTheDefinitionForOneProbeAndForMany() {
        var random = new Xoshiro256(5);
        EmbeddingIndex index = EmbeddingIndex.empty(LENGTH);
        float[][] vectors = new float[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            vectors[row] = draw(random);
            index = index.with("p" + row, "Person " + row % PEOPLE, vectors[row]);
        }
        assertEquals(PEOPLE, index.people());
        float[] units = new float[20 * LENGTH];
        float[][] probes = new float[20][];
        for (int i = 0; i < probes.length; i++) {
            probes[i] = draw(random);
            Vectors.unit(probes[i], units, i * LENGTH, "probe");
        }
        List<List<Hit>> many = index.nearest(units, 20, 7, Workers.common());
        for (int i = 0; i < probes.length; i++) {
            List<Hit> expected = new ArrayList<>();
            for (int person = 0; person < PEOPLE; person++) {
                Hit best = new Hit(person, -1, -2);
                for (int row = person; row < ROWS; row += PEOPLE) {
                    double score = cosine(probes[i], vectors[row]);
                    best = score > best.score() ? new Hit(person, row, score) : best;
                }
                expected.add(best);
            }
            expected.sort(Comparator.comparingDouble(Hit::score).reversed());
            for (int rank = 0; rank < 7; rank++) {
                assertEquals(expected.get(rank).row(), many.get(i).get(rank).row(), "probe " + i + ", rank " + rank);
                assertEquals(expected.get(rank).score(), many.get(i).get(rank).score(), 1e-6);
            }
            float[] one = java.util.Arrays.copyOfRange(units, i * LENGTH, (i + 1) * LENGTH);
            assertEquals(many.get(i), index.nearest(one, 1, 7, Workers.common()).getFirst(), "to the last bit");
        }
    }

    @Test
    void anOlderIndexDoesNotSeeWhoCameLater() {
        float[] vector = new float[LENGTH];
        vector[0] = 1;
        EmbeddingIndex before = EmbeddingIndex.empty(LENGTH).with("1", "Ada", vector);
        EmbeddingIndex after = before.with("2", "Bo", vector);
        assertEquals(1, before.people());
        assertNull(before.number("Bo"));
        assertEquals(
                1, before.nearest(vector, 1, 9, Workers.common()).getFirst().size());
        List<Hit> both = after.nearest(vector, 1, 9, Workers.common()).getFirst();
        assertEquals(List.of(0, 1), both.stream().map(Hit::person).toList(), "of two alike, who came first");
        assertEquals(
                List.of(),
                EmbeddingIndex.empty(LENGTH)
                        .nearest(vector, 1, 3, Workers.common())
                        .getFirst());
    }
}
