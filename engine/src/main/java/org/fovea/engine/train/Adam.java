package org.fovea.engine.train;

import org.fovea.engine.kernel.AdamStep;

/// Adam (Kingma and Ba, 2015): m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²; w −= rate · m̂ / (√v̂ + ε), the hats dividing
/// by 1 − βᵗ. Weight decay is added to the gradient; [AdamW] takes it apart.
public sealed class Adam extends Optimizer permits AdamW {
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;
    /// The step at hand.
    private AdamStep step = new AdamStep(1, 0, 0, 0, 0, 1, 0, 0);

    /// With β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    public Adam(double weightDecay) {
        this(0.9, 0.999, 1e-8, weightDecay);
    }

    public Adam(double beta1, double beta2, double epsilon, double weightDecay) {
        super(2);
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
            throw new IllegalArgumentException(
                    "betas are in [0, 1) and epsilon above 0, found " + beta1 + ", " + beta2 + " and " + epsilon);
        }
        checkNotNegative("weight decay", weightDecay);
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
    }

    /// Whether weight decay acts on the weights apart from the gradient.
    boolean decoupled() {
        return false;
    }

    @Override
    void beginStep(double rate, float gradientScale) {
        float decay = (float) weightDecay;
        step = new AdamStep(
                gradientScale,
                (float) beta1,
                (float) beta2,
                (float) epsilon,
                decoupled() ? 0 : decay,
                decoupled() ? 1 - decay * (float) rate : 1,
                (float) (rate / (1 - Math.pow(beta1, steps()))),
                (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps()))));
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + ", betas " + beta1 + " and " + beta2 + ", epsilon " + epsilon
                + ", weight decay " + weightDecay;
    }

    @Override
    void update(float[] w, float[] dw, float[][] state, int from, int to) {
        kernels.adam(step, w, dw, state[0], state[1], from, to);
    }
}
