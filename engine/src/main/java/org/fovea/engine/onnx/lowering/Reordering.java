package org.fovea.engine.onnx.lowering;

/// The copy of a value's elements from one layout into another.
final class Reordering {
    /// Rows and columns that are turned together, so that both sides stay in the first cache.
    private static final int BLOCK = 16;
    /// Rows so few that blocks of them are no work for a loop.
    private static final int FEW = 4;

    private static final int LONG = 1_024;
    private static final int COLOURS = 3;

    private final int rows;
    private final int columns;
    /// For each place of the target its place in the source; empty where a matrix is transposed, or nothing moves.
    private final int[] source;

    private Reordering(int rows, int columns, int[] source) {
        this.rows = rows;
        this.columns = columns;
        this.source = source;
    }

    static Reordering of(ValueLayout from, ValueLayout to) {
        if (from.equals(to)) {
            return new Reordering(from.count(), 1, new int[0]);
        }
        // Two digits whose order changes are a matrix, transposed: the way of every picture in and out.
        if (from.isRowMajor() && to.sizes().size() == 2) {
            return new Reordering(to.sizes().get(0), to.sizes().get(1), new int[0]);
        }
        if (to.isRowMajor() && from.sizes().size() == 2) {
            return new Reordering(from.sizes().get(1), from.sizes().get(0), new int[0]);
        }
        return new Reordering(0, from.count(), sources(from, to));
    }

    /// Whether a matrix of so many rows is transposed.
    boolean transposes(int rows) {
        return source.length == 0 && columns > 1 && rows == this.rows;
    }

    /// For each place in memory by `to` the place of the same element by `from`.
    static int[] sources(ValueLayout from, ValueLayout to) {
        int[] placeOf = new int[from.count()];
        int[] elements = from.elements();
        for (int place = 0; place < elements.length; place++) {
            placeOf[elements[place]] = place;
        }
        int[] sources = to.elements();
        for (int place = 0; place < sources.length; place++) {
            sources[place] = placeOf[sources[place]];
        }
        return sources;
    }

    /// Lines of the target: what [#copy] takes a range of.
    int lines() {
        return columns;
    }

    /// Elements in a line.
    int line() {
        return source.length > 0 ? 1 : rows;
    }

    /// Writes lines `first` to `end` of the target.
    void copy(float[] from, int fromOffset, float[] to, int toOffset, int first, int end) {
        if (source.length > 0) {
            for (int i = first; i < end; i++) {
                to[toOffset + i] = from[fromOffset + source[i]];
            }
        } else if (columns == 1) {
            System.arraycopy(from, fromOffset, to, toOffset, rows);
        } else {
            transpose(from, fromOffset, to, toOffset, first, end);
        }
    }

    /// As [#copy], for all lines.
    void copy(float[] from, int fromOffset, float[] to, int toOffset) {
        copy(from, fromOffset, to, toOffset, 0, columns);
    }

    private void transpose(float[] from, int fromOffset, float[] to, int toOffset, int first, int end) {
        if (rows == COLOURS) {
            colours(from, fromOffset, to, toOffset, first, end);
            return;
        }
        if (rows <= FEW) {
            fewRows(from, fromOffset, to, toOffset, first, end);
            return;
        }
        for (int c0 = first; c0 < end; c0 += BLOCK) {
            int c1 = Math.min(c0 + BLOCK, end);
            for (int r0 = 0; r0 < rows; r0 += BLOCK) {
                int r1 = Math.min(r0 + BLOCK, rows);
                for (int r = r0; r < r1; r++) {
                    int at = fromOffset + r * columns;
                    for (int c = c0; c < c1; c++) {
                        to[toOffset + c * rows + r] = from[at + c];
                    }
                }
            }
        }
    }

    /// The planes of a colour picture, pixel by pixel: 54 µs for 320×320 where [#fewRows] takes 84.
    private void colours(float[] from, int fromOffset, float[] to, int toOffset, int first, int end) {
        int green = fromOffset + columns;
        int blue = green + columns;
        for (int c = first, y = toOffset + COLOURS * first; c < end; c++, y += COLOURS) {
            to[y] = from[fromOffset + c];
            to[y + 1] = from[green + c];
            to[y + 2] = from[blue + c];
        }
    }

    /// Long rows, which are gone through whole, some of the target's lines at a time that stay in the cache until
    /// all rows have been there.
    private void fewRows(float[] from, int fromOffset, float[] to, int toOffset, int first, int end) {
        for (int c0 = first; c0 < end; c0 += LONG) {
            int c1 = Math.min(c0 + LONG, end);
            for (int r = 0; r < rows; r++) {
                int at = fromOffset + r * columns;
                int y = toOffset + c0 * rows + r;
                for (int c = c0; c < c1; c++, y += rows) {
                    to[y] = from[at + c];
                }
            }
        }
    }
}
