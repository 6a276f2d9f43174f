package org.fovea.facerec.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;

/// Stacking: the members' whitened cosines, each times a weight of its own, added, then softmax over the people. The
/// weights are those of a logistic regression on held-out folds of the training pictures: every picture is scored by
/// templates that were made without it, and the weights make the person shown as likely as they can (Wolpert, "Stacked
/// Generalization", Neural Networks 5, 1992; Newton's method would do, a few hundred steps of gradient ascent are
/// simpler for so few weights).
///
/// The networks themselves did learn from the held-out pictures. With one picture a person there is nothing to hold
/// out; then every member has the weight of [SoftCosine].
public record StackedLogistic() implements Fusion {
    private static final int STEPS = 300;
    private static final double RATE = 2;

    /// Pulls the weights towards equal ones: so much as this share of the pictures would.
    private static final double PULL = 0.05;

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public String about() {
        return "the members' whitened cosines weighted by logistic regression on held-out folds";
    }

    @Override
    public Fitted fit(List<Experience> training) {
        double[] weights = weights(training);
        List<Templates> templates = training.stream().map(Experience::templates).toList();
        return probes -> {
            List<Tensor> cosines = new ArrayList<>();
            for (int m = 0; m < probes.size(); m++) {
                cosines.add(templates.get(m).cosines(probes.get(m).features()));
            }
            return posteriors(cosines, weights);
        };
    }

    private static Tensor posteriors(List<Tensor> cosines, double[] weights) {
        Tensor sum = Tensor.zeros(cosines.getFirst().shape());
        for (int m = 0; m < weights.length; m++) {
            for (int i = 0; i < sum.size(); i++) {
                sum.data()[i] += (float) (weights[m] * cosines.get(m).data()[i]);
            }
        }
        return LogSumExp.softmax(sum);
    }

    /// The weights that fit the held-out pictures best.
    static double[] weights(List<Experience> training) {
        int[] labels = training.getFirst().labels();
        int people = training.getFirst().people();
        int members = training.size();
        double[] equal = new double[members];
        Arrays.fill(equal, SoftCosine.SHARPNESS / members);
        int[] fold = Folds.of(labels, people);
        int folds = Arrays.stream(fold).max().orElse(0) + 1;
        if (folds < 2) {
            return equal;
        }
        List<Tensor> heldOut = training.stream()
                .map(member -> Folds.heldOutCosines(member, fold, folds))
                .toList();
        double[] weights = equal.clone();
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = gradient(heldOut, labels, people, weights);
            for (int m = 0; m < members; m++) {
                weights[m] += RATE * (gradient[m] + PULL * (equal[m] - weights[m]) / SoftCosine.SHARPNESS);
            }
        }
        return weights;
    }

    /// Of the mean log posterior of the person shown, by the weights.
    private static double[] gradient(List<Tensor> cosines, int[] labels, int people, double[] weights) {
        float[] p = posteriors(cosines, weights).data();
        double[] gradient = new double[weights.length];
        for (int m = 0; m < weights.length; m++) {
            float[] c = cosines.get(m).data();
            for (int i = 0; i < labels.length; i++) {
                double expected = 0;
                for (int k = 0; k < people; k++) {
                    expected += p[i * people + k] * c[i * people + k];
                }
                gradient[m] += (c[i * people + labels[i]] - expected) / labels.length;
            }
        }
        return gradient;
    }
}
