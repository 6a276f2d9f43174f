package org.fovea.facerec.ensemble;

import java.util.List;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Combining the answers of several networks.
public final class Fusion {
    private Fusion() {}

    /// The softmax of each row: (N, C) logits to (N, C) posteriors.
    public static Tensor softmax(Tensor logits) {
        int c = logits.shape().channels();
        float[] x = logits.data();
        Tensor result = Tensor.zeros(logits.shape());
        for (int at = 0; at < x.length; at += c) {
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < c; k++) {
                max = Math.max(max, x[at + k]);
            }
            double sum = 0;
            for (int k = 0; k < c; k++) {
                sum += Math.exp(x[at + k] - max);
            }
            for (int k = 0; k < c; k++) {
                result.data()[at + k] = (float) (Math.exp(x[at + k] - max) / sum);
            }
        }
        return result;
    }

    /// The product rule (Kittler and others, "On Combining Classifiers", TPAMI 1998) with equal weights: the
    /// geometric mean of the networks' posteriors, normalised to sum 1. A single network is left as it is.
    ///
    /// @param posteriors one (N, C) a network
    public static Tensor combine(List<Tensor> posteriors) {
        Shape shape = posteriors.getFirst().shape();
        Tensor logs = Tensor.zeros(shape);
        for (Tensor p : posteriors) {
            if (!p.shape().equals(shape)) {
                throw new IllegalArgumentException("posteriors of " + shape + " and " + p.shape());
            }
            for (int i = 0; i < logs.size(); i++) {
                logs.data()[i] += (float) (Math.log(Math.max(p.data()[i], Float.MIN_NORMAL)) / posteriors.size());
            }
        }
        return softmax(logs);
    }
}
