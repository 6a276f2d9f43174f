package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Register tiles of a [TiledProduct] for panels of two vectors and one: as [WideTiles].
///
/// Ten rows by two vectors need more than 16 registers; five rows by two are what machines with 16 use.
final class NarrowTiles {
    private NarrowTiles() {}

    /// Ten rows by two vectors: 20 sums.
    static void tenByTwo(
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
        int a7 = aAt + rows[Math.min(row + 7, last)];
        int a8 = aAt + rows[Math.min(row + 8, last)];
        int a9 = aAt + rows[Math.min(row + 9, last)];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        int y6 = cAt + cRows[Math.min(cRow + 6, cLast)];
        int y7 = cAt + cRows[Math.min(cRow + 7, cLast)];
        int y8 = cAt + cRows[Math.min(cRow + 8, cLast)];
        int y9 = cAt + cRows[Math.min(cRow + 9, cLast)];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c01 = FloatVector.fromArray(SPECIES, start, (y0 & with) + COUNT);
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c11 = FloatVector.fromArray(SPECIES, start, (y1 & with) + COUNT);
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c21 = FloatVector.fromArray(SPECIES, start, (y2 & with) + COUNT);
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        FloatVector c31 = FloatVector.fromArray(SPECIES, start, (y3 & with) + COUNT);
        FloatVector c40 = FloatVector.fromArray(SPECIES, start, (y4 & with));
        FloatVector c41 = FloatVector.fromArray(SPECIES, start, (y4 & with) + COUNT);
        FloatVector c50 = FloatVector.fromArray(SPECIES, start, (y5 & with));
        FloatVector c51 = FloatVector.fromArray(SPECIES, start, (y5 & with) + COUNT);
        FloatVector c60 = FloatVector.fromArray(SPECIES, start, (y6 & with));
        FloatVector c61 = FloatVector.fromArray(SPECIES, start, (y6 & with) + COUNT);
        FloatVector c70 = FloatVector.fromArray(SPECIES, start, (y7 & with));
        FloatVector c71 = FloatVector.fromArray(SPECIES, start, (y7 & with) + COUNT);
        FloatVector c80 = FloatVector.fromArray(SPECIES, start, (y8 & with));
        FloatVector c81 = FloatVector.fromArray(SPECIES, start, (y8 & with) + COUNT);
        FloatVector c90 = FloatVector.fromArray(SPECIES, start, (y9 & with));
        FloatVector c91 = FloatVector.fromArray(SPECIES, start, (y9 & with) + COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 2 * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            int q2 = a2 + q;
            int q3 = a3 + q;
            int q4 = a4 + q;
            int q5 = a5 + q;
            int q6 = a6 + q;
            int q7 = a7 + q;
            int q8 = a8 + q;
            int q9 = a9 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT + COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[q2 + i]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[q3 + i]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[q4 + i]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[q5 + i]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                FloatVector x6 = FloatVector.broadcast(SPECIES, a[q6 + i]);
                c60 = x6.fma(b0, c60);
                c61 = x6.fma(b1, c61);
                FloatVector x7 = FloatVector.broadcast(SPECIES, a[q7 + i]);
                c70 = x7.fma(b0, c70);
                c71 = x7.fma(b1, c71);
                FloatVector x8 = FloatVector.broadcast(SPECIES, a[q8 + i]);
                c80 = x8.fma(b0, c80);
                c81 = x8.fma(b1, c81);
                FloatVector x9 = FloatVector.broadcast(SPECIES, a[q9 + i]);
                c90 = x9.fma(b0, c90);
                c91 = x9.fma(b1, c91);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        c40.intoArray(c, y4);
        c41.intoArray(c, y4 + COUNT);
        c50.intoArray(c, y5);
        c51.intoArray(c, y5 + COUNT);
        c60.intoArray(c, y6);
        c61.intoArray(c, y6 + COUNT);
        c70.intoArray(c, y7);
        c71.intoArray(c, y7 + COUNT);
        c80.intoArray(c, y8);
        c81.intoArray(c, y8 + COUNT);
        c90.intoArray(c, y9);
        c91.intoArray(c, y9 + COUNT);
    }

    /// Five rows by two vectors: 10 sums.
    static void fiveByTwo(
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
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c11 = FloatVector.fromArray(SPECIES, start, (y1 & with) + COUNT);
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c21 = FloatVector.fromArray(SPECIES, start, (y2 & with) + COUNT);
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        FloatVector c31 = FloatVector.fromArray(SPECIES, start, (y3 & with) + COUNT);
        FloatVector c40 = FloatVector.fromArray(SPECIES, start, (y4 & with));
        FloatVector c41 = FloatVector.fromArray(SPECIES, start, (y4 & with) + COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 2 * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            int q2 = a2 + q;
            int q3 = a3 + q;
            int q4 = a4 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT + COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[q2 + i]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[q3 + i]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[q4 + i]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
        c20.intoArray(c, y2);
        c21.intoArray(c, y2 + COUNT);
        c30.intoArray(c, y3);
        c31.intoArray(c, y3 + COUNT);
        c40.intoArray(c, y4);
        c41.intoArray(c, y4 + COUNT);
    }

    /// Two rows by two vectors: 4 sums.
    static void twoByTwo(
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
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c11 = FloatVector.fromArray(SPECIES, start, (y1 & with) + COUNT);
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 2 * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT + COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
            }
        }
        c00.intoArray(c, y0);
        c01.intoArray(c, y0 + COUNT);
        c10.intoArray(c, y1);
        c11.intoArray(c, y1 + COUNT);
    }

    /// Ten rows by one vector: 10 sums.
    static void tenByOne(
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
        int a7 = aAt + rows[Math.min(row + 7, last)];
        int a8 = aAt + rows[Math.min(row + 8, last)];
        int a9 = aAt + rows[Math.min(row + 9, last)];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        int y6 = cAt + cRows[Math.min(cRow + 6, cLast)];
        int y7 = cAt + cRows[Math.min(cRow + 7, cLast)];
        int y8 = cAt + cRows[Math.min(cRow + 8, cLast)];
        int y9 = cAt + cRows[Math.min(cRow + 9, cLast)];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        FloatVector c40 = FloatVector.fromArray(SPECIES, start, (y4 & with));
        FloatVector c50 = FloatVector.fromArray(SPECIES, start, (y5 & with));
        FloatVector c60 = FloatVector.fromArray(SPECIES, start, (y6 & with));
        FloatVector c70 = FloatVector.fromArray(SPECIES, start, (y7 & with));
        FloatVector c80 = FloatVector.fromArray(SPECIES, start, (y8 & with));
        FloatVector c90 = FloatVector.fromArray(SPECIES, start, (y9 & with));
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            int q2 = a2 + q;
            int q3 = a3 + q;
            int q4 = a4 + q;
            int q5 = a5 + q;
            int q6 = a6 + q;
            int q7 = a7 + q;
            int q8 = a8 + q;
            int q9 = a9 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[q2 + i]);
                c20 = x2.fma(b0, c20);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[q3 + i]);
                c30 = x3.fma(b0, c30);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[q4 + i]);
                c40 = x4.fma(b0, c40);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[q5 + i]);
                c50 = x5.fma(b0, c50);
                FloatVector x6 = FloatVector.broadcast(SPECIES, a[q6 + i]);
                c60 = x6.fma(b0, c60);
                FloatVector x7 = FloatVector.broadcast(SPECIES, a[q7 + i]);
                c70 = x7.fma(b0, c70);
                FloatVector x8 = FloatVector.broadcast(SPECIES, a[q8 + i]);
                c80 = x8.fma(b0, c80);
                FloatVector x9 = FloatVector.broadcast(SPECIES, a[q9 + i]);
                c90 = x9.fma(b0, c90);
            }
        }
        c00.intoArray(c, y0);
        c10.intoArray(c, y1);
        c20.intoArray(c, y2);
        c30.intoArray(c, y3);
        c40.intoArray(c, y4);
        c50.intoArray(c, y5);
        c60.intoArray(c, y6);
        c70.intoArray(c, y7);
        c80.intoArray(c, y8);
        c90.intoArray(c, y9);
    }

    /// Five rows by one vector: 5 sums.
    static void fiveByOne(
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
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        FloatVector c40 = FloatVector.fromArray(SPECIES, start, (y4 & with));
        int length = p.length;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * COUNT;
            int q0 = a0 + q;
            int q1 = a1 + q;
            int q2 = a2 + q;
            int q3 = a3 + q;
            int q4 = a4 + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[q0 + i]);
                c00 = x0.fma(b0, c00);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[q1 + i]);
                c10 = x1.fma(b0, c10);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[q2 + i]);
                c20 = x2.fma(b0, c20);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[q3 + i]);
                c30 = x3.fma(b0, c30);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[q4 + i]);
                c40 = x4.fma(b0, c40);
            }
        }
        c00.intoArray(c, y0);
        c10.intoArray(c, y1);
        c20.intoArray(c, y2);
        c30.intoArray(c, y3);
        c40.intoArray(c, y4);
    }
}
