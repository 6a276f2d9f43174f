package org.fovea.engine.kernel.vector.pooling;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.PoolShape;
import org.fovea.engine.kernel.vector.lanes.Lanes;

/// An affine map a channel, an activation and 2×2 max pooling in one, so that what lies between them is never written:
/// a block of batch norm, ReLU and pooling moves 2.25 values of memory an element forward and 3.5 backward where one
/// layer after the other moves 6.25 and more than 12.
///
/// The windows tile the picture, so that the row r of y reads the rows 2r and 2r + 1 of x. A row of y is taken one
/// vector of channels at a time, with the channels' constants in registers.
public final class BatchNormMaxPool {
    private BatchNormMaxPool() {}

    public static void forward(PoolShape s, Gate gate, float[] y, int from, int to) {
        int c = s.c();
        for (int row = from; row < to; row++) {
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                forwardOfVector(gate, c, k, s.ow(), y, row);
            }
            if (k < c) {
                forwardOfRest(gate, c, k, s.ow(), y, row);
            }
        }
    }

    private static void forwardOfVector(Gate gate, int c, int k, int ow, float[] y, int row) {
        float[] x = gate.of();
        float low = gate.low();
        float high = gate.high();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k);
        int line = 2 * ow * c;
        int first = 2 * row * line + k;
        for (int j = 0; j < ow; j++) {
            int i = first + 2 * j * c;
            FloatVector z = FloatVector.fromArray(SPECIES, x, i).fma(s, t);
            FloatVector other = FloatVector.fromArray(SPECIES, x, i + c).fma(s, t);
            z = z.blend(other, other.compare(VectorOperators.GT, z));
            other = FloatVector.fromArray(SPECIES, x, i + line).fma(s, t);
            z = z.blend(other, other.compare(VectorOperators.GT, z));
            other = FloatVector.fromArray(SPECIES, x, i + line + c).fma(s, t);
            z = z.blend(other, other.compare(VectorOperators.GT, z));
            z = z.blend(low, z.compare(VectorOperators.LT, low));
            z.blend(high, z.compare(VectorOperators.GT, high)).intoArray(y, (row * ow + j) * c + k);
        }
    }

    private static void forwardOfRest(Gate gate, int c, int k, int ow, float[] y, int row) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        float[] x = gate.of();
        float low = gate.low();
        float high = gate.high();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k, mask);
        int line = 2 * ow * c;
        int first = 2 * row * line + k;
        for (int j = 0; j < ow; j++) {
            int i = first + 2 * j * c;
            FloatVector z = FloatVector.fromArray(SPECIES, x, i, mask).fma(s, t);
            FloatVector other = FloatVector.fromArray(SPECIES, x, i + c, mask).fma(s, t);
            z = z.blend(other, other.compare(VectorOperators.GT, z));
            other = FloatVector.fromArray(SPECIES, x, i + line, mask).fma(s, t);
            z = z.blend(other, other.compare(VectorOperators.GT, z));
            other = FloatVector.fromArray(SPECIES, x, i + line + c, mask).fma(s, t);
            z = z.blend(other, other.compare(VectorOperators.GT, z));
            z = z.blend(low, z.compare(VectorOperators.LT, low));
            z.blend(high, z.compare(VectorOperators.GT, high)).intoArray(y, (row * ow + j) * c + k, mask);
        }
    }

    /// sums = Σ dz and products = Σ dz·(x − mean), where dz is f′·dy at the window's first largest z and zero
    /// elsewhere.
    public static void backwardSums(
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
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                sumsOfVector(gate, c, k, s.ow(), dy, mean, row, sums, products, at + k);
            }
            if (k < c) {
                sumsOfRest(gate, c, k, s.ow(), dy, mean, row, sums, products, at + k);
            }
        }
    }

    private static void sumsOfVector(
            Gate gate,
            int c,
            int k,
            int ow,
            float[] dy,
            float[] mean,
            int row,
            float[] sums,
            float[] products,
            int at) {
        float[] x = gate.of();
        float low = gate.low();
        float high = gate.high();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k);
        FloatVector m = FloatVector.fromArray(SPECIES, mean, k);
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector product = FloatVector.zero(SPECIES);
        int line = 2 * ow * c;
        int first = 2 * row * line + k;
        for (int j = 0; j < ow; j++) {
            int i = first + 2 * j * c;
            // The largest z so far and the x it comes from; a later one wins only if it is larger.
            FloatVector v = FloatVector.fromArray(SPECIES, x, i);
            FloatVector z = v.fma(s, t);
            FloatVector u = FloatVector.fromArray(SPECIES, x, i + c);
            FloatVector other = u.fma(s, t);
            VectorMask<Float> larger = other.compare(VectorOperators.GT, z);
            v = v.blend(u, larger);
            z = z.blend(other, larger);
            u = FloatVector.fromArray(SPECIES, x, i + line);
            other = u.fma(s, t);
            larger = other.compare(VectorOperators.GT, z);
            v = v.blend(u, larger);
            z = z.blend(other, larger);
            u = FloatVector.fromArray(SPECIES, x, i + line + c);
            other = u.fma(s, t);
            larger = other.compare(VectorOperators.GT, z);
            v = v.blend(u, larger);
            z = z.blend(other, larger);
            VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
            FloatVector d =
                    FloatVector.zero(SPECIES).blend(FloatVector.fromArray(SPECIES, dy, (row * ow + j) * c + k), open);
            sum = sum.add(d);
            product = v.sub(m).fma(d, product);
        }
        sum.add(FloatVector.fromArray(SPECIES, sums, at)).intoArray(sums, at);
        product.add(FloatVector.fromArray(SPECIES, products, at)).intoArray(products, at);
    }

    private static void sumsOfRest(
            Gate gate,
            int c,
            int k,
            int ow,
            float[] dy,
            float[] mean,
            int row,
            float[] sums,
            float[] products,
            int at) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        float[] x = gate.of();
        float low = gate.low();
        float high = gate.high();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k, mask);
        FloatVector m = FloatVector.fromArray(SPECIES, mean, k, mask);
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector product = FloatVector.zero(SPECIES);
        int line = 2 * ow * c;
        int first = 2 * row * line + k;
        for (int j = 0; j < ow; j++) {
            int i = first + 2 * j * c;
            // The largest z so far and the x it comes from; a later one wins only if it is larger.
            FloatVector v = FloatVector.fromArray(SPECIES, x, i, mask);
            FloatVector z = v.fma(s, t);
            FloatVector u = FloatVector.fromArray(SPECIES, x, i + c, mask);
            FloatVector other = u.fma(s, t);
            VectorMask<Float> larger = other.compare(VectorOperators.GT, z);
            v = v.blend(u, larger);
            z = z.blend(other, larger);
            u = FloatVector.fromArray(SPECIES, x, i + line, mask);
            other = u.fma(s, t);
            larger = other.compare(VectorOperators.GT, z);
            v = v.blend(u, larger);
            z = z.blend(other, larger);
            u = FloatVector.fromArray(SPECIES, x, i + line + c, mask);
            other = u.fma(s, t);
            larger = other.compare(VectorOperators.GT, z);
            v = v.blend(u, larger);
            z = z.blend(other, larger);
            VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
            FloatVector d = FloatVector.zero(SPECIES)
                    .blend(FloatVector.fromArray(SPECIES, dy, (row * ow + j) * c + k, mask), open);
            sum = sum.add(d);
            product = v.sub(m).fma(d, product);
        }
        sum.add(FloatVector.fromArray(SPECIES, sums, at, mask)).intoArray(sums, at, mask);
        product.add(FloatVector.fromArray(SPECIES, products, at, mask)).intoArray(products, at, mask);
    }

    /// dx = p·dz + q·x + r, or dx += that.
    public static void backward(
            PoolShape s,
            Gate gate,
            float[] dy,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        int c = s.c();
        for (int row = from; row < to; row++) {
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                backwardOfVector(gate, c, k, s.ow(), dy, p, q, r, dx, add, row);
            }
            if (k < c) {
                backwardOfRest(gate, c, k, s.ow(), dy, p, q, r, dx, add, row);
            }
        }
    }

    private static void backwardOfVector(
            Gate gate,
            int c,
            int k,
            int ow,
            float[] dy,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int row) {
        float[] x = gate.of();
        float low = gate.low();
        float high = gate.high();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k);
        FloatVector pk = FloatVector.fromArray(SPECIES, p, k);
        FloatVector qk = FloatVector.fromArray(SPECIES, q, k);
        FloatVector rk = FloatVector.fromArray(SPECIES, r, k);
        int line = 2 * ow * c;
        int first = 2 * row * line + k;
        float[] before = add ? dx : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (int j = 0; j < ow; j++) {
            int i = first + 2 * j * c;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, i + c);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, i + line);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, i + line + c);
            FloatVector z0 = x0.fma(s, t);
            FloatVector z1 = x1.fma(s, t);
            FloatVector z2 = x2.fma(s, t);
            FloatVector z3 = x3.fma(s, t);
            FloatVector z = z0.blend(z1, z1.compare(VectorOperators.GT, z0));
            z = z.blend(z2, z2.compare(VectorOperators.GT, z));
            z = z.blend(z3, z3.compare(VectorOperators.GT, z));
            VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
            // What is left of p·dz is handed to the first that equals the maximum, then nothing is left.
            FloatVector d = FloatVector.zero(SPECIES)
                    .blend(
                            FloatVector.fromArray(SPECIES, dy, (row * ow + j) * c + k)
                                    .mul(pk),
                            open);
            VectorMask<Float> here = z0.compare(VectorOperators.EQ, z);
            FloatVector d0 = x0.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
            d = d.blend(0f, here);
            here = z1.compare(VectorOperators.EQ, z);
            FloatVector d1 = x1.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
            d = d.blend(0f, here);
            here = z2.compare(VectorOperators.EQ, z);
            FloatVector d2 = x2.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
            d = d.blend(0f, here);
            FloatVector d3 = x3.fma(qk, rk).add(d);
            d0 = d0.add(FloatVector.fromArray(SPECIES, before, i & beforeMask));
            d1 = d1.add(FloatVector.fromArray(SPECIES, before, (i + c) & beforeMask));
            d2 = d2.add(FloatVector.fromArray(SPECIES, before, (i + line) & beforeMask));
            d3 = d3.add(FloatVector.fromArray(SPECIES, before, (i + line + c) & beforeMask));
            d0.intoArray(dx, i);
            d1.intoArray(dx, i + c);
            d2.intoArray(dx, i + line);
            d3.intoArray(dx, i + line + c);
        }
    }

    private static void backwardOfRest(
            Gate gate,
            int c,
            int k,
            int ow,
            float[] dy,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int row) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        float[] x = gate.of();
        float low = gate.low();
        float high = gate.high();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k, mask);
        FloatVector pk = FloatVector.fromArray(SPECIES, p, k, mask);
        FloatVector qk = FloatVector.fromArray(SPECIES, q, k, mask);
        FloatVector rk = FloatVector.fromArray(SPECIES, r, k, mask);
        int line = 2 * ow * c;
        int first = 2 * row * line + k;
        float[] before = add ? dx : Lanes.ZEROS;
        int beforeMask = add ? -1 : 0;
        for (int j = 0; j < ow; j++) {
            int i = first + 2 * j * c;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, i, mask);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, i + c, mask);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, i + line, mask);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, i + line + c, mask);
            FloatVector z0 = x0.fma(s, t);
            FloatVector z1 = x1.fma(s, t);
            FloatVector z2 = x2.fma(s, t);
            FloatVector z3 = x3.fma(s, t);
            FloatVector z = z0.blend(z1, z1.compare(VectorOperators.GT, z0));
            z = z.blend(z2, z2.compare(VectorOperators.GT, z));
            z = z.blend(z3, z3.compare(VectorOperators.GT, z));
            VectorMask<Float> open = z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high));
            // What is left of p·dz is handed to the first that equals the maximum, then nothing is left.
            FloatVector d = FloatVector.zero(SPECIES)
                    .blend(
                            FloatVector.fromArray(SPECIES, dy, (row * ow + j) * c + k, mask)
                                    .mul(pk),
                            open);
            VectorMask<Float> here = z0.compare(VectorOperators.EQ, z);
            FloatVector d0 = x0.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
            d = d.blend(0f, here);
            here = z1.compare(VectorOperators.EQ, z);
            FloatVector d1 = x1.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
            d = d.blend(0f, here);
            here = z2.compare(VectorOperators.EQ, z);
            FloatVector d2 = x2.fma(qk, rk).add(FloatVector.zero(SPECIES).blend(d, here));
            d = d.blend(0f, here);
            FloatVector d3 = x3.fma(qk, rk).add(d);
            d0 = d0.add(FloatVector.fromArray(SPECIES, before, i & beforeMask, mask));
            d1 = d1.add(FloatVector.fromArray(SPECIES, before, (i + c) & beforeMask, mask));
            d2 = d2.add(FloatVector.fromArray(SPECIES, before, (i + line) & beforeMask, mask));
            d3 = d3.add(FloatVector.fromArray(SPECIES, before, (i + line + c) & beforeMask, mask));
            d0.intoArray(dx, i, mask);
            d1.intoArray(dx, i + c, mask);
            d2.intoArray(dx, i + line, mask);
            d3.intoArray(dx, i + line + c, mask);
        }
    }
}
