package org.fovea.engine.kernel.scalar;

import org.fovea.engine.definition.Activation;
import org.fovea.engine.kernel.ElementwiseKernels;

/// Functions of single values, a plain loop each.
final class ScalarElementwise implements ElementwiseKernels {
    @Override
    public void copy(float[] x, float[] y, boolean add, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = add ? y[i] + x[i] : x[i];
        }
    }

    @Override
    public void sum(float[] a, float[] b, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = a[i] + b[i];
        }
    }

    @Override
    public void multiply(float[] a, float[] b, float[] y, boolean add, int from, int to) {
        for (int i = from; i < to; i++) {
            float product = a[i] * b[i];
            y[i] = add ? y[i] + product : product;
        }
    }

    @Override
    public void scale(float alpha, float[] x, float[] y, boolean add, int from, int to) {
        for (int i = from; i < to; i++) {
            float product = alpha * x[i];
            y[i] = add ? y[i] + product : product;
        }
    }

    @Override
    public void activate(Activation f, float[] x, float[] y, int from, int to) {
        ScalarActivations.activate(f, x, y, from, to);
    }

    @Override
    public void activateBackward(
            Activation f, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        ScalarActivations.activateBackward(f, x, y, dy, dx, add, from, to);
    }

    @Override
    public void sumActivate(Activation f, float[] a, float[] b, float[] y, int from, int to) {
        sum(a, b, y, from, to);
        ScalarActivations.activate(f, y, y, from, to);
    }

    @Override
    public double dot(float[] a, float[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
