package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.StridedWinograd.COMPONENTS;

import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Scratch;

/// The forward pass of a 3×3 convolution of stride 2 by [StridedWinograd], with 25 matrix products.
final class StridedWinogradPass extends TilePass {
    /// Floats of a block's tiles and products, at most: 800 KB, which leave room in the second-level cache.
    private static final int BLOCK_FLOATS = 200_000;
    /// Tiles of a block, at least and at most: whole register tiles.
    private static final int NARROWEST_BLOCK = 10;

    private static final int WIDEST_BLOCK = 20;
    /// Fewer tiles than this go by steps where filters are far. 64 tiles of 128 channels take 3.7 ms in blocks and
    /// 4.1 in steps.
    private static final int MANY = 3 * WIDEST_BLOCK;

    private final int c;
    private final int oc;
    private final StridedWinograd layout;
    private final StridedWinogradSource source;
    private final StridedWinogradTarget target;
    private final TiledProduct[] products = new TiledProduct[COMPONENTS];
    private final Panels panels;

    StridedWinogradPass(ConvolutionShape s) {
        this(s, new WinogradTiling(s.n(), s.oh(), s.ow()), Lanes.vectors(s.c()) * COUNT, Lanes.vectors(s.oc()) * COUNT);
    }

    private StridedWinogradPass(ConvolutionShape s, WinogradTiling tiling, int sourceRow, int targetRow) {
        super(
                tiling.tiles(),
                COMPONENTS,
                s.c(),
                s.oc(),
                MANY,
                largestBlock(sourceRow, targetRow),
                block -> new StridedWinograd(block, sourceRow).size(),
                StridedWinogradFilters.panels(s.c(), s.oc()).size());
        c = s.c();
        oc = s.oc();
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
            products[i] = new TiledProduct(aRows, segments, c, 1, panels, bRows, cRows, far());
        }
    }

    private static int largestBlock(int sourceRow, int targetRow) {
        int tile = StridedWinograd.VALUES * sourceRow + COMPONENTS * targetRow;
        int fitting = BLOCK_FLOATS / tile / NARROWEST_BLOCK * NARROWEST_BLOCK;
        return Math.clamp(fitting, NARROWEST_BLOCK, WIDEST_BLOCK);
    }

    @Override
    public String algorithm() {
        return "winograd 4×4 of stride 2";
    }

    @Override
    void transformFilters(float[] w, int row, float[] u) {
        StridedWinogradFilters.transform(w, c, row, panels, oc, u);
    }

    @Override
    void transformSource(float[] x, int from, int count, float[] v, int row) {
        source.transform(x, from, count, v, row);
    }

    @Override
    void multiply(int component, int count, float[] v, float[] u, float[] m) {
        int to = Scratch.FIRST + component * targetStride;
        products[component].multiply(v, layout.at(component), 0, count, u, Scratch.FIRST, m, to, false);
    }

    @Override
    TileTarget target() {
        return target;
    }
}
