package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;
import static org.fovea.engine.kernel.vector.StridedWinograd.SPAN;

import jdk.incubator.vector.FloatVector;

/// The transform of a source's tiles for [StridedWinograd]: from 9×9 pixels, which overlap by one, to 81 values.
///
/// Pixels of even and of odd rows and columns are transformed apart, either way down and across: four values d of a
/// phase to the points 0, 1, −1 and 2, and the last four of the five even ones to ∞, which has the row of the point 0.
///
/// ```
/// ⎡ 2 −1 −2  1⎤
/// ⎢ 0  2  1 −1⎥
/// ⎢ 0 −2  3 −1⎥ · d
/// ⎣ 0 −1  0  1⎦
/// ```
///
/// As in [WinogradSource] the loops run over tiles, from the loads to the stores in registers: 5 columns at four points
/// are 20 vectors.
final class StridedWinogradSource extends TileSource {
    private static final int MARGIN = SPAN * SPAN;

    private final StridedWinograd layout;
    /// Floats from one component of four phases, or of two, to the next.
    private final int four;
    private final int pair;

    StridedWinogradSource(
            WinogradTiling tiling, int h, int w, int channels, int padTop, int padLeft, StridedWinograd layout) {
        super(tiling, 2, SPAN, h, w, channels, padTop, padLeft);
        this.layout = layout;
        four = layout.at(1) - layout.at(0);
        pair = layout.at(17) - layout.at(16);
    }

    /// Tile `from + t` goes to row `row + t` of each component of v.
    void transform(float[] x, int from, int tiles, float[] v, int row) {
        float[] margin = margin(x, from, tiles);
        for (int k = 0; k < c; k += COUNT) {
            for (int phase = 0; phase < 2; phase++) {
                evenColumns(x, margin, from, tiles, k, phase, v, row);
                oddColumns(x, margin, from, tiles, k, phase, v, row);
            }
            lastRow(x, margin, from, tiles, k, v, row);
        }
    }

    /// Even columns of one phase of rows, at the four finite points of the rows.
    private void evenColumns(float[] x, float[] margin, int from, int tiles, int k, int phase, float[] v, int row) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(SPECIES, -2);
        int to = layout.at(0) + row * 4 * c + 2 * phase * c + k;
        int edge = layout.at(16) + row * 2 * c + phase * c + k;
        for (int t = 0; t < tiles; t++) {
            int i = at[from + t];
            float[] d = i < 0 ? margin : x;
            int down = i < 0 ? SPAN * c : line;
            int i0 = (i < 0 ? t * MARGIN * c : i) + phase * down + k;
            int i1 = i0 + 2 * down;
            int i2 = i1 + 2 * down;
            int i3 = i2 + 2 * down;
            FloatVector d00 = FloatVector.fromArray(SPECIES, d, i0);
            FloatVector d10 = FloatVector.fromArray(SPECIES, d, i1);
            FloatVector d20 = FloatVector.fromArray(SPECIES, d, i2);
            FloatVector d30 = FloatVector.fromArray(SPECIES, d, i3);
            FloatVector p0 = d30.sub(d10);
            FloatVector s0 = d20.sub(d30);
            FloatVector e0 = d20.sub(d00).fma(minus2, p0);
            FloatVector f0 = d10.fma(two, s0);
            FloatVector g0 = d20.sub(d10).fma(two, s0);
            FloatVector d01 = FloatVector.fromArray(SPECIES, d, i0 + 2 * c);
            FloatVector d11 = FloatVector.fromArray(SPECIES, d, i1 + 2 * c);
            FloatVector d21 = FloatVector.fromArray(SPECIES, d, i2 + 2 * c);
            FloatVector d31 = FloatVector.fromArray(SPECIES, d, i3 + 2 * c);
            FloatVector p1 = d31.sub(d11);
            FloatVector s1 = d21.sub(d31);
            FloatVector e1 = d21.sub(d01).fma(minus2, p1);
            FloatVector f1 = d11.fma(two, s1);
            FloatVector g1 = d21.sub(d11).fma(two, s1);
            FloatVector d02 = FloatVector.fromArray(SPECIES, d, i0 + 4 * c);
            FloatVector d12 = FloatVector.fromArray(SPECIES, d, i1 + 4 * c);
            FloatVector d22 = FloatVector.fromArray(SPECIES, d, i2 + 4 * c);
            FloatVector d32 = FloatVector.fromArray(SPECIES, d, i3 + 4 * c);
            FloatVector p2 = d32.sub(d12);
            FloatVector s2 = d22.sub(d32);
            FloatVector e2 = d22.sub(d02).fma(minus2, p2);
            FloatVector f2 = d12.fma(two, s2);
            FloatVector g2 = d22.sub(d12).fma(two, s2);
            FloatVector d03 = FloatVector.fromArray(SPECIES, d, i0 + 6 * c);
            FloatVector d13 = FloatVector.fromArray(SPECIES, d, i1 + 6 * c);
            FloatVector d23 = FloatVector.fromArray(SPECIES, d, i2 + 6 * c);
            FloatVector d33 = FloatVector.fromArray(SPECIES, d, i3 + 6 * c);
            FloatVector p3 = d33.sub(d13);
            FloatVector s3 = d23.sub(d33);
            FloatVector e3 = d23.sub(d03).fma(minus2, p3);
            FloatVector f3 = d13.fma(two, s3);
            FloatVector g3 = d23.sub(d13).fma(two, s3);
            FloatVector d04 = FloatVector.fromArray(SPECIES, d, i0 + 8 * c);
            FloatVector d14 = FloatVector.fromArray(SPECIES, d, i1 + 8 * c);
            FloatVector d24 = FloatVector.fromArray(SPECIES, d, i2 + 8 * c);
            FloatVector d34 = FloatVector.fromArray(SPECIES, d, i3 + 8 * c);
            FloatVector p4 = d34.sub(d14);
            FloatVector s4 = d24.sub(d34);
            FloatVector e4 = d24.sub(d04).fma(minus2, p4);
            FloatVector f4 = d14.fma(two, s4);
            FloatVector g4 = d24.sub(d14).fma(two, s4);
            int o = to + t * 4 * c;
            int z = edge + t * 2 * c;
            FloatVector eU = e3.sub(e1);
            FloatVector eD = e2.sub(e3);
            e2.sub(e0).fma(minus2, eU).intoArray(v, o);
            e1.fma(two, eD).intoArray(v, o + four);
            e2.sub(e1).fma(two, eD).intoArray(v, o + 2 * four);
            eU.intoArray(v, o + 3 * four);
            eU.fma(minus2, e4.sub(e2)).intoArray(v, z);
            FloatVector fU = f3.sub(f1);
            FloatVector fD = f2.sub(f3);
            f2.sub(f0).fma(minus2, fU).intoArray(v, o + 4 * four);
            f1.fma(two, fD).intoArray(v, o + 5 * four);
            f2.sub(f1).fma(two, fD).intoArray(v, o + 6 * four);
            fU.intoArray(v, o + 7 * four);
            fU.fma(minus2, f4.sub(f2)).intoArray(v, z + pair);
            FloatVector gU = g3.sub(g1);
            FloatVector gD = g2.sub(g3);
            g2.sub(g0).fma(minus2, gU).intoArray(v, o + 8 * four);
            g1.fma(two, gD).intoArray(v, o + 9 * four);
            g2.sub(g1).fma(two, gD).intoArray(v, o + 10 * four);
            gU.intoArray(v, o + 11 * four);
            gU.fma(minus2, g4.sub(g2)).intoArray(v, z + 2 * pair);
            FloatVector pU = p3.sub(p1);
            FloatVector pD = p2.sub(p3);
            p2.sub(p0).fma(minus2, pU).intoArray(v, o + 12 * four);
            p1.fma(two, pD).intoArray(v, o + 13 * four);
            p2.sub(p1).fma(two, pD).intoArray(v, o + 14 * four);
            pU.intoArray(v, o + 15 * four);
            pU.fma(minus2, p4.sub(p2)).intoArray(v, z + 3 * pair);
        }
    }

    /// Odd columns, likewise.
    private void oddColumns(float[] x, float[] margin, int from, int tiles, int k, int phase, float[] v, int row) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(SPECIES, -2);
        int to = layout.at(0) + row * 4 * c + (2 * phase + 1) * c + k;
        for (int t = 0; t < tiles; t++) {
            int i = at[from + t];
            float[] d = i < 0 ? margin : x;
            int down = i < 0 ? SPAN * c : line;
            int i0 = (i < 0 ? t * MARGIN * c : i) + phase * down + c + k;
            int i1 = i0 + 2 * down;
            int i2 = i1 + 2 * down;
            int i3 = i2 + 2 * down;
            FloatVector d00 = FloatVector.fromArray(SPECIES, d, i0);
            FloatVector d10 = FloatVector.fromArray(SPECIES, d, i1);
            FloatVector d20 = FloatVector.fromArray(SPECIES, d, i2);
            FloatVector d30 = FloatVector.fromArray(SPECIES, d, i3);
            FloatVector p0 = d30.sub(d10);
            FloatVector s0 = d20.sub(d30);
            FloatVector e0 = d20.sub(d00).fma(minus2, p0);
            FloatVector f0 = d10.fma(two, s0);
            FloatVector g0 = d20.sub(d10).fma(two, s0);
            FloatVector d01 = FloatVector.fromArray(SPECIES, d, i0 + 2 * c);
            FloatVector d11 = FloatVector.fromArray(SPECIES, d, i1 + 2 * c);
            FloatVector d21 = FloatVector.fromArray(SPECIES, d, i2 + 2 * c);
            FloatVector d31 = FloatVector.fromArray(SPECIES, d, i3 + 2 * c);
            FloatVector p1 = d31.sub(d11);
            FloatVector s1 = d21.sub(d31);
            FloatVector e1 = d21.sub(d01).fma(minus2, p1);
            FloatVector f1 = d11.fma(two, s1);
            FloatVector g1 = d21.sub(d11).fma(two, s1);
            FloatVector d02 = FloatVector.fromArray(SPECIES, d, i0 + 4 * c);
            FloatVector d12 = FloatVector.fromArray(SPECIES, d, i1 + 4 * c);
            FloatVector d22 = FloatVector.fromArray(SPECIES, d, i2 + 4 * c);
            FloatVector d32 = FloatVector.fromArray(SPECIES, d, i3 + 4 * c);
            FloatVector p2 = d32.sub(d12);
            FloatVector s2 = d22.sub(d32);
            FloatVector e2 = d22.sub(d02).fma(minus2, p2);
            FloatVector f2 = d12.fma(two, s2);
            FloatVector g2 = d22.sub(d12).fma(two, s2);
            FloatVector d03 = FloatVector.fromArray(SPECIES, d, i0 + 6 * c);
            FloatVector d13 = FloatVector.fromArray(SPECIES, d, i1 + 6 * c);
            FloatVector d23 = FloatVector.fromArray(SPECIES, d, i2 + 6 * c);
            FloatVector d33 = FloatVector.fromArray(SPECIES, d, i3 + 6 * c);
            FloatVector p3 = d33.sub(d13);
            FloatVector s3 = d23.sub(d33);
            FloatVector e3 = d23.sub(d03).fma(minus2, p3);
            FloatVector f3 = d13.fma(two, s3);
            FloatVector g3 = d23.sub(d13).fma(two, s3);
            int o = to + t * 4 * c;
            FloatVector eU = e3.sub(e1);
            FloatVector eD = e2.sub(e3);
            e2.sub(e0).fma(minus2, eU).intoArray(v, o);
            e1.fma(two, eD).intoArray(v, o + four);
            e2.sub(e1).fma(two, eD).intoArray(v, o + 2 * four);
            eU.intoArray(v, o + 3 * four);
            FloatVector fU = f3.sub(f1);
            FloatVector fD = f2.sub(f3);
            f2.sub(f0).fma(minus2, fU).intoArray(v, o + 4 * four);
            f1.fma(two, fD).intoArray(v, o + 5 * four);
            f2.sub(f1).fma(two, fD).intoArray(v, o + 6 * four);
            fU.intoArray(v, o + 7 * four);
            FloatVector gU = g3.sub(g1);
            FloatVector gD = g2.sub(g3);
            g2.sub(g0).fma(minus2, gU).intoArray(v, o + 8 * four);
            g1.fma(two, gD).intoArray(v, o + 9 * four);
            g2.sub(g1).fma(two, gD).intoArray(v, o + 10 * four);
            gU.intoArray(v, o + 11 * four);
            FloatVector pU = p3.sub(p1);
            FloatVector pD = p2.sub(p3);
            p2.sub(p0).fma(minus2, pU).intoArray(v, o + 12 * four);
            p1.fma(two, pD).intoArray(v, o + 13 * four);
            p2.sub(p1).fma(two, pD).intoArray(v, o + 14 * four);
            pU.intoArray(v, o + 15 * four);
        }
    }

    /// The point ∞ of the rows, to which only the even phase comes.
    private void lastRow(float[] x, float[] margin, int from, int tiles, int k, float[] v, int row) {
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        FloatVector minus2 = FloatVector.broadcast(SPECIES, -2);
        int to = layout.at(20) + row * 2 * c + k;
        int corner = layout.at(24) + row * c + k;
        for (int t = 0; t < tiles; t++) {
            int i = at[from + t];
            float[] d = i < 0 ? margin : x;
            int down = i < 0 ? SPAN * c : line;
            int i0 = (i < 0 ? t * MARGIN * c : i) + 2 * down + k;
            int i1 = i0 + 2 * down;
            int i2 = i1 + 2 * down;
            int i3 = i2 + 2 * down;
            FloatVector e0 = FloatVector.fromArray(SPECIES, d, i2)
                    .sub(FloatVector.fromArray(SPECIES, d, i0))
                    .fma(minus2, FloatVector.fromArray(SPECIES, d, i3).sub(FloatVector.fromArray(SPECIES, d, i1)));
            FloatVector e1 = FloatVector.fromArray(SPECIES, d, i2 + 2 * c)
                    .sub(FloatVector.fromArray(SPECIES, d, i0 + 2 * c))
                    .fma(
                            minus2,
                            FloatVector.fromArray(SPECIES, d, i3 + 2 * c)
                                    .sub(FloatVector.fromArray(SPECIES, d, i1 + 2 * c)));
            FloatVector e2 = FloatVector.fromArray(SPECIES, d, i2 + 4 * c)
                    .sub(FloatVector.fromArray(SPECIES, d, i0 + 4 * c))
                    .fma(
                            minus2,
                            FloatVector.fromArray(SPECIES, d, i3 + 4 * c)
                                    .sub(FloatVector.fromArray(SPECIES, d, i1 + 4 * c)));
            FloatVector e3 = FloatVector.fromArray(SPECIES, d, i2 + 6 * c)
                    .sub(FloatVector.fromArray(SPECIES, d, i0 + 6 * c))
                    .fma(
                            minus2,
                            FloatVector.fromArray(SPECIES, d, i3 + 6 * c)
                                    .sub(FloatVector.fromArray(SPECIES, d, i1 + 6 * c)));
            FloatVector e4 = FloatVector.fromArray(SPECIES, d, i2 + 8 * c)
                    .sub(FloatVector.fromArray(SPECIES, d, i0 + 8 * c))
                    .fma(
                            minus2,
                            FloatVector.fromArray(SPECIES, d, i3 + 8 * c)
                                    .sub(FloatVector.fromArray(SPECIES, d, i1 + 8 * c)));
            FloatVector f0 = FloatVector.fromArray(SPECIES, d, i2 + c)
                    .sub(FloatVector.fromArray(SPECIES, d, i0 + c))
                    .fma(
                            minus2,
                            FloatVector.fromArray(SPECIES, d, i3 + c).sub(FloatVector.fromArray(SPECIES, d, i1 + c)));
            FloatVector f1 = FloatVector.fromArray(SPECIES, d, i2 + 3 * c)
                    .sub(FloatVector.fromArray(SPECIES, d, i0 + 3 * c))
                    .fma(
                            minus2,
                            FloatVector.fromArray(SPECIES, d, i3 + 3 * c)
                                    .sub(FloatVector.fromArray(SPECIES, d, i1 + 3 * c)));
            FloatVector f2 = FloatVector.fromArray(SPECIES, d, i2 + 5 * c)
                    .sub(FloatVector.fromArray(SPECIES, d, i0 + 5 * c))
                    .fma(
                            minus2,
                            FloatVector.fromArray(SPECIES, d, i3 + 5 * c)
                                    .sub(FloatVector.fromArray(SPECIES, d, i1 + 5 * c)));
            FloatVector f3 = FloatVector.fromArray(SPECIES, d, i2 + 7 * c)
                    .sub(FloatVector.fromArray(SPECIES, d, i0 + 7 * c))
                    .fma(
                            minus2,
                            FloatVector.fromArray(SPECIES, d, i3 + 7 * c)
                                    .sub(FloatVector.fromArray(SPECIES, d, i1 + 7 * c)));
            int o = to + t * 2 * c;
            FloatVector eU = e3.sub(e1);
            FloatVector eD = e2.sub(e3);
            e2.sub(e0).fma(minus2, eU).intoArray(v, o);
            e1.fma(two, eD).intoArray(v, o + pair);
            e2.sub(e1).fma(two, eD).intoArray(v, o + 2 * pair);
            eU.intoArray(v, o + 3 * pair);
            eU.fma(minus2, e4.sub(e2)).intoArray(v, corner + t * c);
            int z = o + c;
            FloatVector fU = f3.sub(f1);
            FloatVector fD = f2.sub(f3);
            f2.sub(f0).fma(minus2, fU).intoArray(v, z);
            f1.fma(two, fD).intoArray(v, z + pair);
            f2.sub(f1).fma(two, fD).intoArray(v, z + 2 * pair);
            fU.intoArray(v, z + 3 * pair);
        }
    }
}
