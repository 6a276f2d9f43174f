package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.winograd.Winograd.TILE;

import org.fovea.engine.kernel.vector.product.Panels;

/// What surrounds the transform of dy's tiles of 4×4 pixels, which is read as an input is: where its components go.
abstract class GradientTiles extends InputTiles {
    static final int MARGIN = TILE * TILE;

    private final Panels panels;
    private final int stride;

    /// @param panels how each component's matrix, a row a tile, lies in d
    /// @param stride floats from one component's panels to the next
    GradientTiles(WinogradTiling tiling, int channels, Panels panels, int stride) {
        super(tiling, 1, TILE, tiling.h(), tiling.w(), channels, 0, 0);
        this.panels = panels;
        this.stride = stride;
    }

    /// Tile `from + t` goes to row `row + t` of each component's panels, the first of which begins at `base`.
    void transform(float[] dy, int from, int tiles, float[] d, int base, int row) {
        float[] margin = margin(dy, from, tiles);
        for (int panel = 0; panel < panels.count(); panel++) {
            int step = panels.width(panel) * COUNT;
            int to = base + panels.offset(panel) + row * step;
            for (int k = 0; k < step; k += COUNT) {
                vector(dy, margin, from, tiles, panels.column(panel) + k, d, to + k, step, stride);
            }
        }
    }

    /// One vector of channels of all tiles, in place or from the margin: component i of tile t goes to
    /// d\[to + t·step + i·stride\].
    abstract void vector(
            float[] dy, float[] margin, int from, int tiles, int k, float[] d, int to, int step, int stride);
}
