package org.fovea.engine.kernel;

import org.fovea.engine.definition.Activation;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.definition.PoolShape;

/// Products, convolutions and pools by their definitions, in double, one value at a time: what the kernels are held
/// against.
final class Reference {
    private Reference() {}

    static double[] product(int m, int n, int k, boolean transposeA, boolean transposeB, float[] a, float[] b) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    c[i * n + j] +=
                            (double) a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
                }
            }
        }
        return c;
    }

    /// What a visit does with the terms y\[y + i\] += x\[x\]·w\[w + i\], i < n, of a convolution: a row, since a
    /// call for each of some hundred million terms took longer than all the rest of the kernels' contract.
    interface Terms {
        void at(int x, int w, int y, int n);
    }

    /// Visits every term of a convolution.
    static void terms(ConvolutionShape s, Terms terms) {
        int ic = s.c() / s.groups();
        int oc = s.oc() / s.groups();
        for (int n = 0; n < s.n(); n++) {
            for (int i = 0; i < s.oh(); i++) {
                for (int j = 0; j < s.ow(); j++) {
                    for (int ki = 0; ki < s.kh(); ki++) {
                        for (int kj = 0; kj < s.kw(); kj++) {
                            int ii = i * s.strideH() - s.padTop() + ki * s.dilationH();
                            int jj = j * s.strideW() - s.padLeft() + kj * s.dilationW();
                            if (ii < 0 || jj < 0 || ii >= s.h() || jj >= s.w()) {
                                continue;
                            }
                            for (int channel = 0; channel < s.c(); channel++) {
                                int o = channel / ic * oc;
                                terms.at(
                                        ((n * s.h() + ii) * s.w() + jj) * s.c() + channel,
                                        ((ki * s.kw() + kj) * ic + channel % ic) * s.oc() + o,
                                        ((n * s.oh() + i) * s.ow() + j) * s.oc() + o,
                                        oc);
                            }
                        }
                    }
                }
            }
        }
    }

    /// What a visit does with position `x` of the window that makes value `y`.
    interface Cell {
        void at(int x, int y, int divisor);
    }

    /// Visits every position of every window of a pooling.
    static void cells(PoolShape s, Cell cell) {
        for (int n = 0; n < s.n(); n++) {
            for (int i = 0; i < s.oh(); i++) {
                for (int j = 0; j < s.ow(); j++) {
                    for (int ki = 0; ki < s.kh(); ki++) {
                        for (int kj = 0; kj < s.kw(); kj++) {
                            int ii = i * s.strideH() - s.padTop() + ki;
                            int jj = j * s.strideW() - s.padLeft() + kj;
                            if (ii < 0 || jj < 0 || ii >= s.h() || jj >= s.w()) {
                                continue;
                            }
                            for (int k = 0; k < s.c(); k++) {
                                cell.at(
                                        ((n * s.h() + ii) * s.w() + jj) * s.c() + k,
                                        ((n * s.oh() + i) * s.ow() + j) * s.c() + k,
                                        s.divisor(i, j));
                            }
                        }
                    }
                }
            }
        }
    }

    static double apply(Activation f, double x) {
        return switch (f.kind()) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : f.a() * x;
            case CLIP -> Math.min(Math.max(x, f.a()), f.b());
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case SILU -> x / (1 + Math.exp(-x));
        };
    }

    static double derivative(Activation f, double x) {
        double s = 1 / (1 + Math.exp(-x));
        return switch (f.kind()) {
            case NONE -> 1;
            case RELU -> x > 0 ? 1 : 0;
            case LEAKY_RELU -> x > 0 ? 1 : f.a();
            case CLIP -> x > f.a() && x < f.b() ? 1 : 0;
            case SIGMOID -> s * (1 - s);
            case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
            case SILU -> s * (1 + x * (1 - s));
        };
    }
}
