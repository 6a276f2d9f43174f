package org.fovea.engine.kernel.vector;

import java.util.Arrays;
import org.fovea.engine.kernel.PReluKernels;

/// ReLU with a slope of its own for each channel; laid out as [BatchNorm] is, one vector of channels at a time.
final class PRelu implements PReluKernels {
    @Override
    public void forward(float[] x, int c, float[] slope, float[] y, int from, int to) {
        int rows = BatchNorm.blockRows(c);
        for (int row = from; row < to; row += rows) {
            PReluVectors.forward(x, c, slope, y, row, Math.min(row + rows, to));
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
        Arrays.fill(dslope, at, at + c, 0);
        int rows = BatchNorm.blockRows(c);
        for (int row = from; row < to; row += rows) {
            PReluVectors.backward(x, dy, c, slope, dx, add, row, Math.min(row + rows, to), dslope, at);
        }
    }
}
