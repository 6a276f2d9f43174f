package org.fovea.facerec.fusion;

import java.util.List;
import org.fovea.engine.tensor.LogSumExp;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.gaze.Observations;

/// A product of the members' posteriors in which no member can do more than so much, and one that is near to nobody
/// does little.
///
/// With the whitened cosines c\[k\] of member m to person k's template ([Templates]): p = softmax(30·c);
/// e\[k\] = log(½·p\[k\] + ½/people), the evidence of a member that is taken to see nothing half of the time;
/// w = (largest c)⁴, since where its part of the face is covered a member is far from every template. The scores are
/// the softmax of M·Σ w·e / Σ w over the M members. Evidence adds up as in a product while faces are clean, which keeps
/// the EER low; one member can raise a person over another by a factor of at most 1 + people where all are as near to
/// somebody, and a covered one, whose w is small beside the others', hardly at all.
///
/// The three numbers were chosen on validation splits of the AT&T faces; sharpness from 12 to 40, doubt from 0.1 to 0.8
/// and powers from 0 to 8 were tried.
public record BoundedCosine() implements Fusion {
    static final double SHARPNESS = 30;
    static final double DOUBT = 0.5;
    static final double POWER = 4;
    static final double LEAST = 1e-3;

    @Override
    public String name() {
        return "bounded-cosine";
    }

    @Override
    public String about() {
        return "the product over the members of softmax(30 · whitened cosine), each half doubted and weighted by how"
                + " near it is to anyone";
    }

    @Override
    public Fitted fit(List<Experience> training) {
        List<Templates> templates = training.stream().map(Experience::templates).toList();
        return probes -> {
            Tensor sum = Tensor.zeros(probes.getFirst().logits().shape());
            int people = sum.shape().channels();
            double[] weights = new double[probes.getFirst().size()];
            for (int m = 0; m < probes.size(); m++) {
                add(templates.get(m), probes.get(m), sum, weights);
            }
            for (int i = 0; i < sum.size(); i++) {
                sum.data()[i] = (float) (probes.size() * sum.data()[i] / weights[i / people]);
            }
            return LogSumExp.softmax(sum);
        };
    }

    /// Adds w·e of one member to the sums, and its w to the weights.
    private static void add(Templates templates, Observations probes, Tensor sum, double[] weights) {
        Tensor cosines = templates.cosines(probes.features());
        Tensor p = LogSumExp.softmax(Combining.scaled(cosines, SHARPNESS));
        int people = p.size() / weights.length;
        for (int i = 0; i < weights.length; i++) {
            double nearest = LEAST;
            for (int k = i * people; k < (i + 1) * people; k++) {
                nearest = Math.max(nearest, cosines.data()[k]);
            }
            double w = Math.pow(nearest, POWER);
            weights[i] += w;
            for (int k = i * people; k < (i + 1) * people; k++) {
                sum.data()[k] += (float) (w * Math.log((1 - DOUBT) * p.data()[k] + DOUBT / people));
            }
        }
    }
}
