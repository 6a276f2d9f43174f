package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Affine;
import org.fovea.engine.kernel.AffineGradient;
import org.fovea.engine.kernel.BatchNormKernels;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Lanes;

/// What treats an array as rows × c, each channel by a law of its own, forward: the parts of batch normalisation.
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
            blockSums(x, c, row, Math.min(row + rows, to), block);
            Elementwise.add(block, 0, sums, at, c);
        }
    }

    private static void blockSums(float[] x, int c, int from, int to, float[] sums) {
        Arrays.fill(sums, 0, c, 0);
        int body = Lanes.body(c);
        sumsOfBody(x, c, body, from, to, sums);
        if (body < c) {
            sumsOfRest(x, c, body, from, to, sums);
        }
    }

    /// Four rows at a time: a sum in memory is ready for the next addition only after some 12 cycles.
    private static void sumsOfBody(float[] x, int c, int body, int from, int to, float[] sums) {
        int row = from;
        for (; row + 3 < to; row += 4) {
            int i = row * c;
            for (int k = 0; k < body; k += COUNT) {
                FloatVector a =
                        FloatVector.fromArray(SPECIES, x, i + k).add(FloatVector.fromArray(SPECIES, x, i + c + k));
                FloatVector b = FloatVector.fromArray(SPECIES, x, i + 2 * c + k)
                        .add(FloatVector.fromArray(SPECIES, x, i + 3 * c + k));
                a.add(b).add(FloatVector.fromArray(SPECIES, sums, k)).intoArray(sums, k);
            }
        }
        for (; row < to; row++) {
            Elementwise.add(x, row * c, sums, 0, body);
        }
    }

    private static void sumsOfRest(float[] x, int c, int k, int from, int to, float[] sums) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, row * c + k, mask));
        }
        sum.intoArray(sums, k, mask);
    }

    // --- moments ---

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
        int body = Lanes.body(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            Arrays.fill(block, 0, 2 * c, 0);
            momentsOfBody(x, c, body, means, at, row, end, block);
            if (body < c) {
                momentsOfRest(x, c, body, means, at, row, end, block);
            }
            merge(block, c, row - from, end - row, means, squares, at);
        }
    }

    private static void momentsOfBody(
            float[] x, int c, int body, float[] means, int at, int from, int to, float[] block) {
        int row = from;
        for (; row + 3 < to; row += 4) {
            for (int k = 0; k < body; k += COUNT) {
                int i = row * c + k;
                FloatVector mean = FloatVector.fromArray(SPECIES, means, at + k);
                FloatVector d0 = FloatVector.fromArray(SPECIES, x, i).sub(mean);
                FloatVector d1 = FloatVector.fromArray(SPECIES, x, i + c).sub(mean);
                FloatVector d2 = FloatVector.fromArray(SPECIES, x, i + 2 * c).sub(mean);
                FloatVector d3 = FloatVector.fromArray(SPECIES, x, i + 3 * c).sub(mean);
                FloatVector sum = d0.add(d1).add(d2.add(d3));
                FloatVector square = d1.fma(d1, d0.mul(d0)).add(d3.fma(d3, d2.mul(d2)));
                sum.add(FloatVector.fromArray(SPECIES, block, k)).intoArray(block, k);
                square.add(FloatVector.fromArray(SPECIES, block, c + k)).intoArray(block, c + k);
            }
        }
        for (; row < to; row++) {
            momentsOfRow(x, row * c, body, means, at, block, c);
        }
    }

    private static void momentsOfRow(float[] x, int i, int body, float[] means, int at, float[] block, int c) {
        for (int k = 0; k < body; k += COUNT) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, i + k).sub(FloatVector.fromArray(SPECIES, means, at + k));
            d.add(FloatVector.fromArray(SPECIES, block, k)).intoArray(block, k);
            d.fma(d, FloatVector.fromArray(SPECIES, block, c + k)).intoArray(block, c + k);
        }
    }

    private static void momentsOfRest(float[] x, int c, int k, float[] means, int at, int from, int to, float[] block) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector mean = FloatVector.fromArray(SPECIES, means, at + k, mask);
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector square = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, row * c + k, mask).sub(mean);
            sum = sum.add(d);
            square = d.fma(d, square);
        }
        sum.intoArray(block, k, mask);
        square.intoArray(block, c + k, mask);
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

    // --- affine ---

    @Override
    public void affine(float[] x, Affine map, Activation f, float[] y, int from, int to) {
        int c = map.channels();
        float[] scale = map.scale();
        float[] shift = map.shift();
        // Without ReLU the bound is below everything.
        float low = f.kind() == Activation.Kind.RELU ? 0 : Float.NEGATIVE_INFINITY;
        int rows = blockRows(c);
        int body = Lanes.body(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            affineOfBody(x, c, body, scale, shift, low, y, row, end);
            if (body < c) {
                affineOfRest(x, c, body, scale, shift, low, y, row, end);
            }
            if (f.kind() != Activation.Kind.RELU) {
                Elementwise.KERNELS.activate(f, y, y, row * c, end * c);
            }
        }
    }

    private static void affineOfBody(
            float[] x, int c, int body, float[] scale, float[] shift, float low, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int k = 0; k < body; k += COUNT) {
                FloatVector z = FloatVector.fromArray(SPECIES, x, row * c + k)
                        .fma(FloatVector.fromArray(SPECIES, scale, k), FloatVector.fromArray(SPECIES, shift, k));
                z.blend(low, z.compare(VectorOperators.LT, low)).intoArray(y, row * c + k);
            }
        }
    }

    private static void affineOfRest(
            float[] x, int c, int k, float[] scale, float[] shift, float low, float[] y, int from, int to) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector s = FloatVector.fromArray(SPECIES, scale, k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, shift, k, mask);
        for (int row = from; row < to; row++) {
            FloatVector z = FloatVector.fromArray(SPECIES, x, row * c + k, mask).fma(s, t);
            z.blend(low, z.compare(VectorOperators.LT, low)).intoArray(y, row * c + k, mask);
        }
    }

    /// y = f(a · aScale + aShift + b · bScale + bShift).
    @Override
    public void affineSum(float[] a, Affine ofA, float[] b, Affine ofB, Activation f, float[] y, int from, int to) {
        int c = ofA.channels();
        float[] aScale = ofA.scale();
        float[] aShift = ofA.shift();
        float[] bScale = ofB.scale();
        float[] bShift = ofB.shift();
        float low = f.kind() == Activation.Kind.RELU ? 0 : Float.NEGATIVE_INFINITY;
        int rows = blockRows(c);
        int body = Lanes.body(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            affineSumOfBody(a, aScale, aShift, b, bScale, bShift, c, body, low, y, row, end);
            if (body < c) {
                affineSumOfRest(a, aScale, aShift, b, bScale, bShift, c, body, low, y, row, end);
            }
            if (f.kind() != Activation.Kind.RELU) {
                Elementwise.KERNELS.activate(f, y, y, row * c, end * c);
            }
        }
    }

    private static void affineSumOfBody(
            float[] a,
            float[] aScale,
            float[] aShift,
            float[] b,
            float[] bScale,
            float[] bShift,
            int c,
            int body,
            float low,
            float[] y,
            int from,
            int to) {
        for (int row = from; row < to; row++) {
            for (int k = 0; k < body; k += COUNT) {
                int i = row * c + k;
                FloatVector z = FloatVector.fromArray(SPECIES, a, i)
                        .fma(FloatVector.fromArray(SPECIES, aScale, k), FloatVector.fromArray(SPECIES, aShift, k));
                FloatVector other = FloatVector.fromArray(SPECIES, b, i)
                        .fma(FloatVector.fromArray(SPECIES, bScale, k), FloatVector.fromArray(SPECIES, bShift, k));
                z = z.add(other);
                z.blend(low, z.compare(VectorOperators.LT, low)).intoArray(y, i);
            }
        }
    }

    private static void affineSumOfRest(
            float[] a,
            float[] aScale,
            float[] aShift,
            float[] b,
            float[] bScale,
            float[] bShift,
            int c,
            int k,
            float low,
            float[] y,
            int from,
            int to) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector s = FloatVector.fromArray(SPECIES, aScale, k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, aShift, k, mask);
        FloatVector u = FloatVector.fromArray(SPECIES, bScale, k, mask);
        FloatVector v = FloatVector.fromArray(SPECIES, bShift, k, mask);
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, a, i, mask)
                    .fma(s, t)
                    .add(FloatVector.fromArray(SPECIES, b, i, mask).fma(u, v));
            z.blend(low, z.compare(VectorOperators.LT, low)).intoArray(y, i, mask);
        }
    }

    @Override
    public void affineBackwardSums(
            float[] x, float[] dy, float[] mean, Gate gate, int from, int to, float[] sums, float[] products, int at) {
        BatchNormBackward.sums(x, dy, mean.length, mean, gate, from, to, sums, products, at);
    }

    @Override
    public void affineBackward(
            float[] x, float[] dy, Gate gate, AffineGradient g, float[] dx, boolean add, int from, int to) {
        BatchNormBackward.affine(x, dy, gate.map().channels(), gate, g.p(), g.q(), g.r(), dx, add, from, to);
    }
}
