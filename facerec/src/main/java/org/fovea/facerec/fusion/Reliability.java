package org.fovea.facerec.fusion;

import java.util.List;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.gaze.Observations;

/// A mean of the members' softmax(12 · whitened cosine) in which each member counts, probe by probe, as much as it can
/// be relied on for that probe.
///
/// @param by what is taken as the sign of reliability
public record Reliability(Sign by) implements Fusion {
    /// What a member counts that is not to be relied on at all.
    static final double LEAST = 1e-6;

    /// What shows that a member is to be relied on.
    public enum Sign {
        /// The distance of its first answer from its second, in posteriors.
        MARGIN("margin", "weighted by the distance of each member's first answer from its second"),

        /// How much its map of the probe is like its usual map of the person it names: the cosine of the
        /// positive parts. A covered part draws the gaze elsewhere.
        GAZE(
                "gaze-agreement",
                "weighted by how much each member's map of the probe is like its usual map of the"
                        + " person it names");

        private final String label;
        private final String about;

        Sign(String label, String about) {
            this.label = label;
            this.about = about;
        }
    }

    @Override
    public String name() {
        return by.label;
    }

    @Override
    public String about() {
        return "the mean of softmax(12 · whitened cosine), " + by.about;
    }

    @Override
    public Fitted fit(List<Experience> training) {
        List<Templates> templates = training.stream().map(Experience::templates).toList();
        List<float[]> usual = training.stream().map(member -> usualMaps(member)).toList();
        return probes -> {
            Tensor sum = Tensor.zeros(probes.getFirst().logits().shape());
            int people = sum.shape().channels();
            for (int m = 0; m < probes.size(); m++) {
                Observations probe = probes.get(m);
                float[] p = LogSumExp.softmax(
                                Combining.scaled(templates.get(m).cosines(probe.features()), SoftCosine.SHARPNESS))
                        .data();
                for (int i = 0; i < probe.size(); i++) {
                    double weight = by == Sign.MARGIN ? margin(p, i, people) : agreement(probe, i, usual.get(m));
                    for (int k = 0; k < people; k++) {
                        sum.data()[i * people + k] += (float) ((LEAST + weight) * p[i * people + k]);
                    }
                }
            }
            return Combining.normalised(sum);
        };
    }

    private static double margin(float[] p, int row, int people) {
        float first = 0;
        float second = 0;
        for (int k = row * people; k < (row + 1) * people; k++) {
            if (p[k] > first) {
                second = first;
                first = p[k];
            } else {
                second = Math.max(second, p[k]);
            }
        }
        return first - second;
    }

    /// Each person's usual map, the mean of the positive parts of the training pictures' maps: (people, cells).
    private static float[] usualMaps(Experience member) {
        int[] labels = member.labels();
        int cells = member.pictures().maps().size() / labels.length;
        float[] maps = member.pictures().maps().data();
        float[] usual = new float[member.people() * cells];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < cells; c++) {
                usual[labels[i] * cells + c] += Math.max(0, maps[i * cells + c]);
            }
        }
        return usual;
    }

    /// The cosine of a probe's map to the usual map of the person the logits name.
    private static double agreement(Observations probe, int row, float[] usual) {
        int cells = probe.maps().size() / probe.size();
        int people = probe.logits().size() / probe.size();
        float[] z = probe.logits().data();
        int named = 0;
        for (int k = 1; k < people; k++) {
            named = z[row * people + k] > z[row * people + named] ? k : named;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int c = 0; c < cells; c++) {
            double a = Math.max(0, probe.maps().data()[row * cells + c]);
            double b = usual[named * cells + c];
            ab += a * b;
            aa += a * a;
            bb += b * b;
        }
        return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }
}
