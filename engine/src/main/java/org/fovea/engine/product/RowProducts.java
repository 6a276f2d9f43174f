package org.fovea.engine.product;

import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.KernelSelection;
import org.fovea.engine.parallel.Workers;

/// The dot products of all rows of one matrix with all rows of another: C = A·Bᵀ, cᵢⱼ = Σₚ aᵢₚ bⱼₚ, which are the
/// cosine similarities where the rows have length 1.
///
/// With few rows of A, B is read once, where it lies: one row costs as long as memory takes to deliver B. The order of
/// each sum depends on the sizes alone, not on the threads, but for one row of A it is another than for many.
public final class RowProducts {
    private RowProducts() {}

    /// C = A·Bᵀ.
    ///
    /// @param a (m, k), or longer
    /// @param b (n, k), or longer
    /// @param c (m, n), or longer; overwritten
    /// @throws IllegalArgumentException if m, n or k is below 1, or an array too short
    public static void multiply(float[] a, int m, float[] b, int n, int k, float[] c, Workers workers) {
        check("A", a, m, k);
        check("B", b, n, k);
        check("C", c, m, n);
        KernelSelection.selected()
                .matrixProduct(m, n, k, false, true)
                .multiply(a, b, null, Activation.NONE, false, c, workers);
    }

    private static void check(String name, float[] matrix, int rows, int columns) {
        if (rows < 1 || columns < 1 || (long) rows * columns > matrix.length) {
            throw new IllegalArgumentException(
                    name + " of " + rows + " × " + columns + " in an array of " + matrix.length + " floats");
        }
    }
}
