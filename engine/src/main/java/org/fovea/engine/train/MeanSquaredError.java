package org.fovea.engine.train;

import org.fovea.engine.network.Target;
import org.fovea.engine.tensor.Tensor;

/// L = mean over all elements of (y − t)²; dL/dy = 2·(y − t) / (number of elements).
public final class MeanSquaredError {
    private MeanSquaredError() {}

    /// @param expected t, of the output's shape
    public static Target of(Tensor expected) {
        return (output, gradient) -> {
            if (!output.shape().equals(expected.shape())) {
                throw new IllegalArgumentException(
                        "expected values of shape " + expected.shape() + " for an output of shape " + output.shape());
            }
            double sum = 0;
            int n = output.size();
            for (int i = 0; i < n; i++) {
                double difference = (double) output.data()[i] - expected.data()[i];
                sum += difference * difference;
                gradient.data()[i] = (float) (2 * difference / n);
            }
            return sum / n;
        };
    }
}
