package org.fovea.engine.kernel;

/// Steps of optimisers, over elements from … to of a parameter w, its gradient and what the optimiser keeps of both.
public interface OptimizerKernels {
    /// Stochastic gradient descent: w and v as [SgdStep] says.
    void sgd(SgdStep step, float[] w, float[] dw, float[] v, int from, int to);

    /// Adam: w, m and v as [AdamStep] says.
    void adam(AdamStep step, float[] w, float[] dw, float[] m, float[] v, int from, int to);
}
