package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.lanes.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.lanes.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.fovea.engine.kernel.AdamStep;
import org.fovea.engine.kernel.OptimizerKernels;
import org.fovea.engine.kernel.SgdStep;
import org.fovea.engine.kernel.vector.lanes.Lanes;

/// The optimisers' steps: a loop of whole vectors, then what is left one by one, to the same bits.
final class OptimizerSteps implements OptimizerKernels {
    @Override
    public void sgd(SgdStep s, float[] w, float[] dw, float[] v, int from, int to) {
        float gradientScale = s.gradientScale();
        float rate = s.rate();
        float momentum = s.momentum();
        float decay = s.decay();
        int end = from + Lanes.body(to - from);
        int i = from;
        if (momentum == 0) {
            for (; i < to; i++) { // plain enough for C2 to make vectors of it
                w[i] -= rate * (dw[i] * gradientScale + w[i] * decay);
            }
            return;
        }
        // Factors in place of branches over vectors.
        float kept = s.first() ? 0 : momentum;
        float ofVelocity = s.nesterov() ? momentum : 1;
        float ofGradient = s.nesterov() ? 1 : 0;
        for (; i < end; i += COUNT) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
            FloatVector g =
                    FloatVector.fromArray(SPECIES, dw, i).mul(gradientScale).add(weight.mul(decay));
            FloatVector velocity =
                    FloatVector.fromArray(SPECIES, v, i).mul(kept).add(g);
            velocity.intoArray(v, i);
            FloatVector step = velocity.mul(ofVelocity).add(g.mul(ofGradient));
            weight.sub(step.mul(rate)).intoArray(w, i);
        }
        for (; i < to; i++) {
            float g = dw[i] * gradientScale + w[i] * decay;
            v[i] = v[i] * kept + g;
            w[i] -= rate * (v[i] * ofVelocity + g * ofGradient);
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
        int end = from + Lanes.body(to - from);
        int i = from;
        for (; i < end; i += COUNT) {
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i);
            FloatVector g =
                    FloatVector.fromArray(SPECIES, dw, i).mul(gradientScale).add(weight.mul(decay));
            FloatVector mean = FloatVector.fromArray(SPECIES, m, i).mul(beta1).add(g.mul(1 - beta1));
            FloatVector square =
                    FloatVector.fromArray(SPECIES, v, i).mul(beta2).add(g.mul(g).mul(1 - beta2));
            mean.intoArray(m, i);
            square.intoArray(v, i);
            FloatVector root = square.sqrt().mul(rootScale).add(epsilon);
            weight.mul(shrink).sub(mean.mul(stepSize).div(root)).intoArray(w, i);
        }
        for (; i < to; i++) {
            float g = dw[i] * gradientScale + w[i] * decay;
            m[i] = m[i] * beta1 + g * (1 - beta1);
            v[i] = v[i] * beta2 + g * g * (1 - beta2);
            float root = (float) Math.sqrt(v[i]) * rootScale + epsilon;
            w[i] = w[i] * shrink - m[i] * stepSize / root;
        }
    }
}
