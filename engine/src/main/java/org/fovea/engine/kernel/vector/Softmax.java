package org.fovea.engine.kernel.vector;

import org.fovea.engine.kernel.SoftmaxKernels;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Exponentials;

/// What treats an array as rows × c, each row by itself: softmax. The loops beside eˣ are short and plain.
final class Softmax implements SoftmaxKernels {
    @Override
    public void forward(float[] x, int c, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            int at = row * c;
            float max = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < c; k++) {
                max = Math.max(max, x[at + k]);
            }
            float[] t = Exponentials.scratch(c);
            for (int k = 0; k < c; k++) {
                t[k] = x[at + k] - max;
            }
            Exponentials.exp(t, c);
            double sum = 0;
            for (int k = 0; k < c; k++) {
                sum += t[k];
            }
            float inverse = (float) (1 / sum);
            for (int k = 0; k < c; k++) {
                y[at + k] = t[k] * inverse;
            }
        }
    }

    @Override
    public void backward(float[] y, float[] dy, int c, float[] dx, boolean add, int from, int to) {
        for (int row = from; row < to; row++) {
            int begin = row * c;
            float mean = (float) Elementwise.KERNELS.dot(dy, y, begin, begin + c);
            for (int i = begin; i < begin + c; i++) {
                float d = y[i] * (dy[i] - mean);
                dx[i] = add ? dx[i] + d : d;
            }
        }
    }
}
