package org.fovea.engine.kernel;

/// Steps of optimisers, over elements from … to.
public interface OptimizerKernels {
    /// One step of stochastic gradient descent as PyTorch defines it: g = dw·gradientScale + decay·w; v =
    /// momentum·v + g (on the first step v = g); w −= rate·(nesterov ? g + momentum·v : v). With momentum 0, v is
    /// not touched.
    void sgd(
            float[] w,
            float[] dw,
            float[] v,
            float gradientScale,
            float rate,
            float momentum,
            float decay,
            boolean nesterov,
            boolean first,
            int from,
            int to);

    /// One step of Adam (Kingma and Ba, 2015): m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²;
    /// w −= stepSize · m / (√v · rootScale + ε). `decoupled` decay (AdamW) multiplies w by 1 − decay·rate first;
    /// the other kind adds decay·w to g. stepSize = rate / (1 − β₁ᵗ) and rootScale = 1 / √(1 − β₂ᵗ) carry the bias
    /// corrections.
    void adam(
            float[] w,
            float[] dw,
            float[] m,
            float[] v,
            float gradientScale,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float decay,
            boolean decoupled,
            float stepSize,
            float rootScale,
            int from,
            int to);
}
