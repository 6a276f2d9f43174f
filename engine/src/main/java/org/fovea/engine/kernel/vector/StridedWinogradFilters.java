package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.fovea.engine.kernel.Scratch;

/// The transform of filters for [StridedWinograd], u = G·w·Gᵀ, from 3×3 taps to 6×6 values.
///
/// ```
///     ⎡1/2  0   0 ⎤ 0       even phase
///     ⎢1/2  0  1/2⎥ 1
///     ⎢1/2  0 −1/2⎥ −1
/// G = ⎢1/2  0   1 ⎥ 2
///     ⎢ 0   0   1 ⎥ ∞
///     ⎣ 0  1/2  0 ⎦         odd phase, every finite point
/// ```
///
/// All 36 stand in the same panels, c rows each one after the other and one row between them, for the reason given at
/// [Winograd#apart]: a component's product takes the filters of its phases from where they are, the odd ones from where
/// other components take them too.
final class StridedWinogradFilters {
    private static final int TAPS = 9;
    private static final int VALUES = 6;
    private static final int ODD = 5;
    private static final int INFINITY = 4;

    private StridedWinogradFilters() {}

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
        int[] rows = new int[StridedWinograd.phases(component)];
        for (int phase = 0; phase < rows.length; phase++) {
            int i = phase / across == 0 ? down : ODD;
            int j = phase % across == 0 ? right : ODD;
            rows[phase] = (i * VALUES + j) * (c + 1);
        }
        return rows;
    }

    /// The filters of source channel `row` of c; the panels begin at [Scratch#FIRST].
    static void transform(float[] w, int c, int row, Panels panels, int oc, float[] u) {
        int padded = Lanes.vectors(oc) * COUNT;
        float[] taps = w;
        int at = row * oc;
        int plane = c * oc;
        if (padded != oc) {
            taps = Scratch.floats(Scratch.Slot.MARGIN, TAPS * padded);
            for (int tap = 0; tap < TAPS; tap++) {
                System.arraycopy(w, at + tap * plane, taps, tap * padded, oc);
                Arrays.fill(taps, tap * padded + oc, (tap + 1) * padded, 0);
            }
            at = 0;
            plane = padded;
        }
        for (int panel = 0; panel < panels.count(); panel++) {
            int width = panels.width(panel) * COUNT;
            int to = Scratch.FIRST + panels.offset(panel) + row * width;
            for (int k = 0; k < width; k += COUNT) {
                vector(taps, at + panels.column(panel) + k, plane, u, to + k, (c + 1) * width);
            }
        }
    }

    private static void vector(float[] w, int at, int plane, float[] u, int to, int stride) {
        float[] t = Scratch.floats(Scratch.Slot.BETWEEN, 3 * VALUES * COUNT);
        int line = 3 * COUNT;
        for (int j = 0; j < 3; j++) {
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, at + (j + 6) * plane);
            FloatVector half0 =
                    FloatVector.fromArray(SPECIES, w, at + j * plane).mul(0.5f);
            FloatVector half1 =
                    FloatVector.fromArray(SPECIES, w, at + (j + 3) * plane).mul(0.5f);
            FloatVector half2 = w2.mul(0.5f);
            int next = j * COUNT;
            half0.intoArray(t, next);
            half0.add(half2).intoArray(t, next + line);
            half0.sub(half2).intoArray(t, next + 2 * line);
            half0.add(w2).intoArray(t, next + 3 * line);
            w2.intoArray(t, next + 4 * line);
            half1.intoArray(t, next + 5 * line);
        }
        for (int i = 0; i < VALUES; i++) {
            FloatVector w2 = FloatVector.fromArray(SPECIES, t, i * line + 2 * COUNT);
            FloatVector half0 = FloatVector.fromArray(SPECIES, t, i * line).mul(0.5f);
            FloatVector half1 =
                    FloatVector.fromArray(SPECIES, t, i * line + COUNT).mul(0.5f);
            FloatVector half2 = w2.mul(0.5f);
            int next = to + i * VALUES * stride;
            half0.intoArray(u, next);
            half0.add(half2).intoArray(u, next + stride);
            half0.sub(half2).intoArray(u, next + 2 * stride);
            half0.add(w2).intoArray(u, next + 3 * stride);
            w2.intoArray(u, next + 4 * stride);
            half1.intoArray(u, next + 5 * stride);
        }
    }
}
