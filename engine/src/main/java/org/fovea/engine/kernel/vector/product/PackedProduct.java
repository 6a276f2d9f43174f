package org.fovea.engine.kernel.vector.product;

import static org.fovea.engine.kernel.Scratch.FIRST;

import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Epilogues;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// C = A·B with B packed into panels and A read in place.
///
/// Where there are panels enough for the threads, a piece of work is one of them: it is packed into the thread's own
/// memory and used for all rows of A while it is in the second-level cache. That took 512³ on one core from 104 to 110
/// GFLOP/s, of a peak of 117. Else all panels are packed first, and a piece is a block of C's rows in one panel.
///
/// Packing costs a pass over B, which some rows of A must repay: a handful of rows is left to [FewRowsProduct].
public final class PackedProduct implements MatrixProduct, Workers.Body {
    /// Panels from which on each is a piece.
    private static final int MANY_PANELS = 4;
    /// Rows of a piece: enough for many tiles to use a panel while it is in the second-level cache.
    private static final int ROWS = 100;
    /// Rows of B packed by one piece.
    private static final int PACK_ROWS = 256;
    /// Multiply-adds of one sum before it goes back to C, at most.
    private static final int LONGEST = 1024;

    private final int m;
    private final int n;
    private final int k;
    private final boolean transposeB;
    /// Whether A is stored transposed and must be transposed first, because its rows do not come in
    /// runs.
    private final boolean transposeFirst;
    private final TiledProduct product;
    private final boolean byPanels;
    /// Where panels are the pieces, the product over each part of k, so that a panel's part and A's rows stay in
    /// the second-level cache.
    private final TiledProduct[] parts;

    // The call at hand.
    private boolean packing;
    private float[] packed = {};
    private float[] a = {};
    private float[] b = {};
    private float[] c = {};
    private Epilogue epilogue = Epilogue.NONE;
    private boolean add;

    public PackedProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.transposeB = transposeB;
        transposeFirst = transposeA && m % TiledProduct.RUN != 0;
        boolean columns = transposeA && !transposeFirst;
        int step = columns ? m : 1;
        int[] aRows = TiledProduct.rows(m, columns ? 1 : k);
        int[] cRows = TiledProduct.rows(m, n);
        product = new TiledProduct(aRows, new int[] {0}, k, step, n, cRows);
        byPanels = product.panels.count() >= MANY_PANELS;
        int count = Math.ceilDiv(k, LONGEST);
        parts = new TiledProduct[byPanels && k % count == 0 ? count : 1];
        int length = k / parts.length;
        for (int i = 0; i < parts.length; i++) {
            int first = i * length;
            int[] segments = {first * step};
            parts[i] = new TiledProduct(aRows, segments, length, step, product.panels, new int[] {first}, cRows, false);
        }
    }

    @Override
    public void multiply(
            float[] a, float[] b, float @Nullable [] bias, Activation f, boolean add, float[] c, Workers workers) {
        this.a = transposeFirst ? transposed(a) : a;
        this.b = b;
        this.c = c;
        if (epilogue.bias() != bias
                || !epilogue.f().equals(f)) { // the same at every call of a layer, which allocates nothing
            epilogue = new Epilogue(bias, null, f);
        }
        this.add = add;
        int panels = product.panels.count();
        if (!byPanels) {
            packed = Scratch.aligned(Scratch.Slot.FILTERS, product.panels.size());
            packing = true;
            workers.run(Math.ceilDiv(k, PACK_ROWS) * panels, this);
            packing = false;
        }
        workers.run(byPanels ? panels : Math.ceilDiv(m, ROWS) * panels, this);
    }

    private float[] transposed(float[] a) {
        float[] transposed = Scratch.floats(Scratch.Slot.TRANSPOSED, m * k);
        for (int i = 0; i < k; i++) {
            for (int row = 0; row < m; row++) {
                transposed[row * k + i] = a[i * m + row];
            }
        }
        return transposed;
    }

    @Override
    public void run(int piece) {
        if (byPanels) {
            panel(piece);
            return;
        }
        int panel = piece % product.panels.count();
        int block = piece / product.panels.count();
        if (packing) {
            int from = block * PACK_ROWS;
            pack(from, Math.min(from + PACK_ROWS, k), packed, FIRST, panel);
        } else {
            int from = block * ROWS;
            int to = Math.min(from + ROWS, m);
            product.multiply(a, 0, from, to, panel, packed, FIRST, c, 0, add);
            finish(from, to, panel);
        }
    }

    private void panel(int panel) {
        Panels panels = product.panels;
        float[] scratch = Scratch.aligned(Scratch.Slot.ROWS, panels.width(panel) * Lanes.COUNT * k);
        int at = FIRST - panels.offset(panel);
        pack(0, k, scratch, at, panel);
        for (int i = 0; i < parts.length; i++) {
            parts[i].multiply(a, 0, 0, m, panel, scratch, at, c, 0, add || i > 0);
        }
        finish(0, m, panel);
    }

    private void pack(int from, int to, float[] target, int base, int panel) {
        int rowStride = transposeB ? 1 : n;
        product.panels.pack(b, from * rowStride, rowStride, transposeB ? k : 1, from, to, target, base, panel);
    }

    private void finish(int from, int to, int panel) {
        int column = product.panels.column(panel);
        Epilogues.apply(epilogue, c, from * n + column, n, to - from, column, product.panels.columns(panel));
    }
}
