package org.fovea.benchmarks;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.fovea.engine.random.Xoshiro256;

/// What a matrix product is computed of: A (m × k) and B (k × n), always the same numbers between −1 and 1.
///
/// @param a row-major
/// @param b row-major
public record Operands(int m, int k, int n, float[] a, float[] b) {
    /// Operands for a shape written as `512` or `m x k x n` without the blanks, as in `784x128x256`.
    public static Operands of(String shape) {
        int[] extents =
                Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
        if (extents.length != 1 && extents.length != 3) {
            throw new IllegalArgumentException("a shape is one number or three, found " + shape);
        }
        int m = extents[0];
        int k = extents[extents.length / 2];
        int n = extents[extents.length - 1];
        return new Operands(m, k, n, values(m * k, 1), values(k * n, 2));
    }

    /// Numbers between −1 and 1, always the same for one seed.
    public static float[] values(int count, long seed) {
        RandomGenerator random = new Xoshiro256(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }

    /// Multiply-adds of A·B.
    public long multiplyAdds() {
        return (long) m * k * n;
    }
}
