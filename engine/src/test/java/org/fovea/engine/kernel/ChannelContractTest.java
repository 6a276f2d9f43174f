package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.definition.Activation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sums, affine maps and PReLU by channel, forward and backward, against their definitions.
class ChannelContractTest extends KernelContract {
    @ParameterizedTest
    @MethodSource("kernels")
    void channelSumsAndMoments(Kernels kernels) {
        for (int c : CHANNELS) {
            int rows = 300;
            int from = 3;
            float[] x = values(rows * c);
            float[] sums = values(c + 4);
            float[] means = values(c + 4);
            float[] squares = values(c + 4);
            float guard = sums[1];
            kernels.batchNorm().sums(x, c, from, rows, sums, 2);
            kernels.batchNorm().moments(x, c, from, rows, means, squares, 2);
            for (int k = 0; k < c; k++) {
                double sum = 0;
                double square = 0;
                for (int row = from; row < rows; row++) {
                    sum += x[row * c + k];
                }
                double mean = sum / (rows - from);
                for (int row = from; row < rows; row++) {
                    square += (x[row * c + k] - mean) * (x[row * c + k] - mean);
                }
                assertEquals(sum, sums[2 + k], 1e-3);
                assertEquals(mean, means[2 + k], 1e-5);
                assertEquals(square, squares[2 + k], 1e-5 * square);
            }
            assertEquals(guard, sums[1], 0);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void momentsOfWhatLiesFarFromZero(Kernels kernels) {
        for (int c : CHANNELS) {
            int rows = 3_000;
            float[] x = values(rows * c);
            for (int i = 0; i < x.length; i++) {
                x[i] += 1_000 + (i < x.length / 2 ? 5 : 0); // the mean drifts from block to block
            }
            float[] means = new float[c];
            float[] squares = new float[c];
            kernels.batchNorm().moments(x, c, 0, rows, means, squares, 0);
            for (int k = 0; k < c; k++) {
                double sum = 0;
                double square = 0;
                for (int row = 0; row < rows; row++) {
                    sum += x[row * c + k];
                }
                for (int row = 0; row < rows; row++) {
                    square += (x[row * c + k] - sum / rows) * (x[row * c + k] - sum / rows);
                }
                assertEquals(sum / rows, means[k], 1e-3);
                assertEquals(square, squares[k], 1e-4 * square);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void channelAffineAndItsBackward(Kernels kernels) {
        for (int c : CHANNELS) {
            for (Activation f : PIECEWISE_LINEAR) {
                int rows = 37;
                int from = 2;
                float[] x = values(rows * c);
                float[] scale = values(c);
                float[] shift = values(c);
                Affine map = new Affine(scale, shift);
                float[] mean = values(c);
                float[] dy = values(rows * c);
                float[] y = new float[rows * c];
                kernels.batchNorm().affine(x, map, f, y, from, rows);
                double[] sums = new double[c];
                double[] products = new double[c];
                double[] dz = new double[rows * c];
                for (int i = from * c; i < y.length; i++) {
                    int k = i % c;
                    double z = (double) x[i] * scale[k] + shift[k];
                    assertEquals(Reference.apply(f, z), y[i], 2e-6);
                    dz[i] = Reference.derivative(f, z) * dy[i];
                    sums[k] += dz[i];
                    products[k] += dz[i] * (x[i] - mean[k]);
                }
                float[] ones = new float[c];
                Arrays.fill(ones, 1);
                boolean add = c % 2 == 0;
                float[] before = values(rows * c);
                double[] expected = doubles(before);
                for (int i = from * c; i < y.length; i++) {
                    int k = i % c;
                    double d = scale[k] * dz[i] + shift[k] * (double) x[i] + mean[k];
                    expected[i] = (add ? expected[i] : 0) + d;
                }
                List<Gate> gates = List.of(Gate.of(f, x, map), Gate.of(f, y, new Affine(ones, new float[c])));
                for (Gate gate : gates) { // read off the input, and off the output
                    float[] foundSums = new float[c];
                    float[] foundProducts = new float[c];
                    kernels.batchNorm().affineBackwardSums(x, dy, mean, gate, from, rows, foundSums, foundProducts, 0);
                    near(sums, foundSums, 1e-5, "sums of " + f);
                    near(products, foundProducts, 1e-5, "products of " + f);
                    float[] dx = before.clone();
                    AffineGradient g = new AffineGradient(scale, shift, mean);
                    kernels.batchNorm().affineBackward(x, dy, gate, g, dx, add, from, rows);
                    near(expected, dx, 1e-5, "dx of " + f);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void channelAffineSums(Kernels kernels) {
        for (int c : CHANNELS) {
            for (Activation f : FUNCTIONS) {
                int rows = 21;
                float[] a = values(rows * c);
                float[] b = values(rows * c);
                Affine ofA = new Affine(values(c), values(c));
                Affine ofB = new Affine(values(c), values(c));
                float[] y = values(rows * c);
                double[] expected = doubles(y);
                for (int i = c; i < y.length; i++) {
                    int k = i % c;
                    double z = (double) a[i] * ofA.scale()[k] + ofA.shift()[k];
                    z += (double) b[i] * ofB.scale()[k] + ofB.shift()[k];
                    expected[i] = Reference.apply(f, z);
                }
                kernels.batchNorm().affineSum(a, ofA, b, ofB, f, y, 1, rows);
                near(expected, y, 2e-6, f + " of a sum of " + c);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void preluAndItsBackward(Kernels kernels) {
        for (int c : CHANNELS) {
            for (boolean add : new boolean[] {false, true}) {
                int rows = 23;
                int from = 2; // the rows before and after stay as they are
                int to = 21;
                float[] x = values(rows * c);
                float[] slope = values(c);
                float[] dy = values(rows * c);
                float[] y = values(rows * c);
                float[] dx = values(rows * c);
                float[] dslope = values(c + 3);
                double[] expectedY = doubles(y);
                double[] expectedDx = doubles(dx);
                double[] expectedDslope = doubles(dslope);
                Arrays.fill(expectedDslope, 2, 2 + c, 0);
                for (int i = from * c; i < to * c; i++) {
                    int k = i % c;
                    expectedY[i] = x[i] > 0 ? x[i] : (double) slope[k] * x[i];
                    expectedDx[i] = (add ? expectedDx[i] : 0) + (x[i] > 0 ? dy[i] : (double) slope[k] * dy[i]);
                    expectedDslope[2 + k] += x[i] > 0 ? 0 : (double) x[i] * dy[i];
                }
                kernels.prelu().forward(x, c, slope, y, from, to);
                kernels.prelu().backward(x, dy, c, slope, dx, add, from, to, dslope, 2);
                String what = " of " + c + " channels, " + kernels.description();
                near(expectedY, y, 1e-6, "y" + what);
                near(expectedDx, dx, 1e-6, "dx" + what);
                near(expectedDslope, dslope, 1e-5, "dslope" + what);
            }
        }
    }
}
