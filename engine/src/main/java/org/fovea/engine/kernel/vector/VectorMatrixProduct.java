package org.fovea.engine.kernel.vector;

import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// C = A·B: B is packed into panels, then a piece of work is a block of C's rows in one panel, with A read in place.
///
/// Packing costs a pass over B, which some rows of A must repay: a handful of rows is left to [ThinProduct].
final class VectorMatrixProduct implements MatrixProduct, Workers.Body {
    /// Rows of a piece: enough for many tiles to use a panel while it is in the second-level cache.
    private static final int ROWS = 96;
    /// Rows of B packed by one piece.
    private static final int PACK_ROWS = 256;

    private final int m;
    private final int n;
    private final int k;
    private final boolean transposeB;
    private final TiledProduct product;
    private final float[] packed;

    // The call at hand.
    private boolean packing;
    private float[] a = {};
    private float[] b = {};
    private float[] c = {};
    private Epilogue epilogue = Epilogue.NONE;
    private boolean add;

    VectorMatrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.transposeB = transposeB;
        int[] aRows = TiledProduct.rows(m, transposeA ? 1 : k);
        product = new TiledProduct(aRows, new int[] {0}, k, transposeA ? m : 1, n, TiledProduct.rows(m, n));
        packed = new float[product.panels.size()];
    }

    @Override
    public void multiply(
            float[] a, float[] b, float @Nullable [] bias, Activation f, boolean add, float[] c, Workers workers) {
        this.a = a;
        this.b = b;
        this.c = c;
        epilogue = bias == null && f.kind() == Activation.Kind.NONE ? Epilogue.NONE : new Epilogue(bias, null, f);
        this.add = add;
        packing = true;
        workers.run(Math.ceilDiv(k, PACK_ROWS) * product.panels.count(), this);
        packing = false;
        workers.run(Math.ceilDiv(m, ROWS) * product.panels.count(), this);
    }

    @Override
    public void run(int piece) {
        Panels panels = product.panels;
        int panel = piece % panels.count();
        int block = piece / panels.count();
        if (packing) {
            int from = block * PACK_ROWS;
            int to = Math.min(from + PACK_ROWS, k);
            int rowStride = transposeB ? 1 : n;
            panels.pack(b, from * rowStride, rowStride, transposeB ? k : 1, from, to, packed, 0, panel);
        } else {
            int from = block * ROWS;
            int to = Math.min(from + ROWS, m);
            int column = panels.column(panel);
            product.multiply(a, 0, from, to, panel, packed, 0, c, 0, add);
            Epilogues.apply(epilogue, c, from * n + column, n, to - from, column, panels.columns(panel));
        }
    }
}
