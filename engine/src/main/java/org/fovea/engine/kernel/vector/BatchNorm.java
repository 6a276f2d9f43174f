package org.fovea.engine.kernel.vector;

import java.util.Arrays;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Affine;
import org.fovea.engine.kernel.AffineGradient;
import org.fovea.engine.kernel.BatchNormKernels;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Elementwise;

/// What treats an array as rows × c, each channel by a law of its own: the parts of batch normalisation. The loops are
/// [BatchNormVectors].
///
/// All of it is bound by memory, so memory is read in its order: row after row, whole vectors of channels, with the
/// channels' constants and sums in the first-level cache. (Constants in registers, and one vector of channels at a time
/// taken down the rows, was half as fast from 64 channels on: the hardware does not prefetch such strides.) Blocks of
/// rows ([#blockRows]) fit into the second-level cache, for the channels that fill no vector, which are taken down a
/// block afterwards. A block is summed in float and added to the total, which keeps rounding at
/// that of some hundred additions however many rows there are.
///
/// The loops call nothing but the Vector API: C2 inlines that whatever it costs, but gives up on helpers of ours that
/// take or return vectors once a method has grown, and then puts every vector on the heap. Nor does a branch decide
/// over a vector, for the same reason: what is not to be added is read as zeros.
final class BatchNorm implements BatchNormKernels {
    /// Rows in a block: about 128 KB, an eighth of a second-level cache.
    static int blockRows(int c) {
        return Math.clamp(32_768 / c, 64, 256);
    }

    // --- sums ---

    @Override
    public void sums(float[] x, int c, int from, int to, float[] sums, int at) {
        Arrays.fill(sums, at, at + c, 0);
        float[] block = Scratch.floats(Scratch.Slot.BLOCK, c);
        int rows = blockRows(c);
        for (int row = from; row < to; row += rows) {
            BatchNormVectors.sums(x, c, row, Math.min(row + rows, to), block);
            Elementwise.add(block, 0, sums, at, c);
        }
    }

    /// One read: with d = x − K, where K is the mean of all blocks before, a block of m rows has the mean K + Σd/m
    /// and the squares Σd² − (Σd)²/m about it, which are merged with those before (Chan, Golub and LeVeque, 1979).
    ///
    /// What cancels in the difference is of the size of m·(block's mean − K)². That is no larger than what merging
    /// adds to the squares, give or take a factor of two, so the result is as good as that of two reads. For the
    /// first block K is the first row.
    @Override
    public void moments(float[] x, int c, int from, int to, float[] means, float[] squares, int at) {
        System.arraycopy(x, from * c, means, at, c);
        Arrays.fill(squares, at, at + c, 0);
        float[] block = Scratch.floats(Scratch.Slot.BLOCK, 2 * c);
        int rows = blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            BatchNormVectors.moments(x, c, row, end, means, at, block);
            merge(block, c, row - from, end - row, means, squares, at);
        }
    }

    /// Merges a block of `count` rows into the total of `before` rows; plain Java, which C2 turns into vector code.
    private static void merge(float[] block, int c, float before, float count, float[] means, float[] squares, int at) {
        float share = count / (before + count);
        float weight = before * share;
        for (int k = 0; k < c; k++) {
            float d = block[k] / count;
            means[at + k] += d * share;
            squares[at + k] += Math.max(block[c + k] - d * block[k], 0) + d * d * weight;
        }
    }

    @Override
    public void affineBackwardSums(
            float[] x, float[] dy, float[] mean, Gate gate, int from, int to, float[] sums, float[] products, int at) {
        int c = mean.length;
        Arrays.fill(sums, at, at + c, 0);
        Arrays.fill(products, at, at + c, 0);
        float[] block = Scratch.floats(Scratch.Slot.BLOCK, 2 * c);
        int rows = blockRows(c);
        for (int row = from; row < to; row += rows) {
            BatchNormVectors.backwardSums(x, dy, mean, gate, c, row, Math.min(row + rows, to), block);
            Elementwise.add(block, 0, sums, at, c);
            Elementwise.add(block, c, products, at, c);
        }
    }

    // --- affine maps ---

    @Override
    public void affine(float[] x, Affine map, Activation f, float[] y, int from, int to) {
        int c = map.channels();
        int rows = blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            BatchNormVectors.affine(x, map, low(f), y, c, row, end);
            activate(f, y, row * c, end * c);
        }
    }

    @Override
    public void affineSum(float[] a, Affine ofA, float[] b, Affine ofB, Activation f, float[] y, int from, int to) {
        int c = ofA.channels();
        int rows = blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            BatchNormVectors.affineSum(a, ofA, b, ofB, low(f), y, c, row, end);
            activate(f, y, row * c, end * c);
        }
    }

    /// The bound that the loops keep: that of ReLU, without which it is below everything.
    private static float low(Activation f) {
        return f.kind() == Activation.Kind.RELU ? 0 : Float.NEGATIVE_INFINITY;
    }

    /// What is left to do where f is no ReLU.
    private static void activate(Activation f, float[] y, int from, int to) {
        if (f.kind() != Activation.Kind.RELU) {
            Elementwise.KERNELS.activate(f, y, y, from, to);
        }
    }

    @Override
    public void affineBackward(
            float[] x, float[] dy, Gate gate, AffineGradient g, float[] dx, boolean add, int from, int to) {
        int c = gate.map().channels();
        int rows = blockRows(c);
        for (int row = from; row < to; row += rows) {
            BatchNormVectors.backward(x, dy, gate, g, dx, add, c, row, Math.min(row + rows, to));
        }
    }
}
