package org.fovea.engine.kernel;

import org.fovea.engine.definition.PoolShape;

/// Pooling. A row here is one row of y: rows n·oh + i, from … to.
public interface PoolingKernels {
    /// y = the largest of each window.
    void max(PoolShape s, float[] x, float[] y, int from, int to);

    /// dx = dy, sent to the first element of each window that equals the maximum, in row order; or dx += that. Over
    /// whole pictures from … to, because windows may overlap.
    void maxBackward(PoolShape s, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to);

    /// y = the sum of each window over [PoolShape#divisor].
    void average(PoolShape s, float[] x, float[] y, int from, int to);

    /// dx = dy over the divisor, spread over each window; or dx += that. Over whole pictures from … to.
    void averageBackward(PoolShape s, float[] dy, float[] dx, boolean add, int from, int to);
}
