package org.fovea.engine.kernel;

import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// One convolution, its algorithm chosen and its scratch memory laid out for one [ConvolutionShape].
///
/// It keeps scratch memory between calls, so one object serves one trace at a time.
public interface Convolution {
    /// y = f(x ∗ w + bias): cross-correlation, as every deep-learning library means it, then the activation.
    ///
    /// @param bias OC values, or null for none
    void forward(float[] x, float[] w, float @Nullable [] bias, Activation f, float[] y, Workers workers);

    /// dx = dL/dx, or dx += dL/dx where `add` is set.
    void backwardData(float[] dy, float[] w, float[] dx, boolean add, Workers workers);

    /// dw += dL/dw.
    void backwardFilters(float[] x, float[] dy, float[] dw, Workers workers);

    /// The algorithms chosen for the three passes, for people: `winograd 4×4, winograd 4×4, implicit matrix
    /// product`.
    String algorithm();
}
