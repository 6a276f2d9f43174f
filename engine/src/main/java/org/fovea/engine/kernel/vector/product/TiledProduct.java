package org.fovea.engine.kernel.vector.product;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Lanes;

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
public final class TiledProduct {
    /// Rows of a transposed A that lie side by side, at least.
    static final int RUN = 4;

    /// Floats that a core's second-level cache holds, about.
    private static final int CACHED = 1 << 18;

    /// Values along k whose panel of one vector stays in registers.
    private static final int RESIDENT = 16;

    /// Rows of a tile times its vectors, at most.
    private static final int LARGEST_TILE = 21;

    private static final int[][] SCRATCH_ROWS = scratchRows();

    final int[] aRows;
    final int[] segments;
    final int length;
    /// From one value of A to the next along k.
    public final int step;
    /// The first of B's rows for each segment.
    final int[] bRows;
    /// How B lies.
    public final Panels panels;
    private final int[] cRows;
    /// Whether B comes from beyond the second-level cache. Then a panel's first tile is a single row, which waits
    /// for B with more lines underway: a core looks ahead some 450 instructions, and a row needs 19 for four lines
    /// of B, five rows 60. 16 rows by 256×256 took 200 µs instead of 290 where B came from memory, but 168 instead
    /// of 156 where it was near (16 products, Zen 5).
    private final boolean outOfCache;
    /// Whether a panel of one vector is a matter of [ResidentTiles].
    private final boolean resident;
    /// Whether A's rows come in neighbouring runs of eight, so that a tile may have as many.
    private final boolean longRuns;

    /// With B from inside the cache, in panels of its own.
    public TiledProduct(int[] aRows, int[] segments, int length, int step, int n, int[] cRows) {
        this(aRows, segments, length, step, n, cRows, false);
    }

    /// @param outOfCache whether B comes from beyond the second-level cache, as far as that is known
    public TiledProduct(int[] aRows, int[] segments, int length, int step, int n, int[] cRows, boolean outOfCache) {
        this(
                aRows,
                segments,
                length,
                step,
                new Panels(segments.length * length, n),
                rows(segments.length, length),
                cRows,
                outOfCache);
    }

    /// With the panels of a B that several products share.
    ///
    /// @param bRows the first of the panels' rows for each segment
    public TiledProduct(
            int[] aRows,
            int[] segments,
            int length,
            int step,
            Panels panels,
            int[] bRows,
            int[] cRows,
            boolean outOfCache) {
        assert step == 1 || inRuns(aRows, RUN) : "a transposed A whose rows are not neighbours";
        this.aRows = aRows;
        this.segments = segments;
        this.length = length;
        this.step = step;
        this.cRows = cRows;
        this.outOfCache = outOfCache;
        longRuns = step != 1 && inRuns(aRows, 2 * RUN);
        resident = step == 1 && segments.length == 1 && length == RESIDENT && Lanes.MANY_REGISTERS;
        this.panels = panels;
        this.bRows = bRows;
    }

    /// Whether so many floats come from beyond the second-level cache, if a call reads each once.
    public static boolean outOfCache(int floats) {
        return floats > CACHED;
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
    public static int[] rows(int count, int stride) {
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

    /// The first `rows` rows of C, all panels.
    public void multiply(float[] a, int aAt, int rows, float[] b, int bAt, float[] c, int cAt, boolean add) {
        for (int panel = 0; panel < panels.count(); panel++) {
            multiply(a, aAt, 0, rows, panel, b, bAt, c, cAt, add);
        }
    }

    /// Rows `from` to `to` of C, the columns of one panel; `bAt` is where the first panel begins.
    public void multiply(
            float[] a, int aAt, int from, int to, int panel, float[] b, int bAt, float[] c, int cAt, boolean add) {
        multiply(a, aAt, from, to, panel, b, bAt, c, cAt, add ? TileEpilogue.ADD : TileEpilogue.NONE, 0);
    }

    /// As the other, with as much of an epilogue as tiles do; its columns are C's from `column` on.
    void multiply(
            float[] a,
            int aAt,
            int from,
            int to,
            int panel,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            TileEpilogue end,
            int column) {
        int width = panels.width(panel);
        int columns = panels.columns(panel);
        int bPanel = bAt + panels.offset(panel);
        int cPanel = cAt + panels.column(panel);
        int k = column + panels.column(panel);
        boolean direct = columns == width * COUNT;
        if (resident && direct && width == 1) {
            ResidentTiles.ofSixteen(this, from, to, a, aAt, b, bPanel, c, cPanel, cRows, end, k);
            return;
        }
        // A panel whose last vector is cut off goes by way of scratch memory.
        float[] target = direct ? c : Scratch.floats(Scratch.Slot.TILE, LARGEST_TILE * COUNT);
        int targetAt = direct ? cPanel : 0;
        int[] targetRows = direct ? cRows : SCRATCH_ROWS[width];
        TileEpilogue begin = !direct && end.add ? TileEpilogue.NONE : end;
        int last = to - 1;
        int row = from;
        while (row < to) {
            TileShape tile = step == 1 ? rowTile(width, row == from, to - row) : columnTile(width, to - row);
            int y = direct ? row : 0;
            int lastY = direct ? last : tile.rows - 1;
            tile.compute(this, a, aAt, row, last, b, bPanel, target, targetAt, targetRows, y, lastY, begin, k);
            if (!direct) {
                copyTile(target, width * COUNT, row, Math.min(tile.rows, to - row), columns, c, cPanel, end.add);
            }
            row += tile.rows;
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

    /// The next tile when `left` rows remain: the largest, and for the rest the smallest that holds it.
    private TileShape rowTile(int width, boolean first, int left) {
        return switch (width) {
            case 4 -> widestTile(first, left);
            case 3 -> left > 4 ? TileShape.ROWS_7X3 : TileShape.ROWS_4X3;
            case 2 ->
                Lanes.MANY_REGISTERS && left >= 10
                        ? TileShape.ROWS_10X2
                        : left > 2 ? TileShape.ROWS_5X2 : TileShape.ROWS_2X2;
            default -> left >= 10 ? TileShape.ROWS_10X1 : TileShape.ROWS_5X1;
        };
    }

    private TileShape widestTile(boolean first, int left) {
        if (left == 1 || (outOfCache && first)) {
            return TileShape.ROWS_1X4;
        }
        if (left == 2) {
            return TileShape.ROWS_2X4;
        }
        boolean fours = left < 5 || (left % 4 == 0 && left <= 16);
        return fours ? TileShape.ROWS_4X4 : TileShape.ROWS_5X4;
    }

    private TileShape columnTile(int width, int left) {
        boolean eight = longRuns && left >= 8;
        return switch (width) {
            case 4 -> TileShape.COLUMNS_4X4;
            case 3 -> TileShape.COLUMNS_4X3;
            case 2 -> eight && Lanes.MANY_REGISTERS ? TileShape.COLUMNS_8X2 : TileShape.COLUMNS_4X2;
            default -> eight ? TileShape.COLUMNS_8X1 : TileShape.COLUMNS_4X1;
        };
    }
}
