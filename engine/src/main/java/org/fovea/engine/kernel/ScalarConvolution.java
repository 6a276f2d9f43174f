package org.fovea.engine.kernel;

import java.util.Arrays;
import org.fovea.engine.parallel.Workers;

/// Convolution by its definition. With IC = C / groups input channels for each output channel o of group g,
///
/// ```
/// y[n, i, j, o]           =  Σ over ki, kj, ic  x[n, ii, jj, g·IC + ic] · w[ki, kj, ic, o]
/// dx[n, ii, jj, g·IC + ic] = Σ over ki, kj, o   dy[n, i, j, o]          · w[ki, kj, ic, o]
/// dw[ki, kj, ic, o]      +=  Σ over n, i, j     dy[n, i, j, o]          · x[n, ii, jj, g·IC + ic]
/// ```
///
/// where ii = i · strideH − padTop + ki · dilationH and jj likewise, as far as (ii, jj) lies inside the picture.
///
/// The three passes are the same loops in another order: whatever is summed into belongs to one piece of work alone (a
/// row of y, a row of dx, some input channels of a tap of dw), and the innermost loop runs along channels.
final class ScalarConvolution implements Convolution {
    /// Input channels in one piece of the filters' gradient: dy is read once for all of them.
    private static final int CHANNEL_BLOCK = 16;

    private final ConvolutionShape s;
    private final int oh;
    private final int ow;
    /// Input channels and output channels of one group.
    private final int ic;
    private final int oc;
    /// w as (KH, KW, OC, IC), along whose last axis the gradient of x is computed.
    private final float[] transposed;

    ScalarConvolution(ConvolutionShape s) {
        this.s = s;
        oh = s.oh();
        ow = s.ow();
        ic = s.c() / s.groups();
        oc = s.oc() / s.groups();
        transposed = new float[s.kh() * s.kw() * s.oc() * ic];
    }

    @Override
    public String algorithm() {
        return "direct, direct, direct";
    }

    // --- forward: a piece is row n·oh + i of y ---

    @Override
    public void fixFilters(float[] w, Workers workers) {} // used as they are

    @Override
    public void forward(float[] x, float[] w, Epilogue epilogue, float[] y, Workers workers) {
        workers.run(s.n() * oh, row -> forwardRow(x, w, epilogue, y, row));
    }

    private void forwardRow(float[] x, float[] w, Epilogue epilogue, float[] y, int row) {
        float[] bias = epilogue.bias();
        float[] residual = epilogue.residual();
        for (int j = 0; j < ow; j++) {
            int yAt = (row * ow + j) * s.oc();
            if (bias == null) {
                Arrays.fill(y, yAt, yAt + s.oc(), 0);
            } else {
                System.arraycopy(bias, 0, y, yAt, s.oc());
            }
            for (int ki = 0; ki < s.kh(); ki++) {
                int ii = inputRow(row % oh, ki);
                if (ii < 0 || ii >= s.h()) {
                    continue;
                }
                for (int kj = 0; kj < s.kw(); kj++) {
                    int jj = inputColumn(j, kj);
                    if (jj >= 0 && jj < s.w()) {
                        forwardTap(x, ((row / oh * s.h() + ii) * s.w() + jj) * s.c(), w, tap(ki, kj), y, yAt);
                    }
                }
            }
        }
        int from = row * ow * s.oc();
        int to = from + ow * s.oc();
        if (residual != null) {
            for (int i = from; i < to; i++) {
                y[i] += residual[i];
            }
        }
        ScalarActivations.activate(epilogue.f(), y, y, from, to);
    }

    private void forwardTap(float[] x, int xAt, float[] w, int tap, float[] y, int yAt) {
        int wAt = tap * ic * s.oc();
        if (s.depthwise()) {
            addProduct(x, xAt, w, wAt, y, yAt, s.c());
            return;
        }
        for (int g = 0; g < s.groups(); g++) {
            for (int k = 0; k < ic; k++) {
                ScalarMatrixProduct.addScaled(x[xAt + g * ic + k], w, wAt + k * s.oc() + g * oc, y, yAt + g * oc, oc);
            }
        }
    }

    // --- backward to the data: a piece is row n·h + ii of dx ---

    @Override
    public void backwardData(float[] dy, float[] w, float[] dx, boolean add, Workers workers) {
        workers.run(s.kh() * s.kw(), tap -> transpose(w, tap));
        workers.run(s.n() * s.h(), row -> backwardDataRow(dy, dx, add, row));
    }

    private void transpose(float[] w, int tap) {
        for (int o = 0; o < s.oc(); o++) {
            for (int k = 0; k < ic; k++) {
                transposed[(tap * s.oc() + o) * ic + k] = w[(tap * ic + k) * s.oc() + o];
            }
        }
    }

    private void backwardDataRow(float[] dy, float[] dx, boolean add, int row) {
        int rowAt = row * s.w() * s.c();
        if (!add) {
            Arrays.fill(dx, rowAt, rowAt + s.w() * s.c(), 0);
        }
        for (int ki = 0; ki < s.kh(); ki++) {
            int strides = row % s.h() + s.padTop() - ki * s.dilationH(); // i · strideH, if any row i of y read this row
            int i = strides / s.strideH();
            if (strides < 0 || strides % s.strideH() != 0 || i >= oh) {
                continue;
            }
            for (int j = 0; j < ow; j++) {
                int dyAt = ((row / s.h() * oh + i) * ow + j) * s.oc();
                for (int kj = 0; kj < s.kw(); kj++) {
                    int jj = inputColumn(j, kj);
                    if (jj >= 0 && jj < s.w()) {
                        backwardDataTap(dy, dyAt, tap(ki, kj), dx, rowAt + jj * s.c());
                    }
                }
            }
        }
    }

    private void backwardDataTap(float[] dy, int dyAt, int tap, float[] dx, int dxAt) {
        int wAt = tap * s.oc() * ic;
        if (s.depthwise()) {
            addProduct(dy, dyAt, transposed, wAt, dx, dxAt, s.c());
            return;
        }
        for (int g = 0; g < s.groups(); g++) {
            for (int o = g * oc; o < (g + 1) * oc; o++) {
                ScalarMatrixProduct.addScaled(dy[dyAt + o], transposed, wAt + o * ic, dx, dxAt + g * ic, ic);
            }
        }
    }

    // --- backward to the filters: a piece is a block of input channels of one tap of dw ---

    @Override
    public void backwardFilters(float[] x, float[] dy, float[] dw, Workers workers) {
        int blocks = Math.ceilDiv(ic, CHANNEL_BLOCK);
        workers.run(s.kh() * s.kw() * blocks, piece -> {
            int block = piece % blocks * CHANNEL_BLOCK;
            backwardFilterBlock(x, dy, dw, piece / blocks, block, Math.min(block + CHANNEL_BLOCK, ic));
        });
    }

    private void backwardFilterBlock(float[] x, float[] dy, float[] dw, int tap, int from, int to) {
        for (int row = 0; row < s.n() * oh; row++) {
            int ii = inputRow(row % oh, tap / s.kw());
            if (ii < 0 || ii >= s.h()) {
                continue;
            }
            for (int j = 0; j < ow; j++) {
                int jj = inputColumn(j, tap % s.kw());
                if (jj >= 0 && jj < s.w()) {
                    int xAt = ((row / oh * s.h() + ii) * s.w() + jj) * s.c();
                    backwardFilterPixel(x, xAt, dy, (row * ow + j) * s.oc(), dw, tap, from, to);
                }
            }
        }
    }

    private void backwardFilterPixel(float[] x, int xAt, float[] dy, int dyAt, float[] dw, int tap, int from, int to) {
        int dwAt = tap * ic * s.oc();
        if (s.depthwise()) {
            addProduct(x, xAt, dy, dyAt, dw, dwAt, s.c());
            return;
        }
        for (int g = 0; g < s.groups(); g++) {
            for (int k = from; k < to; k++) {
                ScalarMatrixProduct.addScaled(
                        x[xAt + g * ic + k], dy, dyAt + g * oc, dw, dwAt + k * s.oc() + g * oc, oc);
            }
        }
    }

    // --- shared ---

    private int inputRow(int i, int ki) {
        return i * s.strideH() - s.padTop() + ki * s.dilationH();
    }

    private int inputColumn(int j, int kj) {
        return j * s.strideW() - s.padLeft() + kj * s.dilationW();
    }

    private int tap(int ki, int kj) {
        return ki * s.kw() + kj;
    }

    /// y += a·b elementwise for `length` values, each array from its own beginning.
    private static void addProduct(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int length) {
        for (int i = 0; i < length; i++) {
            y[yAt + i] += a[aAt + i] * b[bAt + i];
        }
    }
}
