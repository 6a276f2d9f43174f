package org.fovea.engine.kernel;

/// What treats an array as rows × c, each channel by a law of its own: batch normalisation and PReLU. Sums are in
/// double.
final class ScalarChannels {
    private ScalarChannels() {}

    static void sums(float[] x, int c, int from, int to, float[] sums, int at) {
        for (int k = 0; k < c; k++) {
            double sum = 0;
            for (int row = from; row < to; row++) {
                sum += x[row * c + k];
            }
            sums[at + k] = (float) sum;
        }
    }

    static void moments(float[] x, int c, int from, int to, float[] means, float[] squares, int at) {
        sums(x, c, from, to, means, at);
        for (int k = 0; k < c; k++) {
            float mean = means[at + k] / (to - from);
            double square = 0;
            for (int row = from; row < to; row++) {
                float d = x[row * c + k] - mean;
                square += d * d;
            }
            means[at + k] = mean;
            squares[at + k] = (float) square;
        }
    }

    static void affine(float[] x, int c, float[] scale, float[] shift, Activation f, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int k = 0; k < c; k++) {
                y[row * c + k] = x[row * c + k] * scale[k] + shift[k];
            }
        }
        ScalarActivations.activate(f, y, y, from * c, to * c);
    }

    static void affineSum(
            float[] a,
            float[] aScale,
            float[] aShift,
            float[] b,
            float[] bScale,
            float[] bShift,
            int c,
            Activation f,
            float[] y,
            int from,
            int to) {
        for (int row = from; row < to; row++) {
            for (int k = 0; k < c; k++) {
                int i = row * c + k;
                y[i] = a[i] * aScale[k] + aShift[k] + (b[i] * bScale[k] + bShift[k]);
            }
        }
        ScalarActivations.activate(f, y, y, from * c, to * c);
    }

    static void affineBackwardSums(
            float[] x,
            float[] dy,
            int c,
            float[] mean,
            Gate gate,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        for (int k = 0; k < c; k++) {
            double sum = 0;
            double product = 0;
            for (int row = from; row < to; row++) {
                int i = row * c + k;
                float dz = gate.slope(gate.of()[i] * gate.scale()[k] + gate.shift()[k]) * dy[i];
                sum += dz;
                product += dz * (x[i] - mean[k]);
            }
            sums[at + k] = (float) sum;
            products[at + k] = (float) product;
        }
    }

    static void affineBackward(
            float[] x,
            float[] dy,
            int c,
            Gate gate,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        for (int row = from; row < to; row++) {
            for (int k = 0; k < c; k++) {
                int i = row * c + k;
                float dz = gate.slope(gate.of()[i] * gate.scale()[k] + gate.shift()[k]) * dy[i];
                float d = p[k] * dz + q[k] * x[i] + r[k];
                dx[i] = add ? dx[i] + d : d;
            }
        }
    }

    static void prelu(float[] x, int c, float[] slope, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int k = 0; k < c; k++) {
                int i = row * c + k;
                y[i] = x[i] > 0 ? x[i] : slope[k] * x[i];
            }
        }
    }

    static void preluBackward(
            float[] x,
            float[] dy,
            int c,
            float[] slope,
            float[] dx,
            boolean add,
            int from,
            int to,
            float[] dslope,
            int at) {
        for (int k = 0; k < c; k++) {
            double sum = 0;
            for (int row = from; row < to; row++) {
                int i = row * c + k;
                float d = x[i] > 0 ? dy[i] : slope[k] * dy[i];
                dx[i] = add ? dx[i] + d : d;
                sum += x[i] > 0 ? 0 : x[i] * dy[i];
            }
            dslope[at + k] = (float) sum;
        }
    }
}
