package org.fovea.facerec.gallery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.facerec.gallery.EmbeddingIndex.Hit;

/// The choice of the people most like a probe from its scores with all rows.
///
/// The scores are sums of floats in an order that is a kernel's business. So all rows that may belong to the first k
/// are scored once more, in double: ranks and scores are the same on every machine, for one probe or many.
final class Ranking {
    private Ranking() {}

    static List<Hit> of(EmbeddingIndex index, float[] units, int at, float[] scores, int k) {
        float[] best = new float[index.people()];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < index.rows(); row++) {
            int person = index.personOf(row);
            best[person] = Math.max(best[person], scores[row]);
        }
        // A dot product of n floats is off by at most n 2^-24 ‖a‖ ‖b‖ (Higham, "Accuracy and Stability", section 3.1).
        float slack = (index.length() + 2) * 0x1p-23f;
        float least = highest(best, k) - slack;
        Map<Integer, Hit> hits = new HashMap<>();
        for (int row = 0; row < index.rows(); row++) {
            if (scores[row] >= least) {
                var hit = new Hit(index.personOf(row), row, index.cosine(units, at, row));
                hits.merge(hit.person(), hit, (a, b) -> b.score() > a.score() ? b : a);
            }
        }
        List<Hit> ranked = new ArrayList<>(hits.values());
        ranked.sort(Comparator.comparingDouble(Hit::score).reversed().thenComparingInt(Hit::person));
        return List.copyOf(ranked.subList(0, Math.min(k, ranked.size())));
    }

    /// The k-th highest of these values; minus infinity where there are no k. `highest` is ascending.
    private static float highest(float[] values, int k) {
        if (k >= values.length) {
            return Float.NEGATIVE_INFINITY;
        }
        float[] highest = new float[k];
        Arrays.fill(highest, Float.NEGATIVE_INFINITY);
        for (float value : values) {
            if (value > highest[0]) {
                int i = 1;
                for (; i < k && highest[i] < value; i++) {
                    highest[i - 1] = highest[i];
                }
                highest[i - 1] = value;
            }
        }
        return highest[0];
    }
}
