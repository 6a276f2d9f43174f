package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.Scratch;

/// What treats an array as rows × c, each channel by a law of its own, forward: the parts of batch normalisation.
///
/// All of it is bound by memory. Rows are taken in blocks that stay in the first-level cache ([#blockRows]); within a
/// block two vectors of channels at a time are taken down the rows, with the channels' constants and sums in registers,
/// then what is left of the channels one masked vector at a time. A block is summed in float and added to the total,
/// which keeps rounding at that of some hundred additions however many rows there are.
///
/// The loops call nothing but the Vector API: C2 inlines that whatever it costs, but gives up on helpers of ours that
/// take or return vectors once a method has grown, and then puts every vector on the heap.
final class Channels {
    /// Channels taken at a time in the hot loops.
    static final int PAIR = 2 * COUNT;
    private static final int MEANS_SCRATCH = 0;

    private Channels() {}

    /// Rows of c channels that make about 16 KB, half of a first-level cache.
    static int blockRows(int c) {
        return Math.clamp(4_096 / c, 8, 128);
    }

    /// The channels that the hot loops take.
    static int pairs(int c) {
        return c - c % PAIR;
    }

    // --- sums ---

    static void sums(float[] x, int c, int from, int to, float[] sums, int at) {
        Arrays.fill(sums, at, at + c, 0);
        int rows = blockRows(c);
        for (int row = from; row < to; row += rows) {
            addSums(x, c, row, Math.min(row + rows, to), sums, at);
        }
    }

    /// Adds one block's sums.
    private static void addSums(float[] x, int c, int from, int to, float[] sums, int at) {
        int pairs = pairs(c);
        for (int k = 0; k < pairs; k += PAIR) {
            sumsOfPair(x, c, k, from, to, sums, at + k);
        }
        for (int k = pairs; k < c; k += COUNT) {
            sumsOfRest(x, c, k, from, to, sums, at + k);
        }
    }

    private static void sumsOfPair(float[] x, int c, int k, int from, int to, float[] sums, int at) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            a = a.add(FloatVector.fromArray(SPECIES, x, i));
            b = b.add(FloatVector.fromArray(SPECIES, x, i + COUNT));
        }
        a.add(FloatVector.fromArray(SPECIES, sums, at)).intoArray(sums, at);
        b.add(FloatVector.fromArray(SPECIES, sums, at + COUNT)).intoArray(sums, at + COUNT);
    }

    private static void sumsOfRest(float[] x, int c, int k, int from, int to, float[] sums, int at) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector a = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            a = a.add(FloatVector.fromArray(SPECIES, x, row * c + k, mask));
        }
        a.add(FloatVector.fromArray(SPECIES, sums, at, mask)).intoArray(sums, at, mask);
    }

    // --- moments ---

    /// One read of memory: each block's mean, then its squares about that mean while the block is in the cache, are
    /// merged with those of the blocks before (Chan, Golub and LeVeque, 1979).
    static void moments(float[] x, int c, int from, int to, float[] means, float[] squares, int at) {
        Arrays.fill(means, at, at + c, 0);
        Arrays.fill(squares, at, at + c, 0);
        float[] own = Scratch.floats(MEANS_SCRATCH, c);
        int rows = blockRows(c);
        int pairs = pairs(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            Arrays.fill(own, 0, c, 0);
            addSums(x, c, row, end, own, 0);
            float count = end - row;
            float share = count / (end - from);
            float weight = count * (row - from) / (end - from);
            for (int k = 0; k < pairs; k += PAIR) {
                mergeMomentsOfPair(x, c, k, row, end, own, 1 / count, share, weight, means, squares, at + k);
            }
            for (int k = pairs; k < c; k += COUNT) {
                mergeMomentsOfRest(x, c, k, row, end, own, 1 / count, share, weight, means, squares, at + k);
            }
        }
    }

    private static void mergeMomentsOfPair(
            float[] x,
            int c,
            int k,
            int from,
            int to,
            float[] sums,
            float inverse,
            float share,
            float weight,
            float[] means,
            float[] squares,
            int at) {
        FloatVector meanA = FloatVector.fromArray(SPECIES, sums, k).mul(inverse);
        FloatVector meanB = FloatVector.fromArray(SPECIES, sums, k + COUNT).mul(inverse);
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector d = FloatVector.fromArray(SPECIES, x, i).sub(meanA);
            FloatVector e = FloatVector.fromArray(SPECIES, x, i + COUNT).sub(meanB);
            a = d.fma(d, a);
            b = e.fma(e, b);
        }
        FloatVector before = FloatVector.fromArray(SPECIES, means, at);
        FloatVector d = meanA.sub(before);
        before.add(d.mul(share)).intoArray(means, at);
        a.add(d.mul(d).mul(weight))
                .add(FloatVector.fromArray(SPECIES, squares, at))
                .intoArray(squares, at);
        before = FloatVector.fromArray(SPECIES, means, at + COUNT);
        d = meanB.sub(before);
        before.add(d.mul(share)).intoArray(means, at + COUNT);
        b.add(d.mul(d).mul(weight))
                .add(FloatVector.fromArray(SPECIES, squares, at + COUNT))
                .intoArray(squares, at + COUNT);
    }

    private static void mergeMomentsOfRest(
            float[] x,
            int c,
            int k,
            int from,
            int to,
            float[] sums,
            float inverse,
            float share,
            float weight,
            float[] means,
            float[] squares,
            int at) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector mean = FloatVector.fromArray(SPECIES, sums, k, mask).mul(inverse);
        FloatVector a = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            FloatVector d =
                    FloatVector.fromArray(SPECIES, x, row * c + k, mask).sub(mean);
            a = d.fma(d, a);
        }
        FloatVector before = FloatVector.fromArray(SPECIES, means, at, mask);
        FloatVector d = mean.sub(before);
        before.add(d.mul(share)).intoArray(means, at, mask);
        a.add(d.mul(d).mul(weight))
                .add(FloatVector.fromArray(SPECIES, squares, at, mask))
                .intoArray(squares, at, mask);
    }

    // --- affine ---

    static void affine(float[] x, int c, float[] scale, float[] shift, Activation f, float[] y, int from, int to) {
        boolean relu = f.kind() == Activation.Kind.RELU;
        int rows = blockRows(c);
        int pairs = pairs(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            for (int k = 0; k < pairs; k += PAIR) {
                affineOfPair(x, c, k, scale, shift, relu, y, row, end);
            }
            for (int k = pairs; k < c; k += COUNT) {
                affineOfRest(x, c, k, scale, shift, relu, y, row, end);
            }
            if (!relu) {
                Elementwise.activate(f, y, y, row * c, end * c);
            }
        }
    }

    private static void affineOfPair(
            float[] x, int c, int k, float[] scale, float[] shift, boolean relu, float[] y, int from, int to) {
        FloatVector sa = FloatVector.fromArray(SPECIES, scale, k);
        FloatVector sb = FloatVector.fromArray(SPECIES, scale, k + COUNT);
        FloatVector ta = FloatVector.fromArray(SPECIES, shift, k);
        FloatVector tb = FloatVector.fromArray(SPECIES, shift, k + COUNT);
        float low = relu ? 0 : Float.NEGATIVE_INFINITY;
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector a = FloatVector.fromArray(SPECIES, x, i).fma(sa, ta);
            FloatVector b = FloatVector.fromArray(SPECIES, x, i + COUNT).fma(sb, tb);
            a.blend(low, a.compare(VectorOperators.LT, low)).intoArray(y, i);
            b.blend(low, b.compare(VectorOperators.LT, low)).intoArray(y, i + COUNT);
        }
    }

    private static void affineOfRest(
            float[] x, int c, int k, float[] scale, float[] shift, boolean relu, float[] y, int from, int to) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector s = FloatVector.fromArray(SPECIES, scale, k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, shift, k, mask);
        float low = relu ? 0 : Float.NEGATIVE_INFINITY;
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector a = FloatVector.fromArray(SPECIES, x, i, mask).fma(s, t);
            a.blend(low, a.compare(VectorOperators.LT, low)).intoArray(y, i, mask);
        }
    }

    /// y = f(a · aScale + aShift + b · bScale + bShift).
    static void affineSum(
            float[] a,
            float[] aScale,
            float[] aShift,
            float[] b,
            float[] bScale,
            float[] bShift,
            int c,
            Activation f,
            float[] y,
            int from,
            int to) {
        boolean relu = f.kind() == Activation.Kind.RELU;
        int rows = blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                affineSumOfVector(a, aScale, aShift, b, bScale, bShift, c, k, relu, y, row, end);
            }
            if (k < c) {
                affineSumOfRest(a, aScale, aShift, b, bScale, bShift, c, k, relu, y, row, end);
            }
            if (!relu) {
                Elementwise.activate(f, y, y, row * c, end * c);
            }
        }
    }

    private static void affineSumOfVector(
            float[] a,
            float[] aScale,
            float[] aShift,
            float[] b,
            float[] bScale,
            float[] bShift,
            int c,
            int k,
            boolean relu,
            float[] y,
            int from,
            int to) {
        FloatVector s = FloatVector.fromArray(SPECIES, aScale, k);
        FloatVector t = FloatVector.fromArray(SPECIES, aShift, k);
        FloatVector u = FloatVector.fromArray(SPECIES, bScale, k);
        FloatVector v = FloatVector.fromArray(SPECIES, bShift, k);
        float low = relu ? 0 : Float.NEGATIVE_INFINITY;
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, a, i)
                    .fma(s, t)
                    .add(FloatVector.fromArray(SPECIES, b, i).fma(u, v));
            z.blend(low, z.compare(VectorOperators.LT, low)).intoArray(y, i);
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
            boolean relu,
            float[] y,
            int from,
            int to) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        FloatVector s = FloatVector.fromArray(SPECIES, aScale, k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, aShift, k, mask);
        FloatVector u = FloatVector.fromArray(SPECIES, bScale, k, mask);
        FloatVector v = FloatVector.fromArray(SPECIES, bShift, k, mask);
        float low = relu ? 0 : Float.NEGATIVE_INFINITY;
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, a, i, mask)
                    .fma(s, t)
                    .add(FloatVector.fromArray(SPECIES, b, i, mask).fma(u, v));
            z.blend(low, z.compare(VectorOperators.LT, low)).intoArray(y, i, mask);
        }
    }
}
