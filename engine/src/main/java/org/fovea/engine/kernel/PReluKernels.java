package org.fovea.engine.kernel;

/// ReLU with a slope a channel, over rows from … to of an array of rows × c.
public interface PReluKernels {
    /// y = x for x > 0, else slope\[k\]·x.
    void forward(float[] x, int c, float[] slope, float[] y, int from, int to);

    /// dx = dy for x > 0, else slope\[k\]·dy (or dx += that); dslope\[at + k\] = Σ over the rows with x ≤ 0 of
    /// x·dy.
    void backward(
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
}
