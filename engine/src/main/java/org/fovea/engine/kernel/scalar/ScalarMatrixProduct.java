package org.fovea.engine.kernel.scalar;

import java.util.Arrays;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// C = A·B as a sum of outer products: row i of C gathers a\[i, p\] times row p of B, for p in order.
///
/// A piece of work is a tile of C, whose rows are the sums of a [ScalarPanel].
final class ScalarMatrixProduct implements MatrixProduct {
    /// Rows of a tile, which share what is copied of B.
    private static final int TILE_ROWS = 64;

    private final int m;
    private final int n;
    private final int k;
    private final boolean transposeA;
    private final boolean transposeB;

    ScalarMatrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.transposeA = transposeA;
        this.transposeB = transposeB;
    }

    @Override
    public void multiply(
            float[] a, float[] b, float @Nullable [] bias, Activation f, boolean add, float[] c, Workers workers) {
        int across = Math.ceilDiv(n, ScalarPanel.WIDTH);
        int down = Math.ceilDiv(m, TILE_ROWS);
        workers.run(across * down, piece -> {
            int i = piece / across;
            int j = piece % across;
            new Tile(m * i / down, m * (i + 1) / down, n * j / across, n * (j + 1) / across)
                    .compute(a, b, bias, f, add, c);
        });
    }

    /// Rows top … bottom and columns left … left + width of C.
    private final class Tile {
        private final int top;
        private final int bottom;
        private final int left;
        private final int width;
        private final ScalarPanel panel = ScalarPanel.ofThread();
        private final float[][] sums;

        Tile(int top, int bottom, int left, int right) {
            this.top = top;
            this.bottom = bottom;
            this.left = left;
            width = right - left;
            sums = panel.sums(bottom - top);
        }

        void compute(float[] a, float[] b, float @Nullable [] bias, Activation f, boolean add, float[] c) {
            for (int i = top; i < bottom; i++) {
                if (add) {
                    System.arraycopy(c, i * n + left, sums[i - top], 0, width);
                } else {
                    Arrays.fill(sums[i - top], 0, width, 0);
                }
            }
            for (int p = 0; p < k; p += ScalarPanel.DEPTH) {
                addProducts(a, b, p, Math.min(ScalarPanel.DEPTH, k - p));
            }
            for (int i = top; i < bottom; i++) {
                float[] row = sums[i - top];
                if (bias != null) {
                    for (int j = 0; j < width; j++) {
                        row[j] += bias[left + j];
                    }
                }
                ScalarActivations.activate(f, row, row, 0, width);
                System.arraycopy(row, 0, c, i * n + left, width);
            }
        }

        /// Adds the terms first … first + count of each sum.
        private void addProducts(float[] a, float[] b, int first, int count) {
            for (int p = 0; p < count; p++) {
                if (transposeB) {
                    for (int j = 0; j < width; j++) {
                        panel.rows[p][j] = b[(left + j) * k + first + p];
                    }
                } else {
                    System.arraycopy(b, (first + p) * n + left, panel.rows[p], 0, width);
                }
            }
            for (int i = top; i < bottom; i++) {
                if (transposeA) {
                    for (int p = 0; p < count; p++) {
                        panel.factors[p] = a[(first + p) * m + i];
                    }
                    panel.add(panel.factors, 0, count, sums[i - top], width);
                } else {
                    panel.add(a, i * k + first, count, sums[i - top], width);
                }
            }
        }
    }
}
