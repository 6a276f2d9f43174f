package org.fovea.engine.kernel.vector.pooling;

import java.util.Arrays;
import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.AffineGradient;
import org.fovea.engine.kernel.BatchNormMaxPoolKernels;
import org.fovea.engine.kernel.Gate;

/// An affine map a channel, an activation and 2×2 max pooling in one, so that what lies between them is never written:
/// a block of batch norm, ReLU and pooling moves 2.25 values of memory an element forward and 3.5 backward where one
/// layer after the other moves 6.25 and more than 12.
///
/// The windows tile the picture, so that the row r of y reads the rows 2r and 2r + 1 of x. A row of y is taken one
/// vector of channels at a time, with the channels' constants in registers.
public final class BatchNormMaxPool implements BatchNormMaxPoolKernels {
    @Override
    public void forward(PoolShape s, Gate gate, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            BatchNormMaxPoolVectors.forward(gate, s.c(), s.ow(), y, row);
        }
    }

    /// sums = Σ dz and products = Σ dz·(x − mean), where dz is f′·dy at the window's first largest z and zero
    /// elsewhere.
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
        int c = s.c();
        Arrays.fill(sums, at, at + c, 0);
        Arrays.fill(products, at, at + c, 0);
        for (int row = from; row < to; row++) {
            BatchNormMaxPoolVectors.sums(gate, c, s.ow(), dy, mean, row, sums, products, at);
        }
    }

    /// dx = p·dz + q·x + r, or dx += that.
    @Override
    public void backward(
            PoolShape s, Gate gate, float[] dy, AffineGradient g, float[] dx, boolean add, int from, int to) {
        for (int row = from; row < to; row++) {
            BatchNormMaxPoolVectors.backward(gate, s.c(), s.ow(), dy, g, dx, add, row);
        }
    }
}
