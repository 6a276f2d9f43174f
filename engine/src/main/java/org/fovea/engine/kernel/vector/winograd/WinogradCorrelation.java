package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.Scratch.FIRST;
import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import java.util.function.IntUnaryOperator;
import org.fovea.engine.kernel.AlignedArray;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Correlation;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.product.TiledProduct;
import org.fovea.engine.parallel.Workers;

/// The course of a convolution by tiles of 4×4 pixels, whatever its transforms are: source tiles transformed, a matrix
/// product for each component, target tiles transformed back.
///
/// A piece of work is a block of tiles that goes through all three steps while it stays in the second-level cache; then
/// no core reads what another wrote. But every block reads all filters. Where these are out of the cache and tiles are
/// few (the last layers, a batch of one), a piece is some tiles in the first and last step and one of the products in
/// the second.
abstract class WinogradCorrelation implements Correlation, Workers.Body {
    /// Tiles, or rows of filters, of a piece, at least.
    private static final int GROUP = 4;
    /// Blocks that keep two cores evenly busy.
    private static final int FEW_BLOCKS = 4;

    private enum Step {
        FILTERS,
        BLOCKS,
        SOURCES,
        PRODUCTS,
        TARGETS
    }

    /// Tiles that go through a step together.
    final int block;
    /// Floats from one component of the products to the next.
    final int targetStride;

    private final int components;
    private final int filterRows;
    private final int tiles;
    private final boolean byBlocks;
    private final int targetRow;
    private final int sourceFloats;
    private final int filterFloats;
    /// Whether u holds filters that were transformed once for all calls.
    private boolean fixed;

    // The call at hand.
    private Step step = Step.FILTERS;
    private float[] x = {};
    private float[] w = {};
    private float[] u = {};
    private int uAt = FIRST;
    private float[] v = {};
    private float[] m = {};
    private float[] y = {};
    private Epilogue epilogue = Epilogue.NONE;
    private Epilogue rest = Epilogue.NONE;
    private boolean add;

    /// @param filterRows rows of the transformed filters: the source's channels
    /// @param channels the target's
    /// @param many fewer tiles than this go by steps where filters are out of the cache
    /// @param largestBlock tiles of a block, at most
    /// @param sourceFloats floats of so many transformed source tiles
    /// @param filterFloats floats of all transformed filters
    WinogradCorrelation(
            int tiles,
            int components,
            int filterRows,
            int channels,
            int many,
            int largestBlock,
            IntUnaryOperator sourceFloats,
            int filterFloats) {
        this.tiles = tiles;
        this.components = components;
        this.filterRows = filterRows;
        byBlocks = tiles >= many || !TiledProduct.outOfCache(filterFloats);
        block = byBlocks ? Math.clamp(Math.ceilDiv(tiles, FEW_BLOCKS), GROUP, largestBlock) : tiles;
        targetRow = Lanes.vectors(channels) * COUNT;
        targetStride = Winograd.apart(block * targetRow);
        this.sourceFloats = sourceFloats.applyAsInt(block);
        this.filterFloats = filterFloats;
    }

    /// Whether products read filters from beyond the second-level cache, as far as that is known: only then does a
    /// pass go by steps.
    final boolean filtersOutOfCache() {
        return !byBlocks;
    }

    /// Row `row` of the filters in every component's panels, which begin at u\[at\].
    abstract void transformFilters(float[] w, int row, float[] u, int at);

    /// Source tiles `from` to `from + count` go to row `row` and the next of each component of v, which begins at
    /// [Scratch#FIRST], as m does.
    abstract void transformSource(float[] x, int from, int count, float[] v, int row);

    /// The products of the first `count` tiles of v with the filters from u\[at\] on.
    abstract void multiply(int component, int count, float[] v, float[] u, int at, float[] m);

    abstract OutputTiles target();

    @Override
    public void fixFilters(FixedFilters filters, Workers workers) {
        AlignedArray form = filters.form(
                algorithm(),
                filterFloats,
                made -> transformFilters(filters.values(), made.array(), made.at(), workers));
        u = form.array();
        uAt = form.at();
        fixed = true;
    }

    /// All filters, to u\[at\] and after.
    void transformFilters(float[] w, float[] u, int at, Workers workers) {
        this.w = w;
        this.u = u;
        uAt = at;
        step = Step.FILTERS;
        workers.run(Math.ceilDiv(filterRows, GROUP), this);
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        x = source;
        y = target;
        if (this.epilogue != epilogue) {
            this.epilogue = epilogue;
            rest = epilogue.withoutBias();
        }
        this.add = add;
        if (!fixed) {
            transformFilters(w, Scratch.aligned(Scratch.Slot.FILTERS, filterFloats), FIRST, workers);
        }
        if (byBlocks) {
            step = Step.BLOCKS;
            workers.run(Math.ceilDiv(tiles, block), this);
            return;
        }
        v = Scratch.aligned(Scratch.Slot.SOURCE, sourceFloats);
        m = Scratch.aligned(Scratch.Slot.TARGET, components * targetStride);
        step = Step.SOURCES;
        workers.run(Math.ceilDiv(tiles, GROUP), this);
        step = Step.PRODUCTS;
        workers.run(components, this);
        step = Step.TARGETS;
        workers.run(Math.ceilDiv(tiles, GROUP), this);
    }

    @Override
    public void run(int piece) {
        int from = piece * GROUP;
        int count = Math.min(GROUP, tiles - from);
        switch (step) {
            case FILTERS -> {
                for (int row = from; row < Math.min(from + GROUP, filterRows); row++) {
                    transformFilters(w, row, u, uAt);
                }
            }
            case BLOCKS -> block(piece * block, Math.min(block, tiles - piece * block));
            case SOURCES -> transformSource(x, from, count, v, from);
            case PRODUCTS -> multiply(piece, tiles, v, u, uAt, m);
            case TARGETS -> target().transform(m, FIRST + from * targetRow, from, count, epilogue, rest, y, add);
        }
    }

    private void block(int from, int count) {
        float[] v = Scratch.aligned(Scratch.Slot.SOURCE, sourceFloats);
        float[] m = Scratch.aligned(Scratch.Slot.TARGET, components * targetStride);
        transformSource(x, from, count, v, 0);
        for (int i = 0; i < components; i++) {
            multiply(i, count, v, u, uAt, m);
        }
        target().transform(m, FIRST, from, count, epilogue, rest, y, add);
    }
}
