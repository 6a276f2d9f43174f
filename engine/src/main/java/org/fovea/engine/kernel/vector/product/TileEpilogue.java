package org.fovea.engine.kernel.vector.product;

import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.vector.lanes.Lanes;

/// As much of an [Epilogue] as a register tile does: its sums begin at the residual or, where there is none, at the
/// bias, which then costs nothing.
///
/// Both in the tile and bounds before it stores were tried: C2 then spills sums within the loop, and C1 gives up on the
/// larger methods (`out of virtual registers`), so that C2 never sees them.
final class TileEpilogue {
    /// Nothing: the sums begin at zero.
    static final TileEpilogue NONE = new TileEpilogue(0, false);
    /// The sums begin at what C holds.
    static final TileEpilogue ADD = new TileEpilogue(0, true);

    /// Whether the sums begin at what C holds.
    final boolean add;

    /// What they begin at otherwise.
    float[] start = Lanes.ZEROS;
    /// What makes an index of C one of where the sums begin: all bits, or none where each row begins alike.
    int rowMask;
    /// What makes a column an index of where the sums begin: all bits, or none.
    int columnMask;

    /// The bias, zeros behind the last column.
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
        rowMask = add ? -1 : 0;
    }

    /// Takes over an epilogue's residual or bias.
    void set(Epilogue e) {
        float[] residual = e.residual();
        float[] own = e.bias();
        if (e != whole) { // mostly the same as in the last call
            whole = e;
            left = new Epilogue(residual == null ? null : own, null, e.f(), e.slopes());
        }
        rowMask = residual == null ? 0 : -1;
        columnMask = residual == null && own != null ? -1 : 0;
        start = residual != null ? residual : own != null ? bias : Lanes.ZEROS;
        if (columnMask != 0) {
            System.arraycopy(own, 0, bias, 0, own.length);
        }
    }

    /// What the tile leaves to do.
    Epilogue left() {
        return left;
    }
}
