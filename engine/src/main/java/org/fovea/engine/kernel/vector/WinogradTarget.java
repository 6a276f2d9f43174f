package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.SPECIES;
import static org.fovea.engine.kernel.vector.Winograd.TILE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/// The transform of the products back to a target's tiles: y = Aᵀ·m·A, 4×4 pixels.
///
/// ```
///      ⎡1  1  1  1  1  0⎤
/// Aᵀ = ⎢0  1 −1  2 −2  0⎥
///      ⎢0  1  1  4  4  0⎥
///      ⎣0  1 −1  8 −8  1⎦
/// ```
///
/// From the loads to the stores in registers, the epilogue included. A bias is added to component (1, 1) alone, which
/// reaches every pixel once.
final class WinogradTarget extends TileTarget {
    /// @param stride floats from one of the 36 components to the next
    WinogradTarget(WinogradTiling tiling, int channels, int stride) {
        super(tiling, channels, stride);
    }

    /// One vector of channels of all tiles: whole tiles to y, others to the margin.
    @Override
    void plain(float[] m, int mAt, float[] y, float[] margin, int from, int tiles, int k) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(SPECIES, 8);
        for (int t = 0; t < tiles; t++) {
            int to = at[from + t];
            boolean whole = to >= 0;
            float[] out = whole ? y : margin;
            int down = whole ? line : TILE * c;
            int i0 = mAt + t * c + k;
            FloatVector m00 = FloatVector.fromArray(SPECIES, m, i0);
            FloatVector m10 = FloatVector.fromArray(SPECIES, m, i0 + 6 * stride);
            FloatVector m20 = FloatVector.fromArray(SPECIES, m, i0 + 12 * stride);
            FloatVector m30 = FloatVector.fromArray(SPECIES, m, i0 + 18 * stride);
            FloatVector m40 = FloatVector.fromArray(SPECIES, m, i0 + 24 * stride);
            FloatVector m50 = FloatVector.fromArray(SPECIES, m, i0 + 30 * stride);
            FloatVector s0 = m10.add(m20);
            FloatVector e0 = m10.sub(m20);
            FloatVector p0 = m30.add(m40);
            FloatVector q0 = m30.sub(m40);
            FloatVector w0 = m00.add(s0).add(p0);
            FloatVector x0 = q0.fma(two, e0);
            FloatVector y0 = p0.fma(four, s0);
            FloatVector z0 = q0.fma(eight, e0).add(m50);
            int i1 = mAt + t * c + k + stride;
            FloatVector m01 = FloatVector.fromArray(SPECIES, m, i1);
            FloatVector m11 = FloatVector.fromArray(SPECIES, m, i1 + 6 * stride);
            FloatVector m21 = FloatVector.fromArray(SPECIES, m, i1 + 12 * stride);
            FloatVector m31 = FloatVector.fromArray(SPECIES, m, i1 + 18 * stride);
            FloatVector m41 = FloatVector.fromArray(SPECIES, m, i1 + 24 * stride);
            FloatVector m51 = FloatVector.fromArray(SPECIES, m, i1 + 30 * stride);
            FloatVector s1 = m11.add(m21);
            FloatVector e1 = m11.sub(m21);
            FloatVector p1 = m31.add(m41);
            FloatVector q1 = m31.sub(m41);
            FloatVector w1 = m01.add(s1).add(p1);
            FloatVector x1 = q1.fma(two, e1);
            FloatVector y1 = p1.fma(four, s1);
            FloatVector z1 = q1.fma(eight, e1).add(m51);
            int i2 = mAt + t * c + k + 2 * stride;
            FloatVector m02 = FloatVector.fromArray(SPECIES, m, i2);
            FloatVector m12 = FloatVector.fromArray(SPECIES, m, i2 + 6 * stride);
            FloatVector m22 = FloatVector.fromArray(SPECIES, m, i2 + 12 * stride);
            FloatVector m32 = FloatVector.fromArray(SPECIES, m, i2 + 18 * stride);
            FloatVector m42 = FloatVector.fromArray(SPECIES, m, i2 + 24 * stride);
            FloatVector m52 = FloatVector.fromArray(SPECIES, m, i2 + 30 * stride);
            FloatVector s2 = m12.add(m22);
            FloatVector e2 = m12.sub(m22);
            FloatVector p2 = m32.add(m42);
            FloatVector q2 = m32.sub(m42);
            FloatVector w2 = m02.add(s2).add(p2);
            FloatVector x2 = q2.fma(two, e2);
            FloatVector y2 = p2.fma(four, s2);
            FloatVector z2 = q2.fma(eight, e2).add(m52);
            int i3 = mAt + t * c + k + 3 * stride;
            FloatVector m03 = FloatVector.fromArray(SPECIES, m, i3);
            FloatVector m13 = FloatVector.fromArray(SPECIES, m, i3 + 6 * stride);
            FloatVector m23 = FloatVector.fromArray(SPECIES, m, i3 + 12 * stride);
            FloatVector m33 = FloatVector.fromArray(SPECIES, m, i3 + 18 * stride);
            FloatVector m43 = FloatVector.fromArray(SPECIES, m, i3 + 24 * stride);
            FloatVector m53 = FloatVector.fromArray(SPECIES, m, i3 + 30 * stride);
            FloatVector s3 = m13.add(m23);
            FloatVector e3 = m13.sub(m23);
            FloatVector p3 = m33.add(m43);
            FloatVector q3 = m33.sub(m43);
            FloatVector w3 = m03.add(s3).add(p3);
            FloatVector x3 = q3.fma(two, e3);
            FloatVector y3 = p3.fma(four, s3);
            FloatVector z3 = q3.fma(eight, e3).add(m53);
            int i4 = mAt + t * c + k + 4 * stride;
            FloatVector m04 = FloatVector.fromArray(SPECIES, m, i4);
            FloatVector m14 = FloatVector.fromArray(SPECIES, m, i4 + 6 * stride);
            FloatVector m24 = FloatVector.fromArray(SPECIES, m, i4 + 12 * stride);
            FloatVector m34 = FloatVector.fromArray(SPECIES, m, i4 + 18 * stride);
            FloatVector m44 = FloatVector.fromArray(SPECIES, m, i4 + 24 * stride);
            FloatVector m54 = FloatVector.fromArray(SPECIES, m, i4 + 30 * stride);
            FloatVector s4 = m14.add(m24);
            FloatVector e4 = m14.sub(m24);
            FloatVector p4 = m34.add(m44);
            FloatVector q4 = m34.sub(m44);
            FloatVector w4 = m04.add(s4).add(p4);
            FloatVector x4 = q4.fma(two, e4);
            FloatVector y4 = p4.fma(four, s4);
            FloatVector z4 = q4.fma(eight, e4).add(m54);
            int i5 = mAt + t * c + k + 5 * stride;
            FloatVector m05 = FloatVector.fromArray(SPECIES, m, i5);
            FloatVector m15 = FloatVector.fromArray(SPECIES, m, i5 + 6 * stride);
            FloatVector m25 = FloatVector.fromArray(SPECIES, m, i5 + 12 * stride);
            FloatVector m35 = FloatVector.fromArray(SPECIES, m, i5 + 18 * stride);
            FloatVector m45 = FloatVector.fromArray(SPECIES, m, i5 + 24 * stride);
            FloatVector m55 = FloatVector.fromArray(SPECIES, m, i5 + 30 * stride);
            FloatVector s5 = m15.add(m25);
            FloatVector e5 = m15.sub(m25);
            FloatVector p5 = m35.add(m45);
            FloatVector q5 = m35.sub(m45);
            FloatVector w5 = m05.add(s5).add(p5);
            FloatVector x5 = q5.fma(two, e5);
            FloatVector y5 = p5.fma(four, s5);
            FloatVector z5 = q5.fma(eight, e5).add(m55);
            FloatVector wS = w1.add(w2);
            FloatVector wE = w1.sub(w2);
            FloatVector wP = w3.add(w4);
            FloatVector wQ = w3.sub(w4);
            w0 = w0.add(wS).add(wP);
            w1 = wQ.fma(two, wE);
            w2 = wP.fma(four, wS);
            w3 = wQ.fma(eight, wE).add(w5);
            int wAt = (whole ? to : t * MARGIN * c) + k;
            w0.intoArray(out, wAt);
            w1.intoArray(out, wAt + c);
            w2.intoArray(out, wAt + 2 * c);
            w3.intoArray(out, wAt + 3 * c);
            FloatVector xS = x1.add(x2);
            FloatVector xE = x1.sub(x2);
            FloatVector xP = x3.add(x4);
            FloatVector xQ = x3.sub(x4);
            x0 = x0.add(xS).add(xP);
            x1 = xQ.fma(two, xE);
            x2 = xP.fma(four, xS);
            x3 = xQ.fma(eight, xE).add(x5);
            int xAt = wAt + down;
            x0.intoArray(out, xAt);
            x1.intoArray(out, xAt + c);
            x2.intoArray(out, xAt + 2 * c);
            x3.intoArray(out, xAt + 3 * c);
            FloatVector yS = y1.add(y2);
            FloatVector yE = y1.sub(y2);
            FloatVector yP = y3.add(y4);
            FloatVector yQ = y3.sub(y4);
            y0 = y0.add(yS).add(yP);
            y1 = yQ.fma(two, yE);
            y2 = yP.fma(four, yS);
            y3 = yQ.fma(eight, yE).add(y5);
            int yAt = wAt + 2 * down;
            y0.intoArray(out, yAt);
            y1.intoArray(out, yAt + c);
            y2.intoArray(out, yAt + 2 * c);
            y3.intoArray(out, yAt + 3 * c);
            FloatVector zS = z1.add(z2);
            FloatVector zE = z1.sub(z2);
            FloatVector zP = z3.add(z4);
            FloatVector zQ = z3.sub(z4);
            z0 = z0.add(zS).add(zP);
            z1 = zQ.fma(two, zE);
            z2 = zP.fma(four, zS);
            z3 = zQ.fma(eight, zE).add(z5);
            int zAt = wAt + 3 * down;
            z0.intoArray(out, zAt);
            z1.intoArray(out, zAt + c);
            z2.intoArray(out, zAt + 2 * c);
            z3.intoArray(out, zAt + 3 * c);
        }
    }

    /// As [#plain], with the epilogue for tiles that go to y themselves. What is not there is read as zeros.
    ///
    /// Two methods, because the epilogue's loads and comparisons take a tile's vector from 190 cycles to 250, and
    /// training has none.
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
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector eight = FloatVector.broadcast(SPECIES, 8);
        FloatVector b = FloatVector.fromArray(SPECIES, bias == null ? TiledProduct.ZEROS : bias, bias == null ? 0 : k);
        for (int t = 0; t < tiles; t++) {
            int to = at[from + t];
            boolean whole = to >= 0;
            float[] out = whole ? y : margin;
            int down = whole ? line : TILE * c;
            float[] other = whole && plus != null ? plus : TiledProduct.ZEROS;
            int mask = whole && plus != null ? -1 : 0;
            FloatVector floor = FloatVector.broadcast(SPECIES, relu && whole ? 0 : Float.NEGATIVE_INFINITY);
            int i0 = mAt + t * c + k;
            FloatVector m00 = FloatVector.fromArray(SPECIES, m, i0);
            FloatVector m10 = FloatVector.fromArray(SPECIES, m, i0 + 6 * stride);
            FloatVector m20 = FloatVector.fromArray(SPECIES, m, i0 + 12 * stride);
            FloatVector m30 = FloatVector.fromArray(SPECIES, m, i0 + 18 * stride);
            FloatVector m40 = FloatVector.fromArray(SPECIES, m, i0 + 24 * stride);
            FloatVector m50 = FloatVector.fromArray(SPECIES, m, i0 + 30 * stride);
            FloatVector s0 = m10.add(m20);
            FloatVector e0 = m10.sub(m20);
            FloatVector p0 = m30.add(m40);
            FloatVector q0 = m30.sub(m40);
            FloatVector w0 = m00.add(s0).add(p0);
            FloatVector x0 = q0.fma(two, e0);
            FloatVector y0 = p0.fma(four, s0);
            FloatVector z0 = q0.fma(eight, e0).add(m50);
            int i1 = mAt + t * c + k + stride;
            FloatVector m01 = FloatVector.fromArray(SPECIES, m, i1);
            FloatVector m11 = FloatVector.fromArray(SPECIES, m, i1 + 6 * stride).add(b);
            FloatVector m21 = FloatVector.fromArray(SPECIES, m, i1 + 12 * stride);
            FloatVector m31 = FloatVector.fromArray(SPECIES, m, i1 + 18 * stride);
            FloatVector m41 = FloatVector.fromArray(SPECIES, m, i1 + 24 * stride);
            FloatVector m51 = FloatVector.fromArray(SPECIES, m, i1 + 30 * stride);
            FloatVector s1 = m11.add(m21);
            FloatVector e1 = m11.sub(m21);
            FloatVector p1 = m31.add(m41);
            FloatVector q1 = m31.sub(m41);
            FloatVector w1 = m01.add(s1).add(p1);
            FloatVector x1 = q1.fma(two, e1);
            FloatVector y1 = p1.fma(four, s1);
            FloatVector z1 = q1.fma(eight, e1).add(m51);
            int i2 = mAt + t * c + k + 2 * stride;
            FloatVector m02 = FloatVector.fromArray(SPECIES, m, i2);
            FloatVector m12 = FloatVector.fromArray(SPECIES, m, i2 + 6 * stride);
            FloatVector m22 = FloatVector.fromArray(SPECIES, m, i2 + 12 * stride);
            FloatVector m32 = FloatVector.fromArray(SPECIES, m, i2 + 18 * stride);
            FloatVector m42 = FloatVector.fromArray(SPECIES, m, i2 + 24 * stride);
            FloatVector m52 = FloatVector.fromArray(SPECIES, m, i2 + 30 * stride);
            FloatVector s2 = m12.add(m22);
            FloatVector e2 = m12.sub(m22);
            FloatVector p2 = m32.add(m42);
            FloatVector q2 = m32.sub(m42);
            FloatVector w2 = m02.add(s2).add(p2);
            FloatVector x2 = q2.fma(two, e2);
            FloatVector y2 = p2.fma(four, s2);
            FloatVector z2 = q2.fma(eight, e2).add(m52);
            int i3 = mAt + t * c + k + 3 * stride;
            FloatVector m03 = FloatVector.fromArray(SPECIES, m, i3);
            FloatVector m13 = FloatVector.fromArray(SPECIES, m, i3 + 6 * stride);
            FloatVector m23 = FloatVector.fromArray(SPECIES, m, i3 + 12 * stride);
            FloatVector m33 = FloatVector.fromArray(SPECIES, m, i3 + 18 * stride);
            FloatVector m43 = FloatVector.fromArray(SPECIES, m, i3 + 24 * stride);
            FloatVector m53 = FloatVector.fromArray(SPECIES, m, i3 + 30 * stride);
            FloatVector s3 = m13.add(m23);
            FloatVector e3 = m13.sub(m23);
            FloatVector p3 = m33.add(m43);
            FloatVector q3 = m33.sub(m43);
            FloatVector w3 = m03.add(s3).add(p3);
            FloatVector x3 = q3.fma(two, e3);
            FloatVector y3 = p3.fma(four, s3);
            FloatVector z3 = q3.fma(eight, e3).add(m53);
            int i4 = mAt + t * c + k + 4 * stride;
            FloatVector m04 = FloatVector.fromArray(SPECIES, m, i4);
            FloatVector m14 = FloatVector.fromArray(SPECIES, m, i4 + 6 * stride);
            FloatVector m24 = FloatVector.fromArray(SPECIES, m, i4 + 12 * stride);
            FloatVector m34 = FloatVector.fromArray(SPECIES, m, i4 + 18 * stride);
            FloatVector m44 = FloatVector.fromArray(SPECIES, m, i4 + 24 * stride);
            FloatVector m54 = FloatVector.fromArray(SPECIES, m, i4 + 30 * stride);
            FloatVector s4 = m14.add(m24);
            FloatVector e4 = m14.sub(m24);
            FloatVector p4 = m34.add(m44);
            FloatVector q4 = m34.sub(m44);
            FloatVector w4 = m04.add(s4).add(p4);
            FloatVector x4 = q4.fma(two, e4);
            FloatVector y4 = p4.fma(four, s4);
            FloatVector z4 = q4.fma(eight, e4).add(m54);
            int i5 = mAt + t * c + k + 5 * stride;
            FloatVector m05 = FloatVector.fromArray(SPECIES, m, i5);
            FloatVector m15 = FloatVector.fromArray(SPECIES, m, i5 + 6 * stride);
            FloatVector m25 = FloatVector.fromArray(SPECIES, m, i5 + 12 * stride);
            FloatVector m35 = FloatVector.fromArray(SPECIES, m, i5 + 18 * stride);
            FloatVector m45 = FloatVector.fromArray(SPECIES, m, i5 + 24 * stride);
            FloatVector m55 = FloatVector.fromArray(SPECIES, m, i5 + 30 * stride);
            FloatVector s5 = m15.add(m25);
            FloatVector e5 = m15.sub(m25);
            FloatVector p5 = m35.add(m45);
            FloatVector q5 = m35.sub(m45);
            FloatVector w5 = m05.add(s5).add(p5);
            FloatVector x5 = q5.fma(two, e5);
            FloatVector y5 = p5.fma(four, s5);
            FloatVector z5 = q5.fma(eight, e5).add(m55);
            FloatVector wS = w1.add(w2);
            FloatVector wE = w1.sub(w2);
            FloatVector wP = w3.add(w4);
            FloatVector wQ = w3.sub(w4);
            w0 = w0.add(wS).add(wP);
            w1 = wQ.fma(two, wE);
            w2 = wP.fma(four, wS);
            w3 = wQ.fma(eight, wE).add(w5);
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
            FloatVector xS = x1.add(x2);
            FloatVector xE = x1.sub(x2);
            FloatVector xP = x3.add(x4);
            FloatVector xQ = x3.sub(x4);
            x0 = x0.add(xS).add(xP);
            x1 = xQ.fma(two, xE);
            x2 = xP.fma(four, xS);
            x3 = xQ.fma(eight, xE).add(x5);
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
            FloatVector yS = y1.add(y2);
            FloatVector yE = y1.sub(y2);
            FloatVector yP = y3.add(y4);
            FloatVector yQ = y3.sub(y4);
            y0 = y0.add(yS).add(yP);
            y1 = yQ.fma(two, yE);
            y2 = yP.fma(four, yS);
            y3 = yQ.fma(eight, yE).add(y5);
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
            FloatVector zS = z1.add(z2);
            FloatVector zE = z1.sub(z2);
            FloatVector zP = z3.add(z4);
            FloatVector zQ = z3.sub(z4);
            z0 = z0.add(zS).add(zP);
            z1 = zQ.fma(two, zE);
            z2 = zP.fma(four, zS);
            z3 = zQ.fma(eight, zE).add(z5);
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
