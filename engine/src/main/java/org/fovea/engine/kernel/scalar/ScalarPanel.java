package org.fovea.engine.kernel.scalar;

import java.util.Arrays;

/// A block of a product that one thread works on: rows of B and rows of sums, each an array of its own.
///
/// The one loop that everything depends on is [#add]: `y[i] += a[0]·b[0][i] + … + a[7]·b[7][i]`. C2 turns it into
/// vector code because it stores into one array and all arrays share one index. It does not where two arrays have
/// different offsets (`y[yAt + i] += a·x[xAt + i]`), since they might be one array that overlaps itself, nor where a
/// loop stores into two arrays. On one core whose peak is 190 GFLOP/s, offsets gave 5 GFLOP/s, this loop with one row
/// of B 30, with four 64, with eight 72; rows of 128 values 48, of 64 values 28. Fused multiply-adds were no
/// faster, and are very slow on processors that have none.
final class ScalarPanel {
    /// Values in a row: nine times 32, so that the taps of a 3×3 filter over 32 channels are one row.
    static final int WIDTH = 288;

    /// Rows of B: as many as fit into the first-level cache together with a row of sums.
    static final int DEPTH = 32;

    /// A row with its array's header takes a multiple of 64 bytes, so that neighbouring rows lie alike within cache
    /// lines: 72 GFLOP/s where other lengths gave 47.
    private static final int LENGTH = WIDTH + 12;

    private static final ThreadLocal<ScalarPanel> OF_THREAD = ThreadLocal.withInitial(ScalarPanel::new);

    /// DEPTH rows of B.
    final float[][] rows = new float[DEPTH][LENGTH];

    /// As many other rows, to take factors from.
    final float[][] others = new float[DEPTH][LENGTH];

    /// A factor for each row of B, where they do not lie side by side already.
    final float[] factors = new float[DEPTH];

    /// Places in an array, one for each value of a row.
    final int[] places = new int[WIDTH];

    private float[][] sums = {};

    private ScalarPanel() {}

    /// The panel of this thread, with whatever was left in it last.
    static ScalarPanel ofThread() {
        return OF_THREAD.get();
    }

    /// At least `count` rows of sums.
    float[][] sums(int count) {
        if (sums.length < count) {
            int before = sums.length;
            sums = Arrays.copyOf(sums, count);
            for (int i = before; i < count; i++) {
                sums[i] = new float[LENGTH];
            }
        }
        return sums;
    }

    /// y\[i\] += Σ over p < depth of a\[at + p\] · rows\[p\]\[i\] for i < width, in the order of p.
    void add(float[] a, int at, int depth, float[] y, int width) {
        int p = 0;
        for (; p + 8 <= depth; p += 8) {
            addEight(a, at + p, p, y, width);
        }
        for (; p < depth; p++) {
            addOne(a[at + p], rows[p], y, width);
        }
    }

    private void addEight(float[] a, int at, int p, float[] y, int width) {
        float[] b0 = rows[p];
        float[] b1 = rows[p + 1];
        float[] b2 = rows[p + 2];
        float[] b3 = rows[p + 3];
        float[] b4 = rows[p + 4];
        float[] b5 = rows[p + 5];
        float[] b6 = rows[p + 6];
        float[] b7 = rows[p + 7];
        float a0 = a[at];
        float a1 = a[at + 1];
        float a2 = a[at + 2];
        float a3 = a[at + 3];
        float a4 = a[at + 4];
        float a5 = a[at + 5];
        float a6 = a[at + 6];
        float a7 = a[at + 7];
        for (int i = 0; i < width; i++) {
            y[i] = y[i]
                    + a0 * b0[i]
                    + a1 * b1[i]
                    + a2 * b2[i]
                    + a3 * b3[i]
                    + a4 * b4[i]
                    + a5 * b5[i]
                    + a6 * b6[i]
                    + a7 * b7[i];
        }
    }

    private static void addOne(float a, float[] b, float[] y, int width) {
        for (int i = 0; i < width; i++) {
            y[i] += a * b[i];
        }
    }

    /// y = y for y > 0, else slopes·y, both from index 0.
    static void leak(float[] slopes, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = Math.max(y[i], 0) + slopes[i] * Math.min(y[i], 0);
        }
    }

    /// y += x, both from index 0.
    static void add(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] += x[i];
        }
    }
}
