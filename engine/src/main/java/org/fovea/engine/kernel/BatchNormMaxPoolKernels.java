package org.fovea.engine.kernel;

import org.fovea.engine.definition.PoolShape;

/// Affine map a channel, activation and 2×2 max pooling in one; rows are rows of y, n·oh + i, from … to.
///
/// The windows tile the picture: stride 2, no padding, h = 2·oh and w = 2·ow. x and the affine map are the gate's, and
/// f is the activation with the gate's bounds: y = min(max(z, low), high).
public interface BatchNormMaxPoolKernels {
    /// y = the largest f(map(x)) of each window.
    void forward(PoolShape s, Gate gate, float[] y, int from, int to);

    /// With dz = f′·dy at the first largest z of each window in row order, and zero elsewhere:
    /// sums\[at + k\] = Σ dz, and products\[at + k\] = Σ dz · (x − mean\[k\]).
    void backwardSums(
            PoolShape s, Gate gate, float[] dy, float[] mean, int from, int to, float[] sums, float[] products, int at);

    /// dx = p\[k\]·dz + q\[k\]·x + r\[k\] with dz as above, or dx += that.
    void backward(PoolShape s, Gate gate, float[] dy, AffineGradient g, float[] dx, boolean add, int from, int to);
}
