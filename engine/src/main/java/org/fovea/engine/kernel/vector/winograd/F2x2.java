package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.Scratch.FIRST;
import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.AlignedArray;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Correlation;
import org.fovea.engine.kernel.vector.lanes.Epilogues;
import org.fovea.engine.kernel.vector.lanes.PaddedCopy;
import org.fovea.engine.kernel.vector.product.Panels;
import org.fovea.engine.kernel.vector.product.TiledProduct;
import org.fovea.engine.parallel.Workers;

/// The forward pass of a 3×3 convolution of stride 1 over a picture with few pixels, by Winograd's F(2×2, 3×3): 16
/// multiplications where the definition has 36 and [F4x4] has 9. [F2x2Vectors] has the transforms.
///
/// Transformed filters of F(4×4, 3×3) are four times as large as the filters, and with a handful of tiles a layer only
/// waits for them; here they are less than twice as large, and the tiles are four times as many. It pays only where the
/// filters are transformed once, for inference: the last layers of `resnet112` on one picture, 256 channels of 7×7
/// pixels, took 0.53 ms each on one core by the definition and take 0.43 ms so, most of it for reading the filters;
/// with those in the third-level cache, 0.32 ms.
///
/// Three steps with all tiles in each; a piece of work is a row of tiles or one of the 16 products.
public final class F2x2 implements Correlation, Workers.Body {
    private static final AlignedArray NONE = new AlignedArray(new float[0], 0);
    private static final int TILE = 2;
    private static final int COMPONENTS = 16;
    /// With fewer tiles than this the filters are taken to be used too seldom; measured was 16.
    private static final int FEWEST_TILES = 8;

    private enum Step {
        FILTERS,
        SOURCES,
        PRODUCTS,
        TARGETS
    }

    private final ConvolutionShape s;
    private final int down;
    private final int across;
    /// Floats from one of the 16 components to the next.
    private final int sourceStride;
    private final int targetStride;
    private final int filterStride;
    private final TiledProduct product;
    private AlignedArray filters = NONE;

    // The call at hand.
    private Step step = Step.FILTERS;
    private float[] x = {};
    private float[] w = {};
    private float[] v = {};
    private float[] m = {};
    private float[] y = {};
    private Epilogue epilogue = Epilogue.NONE;

    public F2x2(ConvolutionShape s) {
        this.s = s;
        down = Math.ceilDiv(s.oh(), TILE);
        across = Math.ceilDiv(s.ow(), TILE);
        int tiles = s.n() * down * across;
        sourceStride = Winograd.apart(tiles * s.c());
        targetStride = Winograd.apart(tiles * s.oc());
        int[] aRows = TiledProduct.rows(tiles, s.c());
        int[] cRows = TiledProduct.rows(tiles, s.oc());
        filterStride = Winograd.apart(new Panels(s.c(), s.oc()).size());
        boolean outOfCache = TiledProduct.outOfCache(COMPONENTS * filterStride);
        product = new TiledProduct(aRows, new int[] {0}, s.c(), 1, s.oc(), cRows, outOfCache);
    }

    /// Whether this is the best for a forward pass whose filters stay.
    public static boolean suits(ConvolutionShape s) {
        return Winograd.allowed(s, 1)
                && Winograd.narrowlyPadded(s)
                && !Winograd.suits(s)
                && s.c() % COUNT == 0
                && s.oc() % COUNT == 0
                && s.n() * Math.ceilDiv(s.oh(), TILE) * Math.ceilDiv(s.ow(), TILE) >= FEWEST_TILES;
    }

    @Override
    public String algorithm() {
        return "winograd 2×2";
    }

    @Override
    public void fixFilters(FixedFilters fixed, Workers workers) {
        filters = fixed.form(algorithm(), COMPONENTS * filterStride, form -> {
            w = fixed.values();
            filters = form;
            step = Step.FILTERS;
            workers.run(s.c(), this);
        });
    }

    @Override
    public void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers) {
        assert !add : "a forward pass replaces";
        x = source;
        y = target;
        this.epilogue = epilogue;
        v = Scratch.aligned(Scratch.Slot.SOURCE, COMPONENTS * sourceStride);
        m = Scratch.aligned(Scratch.Slot.TARGET, COMPONENTS * targetStride);
        step = Step.SOURCES;
        workers.run(s.n() * down, this);
        step = Step.PRODUCTS;
        workers.run(COMPONENTS, this);
        step = Step.TARGETS;
        workers.run(s.n() * down, this);
    }

    @Override
    public void run(int piece) {
        switch (step) {
            case FILTERS -> filters(piece);
            case SOURCES -> source(piece);
            case PRODUCTS -> {
                int a = FIRST + piece * sourceStride;
                int b = filters.at() + piece * filterStride;
                int to = FIRST + piece * targetStride;
                int tiles = s.n() * down * across;
                product.multiply(v, a, tiles, filters.array(), b, m, to, false);
            }
            case TARGETS -> target(piece);
        }
    }

    /// Row `row` of each component's filters, (c, oc) in panels: u = G·w·Gᵀ.
    private void filters(int row) {
        Panels panels = product.panels;
        for (int panel = 0; panel < panels.count(); panel++) {
            int width = panels.width(panel) * COUNT;
            int at = row * s.oc() + panels.column(panel);
            int to = filters.at() + panels.offset(panel) + row * width;
            F2x2Vectors.filters(w, at, at + width, s.c() * s.oc(), filters.array(), to, filterStride);
        }
    }

    /// A row of tiles: v = Bᵀ·d·B, from a copy with zeros outside the picture.
    private void source(int row) {
        int c = s.c();
        int width = across * TILE + 2;
        float[] rows = Scratch.floats(Scratch.Slot.MARGIN, 4 * width * c);
        int picture = row / down * s.h() * s.w() * c;
        int top = row % down * TILE - s.padTop();
        PaddedCopy.copy(x, picture, s.h(), s.w(), c, top, 4, -s.padLeft(), width, rows, 0);
        for (int k = 0; k < c; k += COUNT) {
            F2x2Vectors.inputs(rows, width * c, k, c, across, v, FIRST + row * across * c + k, sourceStride);
        }
    }

    /// A row of tiles: y = f(Aᵀ·m·A + bias + residual), by way of a copy of whole tiles.
    private void target(int row) {
        int oc = s.oc();
        int line = across * TILE * oc;
        float[] rows = Scratch.floats(Scratch.Slot.MARGIN, TILE * line);
        for (int k = 0; k < oc; k += COUNT) {
            F2x2Vectors.outputs(m, FIRST + row * across * oc + k, targetStride, oc, across, rows, line, k);
        }
        int first = row % down * TILE;
        for (int i = 0; i < Math.min(TILE, s.oh() - first); i++) {
            int to = (row / down * s.oh() + first + i) * s.ow() * oc;
            System.arraycopy(rows, i * line, y, to, s.ow() * oc);
            Epilogues.apply(epilogue, y, to, oc, s.ow(), 0, oc);
        }
    }
}
