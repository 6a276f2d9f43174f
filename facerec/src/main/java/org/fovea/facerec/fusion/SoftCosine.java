package org.fovea.facerec.fusion;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;

/// Whitened cosines to each person's template, made comparable by a softmax in each member, then brought together.
///
/// Member m says p\[m\] = softmax over the people of 12·cosine ([Templates]); a member whose part of the face is
/// covered is near to nobody, so its p is flat and it hardly votes.
///
/// @param rule how the members' p become one
public record SoftCosine(Rule rule) implements Fusion {
    /// How much a cosine counts in the softmax: at 12, a person 0.2 nearer than another is 11 times as likely.
    static final double SHARPNESS = 12;

    /// How the members' posteriors become one.
    public enum Rule {
        /// Their mean.
        MEAN("soft-cosine", "the mean over the members of softmax(12 · whitened cosine to each person's template)"),

        /// The largest, normalised: one member that is sure decides.
        LARGEST("largest-cosine", "the largest member's softmax(12 · whitened cosine to each person's template)");

        private final String label;
        private final String about;

        Rule(String label, String about) {
            this.label = label;
            this.about = about;
        }
    }

    @Override
    public String name() {
        return rule.label;
    }

    @Override
    public String about() {
        return rule.about;
    }

    @Override
    public Fitted fit(List<Experience> training) {
        List<Templates> templates = training.stream().map(Experience::templates).toList();
        return probes -> {
            List<Tensor> posteriors = new ArrayList<>();
            for (int m = 0; m < probes.size(); m++) {
                Tensor cosines = templates.get(m).cosines(probes.get(m).features());
                posteriors.add(LogSumExp.softmax(Combining.scaled(cosines, SHARPNESS)));
            }
            return switch (rule) {
                case MEAN -> Combining.mean(posteriors);
                case LARGEST -> Combining.normalised(Combining.largest(posteriors));
            };
        };
    }
}
