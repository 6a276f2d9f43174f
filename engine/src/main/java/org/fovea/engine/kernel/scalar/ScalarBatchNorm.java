package org.fovea.engine.kernel.scalar;

import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Affine;
import org.fovea.engine.kernel.AffineGradient;
import org.fovea.engine.kernel.BatchNormKernels;
import org.fovea.engine.kernel.Gate;

/// What treats an array as rows × c, each channel by a law of its own: batch normalisation. Sums are in double.
///
/// Every loop works on one block of a [ChannelStrip]: what is read and written lies in rows of a [ScalarPanel], from
/// index 0, and so do the values a channel, repeated. Sums are kept for each place of the block and added up a channel
/// at the end; being of another type, they may be indexed otherwise than what is summed.
final class ScalarBatchNorm implements BatchNormKernels {
    @Override
    public void sums(float[] x, int c, int from, int to, float[] sums, int at) {
        for (ChannelStrip strip : ChannelStrip.of(c)) {
            double[] sum = new double[strip.rows() * strip.width()];
            for (int row = from; row < to; row += strip.rows()) {
                int begin = strip.at(row);
                int length = strip.length(row, to);
                for (int i = 0; i < length; i++) {
                    sum[i] += x[begin + i];
                }
            }
            strip.fold(sum, sums, at);
        }
    }

    @Override
    public void moments(float[] x, int c, int from, int to, float[] means, float[] squares, int at) {
        sums(x, c, from, to, means, at);
        for (int k = at; k < at + c; k++) {
            means[k] /= to - from;
        }
        float[] mean = ScalarPanel.ofThread().others[0];
        for (ChannelStrip strip : ChannelStrip.of(c)) {
            strip.repeat(means, at, mean);
            double[] square = new double[strip.rows() * strip.width()];
            for (int row = from; row < to; row += strip.rows()) {
                int begin = strip.at(row);
                int length = strip.length(row, to);
                for (int i = 0; i < length; i++) {
                    float d = x[begin + i] - mean[i];
                    square[i] += d * d;
                }
            }
            strip.fold(square, squares, at);
        }
    }

    @Override
    public void affine(float[] x, Affine map, Activation f, float[] y, int from, int to) {
        float[][] laws = ScalarPanel.ofThread().others;
        float[] row = ScalarPanel.ofThread().rows[0];
        for (ChannelStrip strip : ChannelStrip.of(map.channels())) {
            strip.repeat(map.scale(), 0, laws[0]);
            strip.repeat(map.shift(), 0, laws[1]);
            for (int r = from; r < to; r += strip.rows()) {
                int length = strip.length(r, to);
                System.arraycopy(x, strip.at(r), row, 0, length);
                affine(row, laws[0], laws[1], length);
                ScalarActivations.activate(f, row, row, 0, length);
                System.arraycopy(row, 0, y, strip.at(r), length);
            }
        }
    }

    @Override
    public void affineSum(float[] a, Affine ofA, float[] b, Affine ofB, Activation f, float[] y, int from, int to) {
        float[][] laws = ScalarPanel.ofThread().others;
        float[] row = ScalarPanel.ofThread().rows[0];
        float[] other = ScalarPanel.ofThread().rows[1];
        for (ChannelStrip strip : ChannelStrip.of(ofA.channels())) {
            strip.repeat(ofA.scale(), 0, laws[0]);
            strip.repeat(ofA.shift(), 0, laws[1]);
            strip.repeat(ofB.scale(), 0, laws[2]);
            strip.repeat(ofB.shift(), 0, laws[3]);
            for (int r = from; r < to; r += strip.rows()) {
                int length = strip.length(r, to);
                System.arraycopy(a, strip.at(r), row, 0, length);
                System.arraycopy(b, strip.at(r), other, 0, length);
                affine(row, laws[0], laws[1], length);
                affine(other, laws[2], laws[3], length);
                ScalarPanel.add(other, row, length);
                ScalarActivations.activate(f, row, row, 0, length);
                System.arraycopy(row, 0, y, strip.at(r), length);
            }
        }
    }

    /// x = x·scale + shift.
    private static void affine(float[] x, float[] scale, float[] shift, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = x[i] * scale[i] + shift[i];
        }
    }

    @Override
    public void affineBackwardSums(
            float[] x, float[] dy, float[] mean, Gate gate, int from, int to, float[] sums, float[] products, int at) {
        float[][] laws = ScalarPanel.ofThread().others;
        float[][] rows = ScalarPanel.ofThread().rows;
        for (ChannelStrip strip : ChannelStrip.of(mean.length)) {
            strip.repeat(gate.map().scale(), 0, laws[0]);
            strip.repeat(gate.map().shift(), 0, laws[1]);
            strip.repeat(mean, 0, laws[2]);
            double[] sum = new double[strip.rows() * strip.width()];
            double[] product = new double[sum.length];
            for (int r = from; r < to; r += strip.rows()) {
                int length = strip.length(r, to);
                float[] dz = passGate(gate, dy, strip.at(r), length, laws, rows);
                addTo(dz, x, strip.at(r), laws[2], sum, product, length);
            }
            strip.fold(sum, sums, at);
            strip.fold(product, products, at);
        }
    }

    /// sum += dz and product += dz · (x − mean), where x is read from `xAt` on.
    static void addTo(float[] dz, float[] x, int xAt, float[] mean, double[] sum, double[] product, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += dz[i];
        }
        for (int i = 0; i < length; i++) {
            product[i] += dz[i] * (x[xAt + i] - mean[i]);
        }
    }

    @Override
    public void affineBackward(
            float[] x, float[] dy, Gate gate, AffineGradient g, float[] dx, boolean add, int from, int to) {
        float[][] laws = ScalarPanel.ofThread().others;
        float[][] rows = ScalarPanel.ofThread().rows;
        for (ChannelStrip strip : ChannelStrip.of(gate.map().channels())) {
            strip.repeat(gate.map().scale(), 0, laws[0]);
            strip.repeat(gate.map().shift(), 0, laws[1]);
            strip.repeat(g.p(), 0, laws[2]);
            strip.repeat(g.q(), 0, laws[3]);
            strip.repeat(g.r(), 0, laws[4]);
            for (int row = from; row < to; row += strip.rows()) {
                int at = strip.at(row);
                int length = strip.length(row, to);
                float[] dz = passGate(gate, dy, at, length, laws, rows);
                System.arraycopy(x, at, rows[2], 0, length);
                affineGradient(dz, rows[2], laws[2], laws[3], laws[4], length);
                store(dz, dx, at, add, length, rows[3]);
            }
        }
    }

    /// dz = p·dz + q·x + r.
    static void affineGradient(float[] dz, float[] x, float[] p, float[] q, float[] r, int length) {
        for (int i = 0; i < length; i++) {
            dz[i] = p[i] * dz[i] + q[i] * x[i] + r[i];
        }
    }

    /// dz = f′(z)·dy for a block that begins at `at`, in rows\[0\]; laws\[0\] and laws\[1\] are the gate's.
    private static float[] passGate(Gate gate, float[] dy, int at, int length, float[][] laws, float[][] rows) {
        float[] dz = rows[0];
        float[] of = rows[1];
        float[] scale = laws[0];
        float[] shift = laws[1];
        System.arraycopy(dy, at, dz, 0, length);
        System.arraycopy(gate.of(), at, of, 0, length);
        for (int i = 0; i < length; i++) {
            dz[i] = gate.slope(of[i] * scale[i] + shift[i]) * dz[i];
        }
        return dz;
    }

    /// dx = d from `at` on, or dx += d; `other` is a row to work in.
    static void store(float[] d, float[] dx, int at, boolean add, int length, float[] other) {
        if (add) {
            System.arraycopy(dx, at, other, 0, length);
            ScalarPanel.add(other, d, length);
        }
        System.arraycopy(d, 0, dx, at, length);
    }
}
