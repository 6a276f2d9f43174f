package org.fovea.engine.kernel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Softmax by row, forward and backward, against its definition.
class SoftmaxContractTest extends KernelContract {

    @ParameterizedTest
    @MethodSource("kernels")
    void softmaxAndItsBackward(Kernels kernels) {
        for (int c : CHANNELS) {
            for (boolean add : new boolean[] {false, true}) {
                int rows = 7;
                int from = 1; // the rows before and after stay as they are
                int to = 6;
                float[] x = values(rows * c);
                for (int k = 0; k < c; k++) {
                    x[2 * c + k] = k * 100; // a row whose exponentials overflow unless the maximum is taken off
                }
                float[] y = values(rows * c);
                float[] dy = values(rows * c);
                float[] dx = values(rows * c);
                double[] expected = doubles(y);
                double[] expectedDx = doubles(dx);
                for (int row = from; row < to; row++) {
                    double max = Double.NEGATIVE_INFINITY;
                    double sum = 0;
                    double mean = 0;
                    for (int i = row * c; i < row * c + c; i++) {
                        max = Math.max(max, x[i]);
                    }
                    for (int i = row * c; i < row * c + c; i++) {
                        sum += Math.exp(x[i] - max);
                    }
                    for (int i = row * c; i < row * c + c; i++) {
                        expected[i] = Math.exp(x[i] - max) / sum;
                        mean += expected[i] * dy[i];
                    }
                    for (int i = row * c; i < row * c + c; i++) {
                        expectedDx[i] = (add ? expectedDx[i] : 0) + expected[i] * (dy[i] - mean);
                    }
                }
                kernels.softmax().forward(x, c, y, from, to);
                kernels.softmax().backward(y, dy, c, dx, add, from, to);
                near(expected, y, 2e-6, "softmax of " + c + ", " + kernels.description());
                near(expectedDx, dx, 2e-6, "softmax backward of " + c + ", " + kernels.description());
            }
        }
    }
}
