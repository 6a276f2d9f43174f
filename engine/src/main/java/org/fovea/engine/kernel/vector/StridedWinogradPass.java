package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.StridedWinograd.COMPONENTS;

import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.parallel.Workers;

/// The forward pass of a 3×3 convolution of stride 2 by [StridedWinograd]: source tiles transformed, 25 matrix
/// products, target tiles transformed back. In blocks or in steps, as in [WinogradPass].
final class StridedWinogradPass implements DataPass, Workers.Body {
    /// Floats of a block's tiles and products, at most: 800 KB, which leave room in the second-level cache.
    private static final int BLOCK_FLOATS = 200_000;
    /// Tiles of a block, at least and at most: whole register tiles.
    private static final int NARROWEST_BLOCK = 10;

    private static final int WIDEST_BLOCK = 20;
    /// Fewer tiles than this go by steps. 64 tiles of 128 channels take 3.7 ms in blocks and 4.1 in steps.
    private static final int MANY = 3 * WIDEST_BLOCK;
    /// Tiles, or rows of filters, of a piece.
    private static final int GROUP = 4;

    private enum Step {
        FILTERS,
        BLOCKS,
        SOURCES,
        PRODUCTS,
        TARGETS
    }

    private final int c;
    private final int oc;
    private final int tiles;
    private final boolean byBlocks;
    private final int block;
    private final int targetRow;
    private final int targetStride;
    private final StridedWinograd layout;
    private final StridedWinogradSource source;
    private final StridedWinogradTarget target;
    private final TiledProduct[] products = new TiledProduct[COMPONENTS];
    private final Panels panels;
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

    StridedWinogradPass(ConvolutionShape s) {
        c = s.c();
        oc = s.oc();
        WinogradTiling tiling = new WinogradTiling(s.n(), s.oh(), s.ow());
        tiles = tiling.tiles();
        byBlocks = tiles >= MANY;
        int sourceRow = Lanes.vectors(c) * COUNT;
        targetRow = Lanes.vectors(oc) * COUNT;
        int fitting = BLOCK_FLOATS
                / (StridedWinograd.VALUES * sourceRow + COMPONENTS * targetRow)
                / NARROWEST_BLOCK
                * NARROWEST_BLOCK;
        block = byBlocks ? Math.clamp(fitting, NARROWEST_BLOCK, WIDEST_BLOCK) : tiles;
        targetStride = block * targetRow + COUNT;
        layout = new StridedWinograd(block, sourceRow);
        source = new StridedWinogradSource(tiling, s.h(), s.w(), c, s.padTop(), s.padLeft(), layout);
        target = new StridedWinogradTarget(tiling, oc, targetStride);
        int[] cRows = TiledProduct.rows(block, targetRow);
        panels = StridedWinogradFilters.panels(c, oc);
        for (int i = 0; i < COMPONENTS; i++) {
            int phases = StridedWinograd.phases(i);
            int[] aRows = TiledProduct.rows(block, phases * sourceRow);
            int[] segments = TiledProduct.rows(phases, sourceRow);
            int[] bRows = StridedWinogradFilters.rows(i, c);
            products[i] = new TiledProduct(aRows, segments, c, 1, panels, bRows, cRows);
        }
        filters = new float[panels.size()];
        v = new float[byBlocks ? 0 : layout.size()];
        m = new float[byBlocks ? 0 : COMPONENTS * targetStride];
    }

    @Override
    public String algorithm() {
        return "winograd 4×4 of stride 2";
    }

    @Override
    public void fixFilters(float[] w, Workers workers) {
        this.w = w;
        transformFilters(workers);
        fixed = true;
    }

    private void transformFilters(Workers workers) {
        step = Step.FILTERS;
        workers.run(Math.ceilDiv(c, GROUP), this);
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
            case FILTERS -> {
                for (int row = from; row < Math.min(from + GROUP, c); row++) {
                    StridedWinogradFilters.transform(w, c, row, panels, oc, filters);
                }
            }
            case BLOCKS -> block(piece * block, Math.min(block, tiles - piece * block));
            case SOURCES -> source.transform(x, from, Math.min(GROUP, tiles - from), v, from);
            case PRODUCTS -> multiply(piece, tiles, v, m);
            case TARGETS ->
                target.transform(m, from * targetRow, from, Math.min(GROUP, tiles - from), epilogue, rest, y, add);
        }
    }

    private void block(int from, int count) {
        float[] v = Scratch.floats(Winograd.SOURCE_SCRATCH, layout.size());
        float[] m = Scratch.floats(Winograd.PRODUCT_SCRATCH, COMPONENTS * targetStride);
        source.transform(x, from, count, v, 0);
        for (int i = 0; i < COMPONENTS; i++) {
            multiply(i, count, v, m);
        }
        target.transform(m, 0, from, count, epilogue, rest, y, add);
    }

    private void multiply(int component, int count, float[] v, float[] m) {
        products[component].multiply(v, layout.at(component), 0, count, filters, 0, m, component * targetStride, false);
    }
}
