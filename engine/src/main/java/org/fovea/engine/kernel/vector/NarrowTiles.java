package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Register tiles of a [TiledProduct] for panels of two vectors and of one: see [WideTiles] for how they work.
///
/// 12×2 is the full tile of machines with 32 vector registers, 6×2 of those with 16.
final class NarrowTiles {
    private NarrowTiles() {}

    /// Twelve rows by two vectors: 24 accumulators.
    static void twelveByTwo(
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
        int a8 = aAt + rows[Math.min(row + 8, last)];
        int a9 = aAt + rows[Math.min(row + 9, last)];
        int a10 = aAt + rows[Math.min(row + 10, last)];
        int a11 = aAt + rows[Math.min(row + 11, last)];
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c21 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        FloatVector c31 = FloatVector.zero(SPECIES);
        FloatVector c40 = FloatVector.zero(SPECIES);
        FloatVector c41 = FloatVector.zero(SPECIES);
        FloatVector c50 = FloatVector.zero(SPECIES);
        FloatVector c51 = FloatVector.zero(SPECIES);
        FloatVector c60 = FloatVector.zero(SPECIES);
        FloatVector c61 = FloatVector.zero(SPECIES);
        FloatVector c70 = FloatVector.zero(SPECIES);
        FloatVector c71 = FloatVector.zero(SPECIES);
        FloatVector c80 = FloatVector.zero(SPECIES);
        FloatVector c81 = FloatVector.zero(SPECIES);
        FloatVector c90 = FloatVector.zero(SPECIES);
        FloatVector c91 = FloatVector.zero(SPECIES);
        FloatVector c100 = FloatVector.zero(SPECIES);
        FloatVector c101 = FloatVector.zero(SPECIES);
        FloatVector c110 = FloatVector.zero(SPECIES);
        FloatVector c111 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * 2 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i * 2 * COUNT + COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + q]);
                c60 = x6.fma(b0, c60);
                c61 = x6.fma(b1, c61);
                FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + q]);
                c70 = x7.fma(b0, c70);
                c71 = x7.fma(b1, c71);
                FloatVector x8 = FloatVector.broadcast(SPECIES, a[a8 + q]);
                c80 = x8.fma(b0, c80);
                c81 = x8.fma(b1, c81);
                FloatVector x9 = FloatVector.broadcast(SPECIES, a[a9 + q]);
                c90 = x9.fma(b0, c90);
                c91 = x9.fma(b1, c91);
                FloatVector x10 = FloatVector.broadcast(SPECIES, a[a10 + q]);
                c100 = x10.fma(b0, c100);
                c101 = x10.fma(b1, c101);
                FloatVector x11 = FloatVector.broadcast(SPECIES, a[a11 + q]);
                c110 = x11.fma(b0, c110);
                c111 = x11.fma(b1, c111);
                q += step;
            }
            bAt += length * 2 * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        c40.intoArray(c, y4);
        c41.intoArray(c, y4 + COUNT);
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        c50.intoArray(c, y5);
        c51.intoArray(c, y5 + COUNT);
        int y6 = cAt + cRows[Math.min(cRow + 6, cLast)];
        c60.intoArray(c, y6);
        c61.intoArray(c, y6 + COUNT);
        int y7 = cAt + cRows[Math.min(cRow + 7, cLast)];
        c70.intoArray(c, y7);
        c71.intoArray(c, y7 + COUNT);
        int y8 = cAt + cRows[Math.min(cRow + 8, cLast)];
        c80.intoArray(c, y8);
        c81.intoArray(c, y8 + COUNT);
        int y9 = cAt + cRows[Math.min(cRow + 9, cLast)];
        c90.intoArray(c, y9);
        c91.intoArray(c, y9 + COUNT);
        int y10 = cAt + cRows[Math.min(cRow + 10, cLast)];
        c100.intoArray(c, y10);
        c101.intoArray(c, y10 + COUNT);
        int y11 = cAt + cRows[Math.min(cRow + 11, cLast)];
        c110.intoArray(c, y11);
        c111.intoArray(c, y11 + COUNT);
    }

    /// Six rows by two vectors: 12 accumulators.
    static void sixByTwo(
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
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c21 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        FloatVector c31 = FloatVector.zero(SPECIES);
        FloatVector c40 = FloatVector.zero(SPECIES);
        FloatVector c41 = FloatVector.zero(SPECIES);
        FloatVector c50 = FloatVector.zero(SPECIES);
        FloatVector c51 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * 2 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i * 2 * COUNT + COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                q += step;
            }
            bAt += length * 2 * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        c40.intoArray(c, y4);
        c41.intoArray(c, y4 + COUNT);
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        c50.intoArray(c, y5);
        c51.intoArray(c, y5 + COUNT);
    }

    /// Two rows by two vectors: 4 accumulators.
    static void twoByTwo(
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
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * 2 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + i * 2 * COUNT + COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                q += step;
            }
            bAt += length * 2 * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
    }

    /// Twelve rows by one vector: 12 accumulators.
    static void twelveByOne(
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
        int a8 = aAt + rows[Math.min(row + 8, last)];
        int a9 = aAt + rows[Math.min(row + 9, last)];
        int a10 = aAt + rows[Math.min(row + 10, last)];
        int a11 = aAt + rows[Math.min(row + 11, last)];
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        FloatVector c40 = FloatVector.zero(SPECIES);
        FloatVector c50 = FloatVector.zero(SPECIES);
        FloatVector c60 = FloatVector.zero(SPECIES);
        FloatVector c70 = FloatVector.zero(SPECIES);
        FloatVector c80 = FloatVector.zero(SPECIES);
        FloatVector c90 = FloatVector.zero(SPECIES);
        FloatVector c100 = FloatVector.zero(SPECIES);
        FloatVector c110 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
                c20 = x2.fma(b0, c20);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
                c30 = x3.fma(b0, c30);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
                c40 = x4.fma(b0, c40);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
                c50 = x5.fma(b0, c50);
                FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + q]);
                c60 = x6.fma(b0, c60);
                FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + q]);
                c70 = x7.fma(b0, c70);
                FloatVector x8 = FloatVector.broadcast(SPECIES, a[a8 + q]);
                c80 = x8.fma(b0, c80);
                FloatVector x9 = FloatVector.broadcast(SPECIES, a[a9 + q]);
                c90 = x9.fma(b0, c90);
                FloatVector x10 = FloatVector.broadcast(SPECIES, a[a10 + q]);
                c100 = x10.fma(b0, c100);
                FloatVector x11 = FloatVector.broadcast(SPECIES, a[a11 + q]);
                c110 = x11.fma(b0, c110);
                q += step;
            }
            bAt += length * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        c20.intoArray(c, y2);
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        c30.intoArray(c, y3);
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        c40.intoArray(c, y4);
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        c50.intoArray(c, y5);
        int y6 = cAt + cRows[Math.min(cRow + 6, cLast)];
        c60.intoArray(c, y6);
        int y7 = cAt + cRows[Math.min(cRow + 7, cLast)];
        c70.intoArray(c, y7);
        int y8 = cAt + cRows[Math.min(cRow + 8, cLast)];
        c80.intoArray(c, y8);
        int y9 = cAt + cRows[Math.min(cRow + 9, cLast)];
        c90.intoArray(c, y9);
        int y10 = cAt + cRows[Math.min(cRow + 10, cLast)];
        c100.intoArray(c, y10);
        int y11 = cAt + cRows[Math.min(cRow + 11, cLast)];
        c110.intoArray(c, y11);
    }

    /// Four rows by one vector: 4 accumulators.
    static void fourByOne(
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
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        for (int segment : segments) {
            int q = segment;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + i * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
                c00 = x0.fma(b0, c00);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
                c10 = x1.fma(b0, c10);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
                c20 = x2.fma(b0, c20);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
                c30 = x3.fma(b0, c30);
                q += step;
            }
            bAt += length * COUNT;
        }
        int y0 = cAt + cRows[cRow];
        c00.intoArray(c, y0);
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        c10.intoArray(c, y1);
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        c20.intoArray(c, y2);
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        c30.intoArray(c, y3);
    }
}
