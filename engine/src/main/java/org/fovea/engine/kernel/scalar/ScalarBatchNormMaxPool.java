package org.fovea.engine.kernel.scalar;

import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.AffineGradient;
import org.fovea.engine.kernel.BatchNormMaxPoolKernels;
import org.fovea.engine.kernel.Gate;

/// Affine map a channel, activation and 2×2 max pooling in one, in [MaxPoolBlocks].
final class ScalarBatchNormMaxPool implements BatchNormMaxPoolKernels {
    @Override
    public void forward(PoolShape s, Gate gate, float[] y, int from, int to) {
        MaxPoolBlocks pool = new MaxPoolBlocks(s, gate);
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

    @Override
    public void backwardSums(
            PoolShape s,
            Gate gate,
            float[] dy,
            float[] mean,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        MaxPoolBlocks pool = new MaxPoolBlocks(s, gate);
        for (ChannelStrip each : ChannelStrip.of(s.c())) {
            each.repeat(mean, 0, pool.p);
            double[] sum = new double[each.rows() * each.width()];
            double[] product = new double[sum.length];
            pool.blocks(each, from, to, (strip, yAt, length, row, j) -> {
                pool.share(dy, yAt, length);
                for (int tap = 0; tap < pool.z.length; tap++) {
                    ScalarBatchNorm.addTo(pool.z[tap], pool.x[tap], 0, pool.p, sum, product, length);
                }
            });
            each.fold(sum, sums, at);
            each.fold(product, products, at);
        }
    }

    @Override
    public void backward(
            PoolShape s, Gate gate, float[] dy, AffineGradient g, float[] dx, boolean add, int from, int to) {
        MaxPoolBlocks pool = new MaxPoolBlocks(s, gate);
        for (ChannelStrip each : ChannelStrip.of(s.c())) {
            each.repeat(g.p(), 0, pool.p);
            each.repeat(g.q(), 0, pool.q);
            each.repeat(g.r(), 0, pool.r);
            pool.blocks(each, from, to, (strip, at, length, row, j) -> {
                pool.share(dy, at, length);
                for (int tap = 0; tap < pool.z.length; tap++) {
                    float[] d = pool.z[tap];
                    ScalarBatchNorm.affineGradient(d, pool.x[tap], pool.p, pool.q, pool.r, length);
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
