package org.fovea.engine.kernel.vector;

import org.fovea.engine.kernel.Activation;
import org.fovea.engine.kernel.Convolution;
import org.fovea.engine.kernel.ConvolutionShape;
import org.fovea.engine.kernel.Gate;
import org.fovea.engine.kernel.Kernels;
import org.fovea.engine.kernel.MatrixProduct;
import org.fovea.engine.kernel.PoolShape;
import org.fovea.engine.kernel.vector.lanes.Elementwise;
import org.fovea.engine.kernel.vector.lanes.Lanes;
import org.fovea.engine.kernel.vector.pooling.BatchNormMaxPool;
import org.fovea.engine.kernel.vector.pooling.Pooling;
import org.fovea.engine.kernel.vector.product.FewRowsProduct;
import org.fovea.engine.kernel.vector.product.PackedProduct;

/// The kernels on the JDK's Vector API: a directory of where each of them is.
public final class VectorKernels implements Kernels {
    /// Made by name, by the selection of kernels.
    public VectorKernels() {}

    @Override
    public String description() {
        return "vector, " + Lanes.SPECIES.vectorBitSize() + " bits";
    }

    @Override
    public Convolution convolution(ConvolutionShape shape) {
        return new VectorConvolution(shape);
    }

    @Override
    public MatrixProduct matrixProduct(int m, int n, int k, boolean transposeA, boolean transposeB) {
        return m <= FewRowsProduct.MOST_ROWS && !transposeA
                ? new FewRowsProduct(m, n, k, transposeB)
                : new PackedProduct(m, n, k, transposeA, transposeB);
    }

    // --- elementwise ---

    @Override
    public void copy(float[] x, float[] y, boolean add, int from, int to) {
        if (add) {
            Elementwise.add(x, from, y, from, to - from);
        } else {
            System.arraycopy(x, from, y, from, to - from);
        }
    }

    @Override
    public void sum(float[] a, float[] b, float[] y, int from, int to) {
        Elementwise.sum(a, b, y, from, to);
    }

    @Override
    public void multiply(float[] a, float[] b, float[] y, boolean add, int from, int to) {
        Elementwise.multiply(a, b, y, add, from, to);
    }

    @Override
    public void scale(float alpha, float[] x, float[] y, boolean add, int from, int to) {
        Elementwise.scale(alpha, x, y, add, from, to);
    }

    @Override
    public void activate(Activation f, float[] x, float[] y, int from, int to) {
        Elementwise.activate(f, x, y, from, to);
    }

    @Override
    public void activateBackward(
            Activation f, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        Elementwise.activateBackward(f, x, y, dy, dx, add, from, to);
    }

    @Override
    public void sumActivate(Activation f, float[] a, float[] b, float[] y, int from, int to) {
        Elementwise.sumActivate(f, a, b, y, from, to);
    }

    @Override
    public double dot(float[] a, float[] b, int from, int to) {
        return Elementwise.dot(a, b, from, to);
    }

    // --- by channel ---

    @Override
    public void channelSums(float[] x, int c, int from, int to, float[] sums, int at) {
        BatchNormForward.sums(x, c, from, to, sums, at);
    }

    @Override
    public void channelMoments(float[] x, int c, int from, int to, float[] means, float[] squares, int at) {
        BatchNormForward.moments(x, c, from, to, means, squares, at);
    }

    @Override
    public void channelAffine(
            float[] x, int c, float[] scale, float[] shift, Activation f, float[] y, int from, int to) {
        BatchNormForward.affine(x, c, scale, shift, f, y, from, to);
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
        BatchNormForward.affineSum(a, aScale, aShift, b, bScale, bShift, c, f, y, from, to);
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
        BatchNormBackward.sums(x, dy, c, mean, gate, from, to, sums, products, at);
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
        BatchNormBackward.affine(x, dy, c, gate, p, q, r, dx, add, from, to);
    }

    @Override
    public void prelu(float[] x, int c, float[] slope, float[] y, int from, int to) {
        PRelu.forward(x, c, slope, y, from, to);
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
        PRelu.backward(x, dy, c, slope, dx, add, from, to, dslope, at);
    }

    // --- by row ---

    @Override
    public void softmax(float[] x, int c, float[] y, int from, int to) {
        Softmax.forward(x, c, y, from, to);
    }

    @Override
    public void softmaxBackward(float[] y, float[] dy, int c, float[] dx, boolean add, int from, int to) {
        Softmax.backward(y, dy, c, dx, add, from, to);
    }

    // --- pooling ---

    @Override
    public void maxPool(PoolShape s, float[] x, float[] y, int from, int to) {
        Pooling.max(s, x, y, from, to);
    }

    @Override
    public void maxPoolBackward(
            PoolShape s, float[] x, float[] y, float[] dy, float[] dx, boolean add, int from, int to) {
        Pooling.maxBackward(s, x, y, dy, dx, add, from, to);
    }

    @Override
    public void averagePool(PoolShape s, float[] x, float[] y, int from, int to) {
        Pooling.average(s, x, y, from, to);
    }

    @Override
    public void averagePoolBackward(PoolShape s, float[] dy, float[] dx, boolean add, int from, int to) {
        Pooling.averageBackward(s, dy, dx, add, from, to);
    }

    @Override
    public void affineMaxPool(PoolShape s, Gate gate, float[] y, int from, int to) {
        BatchNormMaxPool.forward(s, gate, y, from, to);
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
        BatchNormMaxPool.backwardSums(s, gate, dy, mean, from, to, sums, products, at);
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
        BatchNormMaxPool.backward(s, gate, dy, p, q, r, dx, add, from, to);
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
        OptimizerSteps.sgd(w, dw, v, gradientScale, rate, momentum, decay, nesterov, first, from, to);
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
        float coupled = decoupled ? 0 : decay;
        OptimizerSteps.adam(
                w, dw, m, v, gradientScale, beta1, beta2, epsilon, shrink, coupled, stepSize, rootScale, from, to);
    }
}
