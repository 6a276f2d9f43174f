package org.fovea.facerec.gallery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.product.RowProducts;
import org.fovea.engine.random.Shuffle;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.evaluation.Estimate;
import org.fovea.facerec.evaluation.ImpostorScores;
import org.fovea.facerec.evaluation.Interval;
import org.fovea.facerec.gallery.Calibration.FalsePositives;
import org.fovea.facerec.gallery.Calibration.Tail;
import org.fovea.facerec.gallery.EmbeddingIndex.Hit;
import org.jspecify.annotations.Nullable;

/// Sets the threshold by comparing different people: those of a gallery, or others.
final class Calibrator {
    /// As many comparisons as 2,829 people of one picture each make; they support an FMR of 7.5e-7.
    private static final int MOST_COMPARISONS = 4_000_000;
    /// Pictures of a person that are compared with the others.
    private static final int MOST_PICTURES = 8;
    /// People searched for in the gallery.
    private static final int MOST_PROBES = 1000;

    private static final int RESAMPLES = 1000;
    private static final double CONFIDENCE = 0.95;
    /// Each rank of the tail is this much lower than the one before.
    private static final double TAIL_STEP = 1.1;
    /// Pictures whose scores are computed together.
    private static final int BATCH = 64;

    private final EmbeddingIndex people;
    private final Workers workers;
    private final Xoshiro256 random;

    Calibrator(EmbeddingIndex people, Workers workers, long seed) {
        this.people = people;
        this.workers = workers;
        random = new Xoshiro256(seed);
    }

    /// @param source whose embeddings these are, for people
    /// @param gallery who is enrolled: these people, or those that they are to be told from
    /// @throws IllegalArgumentException if there are too few people for this FMR
    Calibration calibrate(double fmr, String source, EmbeddingIndex gallery) {
        if (people.people() < 2) {
            throw new IllegalArgumentException(
                    "a threshold is set by comparing different people; " + source + " holds " + people.people());
        }
        int[] order = IntStream.range(0, people.people()).toArray();
        Shuffle.shuffle(order, random);
        int[][] rows = rows(order);
        ImpostorScores scores = compare(rows);
        double threshold = scores.threshold(fmr);
        return new Calibration(
                fmr,
                threshold,
                scores.fmr(threshold, RESAMPLES, CONFIDENCE, random),
                scores.comparisons(),
                rows.length,
                source,
                gallery.people(),
                falsePositives(threshold, order, gallery),
                tail(scores));
    }

    /// The rows of so many people, in this order, as the comparisons allow.
    private int[][] rows(int[] order) {
        List<List<Integer>> byNumber = new ArrayList<>();
        for (int i = 0; i < people.people(); i++) {
            byNumber.add(new ArrayList<>());
        }
        for (int row = 0; row < people.rows(); row++) {
            List<Integer> own = byNumber.get(people.personOf(row));
            if (own.size() < MOST_PICTURES) {
                own.add(row);
            }
        }
        List<int[]> chosen = new ArrayList<>();
        long pictures = 0;
        for (int person : order) {
            int[] own = byNumber.get(person).stream().mapToInt(i -> i).toArray();
            pictures += own.length;
            if (chosen.size() >= 2 && pictures * (chosen.size() + 1) / 2 > MOST_COMPARISONS) {
                break;
            }
            chosen.add(own);
        }
        return chosen.toArray(int[][]::new);
    }

    private ImpostorScores compare(int[][] rows) {
        int length = people.length();
        int[] all = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
        int[] owner = new int[all.length];
        float[] units = new float[all.length * length];
        for (int person = 0, at = 0; person < rows.length; person++) {
            for (int row : rows[person]) {
                people.copy(row, units, at * length);
                owner[at++] = person;
            }
        }
        var scores = new ImpostorScores(rows.length);
        float[] product = new float[Math.min(BATCH, all.length) * all.length];
        for (int from = 0; from < all.length; from += BATCH) {
            int count = Math.min(BATCH, all.length - from);
            float[] probes = Arrays.copyOfRange(units, from * length, (from + count) * length);
            RowProducts.multiply(probes, count, units, all.length, length, product, workers);
            for (int i = 0; i < count; i++) {
                int person = owner[from + i];
                float[] best = new float[rows.length - person - 1];
                Arrays.fill(best, -Float.MAX_VALUE);
                for (int j = from + i; j < all.length; j++) {
                    if (owner[j] > person) {
                        int other = owner[j] - person - 1;
                        best[other] = Math.max(best[other], product[i * all.length + j]);
                    }
                }
                scores.add(person, best);
            }
        }
        return scores;
    }

    /// A search for each of some people, their own pictures left out.
    private @Nullable FalsePositives falsePositives(double threshold, int[] order, EmbeddingIndex gallery) {
        boolean own = gallery == people;
        if (gallery.people() < (own ? 2 : 1)) {
            return null;
        }
        int probes = Math.min(MOST_PROBES, order.length);
        int[] row = new int[people.people()];
        for (int r = people.rows() - 1; r >= 0; r--) {
            row[people.personOf(r)] = r; // the first of each
        }
        int taken = 0;
        float[] units = new float[probes * people.length()];
        for (int i = 0; i < probes; i++) {
            people.copy(row[order[i]], units, i * people.length());
        }
        List<List<Hit>> found = gallery.nearest(units, probes, own ? 2 : 1, workers);
        for (int i = 0; i < probes; i++) {
            int self = own ? order[i] : -1;
            taken += found.get(i).stream().anyMatch(hit -> hit.person() != self && hit.score() >= threshold) ? 1 : 0;
        }
        return new FalsePositives(
                probes, new Estimate(taken / (double) probes, Interval.wilson(taken, probes, CONFIDENCE)));
    }

    private static List<Tail> tail(ImpostorScores scores) {
        List<Tail> tail = new ArrayList<>();
        for (int rank = 1; rank <= scores.comparisons(); rank = Math.max(rank + 1, (int) (rank * TAIL_STEP))) {
            tail.add(new Tail(rank, scores.highest(rank)));
        }
        return tail;
    }
}
