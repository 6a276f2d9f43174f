package org.fovea.engine.kernel;

import org.fovea.engine.definition.Activation;

/// Functions of single values, and sums over them.
public interface ElementwiseKernels {
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
}
