package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Winograd.COMPONENTS;

import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.parallel.Workers;

/// A 3×3 convolution of stride 1 by [Winograd]: source tiles transformed, 36 matrix products, target tiles transformed
/// back. The backward pass is the same with turned filters and the channels' roles exchanged.
///
/// Where there are many tiles, a piece of work is a block of them that goes through all three steps while it stays in
/// the second-level cache. Where there are few (a batch of one), every block would read all filters again: then a piece
/// is some tiles in the first and last step and one of the 36 products in the second.
final class WinogradPass implements DataPass, Workers.Body {
    /// Tiles in a block: whole register tiles of two and of four vectors, and a block that fits into the
    /// second-level cache.
    private static final int BLOCK = 20;
    /// Fewer tiles than this go by steps: some blocks, so that two cores are evenly busy.
    private static final int MANY = 4 * BLOCK;
    /// Tiles of a piece in the first and last step.
    private static final int GROUP = 4;

    private enum Step {
        TURN,
        FILTERS,
        BLOCKS,
        SOURCES,
        PRODUCTS,
        TARGETS
    }

    private final boolean backward;
    private final int filterC;
    private final int filterOc;
    private final int sourceC;
    private final int targetC;
    private final int tiles;
    private final boolean byBlocks;
    private final int block;
    private final int sourceRow;
    private final int targetRow;
    private final int sourceStride;
    private final int targetStride;
    private final WinogradSource source;
    private final WinogradTarget target;
    private final TiledProduct product;
    private final float[] turned;
    private final float[] filters;
    private final float[] v;
    private final float[] m;
    private boolean fixed;

    // The call at hand.
    private Step step = Step.FILTERS;
    private float[] x = {};
    private float[] w = {};
    private float[] y = {};
    private Epilogue epilogue = Epilogue.NONE;
    private Epilogue rest = Epilogue.NONE;
    private boolean add;

    WinogradPass(ConvolutionShape s, boolean backward) {
        this.backward = backward;
        filterC = s.c();
        filterOc = s.oc();
        sourceC = backward ? s.oc() : s.c();
        targetC = backward ? s.c() : s.oc();
        int sourceH = backward ? s.oh() : s.h();
        int sourceW = backward ? s.ow() : s.w();
        WinogradTiling tiling =
                backward ? new WinogradTiling(s.n(), s.h(), s.w()) : new WinogradTiling(s.n(), s.oh(), s.ow());
        tiles = tiling.tiles();
        byBlocks = tiles >= MANY;
        block = byBlocks ? BLOCK : tiles;
        sourceRow = Lanes.vectors(sourceC) * COUNT;
        targetRow = Lanes.vectors(targetC) * COUNT;
        // One vector more than the block: else the 36 components of a pixel share a few sets of the cache.
        sourceStride = block * sourceRow + COUNT;
        targetStride = block * targetRow + COUNT;
        int padTop = backward ? 2 - s.padTop() : s.padTop();
        int padLeft = backward ? 2 - s.padLeft() : s.padLeft();
        source = new WinogradSource(tiling, sourceH, sourceW, sourceC, padTop, padLeft, sourceStride);
        target = new WinogradTarget(tiling, targetC, targetStride);
        int[] aRows = TiledProduct.rows(block, sourceRow);
        product = new TiledProduct(aRows, new int[] {0}, sourceC, 1, targetRow, TiledProduct.rows(block, targetRow));
        turned = new float[backward ? 9 * filterC * filterOc : 0];
        filters = new float[COMPONENTS * product.panels.size()];
        v = new float[byBlocks ? 0 : COMPONENTS * sourceStride];
        m = new float[byBlocks ? 0 : COMPONENTS * targetStride];
    }

    @Override
    public String algorithm() {
        return "winograd 4×4";
    }

    @Override
    public void fixFilters(float[] w, Workers workers) {
        this.w = w;
        transformFilters(workers);
        fixed = true;
    }

    private void transformFilters(Workers workers) {
        if (backward) {
            step = Step.TURN;
            workers.run(9, this);
        }
        step = Step.FILTERS;
        workers.run(Math.ceilDiv(sourceC, GROUP), this);
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        x = source;
        this.w = w;
        y = target;
        if (this.epilogue != epilogue) {
            this.epilogue = epilogue;
            rest = new Epilogue(null, epilogue.residual(), epilogue.f());
        }
        this.add = add;
        if (!fixed) {
            transformFilters(workers);
        }
        if (byBlocks) {
            step = Step.BLOCKS;
            workers.run(Math.ceilDiv(tiles, block), this);
            return;
        }
        step = Step.SOURCES;
        workers.run(Math.ceilDiv(tiles, GROUP), this);
        step = Step.PRODUCTS;
        workers.run(COMPONENTS, this);
        step = Step.TARGETS;
        workers.run(Math.ceilDiv(tiles, GROUP), this);
    }

    @Override
    public void run(int piece) {
        int from = piece * GROUP;
        switch (step) {
            case TURN -> WinogradFilters.turn(w, filterC, filterOc, piece, turned);
            case FILTERS -> {
                for (int row = from; row < Math.min(from + GROUP, sourceC); row++) {
                    WinogradFilters.transform(backward ? turned : w, sourceC, row, product.panels, targetC, filters);
                }
            }
            case BLOCKS -> block(piece * block, Math.min(block, tiles - piece * block));
            case SOURCES -> source.transform(x, from, Math.min(GROUP, tiles - from), v, from * sourceRow);
            case PRODUCTS -> multiply(piece, tiles, v, m);
            case TARGETS ->
                target.transform(m, from * targetRow, from, Math.min(GROUP, tiles - from), epilogue, rest, y, add);
        }
    }

    private void block(int from, int count) {
        float[] v = Scratch.floats(Winograd.SOURCE_SCRATCH, COMPONENTS * sourceStride);
        float[] m = Scratch.floats(Winograd.PRODUCT_SCRATCH, COMPONENTS * targetStride);
        source.transform(x, from, count, v, 0);
        for (int i = 0; i < COMPONENTS; i++) {
            multiply(i, count, v, m);
        }
        target.transform(m, 0, from, count, epilogue, rest, y, add);
    }

    private void multiply(int component, int count, float[] v, float[] m) {
        int b = component * product.panels.size();
        product.multiply(v, component * sourceStride, 0, count, filters, b, m, component * targetStride, false);
    }
}
