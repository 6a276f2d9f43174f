package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.parallel.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Matrix products against their definition: every orientation, with every bias, sum and activation after it.
class ProductContractTest extends KernelContract {
    /// m, n, k.
    private static final int[][] SIZES = {
        {1, 1, 1},
        {1, 40, 128},
        {2, 67, 5},
        {3, 64, 33},
        {5, 16, 1},
        {7, 17, 13},
        {13, 48, 9},
        {32, 40, 65},
        {31, 100, 3},
        {97, 65, 129},
        {200, 5, 7},
        {6, 64, 300},
        {11, 96, 20},
        {12, 32, 20},
        {25, 80, 300}
    };

    @ParameterizedTest
    @MethodSource("kernels")
    void matrixProducts(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (int[] size : SIZES) {
                for (int orientation = 0; orientation < 4; orientation++) {
                    product(
                            kernels,
                            size[0],
                            size[1],
                            size[2],
                            (orientation & 1) != 0,
                            (orientation & 2) != 0,
                            workers);
                }
            }
        }
    }

    /// Whatever number of rows is left over when the tallest tiles are done, in panels of every width.
    @ParameterizedTest
    @MethodSource("kernels")
    void everyNumberOfRows(Kernels kernels) {
        try (Workers workers = new Workers(1)) {
            for (int n = 4; n <= 64; n += 4) {
                for (int m = 9; m <= 31; m++) {
                    float[] a = values(m * 3);
                    float[] b = values(3 * n);
                    float[] c = values(m * n);
                    double[] expected = Reference.product(m, n, 3, false, false, a, b);
                    MatrixProduct plan = kernels.matrixProduct(m, n, 3, false, false);
                    float[] found = c.clone();
                    plan.multiply(a, b, null, Activation.NONE, false, found, workers);
                    within(1e-5, expected, found, kernels.description() + " " + m + "×" + n);
                    for (int i = 0; i < expected.length; i++) {
                        expected[i] += c[i];
                    }
                    plan.multiply(a, b, null, Activation.NONE, true, c, workers);
                    within(1e-5, expected, c, kernels.description() + " " + m + "×" + n + ", added");
                }
            }
        }
    }

    private void product(
            Kernels kernels, int m, int n, int k, boolean transposeA, boolean transposeB, Workers workers) {
        float[] a = values(m * k);
        float[] b = values(k * n);
        float[] c = values(m * n);
        float[] bias = values(n);
        double[] sums = Reference.product(m, n, k, transposeA, transposeB, a, b);
        MatrixProduct plan = kernels.matrixProduct(m, n, k, transposeA, transposeB);
        String what = kernels.description() + " " + m + "×" + n + "×" + k + (transposeA ? " Aᵀ" : " A")
                + (transposeB ? "·Bᵀ" : "·B");
        double allowed =
                1e-5 * Math.max(1, Arrays.stream(sums).map(Math::abs).max().orElse(0));
        for (Activation f : FUNCTIONS) {
            for (int kind = 0; kind < 4; kind++) {
                boolean add = (kind & 1) != 0;
                boolean biased = (kind & 2) != 0;
                double[] expected = new double[m * n];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = Reference.apply(f, sums[i] + (add ? c[i] : 0) + (biased ? bias[i % n] : 0));
                }
                String how = what + (add ? ", added" : "") + (biased ? ", bias" : "") + ", " + f;
                float[] found = c.clone();
                plan.multiply(a, b, biased ? bias : null, f, add, found, workers);
                within(allowed, expected, found, how);
                if (f == Activation.RELU) {
                    float[] again = c.clone();
                    plan.multiply(a, b, biased ? bias : null, f, add, again, workers);
                    assertArrayEquals(found, again, how + ": a plan used again");
                }
            }
        }
    }
}
