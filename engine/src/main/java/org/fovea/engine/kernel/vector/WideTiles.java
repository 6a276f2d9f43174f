package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Register tiles of a [TiledProduct] for panels of four and three vectors, on machines with 32 vector registers.
///
/// A tile keeps its sums in registers over the whole of k: one broadcast of A serves every vector of a row, one load of
/// B every row. The sums are named locals and each tile is a method of its own, because C2 keeps no array in registers
/// and gives up on larger methods. A's index is the loop's own counter plus a constant of the loop: then C2 takes the
/// range checks out of the loop: 97 to 100 % of an AVX-512 core's peak where one check a row left 80 %.
///
/// 20 sums, the vectors of B and two broadcasts leave a few of 32 registers free. With 24 sums (6×4) C2's allocator
/// keeps all of them in registers in one compilation and spills two inside the loop in the next: 100 % or 40 % of the
/// peak.
///
/// Rows beyond `last` are computed as copies of row `last`, which then writes the same values again: the tail needs no
/// code of its own.
final class WideTiles {
    private WideTiles() {}

    /// Five rows by four vectors: 20 sums.
    static void fiveByFour(
            TiledProduct p,
            int from,
            int to,
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
            int cLast,
            boolean add) {
        int[] rows = p.aRows;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        int a2 = aAt + rows[Math.min(row + 2, last)];
        int a3 = aAt + rows[Math.min(row + 3, last)];
        int a4 = aAt + rows[Math.min(row + 4, last)];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c01 = FloatVector.fromArray(SPECIES, start, (y0 & with) + COUNT);
        FloatVector c02 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 2 * COUNT);
        FloatVector c03 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 3 * COUNT);
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c11 = FloatVector.fromArray(SPECIES, start, (y1 & with) + COUNT);
        FloatVector c12 = FloatVector.fromArray(SPECIES, start, (y1 & with) + 2 * COUNT);
        FloatVector c13 = FloatVector.fromArray(SPECIES, start, (y1 & with) + 3 * COUNT);
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c21 = FloatVector.fromArray(SPECIES, start, (y2 & with) + COUNT);
        FloatVector c22 = FloatVector.fromArray(SPECIES, start, (y2 & with) + 2 * COUNT);
        FloatVector c23 = FloatVector.fromArray(SPECIES, start, (y2 & with) + 3 * COUNT);
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        FloatVector c31 = FloatVector.fromArray(SPECIES, start, (y3 & with) + COUNT);
        FloatVector c32 = FloatVector.fromArray(SPECIES, start, (y3 & with) + 2 * COUNT);
        FloatVector c33 = FloatVector.fromArray(SPECIES, start, (y3 & with) + 3 * COUNT);
        FloatVector c40 = FloatVector.fromArray(SPECIES, start, (y4 & with));
        FloatVector c41 = FloatVector.fromArray(SPECIES, start, (y4 & with) + COUNT);
        FloatVector c42 = FloatVector.fromArray(SPECIES, start, (y4 & with) + 2 * COUNT);
        FloatVector c43 = FloatVector.fromArray(SPECIES, start, (y4 & with) + 3 * COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 4 * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            int q2 = a2 + q;
            int q3 = a3 + q;
            int q4 = a4 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 2 * COUNT);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 3 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                c03 = x0.fma(b3, c03);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                c13 = x1.fma(b3, c13);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[q2 + i]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                c23 = x2.fma(b3, c23);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[q3 + i]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
                c33 = x3.fma(b3, c33);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[q4 + i]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                c42 = x4.fma(b2, c42);
                c43 = x4.fma(b3, c43);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        c03.intoArray(c, y0 + 3 * COUNT);
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
        c13.intoArray(c, y1 + 3 * COUNT);
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        c22.intoArray(c, y2 + 2 * COUNT);
        c23.intoArray(c, y2 + 3 * COUNT);
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        c32.intoArray(c, y3 + 2 * COUNT);
        c33.intoArray(c, y3 + 3 * COUNT);
        c40.intoArray(c, y4);
        c41.intoArray(c, y4 + COUNT);
        c42.intoArray(c, y4 + 2 * COUNT);
        c43.intoArray(c, y4 + 3 * COUNT);
    }

    /// Four rows by four vectors: 16 sums.
    static void fourByFour(
            TiledProduct p,
            int from,
            int to,
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
            int cLast,
            boolean add) {
        int[] rows = p.aRows;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        int a2 = aAt + rows[Math.min(row + 2, last)];
        int a3 = aAt + rows[Math.min(row + 3, last)];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c01 = FloatVector.fromArray(SPECIES, start, (y0 & with) + COUNT);
        FloatVector c02 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 2 * COUNT);
        FloatVector c03 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 3 * COUNT);
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c11 = FloatVector.fromArray(SPECIES, start, (y1 & with) + COUNT);
        FloatVector c12 = FloatVector.fromArray(SPECIES, start, (y1 & with) + 2 * COUNT);
        FloatVector c13 = FloatVector.fromArray(SPECIES, start, (y1 & with) + 3 * COUNT);
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c21 = FloatVector.fromArray(SPECIES, start, (y2 & with) + COUNT);
        FloatVector c22 = FloatVector.fromArray(SPECIES, start, (y2 & with) + 2 * COUNT);
        FloatVector c23 = FloatVector.fromArray(SPECIES, start, (y2 & with) + 3 * COUNT);
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        FloatVector c31 = FloatVector.fromArray(SPECIES, start, (y3 & with) + COUNT);
        FloatVector c32 = FloatVector.fromArray(SPECIES, start, (y3 & with) + 2 * COUNT);
        FloatVector c33 = FloatVector.fromArray(SPECIES, start, (y3 & with) + 3 * COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 4 * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            int q2 = a2 + q;
            int q3 = a3 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 2 * COUNT);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 3 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                c03 = x0.fma(b3, c03);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                c13 = x1.fma(b3, c13);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[q2 + i]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                c23 = x2.fma(b3, c23);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[q3 + i]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
                c33 = x3.fma(b3, c33);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        c03.intoArray(c, y0 + 3 * COUNT);
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
        c13.intoArray(c, y1 + 3 * COUNT);
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        c22.intoArray(c, y2 + 2 * COUNT);
        c23.intoArray(c, y2 + 3 * COUNT);
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        c32.intoArray(c, y3 + 2 * COUNT);
        c33.intoArray(c, y3 + 3 * COUNT);
    }

    /// Two rows by four vectors: 8 sums.
    static void twoByFour(
            TiledProduct p,
            int from,
            int to,
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
            int cLast,
            boolean add) {
        int[] rows = p.aRows;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c01 = FloatVector.fromArray(SPECIES, start, (y0 & with) + COUNT);
        FloatVector c02 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 2 * COUNT);
        FloatVector c03 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 3 * COUNT);
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c11 = FloatVector.fromArray(SPECIES, start, (y1 & with) + COUNT);
        FloatVector c12 = FloatVector.fromArray(SPECIES, start, (y1 & with) + 2 * COUNT);
        FloatVector c13 = FloatVector.fromArray(SPECIES, start, (y1 & with) + 3 * COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 4 * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 2 * COUNT);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 3 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                c03 = x0.fma(b3, c03);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                c13 = x1.fma(b3, c13);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        c03.intoArray(c, y0 + 3 * COUNT);
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
        c13.intoArray(c, y1 + 3 * COUNT);
    }

    /// One row by four vectors: 4 sums.
    static void oneByFour(
            TiledProduct p,
            int from,
            int to,
            float[] a,
            int aAt,
            int row,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int[] cRows,
            int cRow,
            boolean add) {
        int[] rows = p.aRows;
        int a0 = aAt + rows[row];
        int y0 = cAt + cRows[cRow];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c01 = FloatVector.fromArray(SPECIES, start, (y0 & with) + COUNT);
        FloatVector c02 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 2 * COUNT);
        FloatVector c03 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 3 * COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 4 * COUNT;
            int q0 = a0 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 2 * COUNT);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 3 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                c03 = x0.fma(b3, c03);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        c03.intoArray(c, y0 + 3 * COUNT);
    }

    /// Seven rows by three vectors: 21 sums.
    static void sevenByThree(
            TiledProduct p,
            int from,
            int to,
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
            int cLast,
            boolean add) {
        int[] rows = p.aRows;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        int a2 = aAt + rows[Math.min(row + 2, last)];
        int a3 = aAt + rows[Math.min(row + 3, last)];
        int a4 = aAt + rows[Math.min(row + 4, last)];
        int a5 = aAt + rows[Math.min(row + 5, last)];
        int a6 = aAt + rows[Math.min(row + 6, last)];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        int y6 = cAt + cRows[Math.min(cRow + 6, cLast)];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c01 = FloatVector.fromArray(SPECIES, start, (y0 & with) + COUNT);
        FloatVector c02 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 2 * COUNT);
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c11 = FloatVector.fromArray(SPECIES, start, (y1 & with) + COUNT);
        FloatVector c12 = FloatVector.fromArray(SPECIES, start, (y1 & with) + 2 * COUNT);
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c21 = FloatVector.fromArray(SPECIES, start, (y2 & with) + COUNT);
        FloatVector c22 = FloatVector.fromArray(SPECIES, start, (y2 & with) + 2 * COUNT);
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        FloatVector c31 = FloatVector.fromArray(SPECIES, start, (y3 & with) + COUNT);
        FloatVector c32 = FloatVector.fromArray(SPECIES, start, (y3 & with) + 2 * COUNT);
        FloatVector c40 = FloatVector.fromArray(SPECIES, start, (y4 & with));
        FloatVector c41 = FloatVector.fromArray(SPECIES, start, (y4 & with) + COUNT);
        FloatVector c42 = FloatVector.fromArray(SPECIES, start, (y4 & with) + 2 * COUNT);
        FloatVector c50 = FloatVector.fromArray(SPECIES, start, (y5 & with));
        FloatVector c51 = FloatVector.fromArray(SPECIES, start, (y5 & with) + COUNT);
        FloatVector c52 = FloatVector.fromArray(SPECIES, start, (y5 & with) + 2 * COUNT);
        FloatVector c60 = FloatVector.fromArray(SPECIES, start, (y6 & with));
        FloatVector c61 = FloatVector.fromArray(SPECIES, start, (y6 & with) + COUNT);
        FloatVector c62 = FloatVector.fromArray(SPECIES, start, (y6 & with) + 2 * COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 3 * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            int q2 = a2 + q;
            int q3 = a3 + q;
            int q4 = a4 + q;
            int q5 = a5 + q;
            int q6 = a6 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT + 2 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[q2 + i]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[q3 + i]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[q4 + i]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                c42 = x4.fma(b2, c42);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[q5 + i]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                c52 = x5.fma(b2, c52);
                FloatVector x6 = FloatVector.broadcast(SPECIES, a[q6 + i]);
                c60 = x6.fma(b0, c60);
                c61 = x6.fma(b1, c61);
                c62 = x6.fma(b2, c62);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        c22.intoArray(c, y2 + 2 * COUNT);
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        c32.intoArray(c, y3 + 2 * COUNT);
        c40.intoArray(c, y4);
        c41.intoArray(c, y4 + COUNT);
        c42.intoArray(c, y4 + 2 * COUNT);
        c50.intoArray(c, y5);
        c51.intoArray(c, y5 + COUNT);
        c52.intoArray(c, y5 + 2 * COUNT);
        c60.intoArray(c, y6);
        c61.intoArray(c, y6 + COUNT);
        c62.intoArray(c, y6 + 2 * COUNT);
    }

    /// Four rows by three vectors: 12 sums.
    static void fourByThree(
            TiledProduct p,
            int from,
            int to,
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
            int cLast,
            boolean add) {
        int[] rows = p.aRows;
        int a0 = aAt + rows[row];
        int a1 = aAt + rows[Math.min(row + 1, last)];
        int a2 = aAt + rows[Math.min(row + 2, last)];
        int a3 = aAt + rows[Math.min(row + 3, last)];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c01 = FloatVector.fromArray(SPECIES, start, (y0 & with) + COUNT);
        FloatVector c02 = FloatVector.fromArray(SPECIES, start, (y0 & with) + 2 * COUNT);
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c11 = FloatVector.fromArray(SPECIES, start, (y1 & with) + COUNT);
        FloatVector c12 = FloatVector.fromArray(SPECIES, start, (y1 & with) + 2 * COUNT);
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c21 = FloatVector.fromArray(SPECIES, start, (y2 & with) + COUNT);
        FloatVector c22 = FloatVector.fromArray(SPECIES, start, (y2 & with) + 2 * COUNT);
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        FloatVector c31 = FloatVector.fromArray(SPECIES, start, (y3 & with) + COUNT);
        FloatVector c32 = FloatVector.fromArray(SPECIES, start, (y3 & with) + 2 * COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 3 * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            int q2 = a2 + q;
            int q3 = a3 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT + 2 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[q2 + i]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[q3 + i]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c02.intoArray(c, y0 + 2 * COUNT);
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c12.intoArray(c, y1 + 2 * COUNT);
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        c22.intoArray(c, y2 + 2 * COUNT);
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        c32.intoArray(c, y3 + 2 * COUNT);
    }
}
