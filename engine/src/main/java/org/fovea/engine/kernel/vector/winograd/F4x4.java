package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.Scratch.FIRST;
import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.winograd.Winograd.COMPONENTS;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.product.Panels;
import org.fovea.engine.kernel.vector.product.TiledProduct;
import org.fovea.engine.parallel.Workers;

/// A 3×3 convolution of stride 1 by [Winograd], with 36 matrix products. The backward pass is the same with rotated
/// filters and the channels' roles exchanged.
public final class F4x4 extends WinogradCorrelation {
    /// Tiles in a block: whole register tiles of two and of four vectors, and a block that fits into the
    /// second-level cache.
    private static final int BLOCK = 20;
    /// Fewer tiles than this go by steps where filters are out of the cache.
    private static final int MANY = 4 * BLOCK;

    private final boolean backward;
    private final int filterC;
    private final int filterOc;
    private final int sourceC;
    private final int targetC;
    private final int sourceRow;
    private final int sourceStride;
    private final int filterStride;
    private final InputTransform source;
    private final OutputTransform target;
    private final TiledProduct product;
    private final Workers.Body rotating = this::rotate;
    // The call at hand.
    private float[] straight = {};
    private float[] rotated = {};

    public static F4x4 forward(ConvolutionShape s) {
        return new F4x4(s, false, s.c(), s.oc(), new WinogradTiling(s.n(), s.oh(), s.ow()));
    }

    public static F4x4 backward(ConvolutionShape s) {
        return new F4x4(s, true, s.oc(), s.c(), new WinogradTiling(s.n(), s.h(), s.w()));
    }

    private F4x4(ConvolutionShape s, boolean backward, int sourceC, int targetC, WinogradTiling tiling) {
        super(
                tiling.tiles(),
                COMPONENTS,
                sourceC,
                targetC,
                MANY,
                BLOCK,
                block -> COMPONENTS * Winograd.apart(block * Lanes.vectors(sourceC) * COUNT),
                COMPONENTS * Winograd.apart(new Panels(sourceC, targetC).size()));
        this.backward = backward;
        this.sourceC = sourceC;
        this.targetC = targetC;
        filterC = s.c();
        filterOc = s.oc();
        int sourceH = backward ? s.oh() : s.h();
        int sourceW = backward ? s.ow() : s.w();
        int padTop = backward ? 2 - s.padTop() : s.padTop();
        int padLeft = backward ? 2 - s.padLeft() : s.padLeft();
        sourceRow = Lanes.vectors(sourceC) * COUNT;
        sourceStride = Winograd.apart(block * sourceRow);
        source = new InputTransform(tiling, sourceH, sourceW, sourceC, padTop, padLeft, sourceStride);
        target = new OutputTransform(tiling, targetC, targetStride);
        int targetRow = Lanes.vectors(targetC) * COUNT;
        int[] aRows = TiledProduct.rows(block, sourceRow);
        int[] cRows = TiledProduct.rows(block, targetRow);
        product = new TiledProduct(aRows, new int[] {0}, sourceC, 1, targetRow, cRows, filtersOutOfCache());
        filterStride = Winograd.apart(product.panels.size());
    }

    @Override
    public String algorithm() {
        return "winograd 4×4";
    }

    @Override
    void transformFilters(float[] w, float[] u, int at, Workers workers) {
        if (backward) {
            straight = w;
            rotated = Scratch.floats(Scratch.Slot.TRANSPOSED, 9 * filterC * filterOc);
            workers.run(9, rotating);
        }
        super.transformFilters(backward ? rotated : w, u, at, workers);
    }

    private void rotate(int tap) {
        FilterTransform.rotate(straight, filterC, filterOc, tap, rotated);
    }

    @Override
    void transformFilters(float[] w, int row, float[] u, int at) {
        FilterTransform.transform(w, sourceC, row, product.panels, targetC, u, at, filterStride);
    }

    @Override
    void transformSource(float[] x, int from, int count, float[] v, int row) {
        source.transform(x, from, count, v, FIRST + row * sourceRow);
    }

    @Override
    void multiply(int component, int count, float[] v, float[] u, int at, float[] m) {
        int a = FIRST + component * sourceStride;
        int b = at + component * filterStride;
        int to = FIRST + component * targetStride;
        product.multiply(v, a, count, u, b, m, to, false);
    }

    @Override
    OutputTiles target() {
        return target;
    }
}
