package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.winograd.StridedLayout.COMPONENTS;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.product.Panels;
import org.fovea.engine.kernel.vector.product.TiledProduct;

/// The forward pass of a 3×3 convolution of stride 2 by [StridedLayout], with 25 matrix products.
///
/// For one picture on one thread a layer of 32 channels at 112×112 takes 0.44 ms, and 0.58 as an implicit product; the
/// next, of 32 to 64 channels at 56×56, 0.19 instead of 0.27. For 16 pictures at once the first takes 10 ms, not 11.
public final class StridedF4x4 extends WinogradCorrelation {
    /// Floats of a block's tiles and products, at most: 800 KB, which leave room in the second-level cache.
    private static final int BLOCK_FLOATS = 200_000;
    /// Tiles of a block, at least and at most: whole register tiles.
    private static final int NARROWEST_BLOCK = 10;

    private static final int WIDEST_BLOCK = 20;
    /// Fewer tiles than this go by steps where filters are out of the cache. 64 tiles of 128 channels take 3.7 ms
    /// in blocks and 4.1 in steps.
    private static final int MANY = 3 * WIDEST_BLOCK;

    private final int c;
    private final int oc;
    private final StridedLayout layout;
    private final StridedInputTransform source;
    private final StridedOutputTransform target;
    private final TiledProduct[] products = new TiledProduct[COMPONENTS];
    private final Panels panels;

    public StridedF4x4(ConvolutionShape s) {
        this(s, new WinogradTiling(s.n(), s.oh(), s.ow()), Lanes.vectors(s.c()) * COUNT, Lanes.vectors(s.oc()) * COUNT);
    }

    private StridedF4x4(ConvolutionShape s, WinogradTiling tiling, int sourceRow, int targetRow) {
        super(
                tiling.tiles(),
                COMPONENTS,
                s.c(),
                s.oc(),
                MANY,
                largestBlock(sourceRow, targetRow),
                block -> new StridedLayout(block, sourceRow).size(),
                StridedFilterTransform.panels(s.c(), s.oc()).size());
        c = s.c();
        oc = s.oc();
        layout = new StridedLayout(block, sourceRow);
        source = new StridedInputTransform(tiling, s.h(), s.w(), c, s.padTop(), s.padLeft(), layout);
        target = new StridedOutputTransform(tiling, oc, targetStride);
        int[] cRows = TiledProduct.rows(block, targetRow);
        panels = StridedFilterTransform.panels(c, oc);
        for (int i = 0; i < COMPONENTS; i++) {
            int phases = StridedLayout.phases(i);
            int[] aRows = TiledProduct.rows(block, phases * sourceRow);
            int[] segments = TiledProduct.rows(phases, sourceRow);
            int[] bRows = StridedFilterTransform.rows(i, c);
            products[i] = new TiledProduct(aRows, segments, c, 1, panels, bRows, cRows, filtersOutOfCache());
        }
    }

    private static int largestBlock(int sourceRow, int targetRow) {
        int tile = StridedLayout.VALUES * sourceRow + COMPONENTS * targetRow;
        int fitting = BLOCK_FLOATS / tile / NARROWEST_BLOCK * NARROWEST_BLOCK;
        return Math.clamp(fitting, NARROWEST_BLOCK, WIDEST_BLOCK);
    }

    @Override
    public String algorithm() {
        return "winograd 4×4 of stride 2";
    }

    @Override
    void transformFilters(float[] w, int row, float[] u, int at) {
        StridedFilterTransform.transform(w, c, row, panels, oc, u, at);
    }

    @Override
    void transformSource(float[] x, int from, int count, float[] v, int row) {
        source.transform(x, from, count, v, row);
    }

    @Override
    void multiply(int component, int count, float[] v, float[] u, int at, float[] m) {
        int to = Scratch.FIRST + component * targetStride;
        products[component].multiply(v, layout.at(component), count, u, at, m, to, false);
    }

    @Override
    OutputTiles target() {
        return target;
    }
}
