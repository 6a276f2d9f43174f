package org.fovea.engine.kernel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Optimiser steps against their formulas.
class OptimizerContractTest extends KernelContract {

    @ParameterizedTest
    @MethodSource("kernels")
    void sgdSteps(Kernels kernels) {
        for (int length : LENGTHS) {
            for (int kind = 0; kind < 8; kind++) {
                boolean nesterov = (kind & 1) != 0;
                boolean first = (kind & 2) != 0;
                float momentum = (kind & 4) != 0 ? 0.9f : 0;
                float[] w = values(length + 2);
                float[] dw = values(length + 2);
                float[] v = values(length + 2);
                double[] w2 = doubles(w);
                double[] v2 = doubles(v);
                SgdStep step = new SgdStep(0.5f, 0.1f, momentum, 0.01f, nesterov, first);
                kernels.optimizers().sgd(step, w, dw, v, 1, 1 + length);
                for (int i = 1; i <= length; i++) {
                    double g = dw[i] * 0.5 + 0.01f * w2[i];
                    if (momentum != 0) {
                        v2[i] = first ? g : momentum * v2[i] + g;
                        g = nesterov ? g + momentum * v2[i] : v2[i];
                    }
                    w2[i] -= 0.1f * g;
                }
                near(w2, w, 1e-6, "w");
                near(v2, v, 1e-6, "v");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void adamSteps(Kernels kernels) {
        for (int length : LENGTHS) {
            for (float decay : new float[] {0, 0.01f}) {
                float[] w = values(length + 2);
                float[] dw = values(length + 2);
                float[] m = values(length + 2);
                float[] v = values(length + 2);
                for (int i = 0; i < v.length; i++) {
                    v[i] = Math.abs(v[i]);
                }
                double[] w2 = doubles(w);
                double[] m2 = doubles(m);
                double[] v2 = doubles(v);
                AdamStep step = new AdamStep(0.5f, 0.9f, 0.99f, 1e-3f, decay, 0.999f, 0.2f, 1.5f);
                kernels.optimizers().adam(step, w, dw, m, v, 1, 1 + length);
                for (int i = 1; i <= length; i++) {
                    double g = dw[i] * 0.5 + decay * w2[i];
                    m2[i] = 0.9f * m2[i] + (1 - 0.9f) * g;
                    v2[i] = 0.99f * v2[i] + (1 - 0.99f) * g * g;
                    w2[i] = 0.999f * w2[i] - 0.2f * m2[i] / (Math.sqrt(v2[i]) * 1.5f + 1e-3f);
                }
                near(w2, w, 2e-6, "w");
                near(m2, m, 1e-6, "m");
                near(v2, v, 1e-6, "v");
            }
        }
    }
}
