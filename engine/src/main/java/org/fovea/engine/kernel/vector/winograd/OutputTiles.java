package org.fovea.engine.kernel.vector.winograd;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.winograd.Winograd.TILE;

import java.util.Arrays;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.Scratch;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Epilogues;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.jspecify.annotations.Nullable;

/// What the transforms back to a target's tiles of 4×4 pixels share, whatever the components are: which tiles go
/// straight to the target, and the epilogue of the others.
abstract class OutputTiles {
    static final int MARGIN = TILE * TILE;

    private final WinogradTiling tiling;
    private final int channels;
    /// Floats of a pixel in whole vectors.
    final int c;
    final int line;
    final int stride;
    /// Where a tile's first pixel is in y, or −1 where it is cut off or not in whole vectors: such a tile goes by a
    /// copy.
    final int[] at;

    /// @param stride floats from one component to the next
    OutputTiles(WinogradTiling tiling, int channels, int stride) {
        this.tiling = tiling;
        this.channels = channels;
        this.stride = stride;
        c = Lanes.vectors(channels) * COUNT;
        line = tiling.w() * channels;
        at = tiling.offsets(channels);
        if (c != channels) {
            Arrays.fill(at, -1);
        }
    }

    /// y = f(z + bias + residual), or y += z where `add` is set, and z = Aᵀ·m·A: component i of tile `from + t`,
    /// channel k, is m\[mAt + i·stride + t·c + k\].
    ///
    /// @param rest the epilogue without its bias
    void transform(float[] m, int mAt, int from, int tiles, Epilogue epilogue, Epilogue rest, float[] y, boolean add) {
        float[] margin = Scratch.floats(Scratch.Slot.MARGIN, tiles * MARGIN * c);
        Activation.Kind kind = epilogue.f().kind();
        boolean fused = epilogue.slopes() == null && (kind == Activation.Kind.NONE || kind == Activation.Kind.RELU);
        float[] plus = add ? y : fused ? epilogue.residual() : null;
        float[] bias = epilogue.bias();
        float[] padded = bias == null || c == channels ? bias : Arrays.copyOf(bias, c);
        for (int k = 0; k < c; k += COUNT) {
            if (padded == null && plus == null && kind != Activation.Kind.RELU) {
                plain(m, mAt, y, margin, from, tiles, k);
            } else {
                finished(m, mAt, y, margin, padded, plus, kind == Activation.Kind.RELU, from, tiles, k);
            }
        }
        for (int t = 0; t < tiles; t++) {
            boolean whole = at[from + t] >= 0;
            if (!whole || !fused) {
                finish(margin, t * MARGIN * c, from + t, whole, rest, y, add);
            }
        }
    }

    /// What is left to do for one tile: copying its pixels from the margin, if they are there, and the epilogue.
    private void finish(float[] margin, int from, int tile, boolean whole, Epilogue rest, float[] y, boolean add) {
        int columns = tiling.columns(tile);
        for (int row = 0; row < tiling.rows(tile); row++) {
            int to = tiling.offset(tile) * channels + row * line;
            for (int j = 0; j < columns && !whole; j++) {
                int pixel = from + (row * TILE + j) * c;
                if (add) {
                    Elementwise.add(margin, pixel, y, to + j * channels, channels);
                } else {
                    System.arraycopy(margin, pixel, y, to + j * channels, channels);
                }
            }
            Epilogues.apply(rest, y, to, channels, columns, 0, channels);
        }
    }

    /// One vector of channels of all tiles: whole tiles to y, others to the margin.
    abstract void plain(float[] m, int mAt, float[] y, float[] margin, int from, int tiles, int k);

    /// As [#plain], with the epilogue for tiles that go to y themselves. What is not there is read as zeros.
    abstract void finished(
            float[] m,
            int mAt,
            float[] y,
            float[] margin,
            float @Nullable [] bias,
            float @Nullable [] plus,
            boolean relu,
            int from,
            int tiles,
            int k);
}
