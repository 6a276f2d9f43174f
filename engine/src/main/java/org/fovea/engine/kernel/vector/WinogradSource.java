package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;
import static org.fovea.engine.kernel.vector.Winograd.SPAN;

import jdk.incubator.vector.FloatVector;

/// The transform of a source's tiles: v = Bᵀ·d·B, from 6×6 pixels d that overlap by two.
///
/// ```
///      ⎡4  0 −5  0  1  0⎤
///      ⎢0 −4 −4  1  1  0⎥
/// Bᵀ = ⎢0  4 −4 −1  1  0⎥
///      ⎢0 −2 −1  2  1  0⎥
///      ⎢0  2 −1 −2  1  0⎥
///      ⎣0  4  0 −5  0  1⎦
/// ```
///
/// One vector of channels at a time, all tiles of a block: the loop runs over tiles, because a loop over the few
/// vectors of 32 channels costs more to enter than its turns. The 36 values of a tile do not fit into 32 registers;
/// rows are made in the pairs that share their sums, each pair from the loads to the stores in registers.
final class WinogradSource extends TileSource {
    private static final int MARGIN = SPAN * SPAN;

    private final int stride;

    /// @param stride floats from one of the 36 components to the next
    WinogradSource(WinogradTiling tiling, int h, int w, int channels, int padTop, int padLeft, int stride) {
        super(tiling, 1, SPAN, h, w, channels, padTop, padLeft);
        this.stride = stride;
    }

    /// Component i of tile `from + t`, channel k, goes to v\[to + i·stride + t·c + k\].
    void transform(float[] x, int from, int tiles, float[] v, int to) {
        float[] margin = margin(x, from, tiles);
        for (int k = 0; k < c; k += COUNT) {
            end(x, margin, from, tiles, k, 0, v, to);
            ones(x, margin, from, tiles, k, v, to);
            twos(x, margin, from, tiles, k, v, to);
            end(x, margin, from, tiles, k, 1, v, to + 5 * SPAN * stride);
        }
    }

    /// Row 0 of Bᵀ·d·B, from the tile's first row on, or row 5, from its second: the points 0 and ∞.
    private void end(float[] x, float[] margin, int from, int tiles, int k, int first, float[] v, int to) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(SPECIES, -2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector minus4 = FloatVector.broadcast(SPECIES, -4);
        FloatVector minus5 = FloatVector.broadcast(SPECIES, -5);
        for (int t = 0; t < tiles; t++) {
            int i = at[from + t];
            float[] d = i < 0 ? margin : x;
            int down = i < 0 ? SPAN * c : line;
            int i0 = (i < 0 ? t * MARGIN * c : i) + first * down + k;
            int i2 = i0 + 2 * down;
            int i4 = i2 + 2 * down;
            FloatVector p0 = FloatVector.fromArray(SPECIES, d, i2)
                    .fma(
                            minus5,
                            FloatVector.fromArray(SPECIES, d, i0).fma(four, FloatVector.fromArray(SPECIES, d, i4)));
            FloatVector p1 = FloatVector.fromArray(SPECIES, d, i2 + c)
                    .fma(
                            minus5,
                            FloatVector.fromArray(SPECIES, d, i0 + c)
                                    .fma(four, FloatVector.fromArray(SPECIES, d, i4 + c)));
            FloatVector p2 = FloatVector.fromArray(SPECIES, d, i2 + 2 * c)
                    .fma(
                            minus5,
                            FloatVector.fromArray(SPECIES, d, i0 + 2 * c)
                                    .fma(four, FloatVector.fromArray(SPECIES, d, i4 + 2 * c)));
            FloatVector p3 = FloatVector.fromArray(SPECIES, d, i2 + 3 * c)
                    .fma(
                            minus5,
                            FloatVector.fromArray(SPECIES, d, i0 + 3 * c)
                                    .fma(four, FloatVector.fromArray(SPECIES, d, i4 + 3 * c)));
            FloatVector p4 = FloatVector.fromArray(SPECIES, d, i2 + 4 * c)
                    .fma(
                            minus5,
                            FloatVector.fromArray(SPECIES, d, i0 + 4 * c)
                                    .fma(four, FloatVector.fromArray(SPECIES, d, i4 + 4 * c)));
            FloatVector p5 = FloatVector.fromArray(SPECIES, d, i2 + 5 * c)
                    .fma(
                            minus5,
                            FloatVector.fromArray(SPECIES, d, i0 + 5 * c)
                                    .fma(four, FloatVector.fromArray(SPECIES, d, i4 + 5 * c)));
            int pAt = to + t * c + k;
            FloatVector pEven = p2.fma(minus4, p4);
            FloatVector pOdd = p1.fma(minus4, p3);
            FloatVector pNear = p4.sub(p2);
            FloatVector pGap = p3.sub(p1);
            p2.fma(minus5, p0.fma(four, p4)).intoArray(v, pAt);
            pEven.add(pOdd).intoArray(v, pAt + stride);
            pEven.sub(pOdd).intoArray(v, pAt + 2 * stride);
            pGap.fma(two, pNear).intoArray(v, pAt + 3 * stride);
            pGap.fma(minus2, pNear).intoArray(v, pAt + 4 * stride);
            p3.fma(minus5, p1.fma(four, p5)).intoArray(v, pAt + 5 * stride);
        }
    }

    /// Rows 1 and 2: the points 1 and −1.
    private void ones(float[] x, float[] margin, int from, int tiles, int k, float[] v, int to) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(SPECIES, -2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector minus4 = FloatVector.broadcast(SPECIES, -4);
        FloatVector minus5 = FloatVector.broadcast(SPECIES, -5);
        for (int t = 0; t < tiles; t++) {
            int i = at[from + t];
            float[] d = i < 0 ? margin : x;
            int down = i < 0 ? SPAN * c : line;
            int i1 = (i < 0 ? t * MARGIN * c : i) + down + k;
            int i2 = i1 + down;
            int i3 = i2 + down;
            int i4 = i3 + down;
            FloatVector d10 = FloatVector.fromArray(SPECIES, d, i1);
            FloatVector d20 = FloatVector.fromArray(SPECIES, d, i2);
            FloatVector d30 = FloatVector.fromArray(SPECIES, d, i3);
            FloatVector d40 = FloatVector.fromArray(SPECIES, d, i4);
            FloatVector even0 = d20.fma(minus4, d40);
            FloatVector odd0 = d10.fma(minus4, d30);
            FloatVector p0 = even0.add(odd0);
            FloatVector q0 = even0.sub(odd0);
            FloatVector d11 = FloatVector.fromArray(SPECIES, d, i1 + c);
            FloatVector d21 = FloatVector.fromArray(SPECIES, d, i2 + c);
            FloatVector d31 = FloatVector.fromArray(SPECIES, d, i3 + c);
            FloatVector d41 = FloatVector.fromArray(SPECIES, d, i4 + c);
            FloatVector even1 = d21.fma(minus4, d41);
            FloatVector odd1 = d11.fma(minus4, d31);
            FloatVector p1 = even1.add(odd1);
            FloatVector q1 = even1.sub(odd1);
            FloatVector d12 = FloatVector.fromArray(SPECIES, d, i1 + 2 * c);
            FloatVector d22 = FloatVector.fromArray(SPECIES, d, i2 + 2 * c);
            FloatVector d32 = FloatVector.fromArray(SPECIES, d, i3 + 2 * c);
            FloatVector d42 = FloatVector.fromArray(SPECIES, d, i4 + 2 * c);
            FloatVector even2 = d22.fma(minus4, d42);
            FloatVector odd2 = d12.fma(minus4, d32);
            FloatVector p2 = even2.add(odd2);
            FloatVector q2 = even2.sub(odd2);
            FloatVector d13 = FloatVector.fromArray(SPECIES, d, i1 + 3 * c);
            FloatVector d23 = FloatVector.fromArray(SPECIES, d, i2 + 3 * c);
            FloatVector d33 = FloatVector.fromArray(SPECIES, d, i3 + 3 * c);
            FloatVector d43 = FloatVector.fromArray(SPECIES, d, i4 + 3 * c);
            FloatVector even3 = d23.fma(minus4, d43);
            FloatVector odd3 = d13.fma(minus4, d33);
            FloatVector p3 = even3.add(odd3);
            FloatVector q3 = even3.sub(odd3);
            FloatVector d14 = FloatVector.fromArray(SPECIES, d, i1 + 4 * c);
            FloatVector d24 = FloatVector.fromArray(SPECIES, d, i2 + 4 * c);
            FloatVector d34 = FloatVector.fromArray(SPECIES, d, i3 + 4 * c);
            FloatVector d44 = FloatVector.fromArray(SPECIES, d, i4 + 4 * c);
            FloatVector even4 = d24.fma(minus4, d44);
            FloatVector odd4 = d14.fma(minus4, d34);
            FloatVector p4 = even4.add(odd4);
            FloatVector q4 = even4.sub(odd4);
            FloatVector d15 = FloatVector.fromArray(SPECIES, d, i1 + 5 * c);
            FloatVector d25 = FloatVector.fromArray(SPECIES, d, i2 + 5 * c);
            FloatVector d35 = FloatVector.fromArray(SPECIES, d, i3 + 5 * c);
            FloatVector d45 = FloatVector.fromArray(SPECIES, d, i4 + 5 * c);
            FloatVector even5 = d25.fma(minus4, d45);
            FloatVector odd5 = d15.fma(minus4, d35);
            FloatVector p5 = even5.add(odd5);
            FloatVector q5 = even5.sub(odd5);
            int pAt = to + 6 * stride + t * c + k;
            FloatVector pEven = p2.fma(minus4, p4);
            FloatVector pOdd = p1.fma(minus4, p3);
            FloatVector pNear = p4.sub(p2);
            FloatVector pGap = p3.sub(p1);
            p2.fma(minus5, p0.fma(four, p4)).intoArray(v, pAt);
            pEven.add(pOdd).intoArray(v, pAt + stride);
            pEven.sub(pOdd).intoArray(v, pAt + 2 * stride);
            pGap.fma(two, pNear).intoArray(v, pAt + 3 * stride);
            pGap.fma(minus2, pNear).intoArray(v, pAt + 4 * stride);
            p3.fma(minus5, p1.fma(four, p5)).intoArray(v, pAt + 5 * stride);
            int qAt = to + 12 * stride + t * c + k;
            FloatVector qEven = q2.fma(minus4, q4);
            FloatVector qOdd = q1.fma(minus4, q3);
            FloatVector qNear = q4.sub(q2);
            FloatVector qGap = q3.sub(q1);
            q2.fma(minus5, q0.fma(four, q4)).intoArray(v, qAt);
            qEven.add(qOdd).intoArray(v, qAt + stride);
            qEven.sub(qOdd).intoArray(v, qAt + 2 * stride);
            qGap.fma(two, qNear).intoArray(v, qAt + 3 * stride);
            qGap.fma(minus2, qNear).intoArray(v, qAt + 4 * stride);
            q3.fma(minus5, q1.fma(four, q5)).intoArray(v, qAt + 5 * stride);
        }
    }

    /// Rows 3 and 4: the points 2 and −2.
    private void twos(float[] x, float[] margin, int from, int tiles, int k, float[] v, int to) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(SPECIES, -2);
        FloatVector four = FloatVector.broadcast(SPECIES, 4);
        FloatVector minus4 = FloatVector.broadcast(SPECIES, -4);
        FloatVector minus5 = FloatVector.broadcast(SPECIES, -5);
        for (int t = 0; t < tiles; t++) {
            int i = at[from + t];
            float[] d = i < 0 ? margin : x;
            int down = i < 0 ? SPAN * c : line;
            int i1 = (i < 0 ? t * MARGIN * c : i) + down + k;
            int i2 = i1 + down;
            int i3 = i2 + down;
            int i4 = i3 + down;
            FloatVector d10 = FloatVector.fromArray(SPECIES, d, i1);
            FloatVector d20 = FloatVector.fromArray(SPECIES, d, i2);
            FloatVector d30 = FloatVector.fromArray(SPECIES, d, i3);
            FloatVector d40 = FloatVector.fromArray(SPECIES, d, i4);
            FloatVector near0 = d40.sub(d20);
            FloatVector gap0 = d30.sub(d10);
            FloatVector p0 = gap0.fma(two, near0);
            FloatVector q0 = gap0.fma(minus2, near0);
            FloatVector d11 = FloatVector.fromArray(SPECIES, d, i1 + c);
            FloatVector d21 = FloatVector.fromArray(SPECIES, d, i2 + c);
            FloatVector d31 = FloatVector.fromArray(SPECIES, d, i3 + c);
            FloatVector d41 = FloatVector.fromArray(SPECIES, d, i4 + c);
            FloatVector near1 = d41.sub(d21);
            FloatVector gap1 = d31.sub(d11);
            FloatVector p1 = gap1.fma(two, near1);
            FloatVector q1 = gap1.fma(minus2, near1);
            FloatVector d12 = FloatVector.fromArray(SPECIES, d, i1 + 2 * c);
            FloatVector d22 = FloatVector.fromArray(SPECIES, d, i2 + 2 * c);
            FloatVector d32 = FloatVector.fromArray(SPECIES, d, i3 + 2 * c);
            FloatVector d42 = FloatVector.fromArray(SPECIES, d, i4 + 2 * c);
            FloatVector near2 = d42.sub(d22);
            FloatVector gap2 = d32.sub(d12);
            FloatVector p2 = gap2.fma(two, near2);
            FloatVector q2 = gap2.fma(minus2, near2);
            FloatVector d13 = FloatVector.fromArray(SPECIES, d, i1 + 3 * c);
            FloatVector d23 = FloatVector.fromArray(SPECIES, d, i2 + 3 * c);
            FloatVector d33 = FloatVector.fromArray(SPECIES, d, i3 + 3 * c);
            FloatVector d43 = FloatVector.fromArray(SPECIES, d, i4 + 3 * c);
            FloatVector near3 = d43.sub(d23);
            FloatVector gap3 = d33.sub(d13);
            FloatVector p3 = gap3.fma(two, near3);
            FloatVector q3 = gap3.fma(minus2, near3);
            FloatVector d14 = FloatVector.fromArray(SPECIES, d, i1 + 4 * c);
            FloatVector d24 = FloatVector.fromArray(SPECIES, d, i2 + 4 * c);
            FloatVector d34 = FloatVector.fromArray(SPECIES, d, i3 + 4 * c);
            FloatVector d44 = FloatVector.fromArray(SPECIES, d, i4 + 4 * c);
            FloatVector near4 = d44.sub(d24);
            FloatVector gap4 = d34.sub(d14);
            FloatVector p4 = gap4.fma(two, near4);
            FloatVector q4 = gap4.fma(minus2, near4);
            FloatVector d15 = FloatVector.fromArray(SPECIES, d, i1 + 5 * c);
            FloatVector d25 = FloatVector.fromArray(SPECIES, d, i2 + 5 * c);
            FloatVector d35 = FloatVector.fromArray(SPECIES, d, i3 + 5 * c);
            FloatVector d45 = FloatVector.fromArray(SPECIES, d, i4 + 5 * c);
            FloatVector near5 = d45.sub(d25);
            FloatVector gap5 = d35.sub(d15);
            FloatVector p5 = gap5.fma(two, near5);
            FloatVector q5 = gap5.fma(minus2, near5);
            int pAt = to + 18 * stride + t * c + k;
            FloatVector pEven = p2.fma(minus4, p4);
            FloatVector pOdd = p1.fma(minus4, p3);
            FloatVector pNear = p4.sub(p2);
            FloatVector pGap = p3.sub(p1);
            p2.fma(minus5, p0.fma(four, p4)).intoArray(v, pAt);
            pEven.add(pOdd).intoArray(v, pAt + stride);
            pEven.sub(pOdd).intoArray(v, pAt + 2 * stride);
            pGap.fma(two, pNear).intoArray(v, pAt + 3 * stride);
            pGap.fma(minus2, pNear).intoArray(v, pAt + 4 * stride);
            p3.fma(minus5, p1.fma(four, p5)).intoArray(v, pAt + 5 * stride);
            int qAt = to + 24 * stride + t * c + k;
            FloatVector qEven = q2.fma(minus4, q4);
            FloatVector qOdd = q1.fma(minus4, q3);
            FloatVector qNear = q4.sub(q2);
            FloatVector qGap = q3.sub(q1);
            q2.fma(minus5, q0.fma(four, q4)).intoArray(v, qAt);
            qEven.add(qOdd).intoArray(v, qAt + stride);
            qEven.sub(qOdd).intoArray(v, qAt + 2 * stride);
            qGap.fma(two, qNear).intoArray(v, qAt + 3 * stride);
            qGap.fma(minus2, qNear).intoArray(v, qAt + 4 * stride);
            q3.fma(minus5, q1.fma(four, q5)).intoArray(v, qAt + 5 * stride);
        }
    }
}
