package org.fovea.engine.kernel;

import org.fovea.engine.definition.Activation;

/// Batch normalisation: sums and affine maps a channel, over rows from … to of an array of rows × c.
public interface BatchNormKernels {
    /// sums\[at … at + c) = Σ over the rows of x.
    void sums(float[] x, int c, int from, int to, float[] sums, int at);

    /// means\[at + k\] = mean over the rows of x\[·, k\], and squares\[at + k\] = Σ (x − mean)².
    void moments(float[] x, int c, int from, int to, float[] means, float[] squares, int at);

    /// y = f(x · scale\[k\] + shift\[k\]).
    void affine(float[] x, int c, float[] scale, float[] shift, Activation f, float[] y, int from, int to);

    /// y = f(a · aScale\[k\] + aShift\[k\] + b · bScale\[k\] + bShift\[k\]): the end of a residual block in one
    /// pass.
    void affineSum(
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
    void affineBackwardSums(
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
    void affineBackward(
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
}
