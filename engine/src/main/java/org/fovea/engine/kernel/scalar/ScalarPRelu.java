package org.fovea.engine.kernel.scalar;

import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.PReluKernels;

/// ReLU with a slope a channel, in blocks as [ScalarBatchNorm] has them.
final class ScalarPRelu implements PReluKernels {
    @Override
    public void forward(float[] x, int c, float[] slope, float[] y, int from, int to) {
        float[] slopes = ScalarPanel.ofThread().others[0];
        float[] row = ScalarPanel.ofThread().rows[0];
        for (ChannelStrip strip : ChannelStrip.of(c)) {
            strip.repeat(slope, 0, slopes);
            for (int r = from; r < to; r += strip.rows()) {
                int length = strip.length(r, to);
                System.arraycopy(x, strip.at(r), row, 0, length);
                ScalarPanel.leak(slopes, row, length);
                System.arraycopy(row, 0, y, strip.at(r), length);
            }
        }
    }

    @Override
    public void backward(
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
        float[] slopes = ScalarPanel.ofThread().others[0];
        float[][] rows = ScalarPanel.ofThread().rows;
        float[] d = rows[0];
        float[] z = rows[1];
        for (ChannelStrip strip : ChannelStrip.of(c)) {
            strip.repeat(slope, 0, slopes);
            double[] sum = new double[strip.rows() * strip.width()];
            for (int r = from; r < to; r += strip.rows()) {
                int length = strip.length(r, to);
                System.arraycopy(dy, strip.at(r), d, 0, length);
                System.arraycopy(x, strip.at(r), z, 0, length);
                for (int i = 0; i < length; i++) {
                    sum[i] += Math.min(z[i], 0) * d[i];
                }
                for (int i = 0; i < length; i++) {
                    float positive = Gate.positive(z[i]);
                    d[i] = (positive + (1 - positive) * slopes[i]) * d[i];
                }
                ScalarBatchNorm.store(d, dx, strip.at(r), add, length, z);
            }
            strip.fold(sum, dslope, at);
        }
    }
}
