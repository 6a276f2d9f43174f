package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.winograd.Winograd.TILE;

/// How a batch's targets of h × w pixels are cut into tiles of 4×4, those on the right and at the bottom cut off: tiles
/// run along rows, then down, then over pictures.
record WinogradTiling(int pictures, int h, int w) {
    int across() {
        return Math.ceilDiv(w, TILE);
    }

    int down() {
        return Math.ceilDiv(h, TILE);
    }

    int tiles() {
        return pictures * down() * across();
    }

    int picture(int tile) {
        return tile / (down() * across());
    }

    /// The tile's first row of pixels.
    int row(int tile) {
        return tile / across() % down() * TILE;
    }

    /// The tile's first column of pixels.
    int column(int tile) {
        return tile % across() * TILE;
    }

    /// How many of the tile's rows lie in the target.
    int rows(int tile) {
        return Math.min(TILE, h - row(tile));
    }

    /// How many of the tile's columns lie in the target.
    int columns(int tile) {
        return Math.min(TILE, w - column(tile));
    }

    /// Where each tile's first pixel is in an array of c floats a pixel, or −1 where the tile is cut off.
    int[] offsets(int c) {
        int[] at = new int[tiles()];
        for (int tile = 0; tile < at.length; tile++) {
            boolean whole = rows(tile) == TILE && columns(tile) == TILE;
            at[tile] = whole ? offset(tile) * c : -1;
        }
        return at;
    }

    /// The tile's first pixel, counted over all pictures.
    int offset(int tile) {
        return (picture(tile) * h + row(tile)) * w + column(tile);
    }
}
