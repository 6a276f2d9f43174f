package org.fovea.engine.kernel.vector.product;

import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.vector.lanes.Lanes;

/// As much of an [Epilogue] as a register tile does: its sums begin at the bias, which then costs nothing.
///
/// More of it brought nothing. Sums that begin at the residual wait for it, 68 → 75 µs for 28×28 pixels from 128 to 64
/// channels; with the bias added to it C2 spills sums within the loop; and bounds before the tile stores make methods
/// that C1 gives up on (`out of virtual registers`), so that C2 never sees them.
final class TileEpilogue {
    /// Nothing: the sums begin at zero.
    static final TileEpilogue NONE = new TileEpilogue(0, false);
    /// The sums begin at what C holds.
    static final TileEpilogue ADD = new TileEpilogue(0, true);

    /// Whether the sums begin at what C holds.
    final boolean add;

    /// What they begin at otherwise: the bias, zeros behind the last column, or [Lanes#ZEROS].
    float[] start = Lanes.ZEROS;
    /// What makes a column an index of [#start]: all bits, or none.
    int columnMask;

    private final float[] bias;
    private Epilogue whole = Epilogue.NONE;
    private Epilogue left = Epilogue.NONE;

    /// @param columns of C, up to the end of the last panel's last vector
    TileEpilogue(int columns) {
        this(columns, false);
    }

    private TileEpilogue(int columns, boolean add) {
        bias = new float[columns];
        this.add = add;
    }

    /// Takes over an epilogue's bias.
    void set(Epilogue e) {
        if (e != whole) { // mostly the same as in the last call
            whole = e;
            left = e.withoutBias();
        }
        float[] own = e.bias();
        columnMask = own == null ? 0 : -1;
        start = own == null ? Lanes.ZEROS : bias;
        if (own != null) {
            System.arraycopy(own, 0, bias, 0, own.length);
        }
    }

    /// What the tile leaves to do.
    Epilogue left() {
        return left;
    }
}
