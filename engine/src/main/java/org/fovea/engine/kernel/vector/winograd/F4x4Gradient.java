package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.Scratch.FIRST;
import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.winograd.Winograd.COMPONENTS;

import java.util.Arrays;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.FilterGradient;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.product.Panels;
import org.fovea.engine.kernel.vector.product.TiledProduct;
import org.fovea.engine.parallel.Workers;

/// The filters' gradient of a 3×3 convolution of stride 1 by [Winograd], transposed step by step: with v = Bᵀ·x·B of
/// the tiles of x and d = A·dy·Aᵀ of those of dy, du = Σ over tiles of vᵀ·d for each of the 36 components, and dw +=
/// Gᵀ·du·G.
///
/// The batch is halved into two splits with sums of their own, added at the end (split-K): of two threads each
/// transforms the tiles that it multiplies, and nothing has to pass from one core's caches to the other's. Where cores
/// do not share one third-level cache, `cnn64`'s second layer took 5.3 ms on two threads without splits and takes 3.9
/// ms with them.
///
/// A split's tiles are taken in chunks: all of a chunk are transformed, then each component's product adds it to du. A
/// component of a split belongs to one piece of work, so the order of the sums does not depend on threads.
///
/// Where du is larger than v and d, with many channels and few tiles, a piece of work is a block of du's rows and
/// columns in all 36 components, transformed back to dw at once: du never leaves the second-level cache.
/// The two backward passes of 16 pictures' 7×7 pixels with 256 channels took 14 to 15 ms within a training
/// step of `resnet112` before, and take 11 to 12.
public final class F4x4Gradient implements FilterGradient, Workers.Body {
    /// Floats of v and d in a chunk, about: what the third-level cache holds without pushing x and dy out.
    private static final int CHUNK_FLOATS = 1 << 20;
    /// Tiles that one piece of work transforms.
    private static final int GROUP = 12;

    /// Rows of a block of du.
    private static final int BLOCK_ROWS = 32;
    /// Floats of a block from one row to the next.
    private static final int BLOCK_ROW = Panels.WIDEST * COUNT;
    /// Floats of a block from one component to the next.
    private static final int BLOCK = Winograd.apart(BLOCK_ROWS * BLOCK_ROW);

    private enum Step {
        TILES,
        PRODUCTS,
        FILTERS,
        BLOCKS
    }

    private final int c;
    private final int oc;
    private final int cRow;
    private final int ocRow;
    private final int tiles;
    private final int splits;
    private final boolean byBlocks;
    /// Tiles of a split; the last split may have fewer.
    private final int length;
    private final int chunk;
    /// Pieces of work that transform a chunk.
    private final int groups;
    // Floats from one component to the next in each of the arrays.
    private final int vStride;
    private final int dStride;
    private final int duStride;
    private final InputTransform source;
    private final GradientTransform gradient;
    private final TiledProduct product;
    private final TiledProduct blocks;
    // Floats of a split in each of the arrays.
    private final int vSplit;
    private final int dSplit;
    private final int duSplit;

    // The call at hand.
    private Step step = Step.TILES;
    private float[] x = {};
    private float[] dy = {};
    private float[] dw = {};
    private float[] v = {};
    private float[] d = {};
    private float[] du = {};
    private int first;

    public F4x4Gradient(ConvolutionShape s) {
        c = s.c();
        oc = s.oc();
        cRow = Lanes.vectors(c) * COUNT;
        ocRow = Lanes.vectors(oc) * COUNT;
        WinogradTiling tiling = new WinogradTiling(s.n(), s.oh(), s.ow());
        tiles = tiling.tiles();
        // Else reading and adding sums of their own costs more than it saves.
        splits = 4 * cRow * ocRow < tiles * (cRow + ocRow) ? 2 : 1;
        byBlocks = cRow * ocRow > tiles * (cRow + ocRow);
        length = Math.ceilDiv(tiles, splits);
        int chunks = Math.ceilDiv(length, Math.max(GROUP, CHUNK_FLOATS / (splits * COMPONENTS * (cRow + ocRow))));
        chunk = Math.ceilDiv(length, chunks);
        groups = Math.ceilDiv(chunk, GROUP);
        vStride = Winograd.apart(chunk * cRow);
        int[] aRows = TiledProduct.rows(cRow, 1);
        int[] segments = {0};
        product = new TiledProduct(aRows, segments, chunk, cRow, ocRow, TiledProduct.rows(cRow, ocRow));
        blocks = new TiledProduct(aRows, segments, chunk, cRow, ocRow, TiledProduct.rows(cRow, BLOCK_ROW));
        source = new InputTransform(tiling, s.h(), s.w(), c, s.padTop(), s.padLeft(), vStride);
        dStride = Winograd.apart(product.panels.size());
        duStride = Winograd.apart(cRow * ocRow);
        gradient = new GradientTransform(tiling, oc, product.panels, dStride);
        vSplit = COMPONENTS * vStride;
        dSplit = COMPONENTS * dStride;
        duSplit = COMPONENTS * duStride;
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
        v = Scratch.aligned(Scratch.Slot.SOURCE, splits * vSplit);
        d = Scratch.aligned(Scratch.Slot.TARGET, splits * dSplit);
        if (!byBlocks) {
            du = Scratch.aligned(Scratch.Slot.FILTER_GRADIENT, splits * duSplit);
        }
        for (first = 0; first < length; first += chunk) {
            for (int split = 0; split < splits; split++) {
                if (count(split) < chunk) {
                    // What a shorter last chunk does not overwrite adds nothing.
                    Arrays.fill(v, FIRST + split * vSplit, FIRST + (split + 1) * vSplit, 0);
                    Arrays.fill(d, FIRST + split * dSplit, FIRST + (split + 1) * dSplit, 0);
                }
            }
            step = Step.TILES;
            workers.run(splits * groups, this);
            if (byBlocks) {
                step = Step.BLOCKS;
                workers.run(Math.ceilDiv(c, BLOCK_ROWS) * product.panels.count(), this);
            } else {
                step = Step.PRODUCTS;
                workers.run(splits * COMPONENTS, this);
            }
        }
        if (!byBlocks) {
            step = Step.FILTERS;
            workers.run(c, this);
        }
    }

    /// Tiles of the chunk at hand.
    private int count(int split) {
        return Math.min(chunk, Math.min(length, tiles - split * length) - first);
    }

    @Override
    public void run(int piece) {
        switch (step) {
            case TILES -> transform(piece / groups, piece % groups * GROUP);
            case PRODUCTS -> multiply(piece / COMPONENTS, piece % COMPONENTS);
            case FILTERS -> {
                for (int split = 0; split < splits; split++) {
                    int at = FIRST + split * duSplit + piece * ocRow;
                    FilterTransform.transposed(du, at, duStride, oc, dw, piece * oc, c * oc);
                }
            }
            case BLOCKS -> block(piece / product.panels.count() * BLOCK_ROWS, piece % product.panels.count());
        }
    }

    private void transform(int split, int from) {
        int count = Math.min(GROUP, count(split) - from);
        if (count > 0) {
            int tile = split * length + first + from;
            source.transform(x, tile, count, v, FIRST + split * vSplit + from * product.step);
            gradient.transform(dy, tile, count, d, FIRST + split * dSplit, from);
        }
    }

    private void multiply(int split, int component) {
        int a = FIRST + split * vSplit + component * vStride;
        int b = FIRST + split * dSplit + component * dStride;
        int sums = FIRST + split * duSplit + component * duStride;
        product.multiply(v, a, cRow, d, b, du, sums, first > 0);
    }

    /// All there is to do for du's rows from `from` on and the columns of a panel.
    private void block(int from, int panel) {
        float[] sums = Scratch.aligned(Scratch.Slot.FILTER_GRADIENT, COMPONENTS * BLOCK);
        int to = Math.min(from + BLOCK_ROWS, cRow);
        int column = blocks.panels.column(panel);
        for (int i = 0; i < COMPONENTS; i++) {
            int at = FIRST + i * BLOCK - from * BLOCK_ROW - column;
            blocks.multiply(v, FIRST + i * vStride, from, to, panel, d, FIRST + i * dStride, sums, at, false);
        }
        int columns = Math.min(blocks.panels.columns(panel), oc - column);
        for (int row = from; row < Math.min(to, c); row++) {
            int at = FIRST + (row - from) * BLOCK_ROW;
            FilterTransform.transposed(sums, at, BLOCK, columns, dw, row * oc + column, c * oc);
        }
    }
}
