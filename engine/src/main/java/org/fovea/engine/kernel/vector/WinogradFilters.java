package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;
import static org.fovea.engine.kernel.vector.Winograd.COMPONENTS;
import static org.fovea.engine.kernel.vector.Winograd.SPAN;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.fovea.engine.kernel.Scratch;

/// The transform of filters, u = G·w·Gᵀ, from 3×3 taps to 36 components, and its transpose.
///
/// ```
///     ⎡ 1/4     0     0 ⎤
///     ⎢−1/6  −1/6  −1/6 ⎥
/// G = ⎢−1/6   1/6  −1/6 ⎥
///     ⎢1/24  1/12   1/6 ⎥
///     ⎢1/24 −1/12   1/6 ⎥
///     ⎣  0     0     1  ⎦
/// ```
final class WinogradFilters {
    private static final int TAPS = 9;

    private WinogradFilters() {}

    /// Row `row` of the filters, of `rows` rows by the panels' columns for each tap, as row `row` of each
    /// component's panels, which begin at u\[to\] and `stride` floats apart.
    static void transform(float[] w, int rows, int row, Panels panels, int columns, float[] u, int to, int stride) {
        int padded = Lanes.vectors(columns) * COUNT;
        float[] taps = w;
        int at = row * columns;
        int plane = rows * columns;
        if (padded != columns) {
            taps = Scratch.floats(Scratch.Slot.MARGIN, TAPS * padded);
            for (int tap = 0; tap < TAPS; tap++) {
                System.arraycopy(w, at + tap * plane, taps, tap * padded, columns);
                Arrays.fill(taps, tap * padded + columns, (tap + 1) * padded, 0);
            }
            at = 0;
            plane = padded;
        }
        for (int panel = 0; panel < panels.count(); panel++) {
            int width = panels.width(panel) * COUNT;
            int first = to + panels.offset(panel) + row * width;
            for (int k = 0; k < width; k += COUNT) {
                vector(taps, at + panels.column(panel) + k, plane, u, first + k, stride);
            }
        }
    }

    private static void vector(float[] w, int at, int plane, float[] u, int to, int stride) {
        float[] t = Scratch.floats(Scratch.Slot.BETWEEN, COMPONENTS * COUNT);
        int row = 3 * COUNT;
        for (int j = 0; j < 3; j++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, at + j * plane);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, at + (j + 3) * plane);
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, at + (j + 6) * plane);
            FloatVector sixth = w0.add(w2).mul(-1f / 6);
            FloatVector odd = w1.mul(1f / 6);
            FloatVector even = w2.mul(4).add(w0).mul(1f / 24);
            FloatVector twelfth = w1.mul(1f / 12);
            int next = j * COUNT;
            w0.mul(0.25f).intoArray(t, next);
            sixth.sub(odd).intoArray(t, next + row);
            sixth.add(odd).intoArray(t, next + 2 * row);
            even.add(twelfth).intoArray(t, next + 3 * row);
            even.sub(twelfth).intoArray(t, next + 4 * row);
            w2.intoArray(t, next + 5 * row);
        }
        for (int i = 0; i < SPAN; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, t, i * row);
            FloatVector w1 = FloatVector.fromArray(SPECIES, t, i * row + COUNT);
            FloatVector w2 = FloatVector.fromArray(SPECIES, t, i * row + 2 * COUNT);
            FloatVector sixth = w0.add(w2).mul(-1f / 6);
            FloatVector odd = w1.mul(1f / 6);
            FloatVector even = w2.mul(4).add(w0).mul(1f / 24);
            FloatVector twelfth = w1.mul(1f / 12);
            int next = to + i * SPAN * stride;
            w0.mul(0.25f).intoArray(u, next);
            sixth.sub(odd).intoArray(u, next + stride);
            sixth.add(odd).intoArray(u, next + 2 * stride);
            even.add(twelfth).intoArray(u, next + 3 * stride);
            even.sub(twelfth).intoArray(u, next + 4 * stride);
            w2.intoArray(u, next + 5 * stride);
        }
    }

    /// dw += Gᵀ·du·G for `columns` columns of one row: component i is du\[at + i·stride + k\], in whole vectors,
    /// and tap i dw\[to + i·plane + k\].
    static void transposed(float[] du, int at, int stride, int columns, float[] dw, int to, int plane) {
        int padded = Lanes.vectors(columns) * COUNT;
        float[] sums = Scratch.floats(Scratch.Slot.MARGIN, TAPS * padded);
        for (int k = 0; k < columns; k += COUNT) {
            transposedVector(du, at + k, stride, sums, k, padded);
        }
        for (int tap = 0; tap < TAPS; tap++) {
            Elementwise.add(sums, tap * padded, dw, to + tap * plane, columns);
        }
    }

    private static void transposedVector(float[] du, int at, int plane, float[] dw, int to, int tap) {
        float[] t = Scratch.floats(Scratch.Slot.BETWEEN, COMPONENTS * COUNT);
        int row = SPAN * COUNT;
        for (int j = 0; j < SPAN; j++) {
            int i = at + j * plane;
            FloatVector d0 = FloatVector.fromArray(SPECIES, du, i);
            FloatVector d1 = FloatVector.fromArray(SPECIES, du, i + 6 * plane);
            FloatVector d2 = FloatVector.fromArray(SPECIES, du, i + 12 * plane);
            FloatVector d3 = FloatVector.fromArray(SPECIES, du, i + 18 * plane);
            FloatVector d4 = FloatVector.fromArray(SPECIES, du, i + 24 * plane);
            FloatVector d5 = FloatVector.fromArray(SPECIES, du, i + 30 * plane);
            FloatVector sixth = d1.add(d2).mul(-1f / 6);
            FloatVector even = d3.add(d4);
            int next = j * COUNT;
            d0.mul(0.25f).add(sixth).add(even.mul(1f / 24)).intoArray(t, next);
            d2.sub(d1).mul(1f / 6).add(d3.sub(d4).mul(1f / 12)).intoArray(t, next + row);
            even.mul(1f / 6).add(sixth).add(d5).intoArray(t, next + 2 * row);
        }
        for (int i = 0; i < 3; i++) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, t, i * row);
            FloatVector d1 = FloatVector.fromArray(SPECIES, t, i * row + COUNT);
            FloatVector d2 = FloatVector.fromArray(SPECIES, t, i * row + 2 * COUNT);
            FloatVector d3 = FloatVector.fromArray(SPECIES, t, i * row + 3 * COUNT);
            FloatVector d4 = FloatVector.fromArray(SPECIES, t, i * row + 4 * COUNT);
            FloatVector d5 = FloatVector.fromArray(SPECIES, t, i * row + 5 * COUNT);
            FloatVector sixth = d1.add(d2).mul(-1f / 6);
            FloatVector even = d3.add(d4);
            int next = to + 3 * i * tap;
            d0.mul(0.25f).add(sixth).add(even.mul(1f / 24)).intoArray(dw, next);
            d2.sub(d1).mul(1f / 6).add(d3.sub(d4).mul(1f / 12)).intoArray(dw, next + tap);
            even.mul(1f / 6).add(sixth).add(d5).intoArray(dw, next + 2 * tap);
        }
    }

    /// Tap `tap` of filters (3, 3, c, oc), transposed and turned by half a circle: tap 8 − `tap` of (3, 3, oc, c).
    /// The backward pass is a forward pass with such filters. Eight rows at a time, so that both sides stay in the
    /// first-level cache: 256 by 256 channels take 0.2 ms so, and took 0.6 in squares of 16 with loops around them.
    static void turn(float[] w, int c, int oc, int tap, float[] turned) {
        int from = tap * c * oc;
        int to = (TAPS - 1 - tap) * c * oc;
        int i = 0;
        for (; i + 8 <= c; i += 8) {
            for (int j = 0; j < oc; j++) {
                int x = from + i * oc + j;
                int y = to + j * c + i;
                turned[y] = w[x];
                turned[y + 1] = w[x + oc];
                turned[y + 2] = w[x + 2 * oc];
                turned[y + 3] = w[x + 3 * oc];
                turned[y + 4] = w[x + 4 * oc];
                turned[y + 5] = w[x + 5 * oc];
                turned[y + 6] = w[x + 6 * oc];
                turned[y + 7] = w[x + 7 * oc];
            }
        }
        for (; i < c; i++) {
            for (int j = 0; j < oc; j++) {
                turned[to + j * c + i] = w[from + i * oc + j];
            }
        }
    }
}
