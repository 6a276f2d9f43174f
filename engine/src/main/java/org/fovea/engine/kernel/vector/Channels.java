package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.fovea.engine.kernel.Activation;
import org.jspecify.annotations.Nullable;

/// What treats an array as rows × c, each channel by a law of its own: batch normalisation and PReLU.
///
/// Where each value goes its own way, rows are walked in order. Where a channel is summed, one vector of channels is
/// taken down the rows with its sums in registers. Sums are taken over at most [#BLOCK] rows in float before they are
/// added to the total, which keeps rounding at that of some hundred additions however many rows there are.
final class Channels {
    private static final int BLOCK = 128;

    private Channels() {}

    private static VectorMask<Float> mask(int k, int c) {
        return SPECIES.indexInRange(k, c);
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    private static FloatVector load(float[] x, int at, VectorMask<Float> mask) {
        return FloatVector.fromArray(SPECIES, x, at, mask);
    }

    private static void accumulate(FloatVector part, float[] sums, int at, VectorMask<Float> mask) {
        load(sums, at, mask).add(part).intoArray(sums, at, mask);
    }

    // --- sums ---

    static void sums(float[] x, int c, int from, int to, float[] sums, int at) {
        Arrays.fill(sums, at, at + c, 0);
        for (int block = from; block < to; block += BLOCK) {
            int end = Math.min(block + BLOCK, to);
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = mask(k, c);
                accumulate(blockSum(x, c, k, block, end, mask), sums, at + k, mask);
            }
        }
    }

    private static FloatVector blockSum(float[] x, int c, int k, int from, int to, VectorMask<Float> mask) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int row = from;
        for (; row + 1 < to; row += 2) {
            even = even.add(load(x, row * c + k, mask));
            odd = odd.add(load(x, row * c + c + k, mask));
        }
        if (row < to) {
            even = even.add(load(x, row * c + k, mask));
        }
        return even.add(odd);
    }

    static void moments(float[] x, int c, int from, int to, float[] means, float[] squares, int at) {
        sums(x, c, from, to, means, at);
        for (int k = 0; k < c; k++) {
            means[at + k] /= to - from;
        }
        Arrays.fill(squares, at, at + c, 0);
        for (int block = from; block < to; block += BLOCK) {
            int end = Math.min(block + BLOCK, to);
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = mask(k, c);
                FloatVector mean = load(means, at + k, mask);
                accumulate(blockSquares(x, c, k, block, end, mean, mask), squares, at + k, mask);
            }
        }
    }

    private static FloatVector blockSquares(
            float[] x, int c, int k, int from, int to, FloatVector mean, VectorMask<Float> mask) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int row = from;
        for (; row + 1 < to; row += 2) {
            FloatVector d = load(x, row * c + k, mask).sub(mean);
            FloatVector e = load(x, row * c + c + k, mask).sub(mean);
            even = d.fma(d, even);
            odd = e.fma(e, odd);
        }
        if (row < to) {
            FloatVector d = load(x, row * c + k, mask).sub(mean);
            even = d.fma(d, even);
        }
        return even.add(odd);
    }

    // --- affine ---

    static void affine(float[] x, int c, float[] scale, float[] shift, Activation f, float[] y, int from, int to) {
        Activation.Kind kind = f.kind();
        int body = Lanes.body(c);
        VectorMask<Float> tail = mask(body, c);
        for (int row = from; row < to; row++) {
            int at = row * c;
            if (kind == Activation.Kind.NONE) {
                for (int k = 0; k < body; k += COUNT) {
                    load(x, at + k).fma(load(scale, k), load(shift, k)).intoArray(y, at + k);
                }
            } else if (kind == Activation.Kind.RELU) {
                for (int k = 0; k < body; k += COUNT) {
                    Functions.relu(load(x, at + k).fma(load(scale, k), load(shift, k)))
                            .intoArray(y, at + k);
                }
            } else {
                for (int k = 0; k < body; k += COUNT) {
                    FloatVector z = load(x, at + k).fma(load(scale, k), load(shift, k));
                    Functions.apply(kind, f.a(), f.b(), z).intoArray(y, at + k);
                }
            }
            if (body < c) {
                FloatVector z = load(x, at + body, tail).fma(load(scale, body, tail), load(shift, body, tail));
                Functions.apply(kind, f.a(), f.b(), z).intoArray(y, at + body, tail);
            }
        }
    }

    // --- backward: dz = f′·dy, read off y ---

    static void affineBackwardSums(
            float[] x,
            float[] y,
            float[] dy,
            int c,
            float[] mean,
            Activation f,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        Slope slope = Slope.of(f);
        Arrays.fill(sums, at, at + c, 0);
        Arrays.fill(products, at, at + c, 0);
        for (int block = from; block < to; block += BLOCK) {
            int end = Math.min(block + BLOCK, to);
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = mask(k, c);
                FloatVector m = load(mean, k, mask);
                FloatVector sum = FloatVector.zero(SPECIES);
                FloatVector product = FloatVector.zero(SPECIES);
                for (int row = block; row < end; row++) {
                    int i = row * c + k;
                    FloatVector dz = load(dy, i, mask);
                    if (slope != null) {
                        dz = slope.times(load(y, i, mask), dz);
                    }
                    sum = sum.add(dz);
                    product = load(x, i, mask).sub(m).fma(dz, product);
                }
                accumulate(sum, sums, at + k, mask);
                accumulate(product, products, at + k, mask);
            }
        }
    }

    static void affineBackward(
            float[] x,
            float[] y,
            float[] dy,
            int c,
            Activation f,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        Slope slope = Slope.of(f);
        int body = Lanes.body(c);
        VectorMask<Float> tail = mask(body, c);
        for (int row = from; row < to; row++) {
            int at = row * c;
            for (int k = 0; k < body; k += COUNT) {
                int i = at + k;
                FloatVector dz = load(dy, i);
                if (slope != null) {
                    dz = slope.times(load(y, i), dz);
                }
                FloatVector d = load(x, i).fma(load(q, k), dz.fma(load(p, k), load(r, k)));
                (add ? d.add(load(dx, i)) : d).intoArray(dx, i);
            }
            if (body < c) {
                int i = at + body;
                FloatVector dz = load(dy, i, tail);
                if (slope != null) {
                    dz = slope.times(load(y, i, tail), dz);
                }
                FloatVector d =
                        load(x, i, tail).fma(load(q, body, tail), dz.fma(load(p, body, tail), load(r, body, tail)));
                (add ? d.add(load(dx, i, tail)) : d).intoArray(dx, i, tail);
            }
        }
    }

    /// The derivative of a piecewise linear activation, read off its value: 1 between two bounds, `outside`
    /// elsewhere.
    private record Slope(float low, float high, float outside) {
        /// Null for no activation, whose derivative is 1 everywhere.
        static @Nullable Slope of(Activation f) {
            return switch (f.kind()) {
                case NONE -> null;
                case RELU -> new Slope(0, Float.POSITIVE_INFINITY, 0);
                case LEAKY_RELU -> new Slope(0, Float.POSITIVE_INFINITY, f.a());
                case CLIP -> new Slope(f.a(), f.b(), 0);
                case SIGMOID, TANH, SILU ->
                    throw new IllegalArgumentException("the derivative of " + f.kind() + " is not one of two values");
            };
        }

        FloatVector times(FloatVector y, FloatVector dy) {
            VectorMask<Float> inside = y.compare(VectorOperators.GT, low).and(y.compare(VectorOperators.LT, high));
            return dy.mul(outside).blend(dy, inside);
        }
    }

    // --- PReLU ---

    static void prelu(float[] x, int c, float[] slope, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = mask(k, c);
                FloatVector v = load(x, row * c + k, mask);
                v.mul(load(slope, k, mask))
                        .blend(v, v.compare(VectorOperators.GT, 0f))
                        .intoArray(y, row * c + k, mask);
            }
        }
    }

    static void preluBackward(
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
        for (int block = from; block < to; block += BLOCK) {
            int end = Math.min(block + BLOCK, to);
            for (int k = 0; k < c; k += COUNT) {
                VectorMask<Float> mask = mask(k, c);
                FloatVector s = load(slope, k, mask);
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int row = block; row < end; row++) {
                    int i = row * c + k;
                    FloatVector v = load(x, i, mask);
                    FloatVector d = load(dy, i, mask);
                    VectorMask<Float> positive = v.compare(VectorOperators.GT, 0f);
                    sum = sum.add(v.mul(d).blend(0f, positive));
                    FloatVector e = d.mul(s).blend(d, positive);
                    (add ? e.add(load(dx, i, mask)) : e).intoArray(dx, i, mask);
                }
                accumulate(sum, dslope, at + k, mask);
            }
        }
    }
}
