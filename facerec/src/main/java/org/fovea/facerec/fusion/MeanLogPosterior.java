package org.fovea.facerec.fusion;

import java.util.List;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.gaze.Observations;

/// The product rule with equal weights: the geometric mean of the members' posteriors, normalised to sum 1. One member
/// that is sure can forbid a person (Kittler and others, "On Combining Classifiers", TPAMI 20, 1998). A single network
/// is left as it is.
public record MeanLogPosterior() implements Fusion {
    @Override
    public String name() {
        return "log-posterior";
    }

    @Override
    public String about() {
        return "the normalised geometric mean of the members' posteriors";
    }

    @Override
    public boolean learns() {
        return false;
    }

    @Override
    public Fitted fit(List<Experience> training) {
        return probes -> {
            int people = probes.getFirst().logits().shape().channels();
            Tensor logs = Tensor.zeros(probes.getFirst().logits().shape());
            for (Observations member : probes) {
                float[] z = member.logits().data();
                for (int at = 0; at < z.length; at += people) {
                    double all = LogSumExp.of(z, at, people);
                    for (int p = at; p < at + people; p++) {
                        logs.data()[p] += (float) ((z[p] - all) / probes.size());
                    }
                }
            }
            return LogSumExp.softmax(logs);
        };
    }
}
