package org.fovea.engine.kernel.vector.pooling;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.fovea.engine.definition.PoolShape;
import org.fovea.engine.kernel.PoolingKernels;

/// Pooling, window by window, lanes along channels. A window is the part of it that lies inside the picture: `rows`
/// rows of `columns` pixels that begin at `x0`, `line` floats from row to row. [PoolingVectors] takes a window's whole
/// vectors of channels (`OfBody`), then the channels that fill none (`OfRest`).
public final class Pooling implements PoolingKernels {
    private static void clearPictures(PoolShape s, float[] dx, boolean add, int from, int to) {
        int picture = s.h() * s.w() * s.c();
        if (!add) {
            Arrays.fill(dx, from * picture, to * picture, 0);
        }
    }

    @Override
    public void max(PoolShape s, float[] x, float[] y, int from, int to) {
        PoolingVectors.max(s, x, y, from, to);
    }

    /// A whole window of 2×2, the usual one, up to channel `body`.
    static void maxOfSquare(float[] x, int x0, int line, int c, int body, float[] y, int at) {
        for (int k = 0; k < body; k += COUNT) {
            FloatVector above =
                    FloatVector.fromArray(SPECIES, x, x0 + k).max(FloatVector.fromArray(SPECIES, x, x0 + c + k));
            FloatVector below = FloatVector.fromArray(SPECIES, x, x0 + line + k)
                    .max(FloatVector.fromArray(SPECIES, x, x0 + line + c + k));
            above.max(below).intoArray(y, at + k);
        }
    }

    @Override
    public void maxBackward(PoolShape s, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        clearPictures(s, dx, add, from, to);
        PoolingVectors.maxBackward(s, x, y, dy, dx, from * s.oh(), to * s.oh());
    }

    @Override
    public void average(PoolShape s, float[] x, float[] y, int from, int to) {
        PoolingVectors.average(s, x, y, from, to);
    }

    @Override
    public void averageBackward(PoolShape s, float[] dy, float[] dx, boolean add, int from, int to) {
        clearPictures(s, dx, add, from, to);
        PoolingVectors.averageBackward(s, dy, dx, from * s.oh(), to * s.oh());
    }
}
