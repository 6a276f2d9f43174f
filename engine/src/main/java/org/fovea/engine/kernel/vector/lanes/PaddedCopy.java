package org.fovea.engine.kernel.vector.lanes;

import java.util.Arrays;

/// Copies a band of a picture with a margin of zeros, so that what reads it needs no test for the edge.
public final class PaddedCopy {
    private PaddedCopy() {}

    /// Rows `top` to `top + rows` and columns `left` to `left + columns` of a picture of h × w pixels with c
    /// channels, which begins at `from` in x; pixels outside the picture are zero. `y` gets them from `to` on,
    /// without gaps.
    public static void copy(
            float[] x, int from, int h, int w, int c, int top, int rows, int left, int columns, float[] y, int to) {
        int line = columns * c;
        int begin = Math.clamp(-left, 0, columns);
        int end = Math.clamp(w - left, begin, columns);
        for (int i = 0; i < rows; i++, to += line) {
            int row = top + i;
            if (row < 0 || row >= h) {
                Arrays.fill(y, to, to + line, 0);
                continue;
            }
            Arrays.fill(y, to, to + begin * c, 0);
            if (end > begin) {
                System.arraycopy(x, from + (row * w + left + begin) * c, y, to + begin * c, (end - begin) * c);
            }
            Arrays.fill(y, to + end * c, to + line, 0);
        }
    }

    /// As the other copy, into pixels of `pixel` floats, at least c, of which those beyond c become zero.
    public static void copy(
            float[] x,
            int from,
            int h,
            int w,
            int c,
            int top,
            int rows,
            int left,
            int columns,
            float[] y,
            int to,
            int pixel) {
        if (pixel == c) {
            copy(x, from, h, w, c, top, rows, left, columns, y, to);
            return;
        }
        Arrays.fill(y, to, to + rows * columns * pixel, 0);
        for (int i = Math.max(top, 0); i < Math.min(top + rows, h); i++) {
            for (int j = Math.max(left, 0); j < Math.min(left + columns, w); j++) {
                int at = to + ((i - top) * columns + j - left) * pixel;
                System.arraycopy(x, from + (i * w + j) * c, y, at, c);
            }
        }
    }
}
