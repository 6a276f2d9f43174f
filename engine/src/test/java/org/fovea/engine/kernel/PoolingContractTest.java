package org.fovea.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.definition.PoolShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pooling, by itself and with an affine map and an activation before it, against its definition.
class PoolingContractTest extends KernelContract {

    private static List<PoolShape> pools() {
        List<PoolShape> shapes = new ArrayList<>();
        for (int c : CHANNELS) {
            shapes.add(new PoolShape(2, 8, 6, c, 2, 2, 2, 2, 0, 0, 0, 0, 4, 3, false));
            shapes.add(new PoolShape(2, 7, 9, c, 2, 2, 2, 2, 0, 0, 0, 0, 3, 4, false));
            shapes.add(new PoolShape(2, 7, 9, c, 2, 2, 2, 2, 0, 0, 0, 0, 4, 5, false));
            shapes.add(new PoolShape(4, 7, 9, c, 3, 3, 2, 2, 1, 1, 1, 1, 4, 5, c % 2 == 0));
            shapes.add(new PoolShape(3, 5, 5, c, 3, 2, 1, 2, 0, 1, 0, 1, 3, 3, true));
            shapes.add(new PoolShape(3, 5, 4, c, 5, 4, 1, 1, 0, 0, 0, 0, 1, 1, false));
        }
        return shapes;
    }

    /// Rows of y, and pictures of dx, from … to: all of them, and some that leave out the first and the last where
    /// there are more.
    private record Range(int from, int to, int all) {
        static List<Range> of(int all) {
            return all < 3
                    ? List.of(new Range(0, all, all))
                    : List.of(new Range(0, all, all), new Range(1, all - 1, all));
        }

        /// Whether element i of an array that holds `all` parts is in the range.
        boolean holds(int i, int length) {
            int part = i / (length / all);
            return part >= from && part < to;
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void maxPooling(Kernels kernels) {
        for (PoolShape s : pools()) {
            float[] x = coarseValues(s.n() * s.h() * s.w() * s.c());
            float[] dy = values(s.n() * s.oh() * s.ow() * s.c());
            int[] winner = new int[dy.length];
            Arrays.fill(winner, -1);
            Reference.cells(s, (xi, yi, divisor) -> {
                if (winner[yi] < 0 || x[xi] > x[winner[yi]]) {
                    winner[yi] = xi;
                }
            });
            float[] best = new float[dy.length];
            double[] gradient = new double[x.length];
            for (int i = 0; i < best.length; i++) {
                best[i] = x[winner[i]];
                gradient[winner[i]] += dy[i];
            }
            for (Range rows : Range.of(s.n() * s.oh())) {
                float[] y = values(best.length);
                double[] expected = chosen(rows, doubles(best), y, false);
                kernels.pooling().max(s, x, y, rows.from, rows.to);
                near(expected, y, 0, kernels.description() + " " + s + " " + rows);
            }
            for (Range pictures : Range.of(s.n())) {
                for (boolean add : new boolean[] {false, true}) {
                    float[] dx = values(x.length);
                    double[] expected = chosen(pictures, gradient, dx, add);
                    kernels.pooling().maxBackward(s, x, best, dy, dx, add, pictures.from, pictures.to);
                    near(expected, dx, 1e-6, kernels.description() + " " + s + " " + pictures);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void averagePooling(Kernels kernels) {
        for (PoolShape s : pools()) {
            float[] x = values(s.n() * s.h() * s.w() * s.c());
            float[] dy = values(s.n() * s.oh() * s.ow() * s.c());
            double[] mean = new double[dy.length];
            double[] gradient = new double[x.length];
            Reference.cells(s, (xi, yi, divisor) -> {
                mean[yi] += (double) x[xi] / divisor;
                gradient[xi] += (double) dy[yi] / divisor;
            });
            for (Range rows : Range.of(s.n() * s.oh())) {
                float[] y = values(mean.length);
                double[] expected = chosen(rows, mean, y, false);
                kernels.pooling().average(s, x, y, rows.from, rows.to);
                near(expected, y, 1e-6, kernels.description() + " " + s + " " + rows);
            }
            for (Range pictures : Range.of(s.n())) {
                for (boolean add : new boolean[] {false, true}) {
                    float[] dx = values(x.length);
                    double[] expected = chosen(pictures, gradient, dx, add);
                    kernels.pooling().averageBackward(s, dy, dx, add, pictures.from, pictures.to);
                    near(expected, dx, 1e-6, kernels.description() + " " + s + " " + pictures);
                }
            }
        }
    }

    /// The computed values in the range, or their sum with what was there, and what was there outside.
    private static double[] chosen(Range range, double[] computed, float[] before, boolean add) {
        double[] expected = doubles(before);
        for (int i = 0; i < expected.length; i++) {
            if (range.holds(i, expected.length)) {
                expected[i] = computed[i] + (add ? expected[i] : 0);
            }
        }
        return expected;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void affineMapsWithMaxPooling(Kernels kernels) {
        for (int c : CHANNELS) {
            for (Activation f : List.of(Activation.RELU, Activation.clip(-0.5f, 0.75f), Activation.NONE)) {
                PoolShape s = new PoolShape(2, 6, 10, c, 2, 2, 2, 2, 0, 0, 0, 0, 3, 5, false);
                int from = 1; // of 6 rows of y
                int to = 5;
                float[] x = coarseValues(2 * 6 * 10 * c);
                float[] scale = values(c);
                float[] shift = values(c);
                int size = 2 * 3 * 5 * c;
                int[] winner = new int[size];
                Arrays.fill(winner, -1);
                Reference.cells(s, (xi, yi, divisor) -> {
                    int k = yi % c;
                    if (winner[yi] < 0 || x[xi] * (double) scale[k] > x[winner[yi]] * (double) scale[k]) {
                        winner[yi] = xi;
                    }
                });
                float[] mean = values(c);
                float[] dy = values(size);
                float[] y = values(size);
                float[] dx = values(x.length);
                boolean add = c % 2 == 0;
                double[] expectedY = doubles(y);
                double[] expectedDx = doubles(dx);
                double[] sums = new double[c];
                double[] products = new double[c];
                for (int i = from * 2 * 10 * c; i < to * 2 * 10 * c; i++) {
                    expectedDx[i] = (add ? expectedDx[i] : 0) + shift[i % c] * (double) x[i] + mean[i % c];
                }
                for (int i = from * 5 * c; i < to * 5 * c; i++) {
                    int k = i % c;
                    double z = (double) x[winner[i]] * scale[k] + shift[k];
                    expectedY[i] = Reference.apply(f, z);
                    double dz = Reference.derivative(f, z) * dy[i];
                    sums[k] += dz;
                    products[k] += dz * (x[winner[i]] - mean[k]);
                    expectedDx[winner[i]] += scale[k] * dz;
                }
                String what = f + " pooled, " + c + " channels, " + kernels.description();
                Gate gate = Gate.of(f, x, new Affine(scale, shift));
                float[] foundSums = new float[c];
                float[] foundProducts = new float[c];
                kernels.batchNormMaxPool().forward(s, gate, y, from, to);
                kernels.batchNormMaxPool().backwardSums(s, gate, dy, mean, from, to, foundSums, foundProducts, 0);
                AffineGradient g = new AffineGradient(scale, shift, mean);
                kernels.batchNormMaxPool().backward(s, gate, dy, g, dx, add, from, to);
                near(expectedY, y, 1e-6, "y: " + what);
                near(sums, foundSums, 1e-5, "sums: " + what);
                near(products, foundProducts, 1e-5, "products: " + what);
                near(expectedDx, dx, 1e-5, "dx: " + what);
            }
        }
    }
}
