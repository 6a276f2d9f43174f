package org.fovea.engine.kernel;

import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.parallel.Workers;

/// One convolution, its algorithm chosen and its scratch memory laid out for one [ConvolutionShape].
///
/// It keeps scratch memory between calls, so one object serves one trace at a time.
public interface Convolution {
    /// y = f(x ∗ w + bias + residual): cross-correlation, as every deep-learning library means it, then what the
    /// epilogue says.
    void forward(float[] x, float[] w, Epilogue epilogue, float[] y, Workers workers);

    /// Whether [#forwardPlanes] is there.
    default boolean readsPlanes() {
        return false;
    }

    /// As [#forward], of pictures that lie in planes, (N, C, H, W).
    default void forwardPlanes(float[] x, float[] w, Epilogue epilogue, float[] y, Workers workers) {
        throw new UnsupportedOperationException(algorithm() + " reads no planes");
    }

    /// Says that every later [#forward] will be called with these filters, unchanged: they are brought into the
    /// algorithm's own form here, unless another convolution has done that already. For inference.
    void fixFilters(FixedFilters filters, Workers workers);

    /// dx = dL/dx, or dx += dL/dx where `add` is set.
    void backwardData(float[] dy, float[] w, float[] dx, boolean add, Workers workers);

    /// dw += dL/dw.
    void backwardFilters(float[] x, float[] dy, float[] dw, Workers workers);

    /// The algorithms chosen for the three passes, for people: `winograd 4×4, winograd 4×4, implicit matrix
    /// product`.
    String algorithm();
}
