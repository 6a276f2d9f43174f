package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Channels.PAIR;
import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Gate;

/// What treats an array as rows × c, each channel by a law of its own, backward; laid out as [Channels] is.
final class ChannelGradients {
    private ChannelGradients() {}

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
        int rows = Channels.blockRows(c);
        int pairs = Channels.pairs(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            for (int k = 0; k < pairs; k += PAIR) {
                sumsOfPair(x, dy, c, k, mean, gate, row, end, sums, products, at + k);
            }
            for (int k = pairs; k < c; k += COUNT) {
                sumsOfRest(x, dy, c, k, mean, gate, row, end, sums, products, at + k);
            }
        }
    }

    private static void sumsOfPair(
            float[] x,
            float[] dy,
            int c,
            int k,
            float[] mean,
            Gate gate,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        float[] of = gate.of();
        float low = gate.low();
        float high = gate.high();
        float outside = gate.outside();
        FloatVector sa = FloatVector.fromArray(SPECIES, gate.scale(), k);
        FloatVector sb = FloatVector.fromArray(SPECIES, gate.scale(), k + COUNT);
        FloatVector ta = FloatVector.fromArray(SPECIES, gate.shift(), k);
        FloatVector tb = FloatVector.fromArray(SPECIES, gate.shift(), k + COUNT);
        FloatVector ma = FloatVector.fromArray(SPECIES, mean, k);
        FloatVector mb = FloatVector.fromArray(SPECIES, mean, k + COUNT);
        FloatVector sumA = FloatVector.zero(SPECIES);
        FloatVector sumB = FloatVector.zero(SPECIES);
        FloatVector productA = FloatVector.zero(SPECIES);
        FloatVector productB = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, of, i).fma(sa, ta);
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i);
            d = d.mul(outside).blend(d, z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high)));
            sumA = sumA.add(d);
            productA = FloatVector.fromArray(SPECIES, x, i).sub(ma).fma(d, productA);
            z = FloatVector.fromArray(SPECIES, of, i + COUNT).fma(sb, tb);
            d = FloatVector.fromArray(SPECIES, dy, i + COUNT);
            d = d.mul(outside).blend(d, z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high)));
            sumB = sumB.add(d);
            productB = FloatVector.fromArray(SPECIES, x, i + COUNT).sub(mb).fma(d, productB);
        }
        sumA.add(FloatVector.fromArray(SPECIES, sums, at)).intoArray(sums, at);
        sumB.add(FloatVector.fromArray(SPECIES, sums, at + COUNT)).intoArray(sums, at + COUNT);
        productA.add(FloatVector.fromArray(SPECIES, products, at)).intoArray(products, at);
        productB.add(FloatVector.fromArray(SPECIES, products, at + COUNT)).intoArray(products, at + COUNT);
    }

    private static void sumsOfRest(
            float[] x,
            float[] dy,
            int c,
            int k,
            float[] mean,
            Gate gate,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        VectorMask<Float> mask = SPECIES.indexInRange(k, c);
        float[] of = gate.of();
        float low = gate.low();
        float high = gate.high();
        float outside = gate.outside();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k, mask);
        FloatVector m = FloatVector.fromArray(SPECIES, mean, k, mask);
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector product = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, of, i, mask).fma(s, t);
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i, mask);
            d = d.mul(outside).blend(d, z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high)));
            sum = sum.add(d);
            product = FloatVector.fromArray(SPECIES, x, i, mask).sub(m).fma(d, product);
        }
        sum.add(FloatVector.fromArray(SPECIES, sums, at, mask)).intoArray(sums, at, mask);
        product.add(FloatVector.fromArray(SPECIES, products, at, mask)).intoArray(products, at, mask);
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
        int rows = Channels.blockRows(c);
        for (int row = from; row < to; row += rows) {
            int end = Math.min(row + rows, to);
            int k = 0;
            for (; k + COUNT <= c; k += COUNT) {
                affineOfVector(x, dy, c, k, gate, p, q, r, dx, add, row, end);
            }
            if (k < c) {
                affineOfRest(x, dy, c, k, gate, p, q, r, dx, add, row, end);
            }
        }
    }

    private static void affineOfVector(
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
        float[] of = gate.of();
        float low = gate.low();
        float high = gate.high();
        float outside = gate.outside();
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k);
        FloatVector pk = FloatVector.fromArray(SPECIES, p, k);
        FloatVector qk = FloatVector.fromArray(SPECIES, q, k);
        FloatVector rk = FloatVector.fromArray(SPECIES, r, k);
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, of, i).fma(s, t);
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i);
            d = d.mul(outside).blend(d, z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high)));
            d = FloatVector.fromArray(SPECIES, x, i).fma(qk, d.fma(pk, rk));
            if (add) {
                d = d.add(FloatVector.fromArray(SPECIES, dx, i));
            }
            d.intoArray(dx, i);
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
        FloatVector s = FloatVector.fromArray(SPECIES, gate.scale(), k, mask);
        FloatVector t = FloatVector.fromArray(SPECIES, gate.shift(), k, mask);
        FloatVector pk = FloatVector.fromArray(SPECIES, p, k, mask);
        FloatVector qk = FloatVector.fromArray(SPECIES, q, k, mask);
        FloatVector rk = FloatVector.fromArray(SPECIES, r, k, mask);
        for (int row = from; row < to; row++) {
            int i = row * c + k;
            FloatVector z = FloatVector.fromArray(SPECIES, of, i, mask).fma(s, t);
            FloatVector d = FloatVector.fromArray(SPECIES, dy, i, mask);
            d = d.mul(outside).blend(d, z.compare(VectorOperators.GT, low).and(z.compare(VectorOperators.LT, high)));
            d = FloatVector.fromArray(SPECIES, x, i, mask).fma(qk, d.fma(pk, rk));
            if (add) {
                d = d.add(FloatVector.fromArray(SPECIES, dx, i, mask));
            }
            d.intoArray(dx, i, mask);
        }
    }
}
