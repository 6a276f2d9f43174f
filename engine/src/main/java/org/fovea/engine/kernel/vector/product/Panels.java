package org.fovea.engine.kernel.vector.product;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import java.util.Arrays;
import org.fovea.engine.kernel.vector.lanes.Lanes;

/// How a matrix B of k × n lies in memory for [TiledProduct]: cut into panels of one to four vectors' width, each panel
/// k rows of whole vectors one after another, the last column's vector filled up with zeros.
///
/// A tile then reads B from one address onwards, whatever n is. With 16 registers a panel is at most two vectors wide.
public final class Panels {
    /// Vectors in the widest panel.
    public static final int WIDEST = Lanes.MANY_REGISTERS ? 4 : 2;

    final int k;
    final int n;
    /// Where each panel's vectors begin, counted in vectors; one more entry for the end.
    private final int[] first;

    public Panels(int k, int n) {
        this.k = k;
        this.n = n;
        int vectors = Lanes.vectors(n);
        int count = Math.ceilDiv(vectors, WIDEST);
        // Even widths: 5 vectors as 3 and 2, since a tile of one vector has too few sums to keep the unit busy.
        first = new int[count + 1];
        for (int panel = 1; panel <= count; panel++) {
            first[panel] = Math.ceilDiv(vectors * panel, count);
        }
    }

    public int count() {
        return first.length - 1;
    }

    /// Vectors in a row of the panel: 1 to 4.
    public int width(int panel) {
        return first[panel + 1] - first[panel];
    }

    /// The first of B's columns in the panel.
    public int column(int panel) {
        return first[panel] * COUNT;
    }

    /// How many of B's columns are in the panel; its vectors hold these and zeros.
    public int columns(int panel) {
        return Math.min(n, column(panel + 1)) - column(panel);
    }

    /// Where the panel begins in an array of panels.
    public int offset(int panel) {
        return k * column(panel);
    }

    /// Floats in an array of panels.
    public int size() {
        return k * first[count()] * COUNT;
    }

    /// Copies rows `from` to `to` of B into one panel, where `b[at + (row − from)·rowStride + j·columnStride]` is
    /// B\[row, j\].
    public void pack(
            float[] b, int at, int rowStride, int columnStride, int from, int to, float[] target, int base, int panel) {
        int row = width(panel) * COUNT;
        int columns = columns(panel);
        int y = base + offset(panel) + from * row;
        int x = at + column(panel) * columnStride;
        if (columnStride == 1) {
            for (int i = from; i < to; i++, x += rowStride, y += row) {
                System.arraycopy(b, x, target, y, columns);
                Arrays.fill(target, y + columns, y + row, 0);
            }
            return;
        }
        for (int i = from; i < to; i++, x += rowStride, y += row) {
            for (int j = 0; j < columns; j++) {
                target[y + j] = b[x + j * columnStride];
            }
            Arrays.fill(target, y + columns, y + row, 0);
        }
    }
}
