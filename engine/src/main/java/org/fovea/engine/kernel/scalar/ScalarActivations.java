package org.fovea.engine.kernel.scalar;

import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.Gate;

/// The functions of [Activation] and their derivatives, a plain loop each.
final class ScalarActivations {
    private ScalarActivations() {}

    /// y = f(x), where x and y may be one array.
    static void activate(Activation f, float[] x, float[] y, int from, int to) {
        float a = f.a();
        float b = f.b();
        switch (f.kind()) {
            case NONE -> {
                if (x != y) {
                    System.arraycopy(x, from, y, from, to - from);
                }
            }
            case RELU -> {
                for (int i = from; i < to; i++) {
                    y[i] = Math.max(x[i], 0);
                }
            }
            case LEAKY_RELU -> {
                for (int i = from; i < to; i++) {
                    y[i] = Math.max(x[i], 0) + a * Math.min(x[i], 0);
                }
            }
            case CLIP -> {
                for (int i = from; i < to; i++) {
                    y[i] = Math.min(Math.max(x[i], a), b);
                }
            }
            case SIGMOID -> {
                for (int i = from; i < to; i++) {
                    y[i] = (float) sigmoid(x[i]);
                }
            }
            case TANH -> {
                for (int i = from; i < to; i++) {
                    y[i] = (float) Math.tanh(x[i]);
                }
            }
            case SILU -> {
                for (int i = from; i < to; i++) {
                    y[i] = (float) (x[i] * sigmoid(x[i]));
                }
            }
        }
    }

    /// dx = f′(x)·dy, or dx += f′(x)·dy.
    static void activateBackward(
            Activation f, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        float a = f.a();
        float b = f.b();
        switch (f.kind()) {
            case NONE -> {
                for (int i = from; i < to; i++) {
                    dx[i] = add ? dx[i] + dy[i] : dy[i];
                }
            }
            case RELU -> {
                for (int i = from; i < to; i++) {
                    float d = Gate.positive(x[i]) * dy[i];
                    dx[i] = add ? dx[i] + d : d;
                }
            }
            case LEAKY_RELU -> {
                for (int i = from; i < to; i++) {
                    float positive = Gate.positive(x[i]);
                    float d = (positive + (1 - positive) * a) * dy[i];
                    dx[i] = add ? dx[i] + d : d;
                }
            }
            case CLIP -> {
                for (int i = from; i < to; i++) {
                    float d = Gate.positive(x[i] - a) * Gate.positive(b - x[i]) * dy[i];
                    dx[i] = add ? dx[i] + d : d;
                }
            }
            case SIGMOID -> {
                for (int i = from; i < to; i++) {
                    float d = y[i] * (1 - y[i]) * dy[i];
                    dx[i] = add ? dx[i] + d : d;
                }
            }
            case TANH -> {
                for (int i = from; i < to; i++) {
                    float d = (1 - y[i] * y[i]) * dy[i];
                    dx[i] = add ? dx[i] + d : d;
                }
            }
            case SILU -> {
                for (int i = from; i < to; i++) {
                    double s = sigmoid(x[i]);
                    float d = (float) (s * (1 + x[i] * (1 - s)) * dy[i]);
                    dx[i] = add ? dx[i] + d : d;
                }
            }
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
