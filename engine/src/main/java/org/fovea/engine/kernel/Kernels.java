package org.fovea.engine.kernel;

/// The seam: all arithmetic that is worth making fast. Two implementations, scalar and vector, compute the same thing.
///
/// Arrays are channels last. An array seen as `rows × c` has c channels and one row a pixel (or example). Methods that
/// take `from` and `to` compute that range (end exclusive) and nothing else, on the calling thread, so that callers
/// split the work; the plans [Convolution] and [MatrixProduct] split it themselves. Where a method has `add`, the
/// result is added to what the target holds if it is set, and replaces it if not.
///
/// Nothing is checked here but by `assert`: callers stand at the door.
public interface Kernels {
    /// `scalar`, or `vector` with its width: `vector, 512 bits`.
    String description();

    // --- products ---

    Convolution convolution(ConvolutionShape shape);

    /// A plan for C = A·B with A m × k and B k × n; `transposeA` says that A is stored as k × m, `transposeB` that
    /// B is stored as n × k.
    MatrixProduct matrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB);

    // --- elementwise, over elements from … to ---

    /// y = x, or y += x.
    void copy(float[] x, float[] y, boolean add, int from, int to);

    /// y = a + b.
    void sum(float[] a, float[] b, float[] y, int from, int to);

    /// y = a·b elementwise, or y += a·b.
    void multiply(float[] a, float[] b, float[] y, boolean add, int from, int to);

    /// y = alpha·x, or y += alpha·x.
    void scale(float alpha, float[] x, float[] y, boolean add, int from, int to);

    /// y = f(x).
    void activate(Activation f, float[] x, float[] y, int from, int to);

    /// dx = f′(x)·dy, or dx += f′(x)·dy; y = f(x) is at hand for functions whose derivative is easier in y.
    void activateBackward(Activation f, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to);

    /// y = f(a + b): the end of a residual block in one pass.
    void sumActivate(Activation f, float[] a, float[] b, float[] y, int from, int to);

    /// Σ a·b over the range, in double.
    double dot(float[] a, float[] b, int from, int to);

    // --- by channel, over rows from … to of an array of rows × c ---

    /// sums\[at … at + c) = Σ over the rows of x.
    void channelSums(float[] x, int c, int from, int to, float[] sums, int at);

    /// means\[at + k\] = mean over the rows of x\[·, k\], and squares\[at + k\] = Σ (x − mean)².
    void channelMoments(float[] x, int c, int from, int to, float[] means, float[] squares, int at);

    /// y = f(x · scale\[k\] + shift\[k\]).
    void channelAffine(float[] x, int c, float[] scale, float[] shift, Activation f, float[] y, int from, int to);

    /// y = f(a · aScale\[k\] + aShift\[k\] + b · bScale\[k\] + bShift\[k\]): the end of a residual block in one
    /// pass.
    void channelAffineSum(
            float[] a,
            float[] aScale,
            float[] aShift,
            float[] b,
            float[] bScale,
            float[] bShift,
            int c,
            Activation f,
            float[] y,
            int from,
            int to);

    /// With dz = f′·dy at the gate: sums\[at + k\] = Σ dz, and products\[at + k\] = Σ dz · (x − mean\[k\]).
    void channelAffineBackwardSums(
            float[] x,
            float[] dy,
            int c,
            float[] mean,
            Gate gate,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at);

    /// dx = p\[k\]·dz + q\[k\]·x + r\[k\] with dz = f′·dy at the gate, or dx += that.
    void channelAffineBackward(
            float[] x,
            float[] dy,
            int c,
            Gate gate,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to);

    /// y = x for x > 0, else slope\[k\]·x.
    void prelu(float[] x, int c, float[] slope, float[] y, int from, int to);

    /// dx = dy for x > 0, else slope\[k\]·dy (or dx += that); dslope\[at + k\] = Σ over the rows with x ≤ 0 of
    /// x·dy.
    void preluBackward(
            float[] x,
            float[] dy,
            int c,
            float[] slope,
            float[] dx,
            boolean add,
            int from,
            int to,
            float[] dslope,
            int at);

    // --- by row, over rows from … to of an array of rows × c ---

    /// y = softmax of each row, shifted by the row's maximum.
    void softmax(float[] x, int c, float[] y, int from, int to);

    /// dx = y·(dy − Σ dy·y) of each row, or dx += that.
    void softmaxBackward(float[] y, float[] dy, int c, float[] dx, boolean add, int from, int to);

    // --- pooling; a row here is one row of y: rows n·oh + i, from … to ---

    /// y = the largest of each window.
    void maxPool(PoolShape s, float[] x, float[] y, int from, int to);

    /// dx = dy, sent to the first element of each window that equals the maximum, in row order; or dx += that. Over
    /// whole pictures from … to, because windows may overlap.
    void maxPoolBackward(PoolShape s, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to);

    /// y = the sum of each window over [PoolShape#divisor].
    void averagePool(PoolShape s, float[] x, float[] y, int from, int to);

    /// dx = dy over the divisor, spread over each window; or dx += that. Over whole pictures from … to.
    void averagePoolBackward(PoolShape s, float[] dy, float[] dx, boolean add, int from, int to);

    // --- affine map, activation and 2×2 max pooling in one; rows are rows of y ---
    //
    // The windows tile the picture: stride 2, no padding, h = 2·oh and w = 2·ow. x and the affine map are the gate's,
    // and f is the activation with the gate's bounds: y = min(max(z, low), high).

    /// y = the largest f(x · scale\[k\] + shift\[k\]) of each window.
    void affineMaxPool(PoolShape s, Gate gate, float[] y, int from, int to);

    /// With dz = f′·dy at the first largest z of each window in row order, and zero elsewhere:
    /// sums\[at + k\] = Σ dz, and products\[at + k\] = Σ dz · (x − mean\[k\]).
    void affineMaxPoolBackwardSums(
            PoolShape s, Gate gate, float[] dy, float[] mean, int from, int to, float[] sums, float[] products, int at);

    /// dx = p\[k\]·dz + q\[k\]·x + r\[k\] with dz as above, or dx += that.
    void affineMaxPoolBackward(
            PoolShape s,
            Gate gate,
            float[] dy,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to);

    // --- optimiser steps, over elements from … to ---

    /// One step of stochastic gradient descent as PyTorch defines it: g = dw·gradientScale + decay·w; v =
    /// momentum·v + g (on the first step v = g); w −= rate·(nesterov ? g + momentum·v : v). With momentum 0, v is
    /// not touched.
    void sgd(
            float[] w,
            float[] dw,
            float[] v,
            float gradientScale,
            float rate,
            float momentum,
            float decay,
            boolean nesterov,
            boolean first,
            int from,
            int to);

    /// One step of Adam (Kingma and Ba, 2015): m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²;
    /// w −= stepSize · m / (√v · rootScale + ε). `decoupled` decay (AdamW) multiplies w by 1 − decay·rate first;
    /// the other kind adds decay·w to g. stepSize = rate / (1 − β₁ᵗ) and rootScale = 1 / √(1 − β₂ᵗ) carry the bias
    /// corrections.
    void adam(
            float[] w,
            float[] dw,
            float[] m,
            float[] v,
            float gradientScale,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float decay,
            boolean decoupled,
            float stepSize,
            float rootScale,
            int from,
            int to);
}
