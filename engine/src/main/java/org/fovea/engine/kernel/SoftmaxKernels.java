package org.fovea.engine.kernel;

/// Softmax of each row, over rows from … to of an array of rows × c.
public interface SoftmaxKernels {
    /// y = softmax of each row, shifted by the row's maximum.
    void forward(float[] x, int c, float[] y, int from, int to);

    /// dx = y·(dy − Σ dy·y) of each row, or dx += that.
    void backward(float[] y, float[] dy, int c, float[] dx, boolean add, int from, int to);
}
