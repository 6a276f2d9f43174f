package org.fovea.engine.tensor;

/// log Σₖ exp(xₖ) and what follows from it, computed around the largest value so that nothing overflows. In double, and
/// in the order of the values.
public final class LogSumExp {
    private LogSumExp() {}

    /// log Σ exp(x\[i\]) over the `length` values from `from` on.
    public static double of(float[] x, int from, int length) {
        return of(x, from, length, 1);
    }

    /// As [#of(float\[\], int, int)], over every `stride`-th value from `from` on.
    ///
    /// @param length how many values
    public static double of(float[] x, int from, int length, int stride) {
        int end = from + length * stride;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < end; i += stride) {
            max = Math.max(max, x[i]);
        }
        double sum = 0;
        for (int i = from; i < end; i += stride) {
            sum += Math.exp(x[i] - max);
        }
        return max + Math.log(sum);
    }

    /// Softmax, in place: exp(x\[i\] − log Σ exp(x)), which sum to 1.
    public static void softmax(float[] x, int from, int length) {
        double all = of(x, from, length);
        for (int i = from; i < from + length; i++) {
            x[i] = (float) Math.exp(x[i] - all);
        }
    }

    /// Softmax of each row of (N, C), as a new tensor.
    public static Tensor softmax(Tensor rows) {
        int length = rows.size() / rows.shape().extent(0);
        Tensor result = Tensor.of(rows.shape(), rows.data().clone());
        for (int at = 0; at < result.size(); at += length) {
            softmax(result.data(), at, length);
        }
        return result;
    }
}
