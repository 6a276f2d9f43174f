package org.fovea.engine.kernel.scalar;

import org.fovea.engine.kernel.AdamStep;
import org.fovea.engine.kernel.OptimizerKernels;
import org.fovea.engine.kernel.SgdStep;

/// Steps of optimisers, element by element.
final class ScalarOptimizerSteps implements OptimizerKernels {
    @Override
    public void sgd(SgdStep s, float[] w, float[] dw, float[] v, int from, int to) {
        float gradientScale = s.gradientScale();
        float rate = s.rate();
        float momentum = s.momentum();
        float decay = s.decay();
        boolean nesterov = s.nesterov();
        boolean first = s.first();
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
    public void adam(AdamStep s, float[] w, float[] dw, float[] m, float[] v, int from, int to) {
        float gradientScale = s.gradientScale();
        float beta1 = s.beta1();
        float beta2 = s.beta2();
        float epsilon = s.epsilon();
        float decay = s.decay();
        float shrink = s.shrink();
        float stepSize = s.stepSize();
        float rootScale = s.rootScale();
        for (int i = from; i < to; i++) {
            float g = dw[i] * gradientScale + decay * w[i];
            m[i] = beta1 * m[i] + (1 - beta1) * g;
            v[i] = beta2 * v[i] + (1 - beta2) * g * g;
            w[i] = shrink * w[i] - stepSize * m[i] / ((float) Math.sqrt(v[i]) * rootScale + epsilon);
        }
    }
}
