package org.fovea.engine.kernel.vector.lanes;

import org.fovea.engine.kernel.Epilogue;
import org.fovea.engine.kernel.FixedFilters;
import org.fovea.engine.parallel.Workers;

/// The forward pass of a convolution, from x to y, or its backward pass from dy to dx: either is a correlation of
/// pictures with filters.
public interface Correlation {
    /// target = f(source ∗ w + bias + residual) as the epilogue says, or target += source ∗ w where `add` is set
    /// (then without an epilogue).
    void run(float[] source, float[] w, Epilogue epilogue, float[] target, boolean add, Workers workers);

    /// Says that the filters of every later [#run] are these, unchanged.
    default void fixFilters(FixedFilters filters, Workers workers) {}

    /// For people: `winograd 4×4`.
    String algorithm();
}
