package org.fovea.engine.network;

import org.fovea.engine.tensor.Tensor;

/// The scalar Y that backward differentiates, as a function of one node's output.
///
/// A target over a batch is the sum of one scalar an example, so that each example's gradient is that of its own
/// scalar. A loss is a target as well: the mean over the batch.
public interface Target {
    /// Computes Y and writes dY/d(output) into `gradient`, every element of it.
    ///
    /// @param output (N, C) or (N, H, W, C)
    /// @param gradient of the output's shape; holds anything on entry
    /// @return Y
    double evaluate(Tensor output, Tensor gradient);

    /// What Y is for one example, for people: `logit of class 3`.
    default String describe(int example) {
        return "a function of the outputs";
    }

    /// The output of one class: Y = Σ over examples of y\[n, class\].
    ///
    /// @param classes one class for all examples, or one each
    static Target logit(int... classes) {
        return new Logit(classes.clone());
    }
}
