package org.fovea.engine.kernel;

import java.util.Arrays;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// C = A·B as a sum of outer products: row i of C gathers a\[i, p\] times row p of B, for p in order.
///
/// C is computed in tiles, each of them one piece of work that stays in the first-level cache.
final class ScalarMatrixProduct implements MatrixProduct {
    private static final int TILE_ROWS = 16;
    private static final int TILE_COLUMNS = 256;

    private final int m;
    private final int n;
    private final int k;
    private final boolean transposeA;
    /// B brought to k × n, where it is stored as n × k; else null.
    private final float @Nullable [] rowsOfB;

    ScalarMatrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.transposeA = transposeA;
        rowsOfB = transposeB ? new float[k * n] : null;
    }

    @Override
    public void multiply(
            float[] a, float[] b, float @Nullable [] bias, Activation f, boolean add, float[] c, Workers workers) {
        float[] rows = rowsOfB == null ? b : rowsOfB;
        if (rowsOfB != null) {
            workers.run(n, j -> {
                for (int p = 0; p < k; p++) {
                    rowsOfB[p * n + j] = b[j * k + p];
                }
            });
        }
        int across = Math.ceilDiv(n, TILE_COLUMNS);
        workers.run(Math.ceilDiv(m, TILE_ROWS) * across, piece -> {
            int top = piece / across * TILE_ROWS;
            int left = piece % across * TILE_COLUMNS;
            tile(a, rows, bias, f, add, c, top, Math.min(top + TILE_ROWS, m), left, Math.min(left + TILE_COLUMNS, n));
        });
    }

    private void tile(
            float[] a,
            float[] b,
            float @Nullable [] bias,
            Activation f,
            boolean add,
            float[] c,
            int top,
            int bottom,
            int left,
            int right) {
        if (!add) {
            for (int i = top; i < bottom; i++) {
                Arrays.fill(c, i * n + left, i * n + right, 0);
            }
        }
        for (int p = 0; p < k; p++) {
            for (int i = top; i < bottom; i++) {
                addScaled(transposeA ? a[p * m + i] : a[i * k + p], b, p * n + left, c, i * n + left, right - left);
            }
        }
        for (int i = top; i < bottom; i++) {
            if (bias != null) {
                addScaled(1, bias, left, c, i * n + left, right - left);
            }
            ScalarActivations.activate(f, c, c, i * n + left, i * n + right);
        }
    }

    /// y += alpha·x for `length` values of x and y, beginning at `xAt` and `yAt`.
    static void addScaled(float alpha, float[] x, int xAt, float[] y, int yAt, int length) {
        for (int i = 0; i < length; i++) {
            y[yAt + i] += alpha * x[xAt + i];
        }
    }
}
