package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;
import static org.fovea.engine.kernel.vector.Winograd.COMPONENTS;
import static org.fovea.engine.kernel.vector.Winograd.TILE;

import jdk.incubator.vector.VectorMask;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.parallel.Workers;

/// A 3×3 convolution of stride 1 by [Winograd]: source tiles transformed, 36 matrix products, target tiles transformed
/// back. The backward pass is the same with turned filters and the channels' roles exchanged.
///
/// A piece of work is a block of tiles that goes through all three steps while it stays in the second-level cache.
final class WinogradPass implements DataPass, Workers.Body {
    private static final int SOURCE_SCRATCH = 4;
    private static final int PRODUCT_SCRATCH = 5;
    /// Tiles in a block: a multiple of every register tile's rows.
    private static final int BLOCK = 24;

    private enum Step {
        FILTERS,
        PANELS,
        TILES
    }

    private final boolean backward;
    private final int n;
    private final int sourceH;
    private final int sourceW;
    private final int sourceC;
    private final int targetH;
    private final int targetW;
    private final int targetC;
    private final int filterC;
    private final int filterOc;
    private final int padTop;
    private final int padLeft;
    private final int down;
    private final int across;
    private final int block;
    private final TiledProduct product;
    private final float[] transformed;
    private final float[] packed;

    // The call at hand.
    private Step step = Step.FILTERS;
    private float[] source = {};
    private float[] w = {};
    private float[] target = {};
    private Epilogue epilogue = Epilogue.NONE;
    private boolean add;

    WinogradPass(ConvolutionShape s, boolean backward) {
        this.backward = backward;
        n = s.n();
        sourceH = backward ? s.oh() : s.h();
        sourceW = backward ? s.ow() : s.w();
        sourceC = backward ? s.oc() : s.c();
        targetH = backward ? s.h() : s.oh();
        targetW = backward ? s.w() : s.ow();
        targetC = backward ? s.c() : s.oc();
        filterC = s.c();
        filterOc = s.oc();
        padTop = backward ? 2 - s.padTop() : s.padTop();
        padLeft = backward ? 2 - s.padLeft() : s.padLeft();
        down = Math.ceilDiv(targetH, TILE);
        across = Math.ceilDiv(targetW, TILE);
        // At least four blocks, so that both cores of a small machine have work on a batch of one.
        block = Math.clamp(6L * Math.ceilDiv(n * down * across, 4 * 6), 6, BLOCK);
        int[] aRows = TiledProduct.rows(block, sourceC);
        product = new TiledProduct(aRows, new int[] {0}, sourceC, 1, targetC, TiledProduct.rows(block, targetC));
        transformed = new float[COMPONENTS * filterC * filterOc];
        packed = new float[COMPONENTS * product.panels.size()];
    }

    @Override
    public String algorithm() {
        return "winograd 4×4";
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        this.source = source;
        this.w = w;
        this.epilogue = epilogue;
        this.target = target;
        this.add = add;
        step = Step.FILTERS;
        workers.run(filterC, this);
        step = Step.PANELS;
        workers.run(COMPONENTS, this);
        step = Step.TILES;
        workers.run(Math.ceilDiv(n * down * across, block), this);
    }

    @Override
    public void run(int piece) {
        switch (step) {
            case FILTERS -> Winograd.filters(w, filterC, filterOc, piece, backward, transformed);
            case PANELS -> pack(piece);
            case TILES -> tiles(piece * block, Math.min((piece + 1) * block, n * down * across));
        }
    }

    private void pack(int component) {
        Panels panels = product.panels;
        int at = component * filterC * filterOc;
        for (int panel = 0; panel < panels.count(); panel++) {
            int rowStride = backward ? 1 : filterOc;
            int columnStride = backward ? filterOc : 1;
            panels.pack(transformed, at, rowStride, columnStride, 0, sourceC, packed, component * panels.size(), panel);
        }
    }

    private void tiles(int from, int to) {
        float[] v = Scratch.floats(SOURCE_SCRATCH, COMPONENTS * block * sourceC);
        float[] m = Scratch.floats(PRODUCT_SCRATCH, COMPONENTS * block * targetC);
        for (int tile = from; tile < to; tile++) {
            int picture = tile / (down * across) * sourceH * sourceW * sourceC;
            int top = tile / across % down * TILE - padTop;
            int left = tile % across * TILE - padLeft;
            Winograd.source(
                    source, picture, sourceH, sourceW, sourceC, top, left, v, (tile - from) * sourceC, block * sourceC);
        }
        for (int i = 0; i < COMPONENTS; i++) {
            int b = i * product.panels.size();
            product.multiply(v, i * block * sourceC, 0, to - from, packed, b, m, i * block * targetC, false);
        }
        for (int tile = from; tile < to; tile++) {
            writeTile(m, (tile - from) * targetC, tile);
        }
    }

    private void writeTile(float[] m, int at, int tile) {
        int i = tile / across % down * TILE;
        int j = tile % across * TILE;
        int rows = Math.min(TILE, targetH - i);
        int columns = Math.min(TILE, targetW - j);
        int line = targetW * targetC;
        int to = tile / (down * across) * targetH * line + i * line + j * targetC;
        for (int k = 0; k < targetC; k += COUNT) {
            VectorMask<Float> mask = SPECIES.indexInRange(k, targetC);
            Winograd.target(m, at + k, block * targetC, target, to + k, line, targetC, rows, columns, add, mask);
        }
        for (int row = 0; row < rows && !backward; row++) {
            Epilogues.apply(epilogue, target, to + row * line, targetC, columns, 0, targetC);
        }
    }
}
