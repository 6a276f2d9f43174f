package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Register tiles of a [TiledProduct] whose A is stored transposed: the rows of a tile lie side by side in A, and k
/// moves by `step`.
///
/// With a step that is no constant C2 leaves the range checks in the loop, but merges those of neighbouring indices
/// into one: therefore rows of a tile must be neighbours, in whole runs of [TiledProduct#RUN].
final class ColumnTiles {
    private ColumnTiles() {}

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
        int first = aAt + p.aRows[row];
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
        int step = p.step;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 4 * COUNT;
            int x = first + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 2 * COUNT);
                FloatVector b3 = FloatVector.fromArray(SPECIES, b, z + i * 4 * COUNT + 3 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[x]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                c03 = x0.fma(b3, c03);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[x + 1]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                c13 = x1.fma(b3, c13);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[x + 2]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                c23 = x2.fma(b3, c23);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[x + 3]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
                c33 = x3.fma(b3, c33);
                x += step;
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
        int first = aAt + p.aRows[row];
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
        int step = p.step;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 3 * COUNT;
            int x = first + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT + COUNT);
                FloatVector b2 = FloatVector.fromArray(SPECIES, b, z + i * 3 * COUNT + 2 * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[x]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[x + 1]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[x + 2]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[x + 3]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
                x += step;
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

    /// Eight rows by two vectors: 16 sums.
    static void eightByTwo(
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
        int first = aAt + p.aRows[row];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        int y6 = cAt + cRows[Math.min(cRow + 6, cLast)];
        int y7 = cAt + cRows[Math.min(cRow + 7, cLast)];
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
        int length = p.length;
        int step = p.step;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 2 * COUNT;
            int x = first + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT + COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[x]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[x + 1]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[x + 2]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[x + 3]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[x + 4]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[x + 5]);
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
                FloatVector x6 = FloatVector.broadcast(SPECIES, a[x + 6]);
                c60 = x6.fma(b0, c60);
                c61 = x6.fma(b1, c61);
                FloatVector x7 = FloatVector.broadcast(SPECIES, a[x + 7]);
                c70 = x7.fma(b0, c70);
                c71 = x7.fma(b1, c71);
                x += step;
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
    }

    /// Four rows by two vectors: 8 sums.
    static void fourByTwo(
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
        int first = aAt + p.aRows[row];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
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
        int length = p.length;
        int step = p.step;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * 2 * COUNT;
            int x = first + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, z + i * 2 * COUNT + COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[x]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[x + 1]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[x + 2]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[x + 3]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                x += step;
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
    }

    /// Eight rows by one vector: 8 sums.
    static void eightByOne(
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
        int first = aAt + p.aRows[row];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        int y4 = cAt + cRows[Math.min(cRow + 4, cLast)];
        int y5 = cAt + cRows[Math.min(cRow + 5, cLast)];
        int y6 = cAt + cRows[Math.min(cRow + 6, cLast)];
        int y7 = cAt + cRows[Math.min(cRow + 7, cLast)];
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
        int length = p.length;
        int step = p.step;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * COUNT;
            int x = first + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[x]);
                c00 = x0.fma(b0, c00);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[x + 1]);
                c10 = x1.fma(b0, c10);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[x + 2]);
                c20 = x2.fma(b0, c20);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[x + 3]);
                c30 = x3.fma(b0, c30);
                FloatVector x4 = FloatVector.broadcast(SPECIES, a[x + 4]);
                c40 = x4.fma(b0, c40);
                FloatVector x5 = FloatVector.broadcast(SPECIES, a[x + 5]);
                c50 = x5.fma(b0, c50);
                FloatVector x6 = FloatVector.broadcast(SPECIES, a[x + 6]);
                c60 = x6.fma(b0, c60);
                FloatVector x7 = FloatVector.broadcast(SPECIES, a[x + 7]);
                c70 = x7.fma(b0, c70);
                x += step;
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
    }

    /// Four rows by one vector: 4 sums.
    static void fourByOne(
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
        int first = aAt + p.aRows[row];
        int y0 = cAt + cRows[cRow];
        int y1 = cAt + cRows[Math.min(cRow + 1, cLast)];
        int y2 = cAt + cRows[Math.min(cRow + 2, cLast)];
        int y3 = cAt + cRows[Math.min(cRow + 3, cLast)];
        float[] start = add ? c : TiledProduct.ZEROS;
        int with = add ? -1 : 0;
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, (y0 & with));
        FloatVector c10 = FloatVector.fromArray(SPECIES, start, (y1 & with));
        FloatVector c20 = FloatVector.fromArray(SPECIES, start, (y2 & with));
        FloatVector c30 = FloatVector.fromArray(SPECIES, start, (y3 & with));
        int length = p.length;
        int step = p.step;
        for (int s = from; s < to; s++) {
            int q = p.segments[s];
            int z = bAt + p.bRows[s] * COUNT;
            int x = first + q;
            for (int i = 0; i < length; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, z + i * COUNT);
                FloatVector x0 = FloatVector.broadcast(SPECIES, a[x]);
                c00 = x0.fma(b0, c00);
                FloatVector x1 = FloatVector.broadcast(SPECIES, a[x + 1]);
                c10 = x1.fma(b0, c10);
                FloatVector x2 = FloatVector.broadcast(SPECIES, a[x + 2]);
                c20 = x2.fma(b0, c20);
                FloatVector x3 = FloatVector.broadcast(SPECIES, a[x + 3]);
                c30 = x3.fma(b0, c30);
                x += step;
            }
        }
        c00.intoArray(c, y0);
        c10.intoArray(c, y1);
        c20.intoArray(c, y2);
        c30.intoArray(c, y3);
    }
}
