package org.fovea.engine.kernel.scalar;

import org.fovea.engine.kernel.OptimizerKernels;

/// Steps of optimisers, element by element.
final class ScalarOptimizerSteps implements OptimizerKernels {
    @Override
    public void sgd(
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
            int to) {
        for (int i = from; i < to; i++) {
            float g = dw[i] * gradientScale + decay * w[i];
            float step = g;
            if (momentum != 0) {
                v[i] = first ? g : momentum * v[i] + g;
                step = nesterov ? g + momentum * v[i] : v[i];
            }
            w[i] -= rate * step;
        }
    }

    @Override
    public void adam(
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
            int to) {
        float shrink = decoupled ? 1 - decay * rate : 1;
        float coupledDecay = decoupled ? 0 : decay;
        for (int i = from; i < to; i++) {
            float g = dw[i] * gradientScale + coupledDecay * w[i];
            m[i] = beta1 * m[i] + (1 - beta1) * g;
            v[i] = beta2 * v[i] + (1 - beta2) * g * g;
            w[i] = shrink * w[i] - stepSize * m[i] / ((float) Math.sqrt(v[i]) * rootScale + epsilon);
        }
    }
}
