package org.fovea.engine.train;

/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019): w is first multiplied by 1 − rate·decay.
public final class AdamW extends Adam {
    /// With β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    public AdamW(double weightDecay) {
        super(weightDecay);
    }

    public AdamW(double beta1, double beta2, double epsilon, double weightDecay) {
        super(beta1, beta2, epsilon, weightDecay);
    }

    @Override
    boolean decoupled() {
        return true;
    }
}
