package org.fovea.engine.kernel.vector;

import org.fovea.engine.kernel.Activation;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// The forward pass of a convolution, from x to y, or its backward pass from dy to dx: either is a correlation of
/// pictures with filters.
interface DataPass {
    /// target = f(source ∗ w + bias), or target += source ∗ w where `add` is set (then without bias and function).
    void run(
            float[] source,
            float[] w,
            float @Nullable [] bias,
            Activation f,
            float[] target,
            boolean add,
            Workers workers);

    /// For people: `winograd 4×4`.
    String algorithm();
}
