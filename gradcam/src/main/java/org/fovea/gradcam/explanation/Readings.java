package org.fovea.gradcam.explanation;

import java.util.Arrays;
import org.fovea.engine.tensor.Tensor;

/// What every [Scalar] of classes c and b can be computed from, measured for a series of changed pictures or
/// activations: the two logits and log Σ exp of all of them, one entry a change.
///
/// @param logit z\[c\]
/// @param against z\[b\]
/// @param logSumExp log Σ exp(z)
public record Readings(float[] logit, float[] against, double[] logSumExp) {
    static Readings of(int entries) {
        return new Readings(new float[entries], new float[entries], new double[entries]);
    }

    /// Keeps entry `i` from example `n` of the outputs, (N, classes).
    void keep(int i, Tensor outputs, int n, int c, int b) {
        int classes = outputs.size() / outputs.shape().extent(0);
        float[] z = Arrays.copyOfRange(outputs.data(), n * classes, (n + 1) * classes);
        logit[i] = z[c];
        against[i] = z[b];
        logSumExp[i] = Scalar.logSumExp(z);
    }

    /// How many.
    public int size() {
        return logit.length;
    }

    /// The scalar of entry `i`.
    public double value(Scalar scalar, int i) {
        return scalar.value(logit[i], against[i], logSumExp[i]);
    }

    @Override
    public String toString() {
        return logit.length + " readings: logit " + Arrays.toString(logit) + ", against " + Arrays.toString(against)
                + ", log-sum-exp " + Arrays.toString(logSumExp);
    }
}
