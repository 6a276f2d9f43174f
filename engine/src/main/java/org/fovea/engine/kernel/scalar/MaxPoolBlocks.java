package org.fovea.engine.kernel.scalar;

import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.Gate;

/// Blocks of 2×2 windows side by side, with an affine map a channel before them. Each of a window's four pixels, in row
/// order, has a row of the thread's [ScalarPanel].
final class MaxPoolBlocks {
    private final PoolShape s;
    private final Gate gate;
    private final ScalarPanel panel = ScalarPanel.ofThread();
    final float[][] x = {panel.rows[0], panel.rows[1], panel.rows[2], panel.rows[3]};
    /// z of the pixels, and later its gradient.
    final float[][] z = {panel.rows[4], panel.rows[5], panel.rows[6], panel.rows[7]};
    final float[] largest = panel.rows[8];
    /// What of a window's gradient no pixel has got yet.
    final float[] left = panel.rows[9];
    private final float[] scale = panel.others[0];
    private final float[] shift = panel.others[1];
    // Further values a channel.
    final float[] p = panel.others[2];
    final float[] q = panel.others[3];
    final float[] r = panel.others[4];

    MaxPoolBlocks(PoolShape s, Gate gate) {
        this.s = s;
        this.gate = gate;
    }

    /// What is done with a block, of which x, z and the largest z are there.
    interface Work {
        /// @param at where the block begins in y
        void run(ChannelStrip strip, int at, int length, int row, int j);
    }

    void blocks(ChannelStrip strip, int from, int to, Work work) {
        strip.repeat(gate.map().scale(), 0, scale);
        strip.repeat(gate.map().shift(), 0, shift);
        for (int row = from; row < to; row++) {
            for (int j = 0; j < s.ow(); j += strip.rows()) {
                int length = strip.length(j, s.ow());
                for (int tap = 0; tap < x.length; tap++) {
                    strip.gather(gate.of(), pixels(row, j, tap), length / strip.width(), x[tap]);
                    affine(x[tap], scale, shift, z[tap], length);
                }
                largest(z[0], z[1], z[2], z[3], largest, length);
                work.run(strip, strip.at(row * s.ow() + j), length, row, j);
            }
        }
    }

    /// Where the pixels of windows from j on begin.
    int[] pixels(int row, int j, int tap) {
        int first = (2 * row + tap / 2) * s.w() + 2 * j + tap % 2;
        for (int i = 0; i < s.ow() - j && i < panel.places.length; i++) {
            panel.places[i] = (first + 2 * i) * s.c();
        }
        return panel.places;
    }

    private static void affine(float[] x, float[] scale, float[] shift, float[] z, int length) {
        for (int i = 0; i < length; i++) {
            z[i] = x[i] * scale[i] + shift[i];
        }
    }

    private static void largest(float[] a, float[] b, float[] c, float[] d, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = Math.max(Math.max(a[i], b[i]), Math.max(c[i], d[i]));
        }
    }

    /// z = its gradient: f′·dy for the first of the window's pixels whose z is the largest, else 0.
    void share(float[] dy, int at, int length) {
        System.arraycopy(dy, at, left, 0, length);
        slopes(gate, largest, left, length);
        for (float[] each : z) {
            take(each, largest, left, length);
            subtract(each, left, length);
        }
    }

    private static void slopes(Gate gate, float[] z, float[] d, int length) {
        for (int i = 0; i < length; i++) {
            d[i] *= gate.slope(z[i]);
        }
    }

    /// z = what is left where z is the largest, else 0; without a condition, as in [Gate#slope].
    private static void take(float[] z, float[] largest, float[] left, int length) {
        for (int i = 0; i < length; i++) {
            z[i] = left[i] * (1 - Math.abs(Math.signum(z[i] - largest[i])));
        }
    }

    private static void subtract(float[] taken, float[] left, int length) {
        for (int i = 0; i < length; i++) {
            left[i] -= taken[i];
        }
    }
}
