package org.fovea.engine.train;

import org.fovea.engine.kernel.SgdStep;

/// Stochastic gradient descent with momentum, as PyTorch has it: g = dw + decay·w; v = momentum·v + g (v = g at the
/// first step); w −= rate·v, or with Nesterov's change w −= rate·(g + momentum·v).
public final class Sgd extends Optimizer {
    private final double momentum;
    private final boolean nesterov;
    private final double weightDecay;
    /// The step at hand.
    private SgdStep step = new SgdStep(1, 0, 0, 0, false, true);

    public Sgd(double momentum, boolean nesterov, double weightDecay) {
        super(1);
        checkNotNegative("momentum", momentum);
        checkNotNegative("weight decay", weightDecay);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("Nesterov's change needs a momentum above 0");
        }
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.weightDecay = weightDecay;
    }

    @Override
    public String toString() {
        return "Sgd, momentum " + momentum + (nesterov ? " (Nesterov)" : "") + ", weight decay " + weightDecay;
    }

    @Override
    void beginStep(double rate, float gradientScale) {
        step = new SgdStep(gradientScale, (float) rate, (float) momentum, (float) weightDecay, nesterov, steps() == 1);
    }

    @Override
    void update(float[] w, float[] dw, float[][] state, int from, int to) {
        kernels.sgd(step, w, dw, state[0], from, to);
    }
}
