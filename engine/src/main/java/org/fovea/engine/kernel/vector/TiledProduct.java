package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;

import org.fovea.engine.kernel.Scratch;

/// The product that every matrix product and convolution here comes down to:
///
/// C\[row, j\] = Σ over segments s and i < length of a\[aRows\[row\] + segments\[s\] + i·step\] · B\[s·length + i, j\].
///
/// A is read where it lies, through a table of where its rows begin; a convolution's row is an output pixel, and its
/// segments are the rows of the window, so that no patch matrix is ever written. `step` is 1 where A's values lie side
/// by side along k, and the distance between them where A is stored transposed. B lies in [Panels]. C's rows begin
/// where `cRows` says.
final class TiledProduct {
    private static final int TILE_SCRATCH = 0;
    /// Rows of a tile times its vectors, at most.
    private static final int LARGEST_TILE = 24;

    private static final int[][] SCRATCH_ROWS = scratchRows();

    final int[] aRows;
    final int[] segments;
    final int length;
    final int step;
    final Panels panels;
    private final int[] cRows;

    TiledProduct(int[] aRows, int[] segments, int length, int step, int n, int[] cRows) {
        this.aRows = aRows;
        this.segments = segments;
        this.length = length;
        this.step = step;
        this.cRows = cRows;
        panels = new Panels(segments.length * length, n);
    }

    /// The table of rows that lie `stride` apart.
    static int[] rows(int count, int stride) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i * stride;
        }
        return rows;
    }

    private static int[][] scratchRows() {
        int[][] rows = new int[5][];
        for (int width = 1; width <= 4; width++) {
            rows[width] = rows(12, width * COUNT);
        }
        return rows;
    }

    /// Rows `from` to `to` of C, all panels.
    void multiply(float[] a, int aAt, int from, int to, float[] b, int bAt, float[] c, int cAt, boolean add) {
        for (int panel = 0; panel < panels.count(); panel++) {
            multiply(a, aAt, from, to, panel, b, bAt, c, cAt, add);
        }
    }

    /// Rows `from` to `to` of C, the columns of one panel; `bAt` is where the first panel begins.
    void multiply(
            float[] a, int aAt, int from, int to, int panel, float[] b, int bAt, float[] c, int cAt, boolean add) {
        int width = panels.width(panel);
        int columns = panels.columns(panel);
        int bPanel = bAt + panels.offset(panel);
        int cPanel = cAt + panels.column(panel);
        boolean direct = !add && columns == width * COUNT;
        float[] scratch = direct ? c : Scratch.floats(TILE_SCRATCH, LARGEST_TILE * COUNT);
        int row = from;
        while (row < to) {
            int rows = tileRows(width, to - row);
            if (direct) {
                tile(width, rows, a, aAt, row, to - 1, b, bPanel, c, cPanel, cRows, row, to - 1);
            } else {
                int valid = Math.min(rows, to - row);
                tile(width, rows, a, aAt, row, to - 1, b, bPanel, scratch, 0, SCRATCH_ROWS[width], 0, rows - 1);
                copyTile(scratch, width * COUNT, row, valid, columns, c, cPanel, add);
            }
            row += rows;
        }
    }

    private void copyTile(float[] tile, int tileRow, int row, int rows, int columns, float[] c, int cAt, boolean add) {
        for (int i = 0; i < rows; i++) {
            int y = cAt + cRows[row + i];
            if (add) {
                Elementwise.add(tile, i * tileRow, c, y, columns);
            } else {
                System.arraycopy(tile, i * tileRow, c, y, columns);
            }
        }
    }

    /// The tile for the next rows when `left` remain: the full one while it wastes less than the small one would
    /// leave.
    private static int tileRows(int width, int left) {
        return switch (width) {
            case 4 -> left > 4 ? 6 : 2;
            case 3 -> left > 6 ? 8 : 2;
            case 2 -> Lanes.MANY_REGISTERS && left > 10 ? 12 : left > 4 ? 6 : 2;
            default -> left > 8 ? 12 : 4;
        };
    }

    private void tile(
            int width,
            int rows,
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
        switch (width * 100 + rows) {
            case 406 -> WideTiles.sixByFour(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            case 402 -> WideTiles.twoByFour(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            case 308 -> WideTiles.eightByThree(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            case 302 -> WideTiles.twoByThree(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            case 212 -> NarrowTiles.twelveByTwo(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            case 206 -> NarrowTiles.sixByTwo(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            case 202 -> NarrowTiles.twoByTwo(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            case 112 -> NarrowTiles.twelveByOne(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            case 104 -> NarrowTiles.fourByOne(this, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast);
            default -> throw new AssertionError(rows + " rows by " + width + " vectors");
        }
    }
}
