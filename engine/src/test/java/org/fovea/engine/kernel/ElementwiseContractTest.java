package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.fovea.engine.definition.Activation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Elementwise sums, products and activations against their definitions, over a range that ends at neither end.
class ElementwiseContractTest extends KernelContract {
    @ParameterizedTest
    @MethodSource("kernels")
    void elementwise(Kernels kernels) {
        for (int length : LENGTHS) {
            int from = 2;
            int to = from + length;
            float[] a = values(to + 3);
            float[] b = values(to + 3);
            float[] y = values(to + 3);
            for (boolean add : new boolean[] {false, true}) {
                float[] before = y.clone();
                float[] copied = y.clone();
                kernels.elementwise().copy(a, copied, add, from, to);
                float[] multiplied = y.clone();
                kernels.elementwise().multiply(a, b, multiplied, add, from, to);
                float[] scaled = y.clone();
                kernels.elementwise().scale(0.75f, a, scaled, add, from, to);
                for (int i = 0; i < y.length; i++) {
                    boolean in = i >= from && i < to;
                    float base = add || !in ? before[i] : 0;
                    assertEquals(in ? base + a[i] : base, copied[i], 1e-6f);
                    assertEquals(in ? base + a[i] * b[i] : base, multiplied[i], 1e-6f);
                    assertEquals(in ? base + 0.75f * a[i] : base, scaled[i], 1e-6f);
                }
            }
            float[] summed = y.clone();
            kernels.elementwise().sum(a, b, summed, from, to);
            double dot = 0;
            for (int i = 0; i < y.length; i++) {
                boolean in = i >= from && i < to;
                assertEquals(in ? a[i] + b[i] : y[i], summed[i], 0);
                dot += in ? (double) a[i] * b[i] : 0;
            }
            assertEquals(dot, kernels.elementwise().dot(a, b, from, to), 1e-12);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void functionsAndDerivatives(Kernels kernels) {
        for (Activation f : FUNCTIONS) {
            for (int length : LENGTHS) {
                int from = 1;
                int to = from + length;
                float[] x = values(to + 2);
                float[] other = values(to + 2);
                float[] dy = values(to + 2);
                float[] y = values(to + 2);
                float[] both = y.clone();
                float[] before = y.clone();
                float[] dx = values(to + 2);
                float[] dxBefore = dx.clone();
                kernels.elementwise().activate(f, x, y, from, to);
                kernels.elementwise().sumActivate(f, x, other, both, from, to);
                boolean add = length % 2 == 0;
                kernels.elementwise().activateBackward(f, x, y, dy, dx, add, from, to);
                for (int i = 0; i < y.length; i++) {
                    boolean in = i >= from && i < to;
                    String what = kernels.description() + " " + f + " of " + x[i];
                    assertEquals(in ? Reference.apply(f, x[i]) : before[i], y[i], 1e-6, what);
                    assertEquals(in ? Reference.apply(f, x[i] + other[i]) : before[i], both[i], 2e-6, what);
                    double d = in ? Reference.derivative(f, x[i]) * dy[i] : 0;
                    assertEquals(d + (add || !in ? dxBefore[i] : 0), dx[i], 2e-6, what);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void functionsAtTheEndsOfTheScale(Kernels kernels) {
        float[] x = {-1e30f, -200, -88, -20, -1e-3f, -1e-7f, 0, 1e-7f, 1e-3f, 0.34f, 0.36f, 20, 88, 200, 1e30f};
        float[] y = new float[x.length];
        for (Activation f : List.of(Activation.SIGMOID, Activation.TANH, Activation.SILU)) {
            kernels.elementwise().activate(f, x, y, 0, x.length);
            for (int i = 0; i < x.length; i++) {
                double expected = Reference.apply(f, x[i]);
                assertEquals(expected, y[i], Math.abs(expected) * 2e-6 + 1e-30, f + " of " + x[i]);
            }
        }
    }
}
