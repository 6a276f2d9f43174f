package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.product.Panels;

/// What surrounds the transform of filters for [StridedLayout], from 3×3 taps to 6×6 values: [FilterVectors] over the
/// panels of a row.
///
/// All 36 stand in the same panels, c rows each one after the other and one row between them, for the reason given at
/// [Winograd#apart]: a component's product takes the filters of its phases from where they are, the odd ones from where
/// other components take them too.
final class StridedFilterTransform {
    private static final int VALUES = 6;
    private static final int ODD = 5;
    private static final int INFINITY = 4;

    private StridedFilterTransform() {}

    /// The panels of all filters.
    static Panels panels(int c, int oc) {
        return new Panels(VALUES * VALUES * (c + 1), oc);
    }

    /// The first row in the panels of the filters of each phase of a component.
    static int[] rows(int component, int c) {
        boolean lastRow = component >= 20;
        int down = lastRow ? INFINITY : component < 16 ? component / 4 : component - 16;
        boolean lastColumn = component == 24 || (component >= 16 && component < 20);
        int right = lastColumn ? INFINITY : lastRow ? component - 20 : component % 4;
        int across = lastColumn ? 1 : 2;
        int[] rows = new int[StridedLayout.phases(component)];
        for (int phase = 0; phase < rows.length; phase++) {
            int i = phase / across == 0 ? down : ODD;
            int j = phase % across == 0 ? right : ODD;
            rows[phase] = (i * VALUES + j) * (c + 1);
        }
        return rows;
    }

    /// The filters of source channel `row` of c; the panels begin at u\[first\].
    static void transform(float[] w, int c, int row, Panels panels, int oc, float[] u, int first) {
        boolean whole = oc % COUNT == 0;
        float[] taps = whole ? w : FilterTransform.padded(w, c, row, oc);
        int at = whole ? row * oc : 0;
        int plane = whole ? c * oc : Lanes.vectors(oc) * COUNT;
        for (int panel = 0; panel < panels.count(); panel++) {
            int width = panels.width(panel) * COUNT;
            int to = first + panels.offset(panel) + row * width;
            for (int k = 0; k < width; k += COUNT) {
                FilterVectors.strided(taps, at + panels.column(panel) + k, plane, u, to + k, (c + 1) * width);
            }
        }
    }
}
