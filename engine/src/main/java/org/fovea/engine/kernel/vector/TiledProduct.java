package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;

import org.fovea.engine.kernel.Scratch;

/// The product that every matrix product and convolution here comes down to:
///
/// C\[row, j\] = Σ over segments s and i < length of a\[aRows\[row\] + segments\[s\] + i·step\] · B\[bRows\[s\] + i,
/// j\].
///
/// A is read where it lies, through a table of where its rows begin; a convolution's row is an output pixel, and its
/// segments are the rows of the window, so that no patch matrix is ever written. `step` is 1 where A's values lie side
/// by side along k, and the distance between them where A is stored transposed; its rows must then be neighbours in
/// runs of [#RUN]. B lies in [Panels], a segment's rows after those of the segment before unless `bRows` says
/// otherwise. C's rows begin where `cRows` says.
final class TiledProduct {
    /// Rows of a transposed A that lie side by side, at least.
    static final int RUN = 4;

    /// Floats that a core's second-level cache holds, about.
    private static final int NEAR = 1 << 18;

    /// Rows of a tile times its vectors, at most.
    private static final int LARGEST_TILE = 21;

    /// What a tile's sums begin with where C is not added to. Read like C, so that the sums are not the meeting of
    /// two branches: C2 keeps those on the heap.
    static final float[] ZEROS = new float[4 * COUNT];

    private static final int[][] SCRATCH_ROWS = scratchRows();

    final int[] aRows;
    final int[] segments;
    final int length;
    final int step;
    /// The first of B's rows for each segment.
    final int[] bRows;
    final Panels panels;
    private final int[] cRows;
    /// Whether B comes from beyond the second-level cache. Then a panel's first tile is a single row, which waits
    /// for B with more lines underway: a core looks ahead some 450 instructions, and a row needs 19 for four lines
    /// of B, five rows 60. 16 rows by 256×256 took 200 µs instead of 290 where B came from memory, but 168 instead
    /// of 156 where it was near (16 products, Zen 5).
    private final boolean far;
    /// Whether A's rows come in neighbouring runs of eight, so that a tile may have as many.
    private final boolean longRuns;

    TiledProduct(int[] aRows, int[] segments, int length, int step, int n, int[] cRows) {
        this(aRows, segments, length, step, n, cRows, false);
    }

    /// @param far whether B comes from beyond the second-level cache, as far as that is known
    TiledProduct(int[] aRows, int[] segments, int length, int step, int n, int[] cRows, boolean far) {
        this(
                aRows,
                segments,
                length,
                step,
                new Panels(segments.length * length, n),
                rows(segments.length, length),
                cRows,
                far);
    }

    TiledProduct(
            int[] aRows, int[] segments, int length, int step, Panels panels, int[] bRows, int[] cRows, boolean far) {
        assert step == 1 || inRuns(aRows, RUN) : "a transposed A whose rows are not neighbours";
        this.aRows = aRows;
        this.segments = segments;
        this.length = length;
        this.step = step;
        this.cRows = cRows;
        this.far = far;
        longRuns = step != 1 && inRuns(aRows, 2 * RUN);
        this.panels = panels;
        this.bRows = bRows;
    }

    /// Whether so many floats come from beyond the second-level cache, if a call reads each once.
    static boolean far(int floats) {
        return floats > NEAR;
    }

    /// Whether rows are neighbours in whole runs of so many.
    static boolean inRuns(int[] rows, int run) {
        for (int i = 0; i < rows.length; i++) {
            if (i % run != 0 && rows[i] != rows[i - 1] + 1) {
                return false;
            }
        }
        return rows.length % run == 0;
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
            rows[width] = rows(10, width * COUNT);
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
        multiply(a, aAt, from, to, panel, 0, segments.length, b, bAt, c, cAt, add);
    }

    /// As the other, over some of the segments.
    void multiply(
            float[] a,
            int aAt,
            int from,
            int to,
            int panel,
            int firstSegment,
            int endSegment,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            boolean add) {
        int width = panels.width(panel);
        int columns = panels.columns(panel);
        int bPanel = bAt + panels.offset(panel);
        int cPanel = cAt + panels.column(panel);
        boolean direct = columns == width * COUNT;
        float[] scratch = direct ? c : Scratch.floats(Scratch.Slot.TILE, LARGEST_TILE * COUNT);
        int row = from;
        while (row < to) {
            int rows = step == 1 ? tileRows(width, row == from, to - row) : tileColumns(width, to - row);
            int tile = (step == 1 ? 0 : 1000) + width * 100 + rows;
            if (direct) {
                tile(
                        tile,
                        firstSegment,
                        endSegment,
                        a,
                        aAt,
                        row,
                        to - 1,
                        b,
                        bPanel,
                        c,
                        cPanel,
                        cRows,
                        row,
                        to - 1,
                        add);
            } else {
                int[] tileRows = SCRATCH_ROWS[width];
                tile(
                        tile,
                        firstSegment,
                        endSegment,
                        a,
                        aAt,
                        row,
                        to - 1,
                        b,
                        bPanel,
                        scratch,
                        0,
                        tileRows,
                        0,
                        rows - 1,
                        false);
                copyTile(scratch, width * COUNT, row, Math.min(rows, to - row), columns, c, cPanel, add);
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

    /// Rows of the next tile when `left` remain: the largest, and for the rest the smallest that holds it.
    private int tileRows(int width, boolean first, int left) {
        return switch (width) {
            case 4 -> widestRows(first, left);
            case 3 -> left > 4 ? 7 : 4;
            case 2 -> Lanes.MANY_REGISTERS && left > 5 ? 10 : left > 2 ? 5 : 2;
            default -> left > 5 ? 10 : 5;
        };
    }

    private int widestRows(boolean first, int left) {
        if (far && first) {
            return 1;
        }
        boolean fours = left == 3 || (left % 4 == 0 && left <= 16);
        return fours ? 4 : Math.min(left, 5);
    }

    private int tileColumns(int width, int left) {
        return longRuns && left >= 8 && (width == 1 || (width == 2 && Lanes.MANY_REGISTERS)) ? 8 : 4;
    }

    private void tile(
            int tile,
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
        switch (tile) {
            case 405 ->
                WideTiles.fiveByFour(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 404 ->
                WideTiles.fourByFour(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 401 -> WideTiles.oneByFour(this, from, to, a, aAt, row, b, bAt, c, cAt, cRows, cRow, add);
            case 402 -> WideTiles.twoByFour(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 307 ->
                WideTiles.sevenByThree(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 304 ->
                WideTiles.fourByThree(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 210 ->
                NarrowTiles.tenByTwo(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 205 ->
                NarrowTiles.fiveByTwo(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 202 ->
                NarrowTiles.twoByTwo(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 110 ->
                NarrowTiles.tenByOne(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 105 ->
                NarrowTiles.fiveByOne(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 1404 ->
                ColumnTiles.fourByFour(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 1304 ->
                ColumnTiles.fourByThree(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 1208 ->
                ColumnTiles.eightByTwo(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 1204 ->
                ColumnTiles.fourByTwo(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 1108 ->
                ColumnTiles.eightByOne(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            case 1104 ->
                ColumnTiles.fourByOne(this, from, to, a, aAt, row, last, b, bAt, c, cAt, cRows, cRow, cLast, add);
            default -> throw new AssertionError("no tile " + tile);
        }
    }
}
