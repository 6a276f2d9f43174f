package org.fovea.facerec.fusion;

import java.util.List;
import org.fovea.engine.tensor.LogSumExp;

/// The sum rule: the mean of the members' posteriors, softmax of their logits. What one member can do is bounded by its
/// share of the mean (Kittler and others, "On Combining Classifiers", TPAMI 20, 1998).
public record MeanPosterior() implements Fusion {
    @Override
    public String name() {
        return "posterior";
    }

    @Override
    public String about() {
        return "the mean of the members' posteriors";
    }

    @Override
    public boolean learns() {
        return false;
    }

    @Override
    public Fitted fit(List<Experience> training) {
        return probes -> Combining.mean(
                probes.stream().map(o -> LogSumExp.softmax(o.logits())).toList());
    }
}
