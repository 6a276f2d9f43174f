package org.fovea.facerec.baseline;

import java.util.Arrays;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;

/// A recogniser that remembers every picture's vector: a person's score is the likeness of the most alike of theirs.
final class NearestNeighbour implements Recogniser {
    private final FaceSet learned;
    private final Features features;
    private final Similarity similarity;
    private final float[][] gallery;

    NearestNeighbour(FaceSet training, Features features, Similarity similarity) {
        learned = training;
        this.features = features;
        this.similarity = similarity;
        gallery = features.of(training);
    }

    @Override
    public Tensor scores(FaceSet probes) {
        check(probes);
        int people = learned.people();
        float[] scores = new float[probes.size() * people];
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < probes.size(); i++) {
            float[] probe = features.of(probes.picture(i));
            for (int j = 0; j < gallery.length; j++) {
                int at = i * people + learned.label(j);
                scores[at] = Math.max(scores[at], (float) similarity.of(probe, gallery[j]));
            }
        }
        return Tensor.of(Shape.of(probes.size(), people), scores);
    }

    /// Vectors compared by the cosine of the angle between them; one of zeros has 0 with all others.
    static NearestNeighbour byCosine(FaceSet training, Features features) {
        return new NearestNeighbour(training, features.normalised(), Similarity::dot);
    }

    private void check(FaceSet probes) {
        if (!probes.shape().equals(learned.shape())) {
            throw new IllegalArgumentException("probes of shape " + probes.shape() + ", but pictures of "
                    + learned.shape() + " were learned from");
        }
        if (probes.people() != learned.people()) {
            throw new IllegalArgumentException(
                    "probes of " + probes.people() + " people, but " + learned.people() + " were learned");
        }
    }
}
