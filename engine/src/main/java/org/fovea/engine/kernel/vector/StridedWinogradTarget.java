package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.SPECIES;
import static org.fovea.engine.kernel.vector.Winograd.TILE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/// The transform of the 25 products of [StridedWinograd] back to a target's tiles: y = Aᵀ·m·A, 4×4 pixels.
///
/// ```
///      ⎡1  1  1/3  1/3  0⎤
/// Aᵀ = ⎢0  1 −1/3  2/3  0⎥
///      ⎢0  1  1/3  4/3  0⎥
///      ⎣0  1 −1/3  8/3  1⎦
/// ```
///
/// The thirds stand here and not with the filters, where they would cost nothing either, because the odd phases'
/// filters are then the same at every point. A bias is added to component (1, 1) alone, as in [WinogradTarget].
final class StridedWinogradTarget extends TileTarget {
    /// @param stride floats from one of the 25 components to the next
    StridedWinogradTarget(WinogradTiling tiling, int channels, int stride) {
        super(tiling, channels, stride);
    }

    @Override
    void plain(float[] m, int mAt, float[] y, float[] margin, int from, int tiles, int k) {
        FloatVector third = FloatVector.broadcast(SPECIES, 1f / 3);
        FloatVector minusThird = FloatVector.broadcast(SPECIES, -1f / 3);
        FloatVector twoThirds = FloatVector.broadcast(SPECIES, 2f / 3);
        FloatVector fourThirds = FloatVector.broadcast(SPECIES, 4f / 3);
        FloatVector eightThirds = FloatVector.broadcast(SPECIES, 8f / 3);
        for (int t = 0; t < tiles; t++) {
            int to = at[from + t];
            boolean whole = to >= 0;
            float[] out = whole ? y : margin;
            int down = whole ? line : TILE * c;
            int i = mAt + t * c + k;
            FloatVector m00 = FloatVector.fromArray(SPECIES, m, i);
            FloatVector m10 = FloatVector.fromArray(SPECIES, m, i + 4 * stride);
            FloatVector m20 = FloatVector.fromArray(SPECIES, m, i + 8 * stride);
            FloatVector m30 = FloatVector.fromArray(SPECIES, m, i + 12 * stride);
            FloatVector m40 = FloatVector.fromArray(SPECIES, m, i + 20 * stride);
            FloatVector e0 = m20.fma(third, m10);
            FloatVector o0 = m20.fma(minusThird, m10);
            FloatVector w0 = m30.fma(third, m00.add(e0));
            FloatVector x0 = m30.fma(twoThirds, o0);
            FloatVector y0 = m30.fma(fourThirds, e0);
            FloatVector z0 = m30.fma(eightThirds, o0).add(m40);
            FloatVector m01 = FloatVector.fromArray(SPECIES, m, i + stride);
            FloatVector m11 = FloatVector.fromArray(SPECIES, m, i + 5 * stride);
            FloatVector m21 = FloatVector.fromArray(SPECIES, m, i + 9 * stride);
            FloatVector m31 = FloatVector.fromArray(SPECIES, m, i + 13 * stride);
            FloatVector m41 = FloatVector.fromArray(SPECIES, m, i + 21 * stride);
            FloatVector e1 = m21.fma(third, m11);
            FloatVector o1 = m21.fma(minusThird, m11);
            FloatVector w1 = m31.fma(third, m01.add(e1));
            FloatVector x1 = m31.fma(twoThirds, o1);
            FloatVector y1 = m31.fma(fourThirds, e1);
            FloatVector z1 = m31.fma(eightThirds, o1).add(m41);
            FloatVector m02 = FloatVector.fromArray(SPECIES, m, i + 2 * stride);
            FloatVector m12 = FloatVector.fromArray(SPECIES, m, i + 6 * stride);
            FloatVector m22 = FloatVector.fromArray(SPECIES, m, i + 10 * stride);
            FloatVector m32 = FloatVector.fromArray(SPECIES, m, i + 14 * stride);
            FloatVector m42 = FloatVector.fromArray(SPECIES, m, i + 22 * stride);
            FloatVector e2 = m22.fma(third, m12);
            FloatVector o2 = m22.fma(minusThird, m12);
            FloatVector w2 = m32.fma(third, m02.add(e2));
            FloatVector x2 = m32.fma(twoThirds, o2);
            FloatVector y2 = m32.fma(fourThirds, e2);
            FloatVector z2 = m32.fma(eightThirds, o2).add(m42);
            FloatVector m03 = FloatVector.fromArray(SPECIES, m, i + 3 * stride);
            FloatVector m13 = FloatVector.fromArray(SPECIES, m, i + 7 * stride);
            FloatVector m23 = FloatVector.fromArray(SPECIES, m, i + 11 * stride);
            FloatVector m33 = FloatVector.fromArray(SPECIES, m, i + 15 * stride);
            FloatVector m43 = FloatVector.fromArray(SPECIES, m, i + 23 * stride);
            FloatVector e3 = m23.fma(third, m13);
            FloatVector o3 = m23.fma(minusThird, m13);
            FloatVector w3 = m33.fma(third, m03.add(e3));
            FloatVector x3 = m33.fma(twoThirds, o3);
            FloatVector y3 = m33.fma(fourThirds, e3);
            FloatVector z3 = m33.fma(eightThirds, o3).add(m43);
            FloatVector m04 = FloatVector.fromArray(SPECIES, m, i + 16 * stride);
            FloatVector m14 = FloatVector.fromArray(SPECIES, m, i + 17 * stride);
            FloatVector m24 = FloatVector.fromArray(SPECIES, m, i + 18 * stride);
            FloatVector m34 = FloatVector.fromArray(SPECIES, m, i + 19 * stride);
            FloatVector m44 = FloatVector.fromArray(SPECIES, m, i + 24 * stride);
            FloatVector e4 = m24.fma(third, m14);
            FloatVector o4 = m24.fma(minusThird, m14);
            FloatVector w4 = m34.fma(third, m04.add(e4));
            FloatVector x4 = m34.fma(twoThirds, o4);
            FloatVector y4 = m34.fma(fourThirds, e4);
            FloatVector z4 = m34.fma(eightThirds, o4).add(m44);
            FloatVector wE = w2.fma(third, w1);
            FloatVector wO = w2.fma(minusThird, w1);
            w0 = w3.fma(third, w0.add(wE));
            w1 = w3.fma(twoThirds, wO);
            w2 = w3.fma(fourThirds, wE);
            w3 = w3.fma(eightThirds, wO).add(w4);
            int wAt = (whole ? to : t * MARGIN * c) + k;
            w0.intoArray(out, wAt);
            w1.intoArray(out, wAt + c);
            w2.intoArray(out, wAt + 2 * c);
            w3.intoArray(out, wAt + 3 * c);
            FloatVector xE = x2.fma(third, x1);
            FloatVector xO = x2.fma(minusThird, x1);
            x0 = x3.fma(third, x0.add(xE));
            x1 = x3.fma(twoThirds, xO);
            x2 = x3.fma(fourThirds, xE);
            x3 = x3.fma(eightThirds, xO).add(x4);
            int xAt = wAt + down;
            x0.intoArray(out, xAt);
            x1.intoArray(out, xAt + c);
            x2.intoArray(out, xAt + 2 * c);
            x3.intoArray(out, xAt + 3 * c);
            FloatVector yE = y2.fma(third, y1);
            FloatVector yO = y2.fma(minusThird, y1);
            y0 = y3.fma(third, y0.add(yE));
            y1 = y3.fma(twoThirds, yO);
            y2 = y3.fma(fourThirds, yE);
            y3 = y3.fma(eightThirds, yO).add(y4);
            int yAt = wAt + 2 * down;
            y0.intoArray(out, yAt);
            y1.intoArray(out, yAt + c);
            y2.intoArray(out, yAt + 2 * c);
            y3.intoArray(out, yAt + 3 * c);
            FloatVector zE = z2.fma(third, z1);
            FloatVector zO = z2.fma(minusThird, z1);
            z0 = z3.fma(third, z0.add(zE));
            z1 = z3.fma(twoThirds, zO);
            z2 = z3.fma(fourThirds, zE);
            z3 = z3.fma(eightThirds, zO).add(z4);
            int zAt = wAt + 3 * down;
            z0.intoArray(out, zAt);
            z1.intoArray(out, zAt + c);
            z2.intoArray(out, zAt + 2 * c);
            z3.intoArray(out, zAt + 3 * c);
        }
    }

    /// As [#plain], with the epilogue for tiles that go to y themselves. What is not there is read as zeros.
    @Override
    void finished(
            float[] m,
            int mAt,
            float[] y,
            float[] margin,
            float @Nullable [] bias,
            float @Nullable [] plus,
            boolean relu,
            int from,
            int tiles,
            int k) {
        FloatVector third = FloatVector.broadcast(SPECIES, 1f / 3);
        FloatVector minusThird = FloatVector.broadcast(SPECIES, -1f / 3);
        FloatVector twoThirds = FloatVector.broadcast(SPECIES, 2f / 3);
        FloatVector fourThirds = FloatVector.broadcast(SPECIES, 4f / 3);
        FloatVector eightThirds = FloatVector.broadcast(SPECIES, 8f / 3);
        FloatVector b = FloatVector.fromArray(SPECIES, bias == null ? TiledProduct.ZEROS : bias, bias == null ? 0 : k);
        for (int t = 0; t < tiles; t++) {
            int to = at[from + t];
            boolean whole = to >= 0;
            float[] out = whole ? y : margin;
            int down = whole ? line : TILE * c;
            float[] other = whole && plus != null ? plus : TiledProduct.ZEROS;
            int mask = whole && plus != null ? -1 : 0;
            FloatVector floor = FloatVector.broadcast(SPECIES, relu && whole ? 0 : Float.NEGATIVE_INFINITY);
            int i = mAt + t * c + k;
            FloatVector m00 = FloatVector.fromArray(SPECIES, m, i);
            FloatVector m10 = FloatVector.fromArray(SPECIES, m, i + 4 * stride);
            FloatVector m20 = FloatVector.fromArray(SPECIES, m, i + 8 * stride);
            FloatVector m30 = FloatVector.fromArray(SPECIES, m, i + 12 * stride);
            FloatVector m40 = FloatVector.fromArray(SPECIES, m, i + 20 * stride);
            FloatVector e0 = m20.fma(third, m10);
            FloatVector o0 = m20.fma(minusThird, m10);
            FloatVector w0 = m30.fma(third, m00.add(e0));
            FloatVector x0 = m30.fma(twoThirds, o0);
            FloatVector y0 = m30.fma(fourThirds, e0);
            FloatVector z0 = m30.fma(eightThirds, o0).add(m40);
            FloatVector m01 = FloatVector.fromArray(SPECIES, m, i + stride);
            FloatVector m11 = FloatVector.fromArray(SPECIES, m, i + 5 * stride).add(b);
            FloatVector m21 = FloatVector.fromArray(SPECIES, m, i + 9 * stride);
            FloatVector m31 = FloatVector.fromArray(SPECIES, m, i + 13 * stride);
            FloatVector m41 = FloatVector.fromArray(SPECIES, m, i + 21 * stride);
            FloatVector e1 = m21.fma(third, m11);
            FloatVector o1 = m21.fma(minusThird, m11);
            FloatVector w1 = m31.fma(third, m01.add(e1));
            FloatVector x1 = m31.fma(twoThirds, o1);
            FloatVector y1 = m31.fma(fourThirds, e1);
            FloatVector z1 = m31.fma(eightThirds, o1).add(m41);
            FloatVector m02 = FloatVector.fromArray(SPECIES, m, i + 2 * stride);
            FloatVector m12 = FloatVector.fromArray(SPECIES, m, i + 6 * stride);
            FloatVector m22 = FloatVector.fromArray(SPECIES, m, i + 10 * stride);
            FloatVector m32 = FloatVector.fromArray(SPECIES, m, i + 14 * stride);
            FloatVector m42 = FloatVector.fromArray(SPECIES, m, i + 22 * stride);
            FloatVector e2 = m22.fma(third, m12);
            FloatVector o2 = m22.fma(minusThird, m12);
            FloatVector w2 = m32.fma(third, m02.add(e2));
            FloatVector x2 = m32.fma(twoThirds, o2);
            FloatVector y2 = m32.fma(fourThirds, e2);
            FloatVector z2 = m32.fma(eightThirds, o2).add(m42);
            FloatVector m03 = FloatVector.fromArray(SPECIES, m, i + 3 * stride);
            FloatVector m13 = FloatVector.fromArray(SPECIES, m, i + 7 * stride);
            FloatVector m23 = FloatVector.fromArray(SPECIES, m, i + 11 * stride);
            FloatVector m33 = FloatVector.fromArray(SPECIES, m, i + 15 * stride);
            FloatVector m43 = FloatVector.fromArray(SPECIES, m, i + 23 * stride);
            FloatVector e3 = m23.fma(third, m13);
            FloatVector o3 = m23.fma(minusThird, m13);
            FloatVector w3 = m33.fma(third, m03.add(e3));
            FloatVector x3 = m33.fma(twoThirds, o3);
            FloatVector y3 = m33.fma(fourThirds, e3);
            FloatVector z3 = m33.fma(eightThirds, o3).add(m43);
            FloatVector m04 = FloatVector.fromArray(SPECIES, m, i + 16 * stride);
            FloatVector m14 = FloatVector.fromArray(SPECIES, m, i + 17 * stride);
            FloatVector m24 = FloatVector.fromArray(SPECIES, m, i + 18 * stride);
            FloatVector m34 = FloatVector.fromArray(SPECIES, m, i + 19 * stride);
            FloatVector m44 = FloatVector.fromArray(SPECIES, m, i + 24 * stride);
            FloatVector e4 = m24.fma(third, m14);
            FloatVector o4 = m24.fma(minusThird, m14);
            FloatVector w4 = m34.fma(third, m04.add(e4));
            FloatVector x4 = m34.fma(twoThirds, o4);
            FloatVector y4 = m34.fma(fourThirds, e4);
            FloatVector z4 = m34.fma(eightThirds, o4).add(m44);
            FloatVector wE = w2.fma(third, w1);
            FloatVector wO = w2.fma(minusThird, w1);
            w0 = w3.fma(third, w0.add(wE));
            w1 = w3.fma(twoThirds, wO);
            w2 = w3.fma(fourThirds, wE);
            w3 = w3.fma(eightThirds, wO).add(w4);
            int wAt = (whole ? to : t * MARGIN * c) + k;
            w0 = w0.add(FloatVector.fromArray(SPECIES, other, wAt & mask));
            w1 = w1.add(FloatVector.fromArray(SPECIES, other, wAt + c & mask));
            w2 = w2.add(FloatVector.fromArray(SPECIES, other, wAt + 2 * c & mask));
            w3 = w3.add(FloatVector.fromArray(SPECIES, other, wAt + 3 * c & mask));
            w0 = w0.blend(floor, w0.compare(VectorOperators.LT, floor));
            w1 = w1.blend(floor, w1.compare(VectorOperators.LT, floor));
            w2 = w2.blend(floor, w2.compare(VectorOperators.LT, floor));
            w3 = w3.blend(floor, w3.compare(VectorOperators.LT, floor));
            w0.intoArray(out, wAt);
            w1.intoArray(out, wAt + c);
            w2.intoArray(out, wAt + 2 * c);
            w3.intoArray(out, wAt + 3 * c);
            FloatVector xE = x2.fma(third, x1);
            FloatVector xO = x2.fma(minusThird, x1);
            x0 = x3.fma(third, x0.add(xE));
            x1 = x3.fma(twoThirds, xO);
            x2 = x3.fma(fourThirds, xE);
            x3 = x3.fma(eightThirds, xO).add(x4);
            int xAt = wAt + down;
            x0 = x0.add(FloatVector.fromArray(SPECIES, other, xAt & mask));
            x1 = x1.add(FloatVector.fromArray(SPECIES, other, xAt + c & mask));
            x2 = x2.add(FloatVector.fromArray(SPECIES, other, xAt + 2 * c & mask));
            x3 = x3.add(FloatVector.fromArray(SPECIES, other, xAt + 3 * c & mask));
            x0 = x0.blend(floor, x0.compare(VectorOperators.LT, floor));
            x1 = x1.blend(floor, x1.compare(VectorOperators.LT, floor));
            x2 = x2.blend(floor, x2.compare(VectorOperators.LT, floor));
            x3 = x3.blend(floor, x3.compare(VectorOperators.LT, floor));
            x0.intoArray(out, xAt);
            x1.intoArray(out, xAt + c);
            x2.intoArray(out, xAt + 2 * c);
            x3.intoArray(out, xAt + 3 * c);
            FloatVector yE = y2.fma(third, y1);
            FloatVector yO = y2.fma(minusThird, y1);
            y0 = y3.fma(third, y0.add(yE));
            y1 = y3.fma(twoThirds, yO);
            y2 = y3.fma(fourThirds, yE);
            y3 = y3.fma(eightThirds, yO).add(y4);
            int yAt = wAt + 2 * down;
            y0 = y0.add(FloatVector.fromArray(SPECIES, other, yAt & mask));
            y1 = y1.add(FloatVector.fromArray(SPECIES, other, yAt + c & mask));
            y2 = y2.add(FloatVector.fromArray(SPECIES, other, yAt + 2 * c & mask));
            y3 = y3.add(FloatVector.fromArray(SPECIES, other, yAt + 3 * c & mask));
            y0 = y0.blend(floor, y0.compare(VectorOperators.LT, floor));
            y1 = y1.blend(floor, y1.compare(VectorOperators.LT, floor));
            y2 = y2.blend(floor, y2.compare(VectorOperators.LT, floor));
            y3 = y3.blend(floor, y3.compare(VectorOperators.LT, floor));
            y0.intoArray(out, yAt);
            y1.intoArray(out, yAt + c);
            y2.intoArray(out, yAt + 2 * c);
            y3.intoArray(out, yAt + 3 * c);
            FloatVector zE = z2.fma(third, z1);
            FloatVector zO = z2.fma(minusThird, z1);
            z0 = z3.fma(third, z0.add(zE));
            z1 = z3.fma(twoThirds, zO);
            z2 = z3.fma(fourThirds, zE);
            z3 = z3.fma(eightThirds, zO).add(z4);
            int zAt = wAt + 3 * down;
            z0 = z0.add(FloatVector.fromArray(SPECIES, other, zAt & mask));
            z1 = z1.add(FloatVector.fromArray(SPECIES, other, zAt + c & mask));
            z2 = z2.add(FloatVector.fromArray(SPECIES, other, zAt + 2 * c & mask));
            z3 = z3.add(FloatVector.fromArray(SPECIES, other, zAt + 3 * c & mask));
            z0 = z0.blend(floor, z0.compare(VectorOperators.LT, floor));
            z1 = z1.blend(floor, z1.compare(VectorOperators.LT, floor));
            z2 = z2.blend(floor, z2.compare(VectorOperators.LT, floor));
            z3 = z3.blend(floor, z3.compare(VectorOperators.LT, floor));
            z0.intoArray(out, zAt);
            z1.intoArray(out, zAt + c);
            z2.intoArray(out, zAt + 2 * c);
            z3.intoArray(out, zAt + 3 * c);
        }
    }
}
