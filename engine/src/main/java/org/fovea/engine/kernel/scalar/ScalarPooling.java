package org.fovea.engine.kernel.scalar;

import java.util.Arrays;
import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.PoolingKernels;

/// Pooling, window by window. A window is the part of it that lies inside the picture.
final class ScalarPooling implements PoolingKernels {
    @Override
    public void max(PoolShape s, float[] x, float[] y, int from, int to) {
        ScalarPanel panel = ScalarPanel.ofThread();
        float[] largest = panel.rows[0];
        float[] other = panel.rows[1];
        for (ChannelStrip strip : ChannelStrip.of(s.c())) {
            for (int row = from; row < to; row++) {
                for (int j = 0; j < s.ow(); j++) {
                    Window window = Window.of(s, row, j);
                    Arrays.fill(largest, 0, strip.width(), Float.NEGATIVE_INFINITY);
                    for (int ii = window.top; ii < window.bottom; ii++) {
                        for (int jj = window.left; jj < window.right; jj++) {
                            System.arraycopy(x, window.offset(s, ii, jj) + strip.first(), other, 0, strip.width());
                            larger(other, largest, strip.width());
                        }
                    }
                    System.arraycopy(largest, 0, y, strip.at(row * s.ow() + j), strip.width());
                }
            }
        }
    }

    /// y = max(x, y).
    private static void larger(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = Math.max(x[i], y[i]);
        }
    }

    @Override
    public void maxBackward(PoolShape s, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        clearPictures(s, dx, add, from, to);
        for (int row = from * s.oh(); row < to * s.oh(); row++) {
            for (int j = 0; j < s.ow(); j++) {
                int at = (row * s.ow() + j) * s.c();
                Window window = Window.of(s, row, j);
                for (int k = 0; k < s.c(); k++) {
                    int first = firstEqual(s, window, x, k, y[at + k]);
                    if (first >= 0) {
                        dx[first] += dy[at + k];
                    }
                }
            }
        }
    }

    /// Where the window first holds `value` in channel k; −1 if nowhere, as when it is NaN.
    private static int firstEqual(PoolShape s, Window window, float[] x, int k, float value) {
        for (int ii = window.top; ii < window.bottom; ii++) {
            for (int jj = window.left; jj < window.right; jj++) {
                int at = window.offset(s, ii, jj) + k;
                if (x[at] == value) {
                    return at;
                }
            }
        }
        return -1;
    }

    @Override
    public void average(PoolShape s, float[] x, float[] y, int from, int to) {
        int c = s.c();
        for (int row = from; row < to; row++) {
            for (int j = 0; j < s.ow(); j++) {
                int at = (row * s.ow() + j) * c;
                Window window = Window.of(s, row, j);
                Arrays.fill(y, at, at + c, 0);
                for (int ii = window.top; ii < window.bottom; ii++) {
                    for (int jj = window.left; jj < window.right; jj++) {
                        int source = window.offset(s, ii, jj);
                        for (int k = 0; k < c; k++) {
                            y[at + k] += x[source + k];
                        }
                    }
                }
                float divisor = s.divisor(row % s.oh(), j);
                for (int k = 0; k < c; k++) {
                    y[at + k] /= divisor;
                }
            }
        }
    }

    @Override
    public void averageBackward(PoolShape s, float[] dy, float[] dx, boolean add, int from, int to) {
        int c = s.c();
        clearPictures(s, dx, add, from, to);
        for (int row = from * s.oh(); row < to * s.oh(); row++) {
            for (int j = 0; j < s.ow(); j++) {
                int at = (row * s.ow() + j) * c;
                Window window = Window.of(s, row, j);
                float divisor = s.divisor(row % s.oh(), j);
                for (int ii = window.top; ii < window.bottom; ii++) {
                    for (int jj = window.left; jj < window.right; jj++) {
                        int target = window.offset(s, ii, jj);
                        for (int k = 0; k < c; k++) {
                            dx[target + k] += dy[at + k] / divisor;
                        }
                    }
                }
            }
        }
    }

    private static void clearPictures(PoolShape s, float[] dx, boolean add, int from, int to) {
        int picture = s.h() * s.w() * s.c();
        if (!add) {
            Arrays.fill(dx, from * picture, to * picture, 0);
        }
    }

    /// Rows top … bottom and columns left … right of picture n, ends exclusive.
    private record Window(int n, int top, int bottom, int left, int right) {
        /// The window of column j in row `row` = n·oh + i of y.
        static Window of(PoolShape s, int row, int j) {
            int i = row % s.oh();
            return new Window(row / s.oh(), s.top(i), s.bottom(i), s.left(j), s.right(j));
        }

        /// Where the channels of pixel (ii, jj) begin.
        int offset(PoolShape s, int ii, int jj) {
            return ((n * s.h() + ii) * s.w() + jj) * s.c();
        }
    }
}
