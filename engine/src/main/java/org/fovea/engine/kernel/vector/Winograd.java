package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Scratch;

/// The transforms of Winograd's F(4×4, 3×3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR
/// 2016), lanes along channels:
///
/// y = Aᵀ·\[(G·w·Gᵀ) ⊙ (Bᵀ·d·B)\]·A
///
/// for a tile d of 6×6 pixels of the source, filters w of 3×3 and a tile y of 4×4 pixels of the target. The ⊙ becomes,
/// over channels, 36 matrix products of 36 multiplications where the definition has 144.
///
/// Each two-dimensional transform is the one-dimensional one down the columns and then along the rows, with the values
/// between in a small array, because 36 vectors do not fit into the registers.
final class Winograd {
    /// Pixels across a tile of the target, of the source, and their square.
    static final int TILE = 4;

    static final int SPAN = 6;
    static final int COMPONENTS = SPAN * SPAN;

    /// Fewer tiles do not repay the filters' transform: with it in every layer a single face took 1.7 times as long
    /// through four convolutions of 32 to 128 channels (1.13 ms to 0.66 ms, one thread).
    private static final int FEWEST_TILES = 32;

    private static final int BETWEEN_SCRATCH = 2;
    private static final int MARGIN_SCRATCH = 3;

    private Winograd() {}

    /// Whether F(4×4, 3×3) computes this convolution, and channels and tiles are enough to pay for the transforms.
    ///
    /// Only where `-Dfovea.winograd=true` asks for it: a loop of training steps alone is 1.2 times as fast with it
    /// as with direct products, but training with augmentation and evaluation between (`fovea demo`) came to 249
    /// examples a second against 554. Its rounding is some units in the sixth digit of the largest value.
    static boolean suits(ConvolutionShape s) {
        int widestPadding = Math.max(Math.max(s.padTop(), s.padBottom()), Math.max(s.padLeft(), s.padRight()));
        return Boolean.getBoolean("fovea.winograd")
                && s.kh() == 3
                && s.kw() == 3
                && s.strideH() * s.strideW() == 1
                && s.dilationH() * s.dilationW() == 1
                && s.groups() == 1
                && widestPadding <= 2
                && Math.min(s.c(), s.oc()) >= 16
                && s.n() * Math.ceilDiv(s.oh(), TILE) * Math.ceilDiv(s.ow(), TILE) >= FEWEST_TILES;
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    /// Bᵀ·d·B of the tile whose first pixel is (top, left) of a picture of h × w pixels and c channels that begins
    /// at `picture`; pixels outside are zero. Component i of channel k goes to y\[at + i·componentStride + k\].
    static void source(
            float[] x, int picture, int h, int w, int c, int top, int left, float[] y, int at, int componentStride) {
        float[] d = x;
        int first = picture + (top * w + left) * c;
        int line = w * c;
        if (top < 0 || left < 0 || top + SPAN > h || left + SPAN > w) {
            d = Scratch.floats(MARGIN_SCRATCH, COMPONENTS * c);
            Padding.copy(x, picture, h, w, c, top, SPAN, left, SPAN, d, 0);
            first = 0;
            line = SPAN * c;
        }
        float[] t = Scratch.floats(BETWEEN_SCRATCH, COMPONENTS * COUNT);
        for (int k = 0; k < c; k += COUNT) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, c);
            for (int j = 0; j < SPAN; j++) {
                int i = first + j * c + k;
                FloatVector d0 = FloatVector.fromArray(SPECIES, d, i, mask);
                FloatVector d1 = FloatVector.fromArray(SPECIES, d, i + line, mask);
                FloatVector d2 = FloatVector.fromArray(SPECIES, d, i + 2 * line, mask);
                FloatVector d3 = FloatVector.fromArray(SPECIES, d, i + 3 * line, mask);
                FloatVector d4 = FloatVector.fromArray(SPECIES, d, i + 4 * line, mask);
                FloatVector d5 = FloatVector.fromArray(SPECIES, d, i + 5 * line, mask);
                FloatVector even = d4.sub(d2.mul(4));
                FloatVector odd = d3.sub(d1.mul(4));
                FloatVector near = d4.sub(d2);
                FloatVector twice = d3.sub(d1).mul(2);
                int to = j * COUNT;
                int row = SPAN * COUNT;
                d0.mul(4).sub(d2.mul(5)).add(d4).intoArray(t, to);
                even.add(odd).intoArray(t, to + row);
                even.sub(odd).intoArray(t, to + 2 * row);
                near.add(twice).intoArray(t, to + 3 * row);
                near.sub(twice).intoArray(t, to + 4 * row);
                d1.mul(4).sub(d3.mul(5)).add(d5).intoArray(t, to + 5 * row);
            }
            for (int i = 0; i < SPAN; i++) {
                int from = i * SPAN * COUNT;
                FloatVector d0 = load(t, from);
                FloatVector d1 = load(t, from + COUNT);
                FloatVector d2 = load(t, from + 2 * COUNT);
                FloatVector d3 = load(t, from + 3 * COUNT);
                FloatVector d4 = load(t, from + 4 * COUNT);
                FloatVector d5 = load(t, from + 5 * COUNT);
                FloatVector even = d4.sub(d2.mul(4));
                FloatVector odd = d3.sub(d1.mul(4));
                FloatVector near = d4.sub(d2);
                FloatVector twice = d3.sub(d1).mul(2);
                int to = at + i * SPAN * componentStride + k;
                d0.mul(4).sub(d2.mul(5)).add(d4).intoArray(y, to, mask);
                even.add(odd).intoArray(y, to + componentStride, mask);
                even.sub(odd).intoArray(y, to + 2 * componentStride, mask);
                near.add(twice).intoArray(y, to + 3 * componentStride, mask);
                near.sub(twice).intoArray(y, to + 4 * componentStride, mask);
                d1.mul(4).sub(d3.mul(5)).add(d5).intoArray(y, to + 5 * componentStride, mask);
            }
        }
    }

    /// Aᵀ·m·A for one vector of channels of a tile, of which `rows` × `columns` pixels lie inside the target:
    /// component i is m\[at + i·componentStride\], pixel (i, j) goes to y\[to + i·line + j·c\], added to what is
    /// there where `add` is set.
    static void target(
            float[] m,
            int at,
            int componentStride,
            float[] y,
            int to,
            int line,
            int c,
            int rows,
            int columns,
            boolean add,
            VectorMask<Float> mask) {
        float[] t = Scratch.floats(BETWEEN_SCRATCH, COMPONENTS * COUNT);
        int row = SPAN * componentStride;
        for (int j = 0; j < SPAN; j++) {
            int i = at + j * componentStride;
            FloatVector m0 = FloatVector.fromArray(SPECIES, m, i, mask);
            FloatVector m1 = FloatVector.fromArray(SPECIES, m, i + row, mask);
            FloatVector m2 = FloatVector.fromArray(SPECIES, m, i + 2 * row, mask);
            FloatVector m3 = FloatVector.fromArray(SPECIES, m, i + 3 * row, mask);
            FloatVector m4 = FloatVector.fromArray(SPECIES, m, i + 4 * row, mask);
            FloatVector m5 = FloatVector.fromArray(SPECIES, m, i + 5 * row, mask);
            FloatVector s = m1.add(m2);
            FloatVector e = m1.sub(m2);
            FloatVector p = m3.add(m4);
            FloatVector q = m3.sub(m4);
            int next = j * COUNT;
            m0.add(s).add(p).intoArray(t, next);
            q.mul(2).add(e).intoArray(t, next + SPAN * COUNT);
            p.mul(4).add(s).intoArray(t, next + 2 * SPAN * COUNT);
            q.mul(8).add(e).add(m5).intoArray(t, next + 3 * SPAN * COUNT);
        }
        for (int i = 0; i < rows; i++, to += line) {
            int from = i * SPAN * COUNT;
            FloatVector m0 = load(t, from);
            FloatVector m1 = load(t, from + COUNT);
            FloatVector m2 = load(t, from + 2 * COUNT);
            FloatVector m3 = load(t, from + 3 * COUNT);
            FloatVector m4 = load(t, from + 4 * COUNT);
            FloatVector m5 = load(t, from + 5 * COUNT);
            FloatVector s = m1.add(m2);
            FloatVector e = m1.sub(m2);
            FloatVector p = m3.add(m4);
            FloatVector q = m3.sub(m4);
            store(m0.add(s).add(p), y, to, add, mask);
            if (columns > 1) {
                store(q.mul(2).add(e), y, to + c, add, mask);
            }
            if (columns > 2) {
                store(p.mul(4).add(s), y, to + 2 * c, add, mask);
            }
            if (columns > 3) {
                store(q.mul(8).add(e).add(m5), y, to + 3 * c, add, mask);
            }
        }
    }

    private static void store(FloatVector v, float[] y, int at, boolean add, VectorMask<Float> mask) {
        (add ? v.add(FloatVector.fromArray(SPECIES, y, at, mask)) : v).intoArray(y, at, mask);
    }

    /// A·dy·Aᵀ for one vector of channels of a tile of dy, of which `rows` × `columns` pixels lie inside: the
    /// transpose of [#target]. Pixel (i, j) is x\[at + i·line + j·c\], component i goes to y\[to +
    /// i·componentStride\].
    static void targetTransposed(
            float[] x,
            int at,
            int line,
            int c,
            int rows,
            int columns,
            float[] y,
            int to,
            int componentStride,
            VectorMask<Float> mask) {
        float[] t = Scratch.floats(BETWEEN_SCRATCH, COMPONENTS * COUNT);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int j = 0; j < TILE; j++) {
            int i = at + j * c;
            boolean in = j < columns;
            FloatVector d0 = in ? FloatVector.fromArray(SPECIES, x, i, mask) : zero;
            FloatVector d1 = in && rows > 1 ? FloatVector.fromArray(SPECIES, x, i + line, mask) : zero;
            FloatVector d2 = in && rows > 2 ? FloatVector.fromArray(SPECIES, x, i + 2 * line, mask) : zero;
            FloatVector d3 = in && rows > 3 ? FloatVector.fromArray(SPECIES, x, i + 3 * line, mask) : zero;
            FloatVector even = d0.add(d2);
            FloatVector odd = d1.add(d3);
            FloatVector even4 = d2.mul(4).add(d0);
            FloatVector odd2 = d3.mul(8).add(d1.mul(2));
            int next = j * COUNT;
            int row = TILE * COUNT;
            d0.intoArray(t, next);
            even.add(odd).intoArray(t, next + row);
            even.sub(odd).intoArray(t, next + 2 * row);
            even4.add(odd2).intoArray(t, next + 3 * row);
            even4.sub(odd2).intoArray(t, next + 4 * row);
            d3.intoArray(t, next + 5 * row);
        }
        for (int i = 0; i < SPAN; i++, to += SPAN * componentStride) {
            int from = i * TILE * COUNT;
            FloatVector d0 = load(t, from);
            FloatVector d1 = load(t, from + COUNT);
            FloatVector d2 = load(t, from + 2 * COUNT);
            FloatVector d3 = load(t, from + 3 * COUNT);
            FloatVector even = d0.add(d2);
            FloatVector odd = d1.add(d3);
            FloatVector even4 = d2.mul(4).add(d0);
            FloatVector odd2 = d3.mul(8).add(d1.mul(2));
            d0.intoArray(y, to);
            even.add(odd).intoArray(y, to + componentStride);
            even.sub(odd).intoArray(y, to + 2 * componentStride);
            even4.add(odd2).intoArray(y, to + 3 * componentStride);
            even4.sub(odd2).intoArray(y, to + 4 * componentStride);
            d3.intoArray(y, to + 5 * componentStride);
        }
    }

    /// G·w·Gᵀ for all output channels of input channel `ic`: w is (3, 3, c, oc), u is (36, c, oc). Turned filters,
    /// as the backward pass wants them, are read from the last tap to the first.
    ///
    /// With the rows of G in order: w₀/4; −(w₀ + w₂ ± w₁)/6; (w₀ + 4w₂ ± 2w₁)/24; w₂.
    static void filters(float[] w, int c, int oc, int ic, boolean turned, float[] u) {
        int plane = c * oc;
        float[] t = Scratch.floats(BETWEEN_SCRATCH, COMPONENTS * COUNT);
        int row = 3 * COUNT;
        for (int k = 0; k < oc; k += COUNT) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, oc);
            int at = ic * oc + k;
            for (int j = 0; j < 3; j++) {
                int first = at + (turned ? 8 - j : j) * plane;
                int step = turned ? -3 * plane : 3 * plane;
                FloatVector w0 = FloatVector.fromArray(SPECIES, w, first, mask);
                FloatVector w1 = FloatVector.fromArray(SPECIES, w, first + step, mask);
                FloatVector w2 = FloatVector.fromArray(SPECIES, w, first + 2 * step, mask);
                FloatVector sixth = w0.add(w2).mul(-1f / 6);
                FloatVector odd = w1.mul(1f / 6);
                FloatVector even = w2.mul(4).add(w0).mul(1f / 24);
                FloatVector twelfth = w1.mul(1f / 12);
                int to = j * COUNT;
                w0.mul(0.25f).intoArray(t, to);
                sixth.sub(odd).intoArray(t, to + row);
                sixth.add(odd).intoArray(t, to + 2 * row);
                even.add(twelfth).intoArray(t, to + 3 * row);
                even.sub(twelfth).intoArray(t, to + 4 * row);
                w2.intoArray(t, to + 5 * row);
            }
            for (int i = 0; i < SPAN; i++) {
                FloatVector w0 = load(t, i * row);
                FloatVector w1 = load(t, i * row + COUNT);
                FloatVector w2 = load(t, i * row + 2 * COUNT);
                FloatVector sixth = w0.add(w2).mul(-1f / 6);
                FloatVector odd = w1.mul(1f / 6);
                FloatVector even = w2.mul(4).add(w0).mul(1f / 24);
                FloatVector twelfth = w1.mul(1f / 12);
                int to = at + i * SPAN * plane;
                w0.mul(0.25f).intoArray(u, to, mask);
                sixth.sub(odd).intoArray(u, to + plane, mask);
                sixth.add(odd).intoArray(u, to + 2 * plane, mask);
                even.add(twelfth).intoArray(u, to + 3 * plane, mask);
                even.sub(twelfth).intoArray(u, to + 4 * plane, mask);
                w2.intoArray(u, to + 5 * plane, mask);
            }
        }
    }

    /// dw += Gᵀ·du·G for all output channels of input channel `ic`: the transpose of [#filters].
    static void filtersTransposed(float[] du, int c, int oc, int ic, float[] dw) {
        int plane = c * oc;
        float[] t = Scratch.floats(BETWEEN_SCRATCH, COMPONENTS * COUNT);
        int row = SPAN * COUNT;
        for (int k = 0; k < oc; k += COUNT) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, oc);
            int at = ic * oc + k;
            for (int j = 0; j < SPAN; j++) {
                int from = at + j * plane;
                int step = SPAN * plane;
                FloatVector d0 = FloatVector.fromArray(SPECIES, du, from, mask);
                FloatVector d1 = FloatVector.fromArray(SPECIES, du, from + step, mask);
                FloatVector d2 = FloatVector.fromArray(SPECIES, du, from + 2 * step, mask);
                FloatVector d3 = FloatVector.fromArray(SPECIES, du, from + 3 * step, mask);
                FloatVector d4 = FloatVector.fromArray(SPECIES, du, from + 4 * step, mask);
                FloatVector d5 = FloatVector.fromArray(SPECIES, du, from + 5 * step, mask);
                FloatVector sixth = d1.add(d2).mul(-1f / 6);
                FloatVector even = d3.add(d4);
                int to = j * COUNT;
                d0.mul(0.25f).add(sixth).add(even.mul(1f / 24)).intoArray(t, to);
                d2.sub(d1).mul(1f / 6).add(d3.sub(d4).mul(1f / 12)).intoArray(t, to + row);
                even.mul(1f / 6).add(sixth).add(d5).intoArray(t, to + 2 * row);
            }
            for (int i = 0; i < 3; i++) {
                FloatVector d0 = load(t, i * row);
                FloatVector d1 = load(t, i * row + COUNT);
                FloatVector d2 = load(t, i * row + 2 * COUNT);
                FloatVector d3 = load(t, i * row + 3 * COUNT);
                FloatVector d4 = load(t, i * row + 4 * COUNT);
                FloatVector d5 = load(t, i * row + 5 * COUNT);
                FloatVector sixth = d1.add(d2).mul(-1f / 6);
                FloatVector even = d3.add(d4);
                int to = at + 3 * i * plane;
                store(d0.mul(0.25f).add(sixth).add(even.mul(1f / 24)), dw, to, true, mask);
                store(d2.sub(d1).mul(1f / 6).add(d3.sub(d4).mul(1f / 12)), dw, to + plane, true, mask);
                store(even.mul(1f / 6).add(sixth).add(d5), dw, to + 2 * plane, true, mask);
            }
        }
    }
}
