package org.fovea.engine.kernel.vector.product;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.kernel.vector.lanes.Epilogues;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// C = A·B for few rows of A, stored as they are: every value of B is used so few times that it is read once and in
/// place.
///
/// Where B is stored as n × k, a value of C is the dot product of two rows; else a row of C gathers the rows of B.
public final class FewRowsProduct implements MatrixProduct, Workers.Body {
    /// More rows than this repay packing.
    public static final int MOST_ROWS = 4;

    private static final int WIDTH = 4 * COUNT;

    private final int m;
    private final int n;
    private final int k;
    private final boolean transposeB;
    private final int columns;

    private float[] a = {};
    private float[] b = {};
    private float[] c = {};
    private Epilogue epilogue = Epilogue.NONE;
    private boolean add;

    public FewRowsProduct(int m, int n, int k, boolean transposeB) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.transposeB = transposeB;
        // About 64 thousand multiply-adds a piece, in whole stripes.
        columns = Math.max(1, 65_536 / Math.max(1, k * WIDTH)) * WIDTH;
    }

    @Override
    public void multiply(
            float[] a, float[] b, float @Nullable [] bias, Activation f, boolean add, float[] c, Workers workers) {
        this.a = a;
        this.b = b;
        this.c = c;
        if (epilogue.bias() != bias
                || !epilogue.f().equals(f)) { // the same at every call of a layer, which allocates nothing
            epilogue = new Epilogue(bias, null, f);
        }
        this.add = add;
        workers.run(Math.ceilDiv(n, columns), this);
    }

    @Override
    public void run(int piece) {
        int from = piece * columns;
        int to = Math.min(from + columns, n);
        for (int row = 0; row < m; row++) {
            if (transposeB) {
                dots(row, from, to);
            } else {
                gather(row, from, to);
            }
            Epilogues.apply(epilogue, c, row * n + from, n, 1, from, to - from);
        }
    }

    /// Four columns at a time, whose sums do not wait for each other; each is added as [#dot] adds it.
    private void dots(int row, int from, int to) {
        int body = Lanes.body(k);
        int j = from;
        for (; j + 4 <= to; j += 4) {
            FloatVector sum0 = FloatVector.zero(SPECIES);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            int at = j * k;
            for (int p = 0; p < body; p += COUNT) {
                FloatVector x = FloatVector.fromArray(SPECIES, a, row * k + p);
                sum0 = x.fma(FloatVector.fromArray(SPECIES, b, at + p), sum0);
                sum1 = x.fma(FloatVector.fromArray(SPECIES, b, at + k + p), sum1);
                sum2 = x.fma(FloatVector.fromArray(SPECIES, b, at + 2 * k + p), sum2);
                sum3 = x.fma(FloatVector.fromArray(SPECIES, b, at + 3 * k + p), sum3);
            }
            float dot0 = Lanes.sum(sum0);
            float dot1 = Lanes.sum(sum1);
            float dot2 = Lanes.sum(sum2);
            float dot3 = Lanes.sum(sum3);
            for (int p = body; p < k; p++) {
                float x = a[row * k + p];
                dot0 += x * b[at + p];
                dot1 += x * b[at + k + p];
                dot2 += x * b[at + 2 * k + p];
                dot3 += x * b[at + 3 * k + p];
            }
            put(row * n + j, dot0);
            put(row * n + j + 1, dot1);
            put(row * n + j + 2, dot2);
            put(row * n + j + 3, dot3);
        }
        for (; j < to; j++) {
            put(row * n + j, dot(row, j));
        }
    }

    private float dot(int row, int j) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int body = Lanes.body(k);
        int p = 0;
        for (; p < body; p += COUNT) {
            sum = FloatVector.fromArray(SPECIES, a, row * k + p).fma(FloatVector.fromArray(SPECIES, b, j * k + p), sum);
        }
        float dot = Lanes.sum(sum);
        for (; p < k; p++) {
            dot += a[row * k + p] * b[j * k + p];
        }
        return dot;
    }

    private void put(int at, float dot) {
        c[at] = add ? c[at] + dot : dot;
    }

    private void gather(int row, int from, int to) {
        int j = from;
        for (; j + WIDTH <= to; j += WIDTH) {
            FloatVector c0 = FloatVector.zero(SPECIES);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            for (int p = 0; p < k; p++) {
                FloatVector x = FloatVector.broadcast(SPECIES, a[row * k + p]);
                int at = p * n + j;
                c0 = x.fma(FloatVector.fromArray(SPECIES, b, at), c0);
                c1 = x.fma(FloatVector.fromArray(SPECIES, b, at + COUNT), c1);
                c2 = x.fma(FloatVector.fromArray(SPECIES, b, at + 2 * COUNT), c2);
                c3 = x.fma(FloatVector.fromArray(SPECIES, b, at + 3 * COUNT), c3);
            }
            int y = row * n + j;
            (add ? c0.add(FloatVector.fromArray(SPECIES, c, y)) : c0).intoArray(c, y);
            (add ? c1.add(FloatVector.fromArray(SPECIES, c, y + COUNT)) : c1).intoArray(c, y + COUNT);
            (add ? c2.add(FloatVector.fromArray(SPECIES, c, y + 2 * COUNT)) : c2).intoArray(c, y + 2 * COUNT);
            (add ? c3.add(FloatVector.fromArray(SPECIES, c, y + 3 * COUNT)) : c3).intoArray(c, y + 3 * COUNT);
        }
        for (; j < to; j += COUNT) {
            VectorMask<Float> mask = SPECIES.indexInRange(j, to);
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int p = 0; p < k; p++) {
                sum = FloatVector.fromArray(SPECIES, b, p * n + j, mask)
                        .fma(FloatVector.broadcast(SPECIES, a[row * k + p]), sum);
            }
            int y = row * n + j;
            (add ? sum.add(FloatVector.fromArray(SPECIES, c, y, mask)) : sum).intoArray(c, y, mask);
        }
    }
}
