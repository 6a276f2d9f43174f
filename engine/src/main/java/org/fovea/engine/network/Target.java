package org.fovea.engine.network;

import java.util.Arrays;
import org.fovea.engine.tensor.Tensor;

/// The scalar Y that backward differentiates, as a function of one node's output.
///
/// A target over a batch is the sum of one scalar an example, so that each example's gradient is that of its own scalar. A
/// loss is a target as well: the mean over the batch.
@FunctionalInterface
public interface Target {
    /// Computes Y and writes dY/d(output) into `gradient`, every element of it.
    ///
    /// @param output (N, C) or (N, H, W, C)
    /// @param gradient of the output's shape; holds anything on entry
    /// @return Y
    double evaluate(Tensor output, Tensor gradient);

    /// The output of one class: Y = Σ over examples of y\[n, class\].
    ///
    /// @param classes one class for all examples, or one each
    static Target logit(int... classes) {
        return (output, gradient) -> {
            Arrays.fill(gradient.data(), 0);
            int c = output.shape().channels();
            double sum = 0;
            for (int n = 0; n < output.shape().extent(0); n++) {
                int at = n * c + classOf(classes, n, output);
                gradient.data()[at] = 1;
                sum += output.data()[at];
            }
            return sum;
        };
    }

    /// Which class example `n` is asked for, checked.
    private static int classOf(int[] classes, int n, Tensor output) {
        int batch = output.shape().extent(0);
        if (output.shape().rank() != 2) {
            throw new IllegalArgumentException("a class is asked of an output (N, C), found " + output.shape());
        }
        if (classes.length != 1 && classes.length != batch) {
            throw new IllegalArgumentException(classes.length + " classes for " + batch + " examples");
        }
        int k = classes[classes.length == 1 ? 0 : n];
        if (k < 0 || k >= output.shape().channels()) {
            throw new IllegalArgumentException(
                    "class " + k + " of a network with " + output.shape().channels() + " outputs");
        }
        return k;
    }
}
