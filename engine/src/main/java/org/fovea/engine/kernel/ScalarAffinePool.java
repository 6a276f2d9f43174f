package org.fovea.engine.kernel;

/// An affine map a channel, an activation and 2×2 max pooling in one.
///
/// It works on blocks of windows side by side. Each of a window's four pixels, in row order, has a row of the thread's
/// [ScalarPanel].
final class ScalarAffinePool {
    private final PoolShape s;
    private final Gate gate;
    private final ScalarPanel panel = ScalarPanel.ofThread();
    private final float[][] x = {panel.rows[0], panel.rows[1], panel.rows[2], panel.rows[3]};
    /// z of the pixels, and later its gradient.
    private final float[][] z = {panel.rows[4], panel.rows[5], panel.rows[6], panel.rows[7]};
    private final float[] largest = panel.rows[8];
    /// What of a window's gradient no pixel has got yet.
    private final float[] left = panel.rows[9];
    private final float[] scale = panel.others[0];
    private final float[] shift = panel.others[1];
    // Further values a channel.
    private final float[] p = panel.others[2];
    private final float[] q = panel.others[3];
    private final float[] r = panel.others[4];

    private ScalarAffinePool(PoolShape s, Gate gate) {
        this.s = s;
        this.gate = gate;
    }

    /// What is done with a block, of which x, z and the largest z are there.
    private interface Work {
        /// @param at where the block begins in y
        void run(ChannelStrip strip, int at, int length, int row, int j);
    }

    private void blocks(ChannelStrip strip, int from, int to, Work work) {
        strip.repeat(gate.scale(), 0, scale);
        strip.repeat(gate.shift(), 0, shift);
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
    private int[] pixels(int row, int j, int tap) {
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

    static void forward(PoolShape s, Gate gate, float[] y, int from, int to) {
        ScalarAffinePool pool = new ScalarAffinePool(s, gate);
        float low = gate.low();
        float high = gate.high();
        for (ChannelStrip each : ChannelStrip.of(s.c())) {
            pool.blocks(each, from, to, (strip, at, length, row, j) -> {
                clip(pool.largest, low, high, length);
                System.arraycopy(pool.largest, 0, y, at, length);
            });
        }
    }

    private static void clip(float[] y, float low, float high, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = Math.min(Math.max(y[i], low), high);
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
        ScalarAffinePool pool = new ScalarAffinePool(s, gate);
        for (ChannelStrip each : ChannelStrip.of(s.c())) {
            each.repeat(mean, 0, pool.p);
            double[] sum = new double[each.rows() * each.width()];
            double[] product = new double[sum.length];
            pool.blocks(each, from, to, (strip, yAt, length, row, j) -> {
                pool.share(dy, yAt, length);
                for (int tap = 0; tap < pool.z.length; tap++) {
                    ScalarChannels.addTo(pool.z[tap], pool.x[tap], 0, pool.p, sum, product, length);
                }
            });
            each.fold(sum, sums, at);
            each.fold(product, products, at);
        }
    }

    /// z = its gradient: f′·dy for the first of the window's pixels whose z is the largest, else 0.
    private void share(float[] dy, int at, int length) {
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
        ScalarAffinePool pool = new ScalarAffinePool(s, gate);
        for (ChannelStrip each : ChannelStrip.of(s.c())) {
            each.repeat(p, 0, pool.p);
            each.repeat(q, 0, pool.q);
            each.repeat(r, 0, pool.r);
            pool.blocks(each, from, to, (strip, at, length, row, j) -> {
                pool.share(dy, at, length);
                for (int tap = 0; tap < pool.z.length; tap++) {
                    float[] d = pool.z[tap];
                    ScalarChannels.affineGradient(d, pool.x[tap], pool.p, pool.q, pool.r, length);
                    int[] pixels = pool.pixels(row, j, tap);
                    int count = length / strip.width();
                    if (add) {
                        strip.gather(dx, pixels, count, pool.left);
                        ScalarPanel.add(pool.left, d, length);
                    }
                    strip.scatter(d, pixels, count, dx);
                }
            });
        }
    }
}
