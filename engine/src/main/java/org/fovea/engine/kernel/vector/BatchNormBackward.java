package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Lanes;

/// What treats an array as rows × c, each channel by a law of its own, backward; laid out as [BatchNorm] is.
final class BatchNormBackward {
    private BatchNormBackward() {}

    /// sums = Σ dz and products = Σ dz·(x − mean), with dz = f′·dy.
    static void sums(
            float[] x,
            float[] dy,
            int c,
            float[] mean,
            Gate gate,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        Arrays.fill(sums, at, at + c, 0);
        Arrays.fill(products, at, at + c, 0);
        float[] block = Scratch.floats(Scratch.Slot.BLOCK, 2 * c);
        int rows = BatchNorm.blockRows(c);
        int body = Lanes.body(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            Arrays.fill(block, 0, 2 * c, 0);
            sumsOfBody(x, dy, c, body, mean, gate, row, end, block);
            if (body < c) {
                sumsOfRest(x, dy, c, body, mean, gate, row, end, block);
            }
            Elementwise.add(block, 0, sums, at, c);
            Elementwise.add(block, c, products, at, c);
        }
    }

    /// Two rows at a time: a sum in memory is ready for the next addition only after some 12 cycles.
    private static void sumsOfBody(
            float[] x, float[] dy, int c, int body, float[] mean, Gate gate, int from, int to, float[] block) {
        float[] of = gate.of();
        float[] scale = gate.map().scale();
        float[] shift = gate.map().shift();
        float low = gate.low();
        float high = gate.high();
        float outside = gate.outside();
        for (int row = from; row < to; row += 2) {
            int step = row + 1 < to ? c : 0; // at the end of an odd block, one row twice, by half
            float weight = row + 1 < to ? 1 : 0.5f;
            for (int k = 0; k < body; k += COUNT) {
                int i = row * c + k;
                int j = i + step;
                FloatVector s = FloatVector.fromArray(SPECIES, scale, k);
                FloatVector t = FloatVector.fromArray(SPECIES, shift, k);
                FloatVector m = FloatVector.fromArray(SPECIES, mean, k);
                FloatVector z = FloatVector.fromArray(SPECIES, of, i).fma(s, t);
                VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
                FloatVector d = FloatVector.fromArray(SPECIES, dy, i);
                d = d.mul(outside).blend(d, open).mul(weight);
                z = FloatVector.fromArray(SPECIES, of, j).fma(s, t);
                open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
                FloatVector e = FloatVector.fromArray(SPECIES, dy, j);
                e = e.mul(outside).blend(e, open).mul(weight);
                d.add(e).add(FloatVector.fromArray(SPECIES, block, k)).intoArray(block, k);
                FloatVector product =
                        FloatVector.fromArray(SPECIES, x, i).sub(m).mul(d);
                product = FloatVector.fromArray(SPECIES, x, j).sub(m).fma(e, product);
                product.add(FloatVector.fromArray(SPECIES, block, c + k)).intoArray(block, c + k);
            }
        }
    }

    private static void sumsOfRest(
            float[] x, float[] dy, int c, int k, float[] mean, Gate gate, int from, int to, float[] block) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        float[] of = gate.of();
        float low = gate.low();
        float high = gate.high();
        float outside = gate.outside();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.map().scale(), k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.map().shift(), k, mask);
        FloatVector m = FloatVector.fromArray(SPECIES, mean, k, mask);
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector product = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, of, i, mask).fma(s, t);
            VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i, mask);
            d = d.mul(outside).blend(d, open);
            sum = sum.add(d);
            product = FloatVector.fromArray(SPECIES, x, i, mask).sub(m).fma(d, product);
        }
        sum.intoArray(block, k, mask);
        product.intoArray(block, c + k, mask);
    }

    /// dx = p·dz + q·x + r, or dx += that.
    static void affine(
            float[] x,
            float[] dy,
            int c,
            Gate gate,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        int rows = BatchNorm.blockRows(c);
        int body = Lanes.body(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            affineOfBody(x, dy, c, body, gate, p, q, r, dx, add, row, end);
            if (body < c) {
                affineOfRest(x, dy, c, body, gate, p, q, r, dx, add, row, end);
            }
        }
    }

    private static void affineOfBody(
            float[] x,
            float[] dy,
            int c,
            int body,
            Gate gate,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        float[] of = gate.of();
        float[] scale = gate.map().scale();
        float[] shift = gate.map().shift();
        float low = gate.low();
        float high = gate.high();
        float outside = gate.outside();
        float[] before = add ? dx : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (int row = from; row < to; row++) {
            for (int k = 0; k < body; k += COUNT) {
                int i = row * c + k;
                FloatVector z = FloatVector.fromArray(SPECIES, of, i)
                        .fma(FloatVector.fromArray(SPECIES, scale, k), FloatVector.fromArray(SPECIES, shift, k));
                VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
                FloatVector d = FloatVector.fromArray(SPECIES, dy, i);
                d = d.mul(outside).blend(d, open);
                d = d.fma(FloatVector.fromArray(SPECIES, p, k), FloatVector.fromArray(SPECIES, r, k));
                d = FloatVector.fromArray(SPECIES, x, i).fma(FloatVector.fromArray(SPECIES, q, k), d);
                d = d.add(FloatVector.fromArray(SPECIES, before, i & beforeMask));
                d.intoArray(dx, i);
            }
        }
    }

    private static void affineOfRest(
            float[] x,
            float[] dy,
            int c,
            int k,
            Gate gate,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        float[] of = gate.of();
        float low = gate.low();
        float high = gate.high();
        float outside = gate.outside();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.map().scale(), k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.map().shift(), k, mask);
        FloatVector pk = FloatVector.fromArray(SPECIES, p, k, mask);
        FloatVector qk = FloatVector.fromArray(SPECIES, q, k, mask);
        FloatVector rk = FloatVector.fromArray(SPECIES, r, k, mask);
        float[] before = add ? dx : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, of, i, mask).fma(s, t);
            VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i, mask);
            d = d.mul(outside).blend(d, open);
            d = FloatVector.fromArray(SPECIES, x, i, mask).fma(qk, d.fma(pk, rk));
            d = d.add(FloatVector.fromArray(SPECIES, before, i & beforeMask, mask));
            d.intoArray(dx, i, mask);
        }
    }
}
