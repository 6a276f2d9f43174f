package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.winograd.Winograd.TILE;

import java.util.Arrays;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.lanes.PaddedCopy;
import org.fovea.engine.kernel.vector.product.Panels;

/// What surrounds the transform of dy's tiles of 4×4 pixels: where each is read, and where its components go.
abstract class GradientTiles {
    static final int MARGIN = TILE * TILE;

    private final WinogradTiling tiling;
    private final int channels;
    /// Floats of a pixel in whole vectors.
    final int c;
    final int line;
    private final Panels panels;
    private final int stride;
    /// Where a tile's first pixel is in dy, or −1 where it is cut off or not in whole vectors.
    final int[] at;

    /// @param panels how each component's matrix, a row a tile, lies in d
    /// @param stride floats from one component's panels to the next
    GradientTiles(WinogradTiling tiling, int channels, Panels panels, int stride) {
        this.tiling = tiling;
        this.channels = channels;
        this.panels = panels;
        this.stride = stride;
        c = Lanes.vectors(channels) * COUNT;
        line = tiling.w() * channels;
        at = tiling.offsets(channels);
        if (c != channels) {
            Arrays.fill(at, -1);
        }
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

    /// Copies of the tiles that are not read in place, with zeros outside the picture.
    private float[] margin(float[] dy, int from, int tiles) {
        float[] margin = Scratch.floats(Scratch.Slot.MARGIN, tiles * MARGIN * c);
        int h = tiling.h();
        int w = tiling.w();
        for (int t = 0; t < tiles; t++) {
            if (at[from + t] < 0) {
                int picture = tiling.picture(from + t) * h * w * channels;
                int i = tiling.row(from + t);
                int j = tiling.column(from + t);
                PaddedCopy.copy(dy, picture, h, w, channels, i, TILE, j, TILE, margin, t * MARGIN * c, c);
            }
        }
        return margin;
    }

    /// One vector of channels of all tiles, in place or from the margin: component i of tile t goes to
    /// d\[to + t·step + i·stride\].
    abstract void vector(
            float[] dy, float[] margin, int from, int tiles, int k, float[] d, int to, int step, int stride);
}
