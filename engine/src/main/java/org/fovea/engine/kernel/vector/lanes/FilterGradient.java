package org.fovea.engine.kernel.vector.lanes;

import org.fovea.engine.parallel.Workers;

/// The backward pass of a convolution from x and dy to the filters' gradient.
public interface FilterGradient {
    /// dw += the gradient.
    void run(float[] x, float[] dy, float[] dw, Workers workers);

    /// For people: `winograd 4×4`.
    String algorithm();
}
