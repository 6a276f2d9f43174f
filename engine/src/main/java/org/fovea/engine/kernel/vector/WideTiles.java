package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Register tiles of a [TiledProduct] for panels of four and three vectors, on machines with 32 vector registers.
///
/// A tile keeps its sums in registers over the whole of k: one broadcast of A serves every vector of a row, one load of
/// B every row. 6×4 and 8×3 hold 24 sums, which with B's vectors and A's broadcast fill 28 to 29 of 32 registers and
/// reach 96 to 100 % of an AVX-512 core's peak; 14×2 spills. The sums are named locals and each tile is a method of its
/// own, because C2 keeps no array in registers and gives up on larger methods.
///
/// Rows beyond `last` are computed as copies of row `last`, which then writes the same values again: the tail needs no
/// code of its own.
final class WideTiles {
    private WideTiles() {}

    /// Six rows by four vectors: 24 accumulators.
    static void sixByFour(
            TiledProduct p,
            float[] a,
            int aAt,
            int row,
            int last,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int[] cRows,
            int cRow,
            int cLast) {
        int[] rows = p.aRows;
        int[] segments = p.segments;
        int length = p.length;
        int step = p.step;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        int a2 = aAt + rows[Math.min(row + 2, last)];
        int a3 = aAt + rows[Math.min(row + 3, last)];
        int a4 = aAt + rows[Math.min(row + 4, last)];
        int a5 = aAt + rows[Math.min(row + 5, last)];
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = FloatVector.zero(SPECIES);
        FloatVector c02 = FloatVector.zero(SPECIES);
        FloatVector c03 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c12 = FloatVector.zero(SPECIES);
        FloatVector c13 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c21 = FloatVector.zero(SPECIES);
        FloatVector c22 = FloatVector.zero(SPECIES);
        FloatVector c23 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        FloatVector c31 = FloatVector.zero(SPECIES);
        FloatVector c32 = FloatVector.zero(SPECIES);
        FloatVector c33 = FloatVector.zero(SPECIES);
        FloatVector c40 = FloatVector.zero(SPECIES);
        FloatVector c41 = FloatVector.zero(SPECIES);
        FloatVector c42 = FloatVector.zero(SPECIES);
        FloatVector c43 = FloatVector.zero(SPECIES);
        FloatVector c50 = FloatVector.zero(SPECIES);
        FloatVector c51 = FloatVector.zero(SPECIES);
        FloatVector c52 = FloatVector.zero(SPECIES);
        FloatVector c53 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * 4 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i * 4 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + i * 4 * COUNT + 2 * COUNT);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + i * 4 * COUNT + 3 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                c03 = x0.fma(b3, c03);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                c13 = x1.fma(b3, c13);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                c23 = x2.fma(b3, c23);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
                c33 = x3.fma(b3, c33);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                c42 = x4.fma(b2, c42);
                c43 = x4.fma(b3, c43);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                c52 = x5.fma(b2, c52);
                c53 = x5.fma(b3, c53);
                q += step;
            }
            bAt += length * 4 * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        c03.intoArray(c, y0 + 3 * COUNT);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
        c13.intoArray(c, y1 + 3 * COUNT);
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        c22.intoArray(c, y2 + 2 * COUNT);
        c23.intoArray(c, y2 + 3 * COUNT);
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        c32.intoArray(c, y3 + 2 * COUNT);
        c33.intoArray(c, y3 + 3 * COUNT);
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        c40.intoArray(c, y4);
        c41.intoArray(c, y4 + COUNT);
        c42.intoArray(c, y4 + 2 * COUNT);
        c43.intoArray(c, y4 + 3 * COUNT);
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        c50.intoArray(c, y5);
        c51.intoArray(c, y5 + COUNT);
        c52.intoArray(c, y5 + 2 * COUNT);
        c53.intoArray(c, y5 + 3 * COUNT);
    }

    /// Two rows by four vectors: 8 accumulators.
    static void twoByFour(
            TiledProduct p,
            float[] a,
            int aAt,
            int row,
            int last,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int[] cRows,
            int cRow,
            int cLast) {
        int[] rows = p.aRows;
        int[] segments = p.segments;
        int length = p.length;
        int step = p.step;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = FloatVector.zero(SPECIES);
        FloatVector c02 = FloatVector.zero(SPECIES);
        FloatVector c03 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c12 = FloatVector.zero(SPECIES);
        FloatVector c13 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * 4 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i * 4 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + i * 4 * COUNT + 2 * COUNT);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + i * 4 * COUNT + 3 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                c03 = x0.fma(b3, c03);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                c13 = x1.fma(b3, c13);
                q += step;
            }
            bAt += length * 4 * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        c03.intoArray(c, y0 + 3 * COUNT);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
        c13.intoArray(c, y1 + 3 * COUNT);
    }

    /// Eight rows by three vectors: 24 accumulators.
    static void eightByThree(
            TiledProduct p,
            float[] a,
            int aAt,
            int row,
            int last,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int[] cRows,
            int cRow,
            int cLast) {
        int[] rows = p.aRows;
        int[] segments = p.segments;
        int length = p.length;
        int step = p.step;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        int a2 = aAt + rows[Math.min(row + 2, last)];
        int a3 = aAt + rows[Math.min(row + 3, last)];
        int a4 = aAt + rows[Math.min(row + 4, last)];
        int a5 = aAt + rows[Math.min(row + 5, last)];
        int a6 = aAt + rows[Math.min(row + 6, last)];
        int a7 = aAt + rows[Math.min(row + 7, last)];
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = FloatVector.zero(SPECIES);
        FloatVector c02 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c12 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c21 = FloatVector.zero(SPECIES);
        FloatVector c22 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        FloatVector c31 = FloatVector.zero(SPECIES);
        FloatVector c32 = FloatVector.zero(SPECIES);
        FloatVector c40 = FloatVector.zero(SPECIES);
        FloatVector c41 = FloatVector.zero(SPECIES);
        FloatVector c42 = FloatVector.zero(SPECIES);
        FloatVector c50 = FloatVector.zero(SPECIES);
        FloatVector c51 = FloatVector.zero(SPECIES);
        FloatVector c52 = FloatVector.zero(SPECIES);
        FloatVector c60 = FloatVector.zero(SPECIES);
        FloatVector c61 = FloatVector.zero(SPECIES);
        FloatVector c62 = FloatVector.zero(SPECIES);
        FloatVector c70 = FloatVector.zero(SPECIES);
        FloatVector c71 = FloatVector.zero(SPECIES);
        FloatVector c72 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * 3 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i * 3 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + i * 3 * COUNT + 2 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                c42 = x4.fma(b2, c42);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                c52 = x5.fma(b2, c52);
                FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + q]);
                c60 = x6.fma(b0, c60);
                c61 = x6.fma(b1, c61);
                c62 = x6.fma(b2, c62);
                FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + q]);
                c70 = x7.fma(b0, c70);
                c71 = x7.fma(b1, c71);
                c72 = x7.fma(b2, c72);
                q += step;
            }
            bAt += length * 3 * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        c22.intoArray(c, y2 + 2 * COUNT);
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        c32.intoArray(c, y3 + 2 * COUNT);
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        c40.intoArray(c, y4);
        c41.intoArray(c, y4 + COUNT);
        c42.intoArray(c, y4 + 2 * COUNT);
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        c50.intoArray(c, y5);
        c51.intoArray(c, y5 + COUNT);
        c52.intoArray(c, y5 + 2 * COUNT);
        int y6 = cAt + cRows[Math.min(cRow + 6, cLast)];
        c60.intoArray(c, y6);
        c61.intoArray(c, y6 + COUNT);
        c62.intoArray(c, y6 + 2 * COUNT);
        int y7 = cAt + cRows[Math.min(cRow + 7, cLast)];
        c70.intoArray(c, y7);
        c71.intoArray(c, y7 + COUNT);
        c72.intoArray(c, y7 + 2 * COUNT);
    }

    /// Two rows by three vectors: 6 accumulators.
    static void twoByThree(
            TiledProduct p,
            float[] a,
            int aAt,
            int row,
            int last,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int[] cRows,
            int cRow,
            int cLast) {
        int[] rows = p.aRows;
        int[] segments = p.segments;
        int length = p.length;
        int step = p.step;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = FloatVector.zero(SPECIES);
        FloatVector c02 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c12 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * 3 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i * 3 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + i * 3 * COUNT + 2 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                q += step;
            }
            bAt += length * 3 * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
    }
}
