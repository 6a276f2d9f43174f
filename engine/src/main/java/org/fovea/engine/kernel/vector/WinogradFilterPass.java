package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;
import static org.fovea.engine.kernel.vector.Winograd.COMPONENTS;
import static org.fovea.engine.kernel.vector.Winograd.TILE;

import java.util.Arrays;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.parallel.Workers;

/// The filters' gradient of a 3×3 convolution of stride 1 by [Winograd], transposed step by step: with V = Bᵀ·d·B of
/// the tiles of x and D = A·dy·Aᵀ of those of dy, du = Σ over tiles of Vᵀ·D for each of the 36 components, and dw =
/// Gᵀ·du·G.
///
/// Tiles are taken in chunks: all of a chunk are transformed, then each component's product adds it. A component
/// belongs to one piece of work, so the order of the sums does not depend on threads.
final class WinogradFilterPass implements FilterPass, Workers.Body {
    /// Tiles in a chunk: a component's share of x and dy stays in the second-level cache, and the 36 in the third.
    private static final int CHUNK = 192;
    /// Tiles that one piece of work transforms.
    private static final int GROUP = 12;

    private enum Step {
        TILES,
        PRODUCTS,
        FILTERS
    }

    private final ConvolutionShape s;
    private final int down;
    private final int across;
    private final int tiles;
    private final int chunk;
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
        this.s = s;
        down = Math.ceilDiv(s.oh(), TILE);
        across = Math.ceilDiv(s.ow(), TILE);
        tiles = s.n() * down * across;
        chunk = Math.min(CHUNK, tiles);
        int[] aRows = TiledProduct.rows(s.c(), 1);
        product = new TiledProduct(aRows, new int[] {0}, chunk, s.c(), s.oc(), TiledProduct.rows(s.c(), s.oc()));
        v = new float[COMPONENTS * chunk * s.c()];
        d = new float[COMPONENTS * product.panels.size()];
        du = new float[COMPONENTS * s.c() * s.oc()];
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
            step = Step.TILES;
            workers.run(Math.ceilDiv(chunk, GROUP), this);
            step = Step.PRODUCTS;
            workers.run(COMPONENTS, this);
        }
        step = Step.FILTERS;
        workers.run(s.c(), this);
    }

    @Override
    public void run(int piece) {
        switch (step) {
            case TILES -> {
                for (int i = piece * GROUP; i < Math.min((piece + 1) * GROUP, chunk); i++) {
                    transform(i);
                }
            }
            case PRODUCTS -> {
                int b = piece * product.panels.size();
                int c = piece * s.c() * s.oc();
                product.multiply(v, piece * chunk * s.c(), 0, s.c(), d, b, du, c, first > 0);
            }
            case FILTERS -> Winograd.filtersTransposed(du, s.c(), s.oc(), piece, dw);
        }
    }

    /// Tile `i` of the chunk; beyond the last tile of the batch it is zero.
    private void transform(int i) {
        int tile = first + i;
        if (tile >= tiles) {
            clear(i);
            return;
        }
        int picture = tile / (down * across);
        int row = tile / across % down * TILE;
        int column = tile % across * TILE;
        int xPicture = picture * s.h() * s.w() * s.c();
        Winograd.source(
                x, xPicture, s.h(), s.w(), s.c(), row - s.padTop(), column - s.padLeft(), v, i * s.c(), chunk * s.c());
        int line = s.ow() * s.oc();
        int at = picture * s.oh() * line + row * line + column * s.oc();
        int rows = Math.min(TILE, s.oh() - row);
        int columns = Math.min(TILE, s.ow() - column);
        Panels panels = product.panels;
        for (int panel = 0; panel < panels.count(); panel++) {
            int width = panels.width(panel) * COUNT;
            int to = panels.offset(panel) + i * width;
            for (int k = 0; k < width; k += COUNT) {
                int oc = panels.column(panel) + k;
                Winograd.targetTransposed(
                        dy,
                        at + oc,
                        line,
                        s.oc(),
                        rows,
                        columns,
                        d,
                        to + k,
                        panels.size(),
                        SPECIES.indexInRange(oc, s.oc()));
            }
        }
    }

    private void clear(int i) {
        Panels panels = product.panels;
        for (int component = 0; component < COMPONENTS; component++) {
            int at = (component * chunk + i) * s.c();
            Arrays.fill(v, at, at + s.c(), 0);
            for (int panel = 0; panel < panels.count(); panel++) {
                int width = panels.width(panel) * COUNT;
                int to = component * panels.size() + panels.offset(panel) + i * width;
                Arrays.fill(d, to, to + width, 0);
            }
        }
    }
}
