package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import java.util.Arrays;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.product.Panels;

/// What surrounds the transform of filters, from 3×3 taps to 36 components, and its transpose: [FilterVectors] over the
/// panels of a row.
final class FilterTransform {
    private static final int TAPS = 9;

    private FilterTransform() {}

    /// Row `row` of the filters, of `rows` rows by the panels' columns for each tap, as row `row` of each
    /// component's panels, which begin at u\[to\] and `stride` floats apart.
    static void transform(float[] w, int rows, int row, Panels panels, int columns, float[] u, int to, int stride) {
        boolean whole = columns % COUNT == 0;
        float[] taps = whole ? w : padded(w, rows, row, columns);
        int at = whole ? row * columns : 0;
        int plane = whole ? rows * columns : Lanes.vectors(columns) * COUNT;
        for (int panel = 0; panel < panels.count(); panel++) {
            int width = panels.width(panel) * COUNT;
            int first = to + panels.offset(panel) + row * width;
            for (int k = 0; k < width; k += COUNT) {
                FilterVectors.transform(taps, at + panels.column(panel) + k, plane, u, first + k, stride);
            }
        }
    }

    /// The taps of a row in whole vectors, filled up with zeros, one after the other in scratch memory.
    static float[] padded(float[] w, int rows, int row, int columns) {
        int padded = Lanes.vectors(columns) * COUNT;
        float[] taps = Scratch.floats(Scratch.Slot.MARGIN, TAPS * padded);
        for (int tap = 0; tap < TAPS; tap++) {
            System.arraycopy(w, (tap * rows + row) * columns, taps, tap * padded, columns);
            Arrays.fill(taps, tap * padded + columns, (tap + 1) * padded, 0);
        }
        return taps;
    }

    /// dw += Gᵀ·du·G for `columns` columns of one row: component i is du\[at + i·stride + k\], in whole vectors,
    /// and tap i dw\[to + i·plane + k\].
    static void transposed(float[] du, int at, int stride, int columns, float[] dw, int to, int plane) {
        int padded = Lanes.vectors(columns) * COUNT;
        float[] sums = Scratch.floats(Scratch.Slot.MARGIN, TAPS * padded);
        for (int k = 0; k < columns; k += COUNT) {
            FilterVectors.transposed(du, at + k, stride, sums, k, padded);
        }
        for (int tap = 0; tap < TAPS; tap++) {
            Elementwise.add(sums, tap * padded, dw, to + tap * plane, columns);
        }
    }

    /// Tap `tap` of filters (3, 3, c, oc), transposed and rotated by half a circle: tap 8 − `tap` of (3, 3, oc, c).
    /// The backward pass is a forward pass with such filters. Eight rows at a time, so that both sides stay in the
    /// first-level cache: 256 by 256 channels take 0.2 ms so, and took 0.6 in squares of 16 with loops around them.
    static void rotate(float[] w, int c, int oc, int tap, float[] rotated) {
        int from = tap * c * oc;
        int to = (TAPS - 1 - tap) * c * oc;
        int i = 0;
        for (; i + 8 <= c; i += 8) {
            for (int j = 0; j < oc; j++) {
                int x = from + i * oc + j;
                int y = to + j * c + i;
                rotated[y] = w[x];
                rotated[y + 1] = w[x + oc];
                rotated[y + 2] = w[x + 2 * oc];
                rotated[y + 3] = w[x + 3 * oc];
                rotated[y + 4] = w[x + 4 * oc];
                rotated[y + 5] = w[x + 5 * oc];
                rotated[y + 6] = w[x + 6 * oc];
                rotated[y + 7] = w[x + 7 * oc];
            }
        }
        for (; i < c; i++) {
            for (int j = 0; j < oc; j++) {
                rotated[to + j * c + i] = w[from + i * oc + j];
            }
        }
    }
}
