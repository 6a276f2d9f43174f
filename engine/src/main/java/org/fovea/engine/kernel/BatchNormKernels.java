package org.fovea.engine.kernel;

import org.fovea.engine.definition.Activation;

/// Batch normalisation: sums and affine maps a channel, over rows from … to of an array of rows × c.
public interface BatchNormKernels {
    /// sums\[at … at + c) = Σ over the rows of x.
    void sums(float[] x, int c, int from, int to, float[] sums, int at);

    /// means\[at + k\] = mean over the rows of x\[·, k\], and squares\[at + k\] = Σ (x − mean)².
    void moments(float[] x, int c, int from, int to, float[] means, float[] squares, int at);

    /// y = f(map(x)).
    void affine(float[] x, Affine map, Activation f, float[] y, int from, int to);

    /// y = f(ofA(a) + ofB(b)): the end of a residual block in one pass.
    void affineSum(float[] a, Affine ofA, float[] b, Affine ofB, Activation f, float[] y, int from, int to);

    /// With dz = f′·dy at the gate: sums\[at + k\] = Σ dz, and products\[at + k\] = Σ dz · (x − mean\[k\]).
    void affineBackwardSums(
            float[] x, float[] dy, float[] mean, Gate gate, int from, int to, float[] sums, float[] products, int at);

    /// dx = p\[k\]·dz + q\[k\]·x + r\[k\] with dz = f′·dy at the gate, or dx += that.
    void affineBackward(float[] x, float[] dy, Gate gate, AffineGradient g, float[] dx, boolean add, int from, int to);
}
