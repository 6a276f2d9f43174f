package org.fovea.engine.kernel;

import java.util.Arrays;

/// An affine map a channel, an activation and 2×2 max pooling in one, window by window.
final class ScalarAffinePool {
    private ScalarAffinePool() {}

    /// What one window holds in one channel.
    private record Largest(int at, float z) {
        /// The first largest z of the window of column j in row `row` of y, and where it lies.
        static Largest of(PoolShape s, Gate gate, int row, int j, int k) {
            int at = -1;
            float z = Float.NaN;
            for (int tap = 0; tap < 4; tap++) {
                int i = pixel(s, row, j, tap) + k;
                float other = gate.of()[i] * gate.scale()[k] + gate.shift()[k];
                if (at < 0 || other > z) {
                    at = i;
                    z = other;
                }
            }
            return new Largest(at, z);
        }
    }

    /// Where the channels of a window's pixel begin; taps in row order.
    private static int pixel(PoolShape s, int row, int j, int tap) {
        return ((2 * row + tap / 2) * s.w() + 2 * j + tap % 2) * s.c();
    }

    static void forward(PoolShape s, Gate gate, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int j = 0; j < s.ow(); j++) {
                for (int k = 0; k < s.c(); k++) {
                    float z = Largest.of(s, gate, row, j, k).z;
                    y[(row * s.ow() + j) * s.c() + k] = Math.min(Math.max(z, gate.low()), gate.high());
                }
            }
        }
    }

    static void backwardSums(
            PoolShape s,
            Gate gate,
            float[] dy,
            float[] mean,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        Arrays.fill(sums, at, at + s.c(), 0);
        Arrays.fill(products, at, at + s.c(), 0);
        for (int k = 0; k < s.c(); k++) {
            double sum = 0;
            double product = 0;
            for (int row = from; row < to; row++) {
                for (int j = 0; j < s.ow(); j++) {
                    Largest largest = Largest.of(s, gate, row, j, k);
                    float dz = gate.slope(largest.z) * dy[(row * s.ow() + j) * s.c() + k];
                    sum += dz;
                    product += dz * (gate.of()[largest.at] - mean[k]);
                }
            }
            sums[at + k] = (float) sum;
            products[at + k] = (float) product;
        }
    }

    static void backward(
            PoolShape s,
            Gate gate,
            float[] dy,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        for (int row = from; row < to; row++) {
            for (int j = 0; j < s.ow(); j++) {
                for (int k = 0; k < s.c(); k++) {
                    Largest largest = Largest.of(s, gate, row, j, k);
                    float dz = gate.slope(largest.z) * dy[(row * s.ow() + j) * s.c() + k];
                    for (int tap = 0; tap < 4; tap++) {
                        int i = pixel(s, row, j, tap) + k;
                        float d = (i == largest.at ? p[k] * dz : 0) + q[k] * gate.of()[i] + r[k];
                        dx[i] = add ? dx[i] + d : d;
                    }
                }
            }
        }
    }
}
