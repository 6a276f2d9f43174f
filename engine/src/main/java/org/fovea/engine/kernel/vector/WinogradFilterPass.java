package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Winograd.COMPONENTS;

import java.util.Arrays;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.parallel.Workers;

/// The filters' gradient of a 3×3 convolution of stride 1 by [Winograd], transposed step by step: with v = Bᵀ·x·B of
/// the tiles of x and d = A·dy·Aᵀ of those of dy, du = Σ over tiles of vᵀ·d for each of the 36 components, and dw +=
/// Gᵀ·du·G.
///
/// Tiles are taken in chunks: all of a chunk are transformed, then each component's product adds it. A component
/// belongs to one piece of work, so the order of the sums does not depend on threads.
final class WinogradFilterPass implements FilterPass, Workers.Body {
    /// Floats of v and d in a chunk, about: what the third-level cache holds without pushing x and dy out.
    private static final int CHUNK_FLOATS = 1 << 20;
    /// Tiles that one piece of work transforms.
    private static final int GROUP = 12;

    private enum Step {
        TILES,
        PRODUCTS,
        FILTERS
    }

    private final int c;
    private final int oc;
    private final int cRow;
    private final int ocRow;
    private final int tiles;
    private final int chunk;
    private final int stride;
    private final WinogradSource source;
    private final WinogradGradient gradient;
    private final TiledProduct product;
    private final float[] v;
    private final float[] d;
    private final float[] du;

    // The call at hand.
    private Step step = Step.TILES;
    private float[] x = {};
    private float[] dy = {};
    private float[] dw = {};
    private int first;

    WinogradFilterPass(ConvolutionShape s) {
        c = s.c();
        oc = s.oc();
        cRow = Lanes.vectors(c) * COUNT;
        ocRow = Lanes.vectors(oc) * COUNT;
        WinogradTiling tiling = new WinogradTiling(s.n(), s.oh(), s.ow());
        tiles = tiling.tiles();
        int chunks = Math.ceilDiv(tiles, Math.max(GROUP, CHUNK_FLOATS / (COMPONENTS * (cRow + ocRow))));
        chunk = Math.ceilDiv(tiles, chunks);
        stride = chunk * cRow + COUNT;
        product = new TiledProduct(
                TiledProduct.rows(cRow, 1), new int[] {0}, chunk, cRow, ocRow, TiledProduct.rows(cRow, ocRow));
        source = new WinogradSource(tiling, s.h(), s.w(), c, s.padTop(), s.padLeft(), stride);
        gradient = new WinogradGradient(tiling, oc, product.panels);
        v = new float[COMPONENTS * stride];
        d = new float[COMPONENTS * product.panels.size()];
        du = new float[COMPONENTS * cRow * ocRow];
    }

    @Override
    public String algorithm() {
        return "winograd 4×4";
    }

    @Override
    public void run(float[] x, float[] dy, float[] dw, Workers workers) {
        this.x = x;
        this.dy = dy;
        this.dw = dw;
        for (first = 0; first < tiles; first += chunk) {
            if (first + chunk > tiles) {
                // What a shorter last chunk does not overwrite adds nothing.
                Arrays.fill(d, 0);
            }
            step = Step.TILES;
            workers.run(Math.ceilDiv(Math.min(chunk, tiles - first), GROUP), this);
            step = Step.PRODUCTS;
            workers.run(COMPONENTS, this);
        }
        step = Step.FILTERS;
        workers.run(c, this);
    }

    @Override
    public void run(int piece) {
        switch (step) {
            case TILES -> {
                int from = piece * GROUP;
                int count = Math.min(GROUP, Math.min(chunk, tiles - first) - from);
                source.transform(x, first + from, count, v, from * product.step);
                gradient.transform(dy, first + from, count, d, from);
            }
            case PRODUCTS -> {
                int b = piece * product.panels.size();
                product.multiply(v, piece * stride, 0, cRow, d, b, du, piece * cRow * ocRow, first > 0);
            }
            case FILTERS -> WinogradFilters.transposed(du, cRow, c, piece, oc, dw);
        }
    }
}
