package org.fovea.engine.kernel.vector;

import static org.fovea.engine.kernel.vector.Lanes.COUNT;
import static org.fovea.engine.kernel.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The optimisers' steps.
final class Updates {
    private Updates() {}

    static void sgd(
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
        for (int i = from; i < to; i += COUNT) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i, mask);
            FloatVector g = FloatVector.fromArray(SPECIES, dw, i, mask)
                    .mul(gradientScale)
                    .add(weight.mul(decay));
            FloatVector step = g;
            if (momentum != 0) {
                FloatVector velocity = first
                        ? g
                        : FloatVector.fromArray(SPECIES, v, i, mask)
                                .mul(momentum)
                                .add(g);
                velocity.intoArray(v, i, mask);
                step = nesterov ? velocity.mul(momentum).add(g) : velocity;
            }
            weight.sub(step.mul(rate)).intoArray(w, i, mask);
        }
    }

    static void adam(
            float[] w,
            float[] dw,
            float[] m,
            float[] v,
            float gradientScale,
            float beta1,
            float beta2,
            float epsilon,
            float shrink,
            float coupledDecay,
            float stepSize,
            float rootScale,
            int from,
            int to) {
        for (int i = from; i < to; i += COUNT) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, to);
            FloatVector weight = FloatVector.fromArray(SPECIES, w, i, mask);
            FloatVector g = FloatVector.fromArray(SPECIES, dw, i, mask)
                    .mul(gradientScale)
                    .add(weight.mul(coupledDecay));
            FloatVector mean =
                    FloatVector.fromArray(SPECIES, m, i, mask).mul(beta1).add(g.mul(1 - beta1));
            FloatVector square = FloatVector.fromArray(SPECIES, v, i, mask)
                    .mul(beta2)
                    .add(g.mul(g).mul(1 - beta2));
            mean.intoArray(m, i, mask);
            square.intoArray(v, i, mask);
            FloatVector root = square.sqrt().mul(rootScale).add(epsilon);
            weight.mul(shrink).sub(mean.mul(stepSize).div(root)).intoArray(w, i, mask);
        }
    }
}
