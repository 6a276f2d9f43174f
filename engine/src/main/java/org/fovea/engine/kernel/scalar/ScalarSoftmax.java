package org.fovea.engine.kernel.scalar;

import org.fovea.engine.kernel.SoftmaxKernels;

/// Softmax of each row by its definition; sums are in double.
final class ScalarSoftmax implements SoftmaxKernels {
    @Override
    public void forward(float[] x, int c, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            int begin = row * c;
            int end = begin + c;
            float max = Float.NEGATIVE_INFINITY;
            for (int i = begin; i < end; i++) {
                max = Math.max(max, x[i]);
            }
            double sum = 0;
            for (int i = begin; i < end; i++) {
                y[i] = (float) Math.exp(x[i] - max);
                sum += y[i];
            }
            for (int i = begin; i < end; i++) {
                y[i] = (float) (y[i] / sum);
            }
        }
    }

    @Override
    public void backward(float[] y, float[] dy, int c, float[] dx, boolean add, int from, int to) {
        for (int row = from; row < to; row++) {
            int begin = row * c;
            int end = begin + c;
            double along = 0;
            for (int i = begin; i < end; i++) {
                along += (double) dy[i] * y[i];
            }
            float mean = (float) along;
            for (int i = begin; i < end; i++) {
                float d = y[i] * (dy[i] - mean);
                dx[i] = add ? dx[i] + d : d;
            }
        }
    }
}
