package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;

import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.lanes.PaddedCopy;

/// What the transforms of a source's tiles share, whatever the components are: where each tile is read.
abstract class InputTiles {
    private final int h;
    private final int w;
    private final int channels;
    private final int step;
    private final int span;
    private final int top;
    private final int left;
    private final WinogradTiling tiling;
    /// Floats of a pixel as it is read: whole vectors.
    final int c;
    final int line;
    /// Where a tile's first pixel is in x, or −1 where it is not all in the picture or not in whole vectors.
    final int[] at;

    /// @param step pixels of the source from one pixel of the target to the next
    /// @param span pixels across a tile of the source
    InputTiles(WinogradTiling tiling, int step, int span, int h, int w, int channels, int padTop, int padLeft) {
        this.tiling = tiling;
        this.step = step;
        this.span = span;
        this.h = h;
        this.w = w;
        this.channels = channels;
        c = Lanes.vectors(channels) * COUNT;
        line = w * c;
        top = -padTop;
        left = -padLeft;
        at = new int[tiling.tiles()];
        for (int tile = 0; tile < at.length; tile++) {
            int i = step * tiling.row(tile) + top;
            int j = step * tiling.column(tile) + left;
            boolean inside = c == channels && i >= 0 && j >= 0 && i + span <= h && j + span <= w;
            at[tile] = inside ? ((tiling.picture(tile) * h + i) * w + j) * c : -1;
        }
    }

    /// Copies of the tiles that are not read in place, with zeros outside the picture, span² pixels each.
    final float[] margin(float[] x, int from, int tiles) {
        int size = span * span * c;
        float[] margin = Scratch.floats(Scratch.Slot.MARGIN, tiles * size);
        for (int t = 0; t < tiles; t++) {
            if (at[from + t] < 0) {
                int picture = tiling.picture(from + t) * h * w * channels;
                int i = step * tiling.row(from + t) + top;
                int j = step * tiling.column(from + t) + left;
                PaddedCopy.copy(x, picture, h, w, channels, i, span, j, span, margin, t * size, c);
            }
        }
        return margin;
    }
}
