package org.fovea.facerec.verification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.fovea.facerec.embedding.FaceEmbedder;
import org.fovea.facerec.evaluation.Scores;
import org.jspecify.annotations.Nullable;

/// A list of pairs and the embeddings of its photographs: their scores.
public final class PairEmbeddings {
    /// So many impostor scores tell a false match rate of 1 in 100,000 from chance.
    private static final int MOST_IMPOSTORS = 2_000_000;

    private final PairList list;
    private final Map<Photo, float[]> embeddings;

    /// @param photos the list's photographs
    /// @param found for each of them the embedding, null where no face was found
    /// @throws IllegalArgumentException if these are not as many
    public PairEmbeddings(PairList list, List<Photo> photos, List<float @Nullable []> found) {
        if (photos.size() != found.size()) {
            throw new IllegalArgumentException(photos.size() + " photographs and " + found.size() + " embeddings");
        }
        this.list = list;
        embeddings = new LinkedHashMap<>();
        for (int i = 0; i < photos.size(); i++) {
            float[] embedding = found.get(i);
            if (embedding != null) {
                embeddings.put(photos.get(i), embedding);
            }
        }
    }

    /// Each pair's score, the cosine of its embeddings; NaN where one of its photographs showed no face.
    public double[] scores() {
        return list.pairs().stream().mapToDouble(this::score).toArray();
    }

    private double score(PhotoPair pair) {
        float[] a = embeddings.get(pair.a());
        float[] b = embeddings.get(pair.b());
        return a == null || b == null ? Double.NaN : FaceEmbedder.cosine(a, b);
    }

    /// For each pair whether it is genuine.
    public boolean[] genuine() {
        boolean[] genuine = new boolean[list.pairs().size()];
        for (int i = 0; i < genuine.length; i++) {
            genuine[i] = list.pairs().get(i).genuine();
        }
        return genuine;
    }

    /// For each pair the number of its fold.
    public int[] folds() {
        return list.pairs().stream().mapToInt(PhotoPair::fold).toArray();
    }

    /// The scores for error rates, with their people: a pair whose photographs do not both show a face has −∞,
    /// which no threshold accepts.
    public Scores verification() {
        Map<String, Integer> people = new HashMap<>();
        double[] scores = scores();
        int[] a = new int[scores.length];
        int[] b = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            PhotoPair pair = list.pairs().get(i);
            a[i] = number(people, pair.a().person());
            b[i] = number(people, pair.b().person());
            scores[i] = Double.isNaN(scores[i]) ? Double.NEGATIVE_INFINITY : scores[i];
        }
        return Scores.ofPairs(scores, a, b);
    }

    private static int number(Map<String, Integer> people, String name) {
        return people.computeIfAbsent(name, key -> people.size());
    }

    /// The scores to calibrate by: the list's genuine pairs in which both faces were found, and the impostor pairs
    /// of all its photographs, not just those it lists, since a low false match rate takes many; drawn by lot where
    /// they are more than two million.
    public Scores calibration(RandomGenerator random) {
        double[] genuine = list.pairs().stream()
                .filter(PhotoPair::genuine)
                .mapToDouble(this::score)
                .filter(score -> !Double.isNaN(score))
                .toArray();
        List<Photo> photos = new ArrayList<>(embeddings.keySet());
        int n = photos.size();
        boolean all = (long) n * (n - 1) / 2 <= MOST_IMPOSTORS;
        double[] impostor = new double[all ? n * (n - 1) / 2 : MOST_IMPOSTORS];
        int count = 0;
        if (all) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    count = addImpostor(photos.get(i), photos.get(j), impostor, count);
                }
            }
        } else {
            while (count < MOST_IMPOSTORS) {
                count = addImpostor(photos.get(random.nextInt(n)), photos.get(random.nextInt(n)), impostor, count);
            }
        }
        return Scores.of(genuine, Arrays.copyOf(impostor, count));
    }

    private int addImpostor(Photo a, Photo b, double[] scores, int count) {
        if (a.person().equals(b.person())) {
            return count;
        }
        scores[count] = score(new PhotoPair(a, b, 0));
        return count + 1;
    }

    /// The photographs in which no face was found.
    public List<Photo> notFound() {
        return list.photos().stream()
                .filter(photo -> !embeddings.containsKey(photo))
                .toList();
    }

    /// The list.
    public PairList list() {
        return list;
    }
}
