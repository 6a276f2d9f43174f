package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import java.util.Arrays;
import org.fovea.engine.kernel.PReluKernels;

/// ReLU with a slope of its own for each channel; laid out as [BatchNorm] is, one vector of channels at a time.
final class PRelu implements PReluKernels {
    @Override
    public void forward(float[] x, int c, float[] slope, float[] y, int from, int to) {
        int rows = BatchNorm.blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                PReluVectors.forwardOfVector(x, c, k, slope, y, row, end);
            }
            if (k < c) {
                PReluVectors.forwardOfRest(x, c, k, slope, y, row, end);
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
        Arrays.fill(dslope, at, at + c, 0);
        int rows = BatchNorm.blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                PReluVectors.backwardOfVector(x, dy, c, k, slope, dx, add, row, end, dslope, at + k);
            }
            if (k < c) {
                PReluVectors.backwardOfRest(x, dy, c, k, slope, dx, add, row, end, dslope, at + k);
            }
        }
    }
}
