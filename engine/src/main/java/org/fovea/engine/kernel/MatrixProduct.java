package org.fovea.engine.kernel;

import org.fovea.engine.definition.Activation;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// C = A·B for one choice of sizes and orientations, its scratch memory laid out once.
///
/// A is m × k, B is k × n, C is m × n, all row-major and contiguous; a transposed operand is stored as k × m or n × k.
/// It keeps scratch memory between calls, so one object serves one trace at a time.
public interface MatrixProduct {
    /// C = A·B, or C += A·B where `add` is set; then, where given, `bias` (n values) is added to each row and `f`
    /// applied.
    void multiply(float[] a, float[] b, float @Nullable [] bias, Activation f, boolean add, float[] c, Workers workers);
}
