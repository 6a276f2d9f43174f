package org.fovea.facerec.experiment;

import java.util.List;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.fusion.Experience;
import org.fovea.facerec.fusion.Fusion;

/// The mean over the members of the cosine of a probe's embedding and a person's template, the mean of the embeddings
/// in the gallery: what embedding networks are meant to be compared by. Scores are from −1 to 1 and no posteriors.
record MeanCosine() implements Fusion {
    @Override
    public String name() {
        return "mean-cosine";
    }

    @Override
    public String about() {
        return "the mean over the members of the cosine to each person's mean embedding";
    }

    @Override
    public Fitted fit(List<Experience> training) {
        List<float[][]> templates = training.stream().map(MeanCosine::templates).toList();
        int people = training.getFirst().people();
        return probes -> {
            Tensor scores = Tensor.zeros(probes.getFirst().size(), people);
            for (int m = 0; m < probes.size(); m++) {
                Tensor features = probes.get(m).features();
                for (int i = 0; i < scores.size(); i++) {
                    double cosine = cosine(features, i / people, templates.get(m)[i % people]);
                    scores.data()[i] += (float) (cosine / probes.size());
                }
            }
            return scores;
        };
    }

    /// For each person the sum of the embeddings, all of length 1.
    private static float[][] templates(Experience gallery) {
        Tensor features = gallery.pictures().features();
        int[] labels = gallery.labels();
        int length = features.size() / labels.length;
        float[][] sums = new float[gallery.people()][length];
        for (int i = 0; i < labels.length; i++) {
            for (int d = 0; d < length; d++) {
                sums[labels[i]][d] += features.data()[i * length + d];
            }
        }
        return sums;
    }

    private static double cosine(Tensor features, int row, float[] template) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int d = 0; d < template.length; d++) {
            double a = features.data()[row * template.length + d];
            ab += a * template[d];
            aa += a * a;
            bb += (double) template[d] * template[d];
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }
}
