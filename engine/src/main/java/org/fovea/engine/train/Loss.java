package org.fovea.engine.train;

import org.fovea.engine.network.Target;
import org.fovea.engine.tensor.Tensor;

/// What training makes small: the mean over a batch of one number an example.
public interface Loss {
    /// The loss of a batch with these labels, as a function of the network's output (N, C).
    Target of(int[] labels);

    /// Whether the largest output is the network's answer, so that an accuracy can be reported.
    default boolean classifies() {
        return true;
    }

    /// What sets this loss apart from others, for a checkpoint to compare: `CrossEntropy, smoothing 0.1`. Nothing
    /// is compared where it is empty.
    default String describe() {
        return "";
    }

    /// Checks that an output (N, C) and labels fit, and gives C.
    static int classes(Tensor output, int[] labels) {
        if (output.shape().rank() != 2 || output.shape().extent(0) != labels.length) {
            throw new IllegalArgumentException("a loss of " + labels.length + " labels needs an output ("
                    + labels.length + ", C), found " + output.shape());
        }
        int classes = output.shape().channels();
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("label " + label + " for a network with " + classes + " outputs");
            }
        }
        return classes;
    }
}
