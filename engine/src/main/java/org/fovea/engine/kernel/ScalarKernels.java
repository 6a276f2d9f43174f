package org.fovea.engine.kernel;

/// The kernels as plain loops: the reference for the vector kernels, and the fallback where the JDK's Vector API is
/// absent. C2 turns the loops into vector code of its own where they are written as [ScalarPanel] tells: one array
/// written, one index for all arrays, and no conditions.
public final class ScalarKernels implements Kernels {
    @Override
    public String description() {
        return "scalar";
    }

    // --- products ---

    @Override
    public Convolution convolution(ConvolutionShape shape) {
        return shape.depthwise() ? new ScalarDepthwise(shape) : new ScalarConvolution(shape);
    }

    @Override
    public MatrixProduct matrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        return new ScalarMatrixProduct(m, n, k, transposeA, transposeB);
    }

    // --- elementwise ---

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

    // --- by channel ---

    @Override
    public void channelSums(float[] x, int c, int from, int to, float[] sums, int at) {
        ScalarChannels.sums(x, c, from, to, sums, at);
    }

    @Override
    public void channelMoments(float[] x, int c, int from, int to, float[] means, float[] squares, int at) {
        ScalarChannels.moments(x, c, from, to, means, squares, at);
    }

    @Override
    public void channelAffine(
            float[] x, int c, float[] scale, float[] shift, Activation f, float[] y, int from, int to) {
        ScalarChannels.affine(x, c, scale, shift, f, y, from, to);
    }

    @Override
    public void channelAffineSum(
            float[] a,
            float[] aScale,
            float[] aShift,
            float[] b,
            float[] bScale,
            float[] bShift,
            int c,
            Activation f,
            float[] y,
            int from,
            int to) {
        ScalarChannels.affineSum(a, aScale, aShift, b, bScale, bShift, c, f, y, from, to);
    }

    @Override
    public void channelAffineBackwardSums(
            float[] x,
            float[] dy,
            int c,
            float[] mean,
            Gate gate,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        ScalarChannels.affineBackwardSums(x, dy, c, mean, gate, from, to, sums, products, at);
    }

    @Override
    public void channelAffineBackward(
            float[] x,
            float[] dy,
            int c,
            Gate gate,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        ScalarChannels.affineBackward(x, dy, c, gate, p, q, r, dx, add, from, to);
    }

    @Override
    public void prelu(float[] x, int c, float[] slope, float[] y, int from, int to) {
        ScalarChannels.prelu(x, c, slope, y, from, to);
    }

    @Override
    public void preluBackward(
            float[] x,
            float[] dy,
            int c,
            float[] slope,
            float[] dx,
            boolean add,
            int from,
            int to,
            float[] dslope,
            int at) {
        ScalarChannels.preluBackward(x, dy, c, slope, dx, add, from, to, dslope, at);
    }

    // --- by row ---

    @Override
    public void softmax(float[] x, int c, float[] y, int from, int to) {
        for (int row = from; row < to; row++) {
            int begin = row * c;
            int end = begin + c;
            float max = Float.NEGATIVE_INFINITY;
            for (int i = begin; i < end; i++) {
                max = Math.max(max, x[i]);
            }
            double sum = 0;
            for (int i = begin; i < end; i++) {
                y[i] = (float) Math.exp(x[i] - max);
                sum += y[i];
            }
            for (int i = begin; i < end; i++) {
                y[i] = (float) (y[i] / sum);
            }
        }
    }

    @Override
    public void softmaxBackward(float[] y, float[] dy, int c, float[] dx, boolean add, int from, int to) {
        for (int row = from; row < to; row++) {
            int begin = row * c;
            int end = begin + c;
            float mean = (float) dot(dy, y, begin, end);
            for (int i = begin; i < end; i++) {
                float d = y[i] * (dy[i] - mean);
                dx[i] = add ? dx[i] + d : d;
            }
        }
    }

    // --- pooling ---

    @Override
    public void maxPool(PoolShape s, float[] x, float[] y, int from, int to) {
        ScalarPooling.max(s, x, y, from, to);
    }

    @Override
    public void maxPoolBackward(
            PoolShape s, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        ScalarPooling.maxBackward(s, x, y, dy, dx, add, from, to);
    }

    @Override
    public void averagePool(PoolShape s, float[] x, float[] y, int from, int to) {
        ScalarPooling.average(s, x, y, from, to);
    }

    @Override
    public void averagePoolBackward(PoolShape s, float[] dy, float[] dx, boolean add, int from, int to) {
        ScalarPooling.averageBackward(s, dy, dx, add, from, to);
    }

    @Override
    public void affineMaxPool(PoolShape s, Gate gate, float[] y, int from, int to) {
        ScalarAffinePool.forward(s, gate, y, from, to);
    }

    @Override
    public void affineMaxPoolBackwardSums(
            PoolShape s,
            Gate gate,
            float[] dy,
            float[] mean,
            int from,
            int to,
            float[] sums,
            float[] products,
            int at) {
        ScalarAffinePool.backwardSums(s, gate, dy, mean, from, to, sums, products, at);
    }

    @Override
    public void affineMaxPoolBackward(
            PoolShape s,
            Gate gate,
            float[] dy,
            float[] p,
            float[] q,
            float[] r,
            float[] dx,
            boolean add,
            int from,
            int to) {
        ScalarAffinePool.backward(s, gate, dy, p, q, r, dx, add, from, to);
    }

    // --- optimiser steps ---

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
