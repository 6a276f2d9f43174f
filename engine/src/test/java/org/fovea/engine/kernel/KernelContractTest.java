package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every implementation of [Kernels] must do, on sizes that fit no vector: each method against its definition in
/// double. The build runs it once for each vector width.
@Tag("kernels")
class KernelContractTest {
    private static final int[] LENGTHS = {0, 1, 3, 7, 16, 17, 31, 33, 100};
    private static final int[] CHANNELS = {1, 3, 8, 16, 17, 40, 65};
    private static final List<Activation> FUNCTIONS = List.of(
            Activation.NONE,
            Activation.RELU,
            Activation.leakyRelu(0.1f),
            Activation.clip(-0.5f, 0.75f),
            Activation.SIGMOID,
            Activation.TANH,
            Activation.SILU);
    private static final List<Activation> PIECEWISE_LINEAR = FUNCTIONS.subList(0, 4);

    private final Xoshiro256 random = new Xoshiro256(42);

    static Stream<Kernels> kernels() {
        List<Kernels> all = new ArrayList<>(List.of(new ScalarKernels()));
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            all.add(KernelSelection.vector());
        }
        return all.stream();
    }

    private float[] values(int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = random.nextFloat() * 4 - 2;
        }
        return x;
    }

    /// Within `tolerance` of the largest magnitude.
    private static void near(double[] expected, float[] found, double tolerance, String what) {
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0) + 1e-30;
        assertEquals(expected.length, found.length, what);
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs(expected[i] - found[i]);
            assertTrue(
                    difference <= tolerance * scale,
                    what + " at " + i + ": expected " + expected[i] + ", found " + found[i]);
        }
    }

    private static double[] doubles(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }

    // --- products ---

    @ParameterizedTest
    @MethodSource("kernels")
    void matrixProducts(Kernels kernels) {
        int[][] sizes = {
            {1, 1, 1},
            {1, 40, 128},
            {2, 67, 5},
            {3, 64, 33},
            {5, 16, 1},
            {7, 17, 13},
            {13, 48, 9},
            {32, 40, 65},
            {31, 100, 3},
            {97, 65, 129},
            {200, 5, 7},
            {6, 64, 300},
            {11, 96, 20},
            {12, 32, 20},
            {25, 80, 300}
        };
        try (Workers workers = new Workers(2)) {
            for (int[] size : sizes) {
                for (int kind = 0; kind < 8; kind++) {
                    product(kernels, size[0], size[1], size[2], kind, workers);
                }
            }
        }
    }

    private void product(Kernels kernels, int m, int n, int k, int kind, Workers workers) {
        boolean transposeA = (kind & 1) != 0;
        boolean transposeB = (kind & 2) != 0;
        boolean add = (kind & 4) != 0;
        String what = kernels.description() + " " + m + "×" + n + "×" + k + " " + kind;
        float[] a = values(m * k);
        float[] b = values(k * n);
        float[] c = values(m * n);
        float[] bias = add ? null : values(n);
        Activation f = add ? Activation.NONE : FUNCTIONS.get((m + n + k) % FUNCTIONS.size());
        double[] expected = Reference.product(m, n, k, transposeA, transposeB, a, b);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Reference.apply(f, expected[i] + (add ? c[i] : 0) + (bias == null ? 0 : bias[i % n]));
        }
        MatrixProduct plan = kernels.matrixProduct(m, n, k, transposeA, transposeB);
        float[] again = c.clone();
        plan.multiply(a, b, bias, f, add, c, workers);
        near(expected, c, 1e-5, what);
        plan.multiply(a, b, bias, f, add, again, workers);
        assertArrayEquals(c, again, what + ": a plan used again");
    }

    static List<ConvolutionShape> convolutions() {
        List<ConvolutionShape> shapes = new ArrayList<>();
        // n h w c oc kh kw strideH strideW padTop padLeft padBottom padRight dilationH dilationW groups
        shapes.add(new ConvolutionShape(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1));
        shapes.add(new ConvolutionShape(2, 9, 7, 1, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(3, 8, 8, 5, 17, 5, 5, 1, 1, 2, 2, 2, 2, 1, 1, 1));
        shapes.add(new ConvolutionShape(2, 11, 13, 16, 48, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(2, 10, 9, 19, 33, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1));
        shapes.add(new ConvolutionShape(2, 10, 9, 16, 24, 1, 1, 2, 2, 0, 0, 0, 0, 1, 1, 1));
        shapes.add(new ConvolutionShape(1, 13, 12, 6, 10, 3, 3, 1, 1, 2, 2, 2, 2, 2, 2, 1));
        shapes.add(new ConvolutionShape(2, 12, 12, 8, 12, 3, 2, 3, 2, 0, 1, 2, 0, 1, 2, 2));
        shapes.add(new ConvolutionShape(1, 9, 9, 12, 12, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 4));
        shapes.add(new ConvolutionShape(2, 9, 8, 17, 17, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 17));
        shapes.add(new ConvolutionShape(1, 11, 9, 20, 20, 5, 3, 2, 2, 2, 1, 2, 1, 1, 1, 20));
        shapes.add(new ConvolutionShape(1, 9, 11, 20, 20, 3, 3, 1, 2, 2, 0, 2, 1, 2, 1, 20));
        shapes.add(new ConvolutionShape(1, 5, 5, 3, 4, 4, 4, 4, 4, 0, 0, 0, 0, 1, 1, 1));
        shapes.add(new ConvolutionShape(1, 4, 4, 3, 4, 2, 2, 3, 3, 0, 0, 0, 0, 1, 1, 1));
        // What Winograd's tiles compute, whole and cut.
        shapes.add(new ConvolutionShape(8, 8, 8, 32, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(3, 13, 11, 33, 40, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(3, 15, 10, 64, 128, 3, 3, 1, 1, 0, 2, 1, 0, 1, 1, 1));
        shapes.add(new ConvolutionShape(16, 7, 7, 48, 65, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(1, 40, 41, 32, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        // And those of stride 2: few tiles, many blocks, whole and cut, paddings that differ.
        shapes.add(new ConvolutionShape(8, 16, 16, 32, 32, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(3, 23, 18, 20, 48, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(2, 27, 21, 33, 65, 3, 3, 2, 2, 0, 2, 1, 0, 1, 1, 1));
        shapes.add(new ConvolutionShape(3, 56, 49, 16, 32, 3, 3, 2, 2, 0, 0, 0, 0, 1, 1, 1));
        shapes.add(new ConvolutionShape(16, 14, 14, 64, 128, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(1, 97, 96, 48, 20, 3, 3, 2, 2, 2, 1, 1, 2, 1, 1, 1));
        // Few tiles, which smaller tiles compute once filters are fixed.
        shapes.add(new ConvolutionShape(1, 7, 7, 64, 128, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(1, 8, 6, 32, 48, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(2, 5, 8, 48, 16, 3, 3, 1, 1, 0, 2, 1, 0, 1, 1, 1));
        // Few tiles or pixels and filters beyond the second-level cache.
        shapes.add(new ConvolutionShape(1, 7, 7, 128, 144, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(3, 14, 13, 64, 128, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1));
        shapes.add(new ConvolutionShape(1, 9, 9, 128, 240, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1));
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void convolutionsForward(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (ConvolutionShape s : convolutions()) {
                float[] x = values(s.n() * s.h() * s.w() * s.c());
                float[] w = values(s.kh() * s.kw() * s.c() / s.groups() * s.oc());
                float[] bias = s.c() % 2 == 0 ? values(s.oc()) : null;
                float[] residual = s.h() % 2 == 0 ? values(s.n() * s.oh() * s.ow() * s.oc()) : null;
                Activation f = FUNCTIONS.get(s.oc() % FUNCTIONS.size());
                float[] y = values(s.n() * s.oh() * s.ow() * s.oc());
                double[] sums = new double[y.length];
                Reference.terms(s, (xi, wi, yi) -> sums[yi] += (double) x[xi] * w[wi]);
                double scale = Arrays.stream(sums).map(Math::abs).max().orElse(1);
                Convolution plan = kernels.convolution(s);
                plan.forward(x, w, Epilogue.NONE, y, workers);
                near(sums, y, 2e-5, kernels.description() + " " + s);
                for (int i = 0; i < sums.length; i++) {
                    double z = sums[i] + (bias == null ? 0 : bias[i % s.oc()]) + (residual == null ? 0 : residual[i]);
                    sums[i] = Reference.apply(f, z);
                }
                plan.forward(x, w, new Epilogue(bias, residual, f), y, workers);
                for (int i = 0; i < y.length; i++) {
                    assertEquals(sums[i], y[i], 2e-5 * Math.max(scale, 1), kernels.description() + " " + s + " " + f);
                }
                float[] again = new float[y.length];
                plan.fixFilters(w, workers);
                plan.forward(x, w, new Epilogue(bias, residual, f), again, workers);
                for (int i = 0; i < y.length; i++) { // perhaps by another algorithm
                    assertEquals(sums[i], again[i], 2e-5 * Math.max(scale, 1), "with fixed filters, " + s + " " + f);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void winogradCanBeForbidden(Kernels kernels) {
        boolean vector = kernels.description().startsWith("vector");
        for (int stride : new int[] {1, 2}) {
            int size = 8 * stride;
            ConvolutionShape s = new ConvolutionShape(2, size, size, 32, 32, 3, 3, stride, stride, 1, 1, 1, 1, 1, 1, 1);
            assertEquals(vector, kernels.convolution(s).algorithm().startsWith("winograd"));
            System.setProperty("fovea.winograd", "false");
            try {
                assertFalse(kernels.convolution(s).algorithm().contains("winograd"));
            } finally {
                System.clearProperty("fovea.winograd");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void convolutionsBackwardToTheData(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (ConvolutionShape s : convolutions()) {
                float[] dy = values(s.n() * s.oh() * s.ow() * s.oc());
                float[] w = values(s.kh() * s.kw() * s.c() / s.groups() * s.oc());
                float[] dx = values(s.n() * s.h() * s.w() * s.c());
                double[] expected = new double[dx.length];
                Reference.terms(s, (xi, wi, yi) -> expected[xi] += (double) dy[yi] * w[wi]);
                Convolution plan = kernels.convolution(s);
                plan.backwardData(dy, w, dx, false, workers);
                near(expected, dx, 2e-5, kernels.description() + " " + s);
                plan.backwardData(dy, w, dx, true, workers);
                near(Arrays.stream(expected).map(v -> 2 * v).toArray(), dx, 2e-5, "adding, " + s);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void convolutionsBackwardToTheFilters(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (ConvolutionShape s : convolutions()) {
                float[] x = values(s.n() * s.h() * s.w() * s.c());
                float[] dy = values(s.n() * s.oh() * s.ow() * s.oc());
                float[] dw = values(s.kh() * s.kw() * s.c() / s.groups() * s.oc());
                double[] expected = doubles(dw);
                Reference.terms(s, (xi, wi, yi) -> expected[wi] += (double) dy[yi] * x[xi]);
                kernels.convolution(s).backwardFilters(x, dy, dw, workers);
                near(expected, dw, 2e-5, kernels.description() + " " + s);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void productsDoNotDependOnThreads(Kernels kernels) {
        try (Workers one = new Workers(1);
                Workers three = new Workers(3)) {
            for (ConvolutionShape s : convolutions()) {
                float[] x = values(s.n() * s.h() * s.w() * s.c());
                float[] w = values(s.kh() * s.kw() * s.c() / s.groups() * s.oc());
                float[] dy = values(s.n() * s.oh() * s.ow() * s.oc());
                assertArrayEquals(
                        passes(kernels.convolution(s), s, x, w, dy, one),
                        passes(kernels.convolution(s), s, x, w, dy, three),
                        s.toString());
            }
        }
    }

    private static float[][] passes(
            Convolution plan, ConvolutionShape s, float[] x, float[] w, float[] dy, Workers workers) {
        float[] y = new float[s.n() * s.oh() * s.ow() * s.oc()];
        float[] dx = new float[x.length];
        float[] dw = new float[w.length];
        plan.forward(x, w, new Epilogue(null, null, Activation.RELU), y, workers);
        plan.backwardData(dy, w, dx, false, workers);
        plan.backwardFilters(x, dy, dw, workers);
        return new float[][] {y, dx, dw};
    }

    // --- elementwise ---

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
                kernels.copy(a, copied, add, from, to);
                float[] multiplied = y.clone();
                kernels.multiply(a, b, multiplied, add, from, to);
                float[] scaled = y.clone();
                kernels.scale(0.75f, a, scaled, add, from, to);
                for (int i = 0; i < y.length; i++) {
                    boolean in = i >= from && i < to;
                    float base = add || !in ? before[i] : 0;
                    assertEquals(in ? base + a[i] : base, copied[i], 1e-6f);
                    assertEquals(in ? base + a[i] * b[i] : base, multiplied[i], 1e-6f);
                    assertEquals(in ? base + 0.75f * a[i] : base, scaled[i], 1e-6f);
                }
            }
            float[] summed = y.clone();
            kernels.sum(a, b, summed, from, to);
            double dot = 0;
            for (int i = 0; i < y.length; i++) {
                boolean in = i >= from && i < to;
                assertEquals(in ? a[i] + b[i] : y[i], summed[i], 0);
                dot += in ? (double) a[i] * b[i] : 0;
            }
            assertEquals(dot, kernels.dot(a, b, from, to), 1e-12);
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
                kernels.activate(f, x, y, from, to);
                kernels.sumActivate(f, x, other, both, from, to);
                boolean add = length % 2 == 0;
                kernels.activateBackward(f, x, y, dy, dx, add, from, to);
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
            kernels.activate(f, x, y, 0, x.length);
            for (int i = 0; i < x.length; i++) {
                double expected = Reference.apply(f, x[i]);
                assertEquals(expected, y[i], Math.abs(expected) * 2e-6 + 1e-30, f + " of " + x[i]);
            }
        }
    }

    // --- by channel ---

    @ParameterizedTest
    @MethodSource("kernels")
    void channelSumsAndMoments(Kernels kernels) {
        for (int c : CHANNELS) {
            int rows = 300;
            int from = 3;
            float[] x = values(rows * c);
            float[] sums = values(c + 4);
            float[] means = values(c + 4);
            float[] squares = values(c + 4);
            float guard = sums[1];
            kernels.channelSums(x, c, from, rows, sums, 2);
            kernels.channelMoments(x, c, from, rows, means, squares, 2);
            for (int k = 0; k < c; k++) {
                double sum = 0;
                double square = 0;
                for (int row = from; row < rows; row++) {
                    sum += x[row * c + k];
                }
                double mean = sum / (rows - from);
                for (int row = from; row < rows; row++) {
                    square += (x[row * c + k] - mean) * (x[row * c + k] - mean);
                }
                assertEquals(sum, sums[2 + k], 1e-3);
                assertEquals(mean, means[2 + k], 1e-5);
                assertEquals(square, squares[2 + k], 1e-5 * square);
            }
            assertEquals(guard, sums[1], 0);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void momentsOfWhatLiesFarFromZero(Kernels kernels) {
        for (int c : CHANNELS) {
            int rows = 3_000;
            float[] x = values(rows * c);
            for (int i = 0; i < x.length; i++) {
                x[i] += 1_000 + (i < x.length / 2 ? 5 : 0); // the mean drifts from block to block
            }
            float[] means = new float[c];
            float[] squares = new float[c];
            kernels.channelMoments(x, c, 0, rows, means, squares, 0);
            for (int k = 0; k < c; k++) {
                double sum = 0;
                double square = 0;
                for (int row = 0; row < rows; row++) {
                    sum += x[row * c + k];
                }
                for (int row = 0; row < rows; row++) {
                    square += (x[row * c + k] - sum / rows) * (x[row * c + k] - sum / rows);
                }
                assertEquals(sum / rows, means[k], 1e-3);
                assertEquals(square, squares[k], 1e-4 * square);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void channelAffineAndItsBackward(Kernels kernels) {
        for (int c : CHANNELS) {
            for (Activation f : PIECEWISE_LINEAR) {
                int rows = 37;
                int from = 2;
                float[] x = values(rows * c);
                float[] scale = values(c);
                float[] shift = values(c);
                float[] mean = values(c);
                float[] dy = values(rows * c);
                float[] y = new float[rows * c];
                kernels.channelAffine(x, c, scale, shift, f, y, from, rows);
                double[] sums = new double[c];
                double[] products = new double[c];
                double[] dz = new double[rows * c];
                for (int i = from * c; i < y.length; i++) {
                    int k = i % c;
                    double z = (double) x[i] * scale[k] + shift[k];
                    assertEquals(Reference.apply(f, z), y[i], 2e-6);
                    dz[i] = Reference.derivative(f, z) * dy[i];
                    sums[k] += dz[i];
                    products[k] += dz[i] * (x[i] - mean[k]);
                }
                float[] ones = new float[c];
                Arrays.fill(ones, 1);
                boolean add = c % 2 == 0;
                float[] before = values(rows * c);
                double[] expected = doubles(before);
                for (int i = from * c; i < y.length; i++) {
                    int k = i % c;
                    double d = scale[k] * dz[i] + shift[k] * (double) x[i] + mean[k];
                    expected[i] = (add ? expected[i] : 0) + d;
                }
                List<Gate> gates = List.of(Gate.of(f, x, scale, shift), Gate.of(f, y, ones, new float[c]));
                for (Gate gate : gates) { // read off the input, and off the output
                    float[] foundSums = new float[c];
                    float[] foundProducts = new float[c];
                    kernels.channelAffineBackwardSums(x, dy, c, mean, gate, from, rows, foundSums, foundProducts, 0);
                    near(sums, foundSums, 1e-5, "sums of " + f);
                    near(products, foundProducts, 1e-5, "products of " + f);
                    float[] dx = before.clone();
                    kernels.channelAffineBackward(x, dy, c, gate, scale, shift, mean, dx, add, from, rows);
                    near(expected, dx, 1e-5, "dx of " + f);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void channelAffineSums(Kernels kernels) {
        for (int c : CHANNELS) {
            for (Activation f : FUNCTIONS) {
                int rows = 21;
                float[] a = values(rows * c);
                float[] b = values(rows * c);
                float[][] maps = {values(c), values(c), values(c), values(c)};
                float[] y = values(rows * c);
                double[] expected = doubles(y);
                for (int i = c; i < y.length; i++) {
                    int k = i % c;
                    double z = (double) a[i] * maps[0][k] + maps[1][k] + (double) b[i] * maps[2][k] + maps[3][k];
                    expected[i] = Reference.apply(f, z);
                }
                kernels.channelAffineSum(a, maps[0], maps[1], b, maps[2], maps[3], c, f, y, 1, rows);
                near(expected, y, 2e-6, f + " of a sum of " + c);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void affineMapsWithMaxPooling(Kernels kernels) {
        for (int c : CHANNELS) {
            for (Activation f : List.of(Activation.RELU, Activation.clip(-0.5f, 0.75f), Activation.NONE)) {
                PoolShape s = new PoolShape(2, 6, 10, c, 2, 2, 2, 2, 0, 0, 0, 0, 3, 5, false);
                int from = 1; // of 6 rows of y
                float[] x = values(2 * 6 * 10 * c);
                float[] scale = values(c);
                float[] shift = values(c);
                for (int i = 0; i < x.length; i++) {
                    x[i] = Math.round(x[i] * 2); // so that equal values meet in a window
                }
                int size = 2 * 3 * 5 * c;
                int[] winner = new int[size];
                Arrays.fill(winner, -1);
                Reference.cells(s, (xi, yi, divisor) -> {
                    int k = yi % c;
                    if (winner[yi] < 0 || x[xi] * (double) scale[k] > x[winner[yi]] * (double) scale[k]) {
                        winner[yi] = xi;
                    }
                });
                float[] mean = values(c);
                float[] dy = values(size);
                float[] y = values(size);
                float[] dx = values(x.length);
                boolean add = c % 2 == 0;
                double[] expectedY = doubles(y);
                double[] expectedDx = doubles(dx);
                double[] sums = new double[c];
                double[] products = new double[c];
                for (int i = from * 2 * 10 * c; i < x.length; i++) {
                    expectedDx[i] = (add ? expectedDx[i] : 0) + shift[i % c] * (double) x[i] + mean[i % c];
                }
                for (int i = from * 5 * c; i < size; i++) {
                    int k = i % c;
                    double z = (double) x[winner[i]] * scale[k] + shift[k];
                    expectedY[i] = Reference.apply(f, z);
                    double dz = Reference.derivative(f, z) * dy[i];
                    sums[k] += dz;
                    products[k] += dz * (x[winner[i]] - mean[k]);
                    expectedDx[winner[i]] += scale[k] * dz;
                }
                String what = f + " pooled, " + c + " channels, " + kernels.description();
                Gate gate = Gate.of(f, x, scale, shift);
                float[] foundSums = new float[c];
                float[] foundProducts = new float[c];
                kernels.affineMaxPool(s, gate, y, from, 6);
                kernels.affineMaxPoolBackwardSums(s, gate, dy, mean, from, 6, foundSums, foundProducts, 0);
                kernels.affineMaxPoolBackward(s, gate, dy, scale, shift, mean, dx, add, from, 6);
                near(expectedY, y, 1e-6, "y: " + what);
                near(sums, foundSums, 1e-5, "sums: " + what);
                near(products, foundProducts, 1e-5, "products: " + what);
                near(expectedDx, dx, 1e-5, "dx: " + what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void preluAndItsBackward(Kernels kernels) {
        for (int c : CHANNELS) {
            int rows = 23;
            float[] x = values(rows * c);
            float[] slope = values(c);
            float[] dy = values(rows * c);
            float[] y = new float[rows * c];
            float[] dx = values(rows * c);
            boolean add = c % 2 == 1;
            double[] expected = doubles(dx);
            double[] dslope = new double[c];
            for (int i = 0; i < x.length; i++) {
                expected[i] = (add ? expected[i] : 0) + (x[i] > 0 ? dy[i] : (double) slope[i % c] * dy[i]);
                dslope[i % c] += x[i] > 0 ? 0 : (double) x[i] * dy[i];
            }
            float[] found = new float[c];
            kernels.prelu(x, c, slope, y, 0, rows);
            kernels.preluBackward(x, dy, c, slope, dx, add, 0, rows, found, 0);
            for (int i = 0; i < x.length; i++) {
                assertEquals(x[i] > 0 ? x[i] : slope[i % c] * x[i], y[i], 1e-6);
            }
            near(expected, dx, 1e-6, "dx");
            near(dslope, found, 1e-5, "dslope");
        }
    }

    // --- by row ---

    @ParameterizedTest
    @MethodSource("kernels")
    void softmaxAndItsBackward(Kernels kernels) {
        for (int c : CHANNELS) {
            int rows = 5;
            float[] x = values(rows * c);
            for (int k = 0; k < c; k++) {
                x[2 * c + k] = k * 100; // a row whose exponentials overflow unless the maximum is taken off
            }
            float[] y = new float[rows * c];
            float[] dy = values(rows * c);
            float[] dx = values(rows * c);
            boolean add = c % 2 == 0;
            double[] expected = new double[rows * c];
            double[] expectedDx = doubles(dx);
            for (int row = 0; row < rows; row++) {
                double max = Double.NEGATIVE_INFINITY;
                double sum = 0;
                double mean = 0;
                for (int i = row * c; i < row * c + c; i++) {
                    max = Math.max(max, x[i]);
                }
                for (int i = row * c; i < row * c + c; i++) {
                    sum += Math.exp(x[i] - max);
                }
                for (int i = row * c; i < row * c + c; i++) {
                    expected[i] = Math.exp(x[i] - max) / sum;
                    mean += expected[i] * dy[i];
                }
                for (int i = row * c; i < row * c + c; i++) {
                    expectedDx[i] = (add ? expectedDx[i] : 0) + expected[i] * (dy[i] - mean);
                }
            }
            kernels.softmax(x, c, y, 0, rows);
            kernels.softmaxBackward(y, dy, c, dx, add, 0, rows);
            near(expected, y, 2e-6, "softmax of " + c);
            near(expectedDx, dx, 2e-6, "softmax backward of " + c);
        }
    }

    // --- pooling ---

    private static List<PoolShape> pools() {
        List<PoolShape> shapes = new ArrayList<>();
        for (int c : CHANNELS) {
            shapes.add(new PoolShape(2, 8, 6, c, 2, 2, 2, 2, 0, 0, 0, 0, 4, 3, false));
            shapes.add(new PoolShape(2, 7, 9, c, 3, 3, 2, 2, 1, 1, 1, 1, 4, 5, c % 2 == 0));
            shapes.add(new PoolShape(1, 5, 5, c, 3, 2, 1, 2, 0, 1, 0, 1, 3, 3, true));
            shapes.add(new PoolShape(3, 5, 4, c, 5, 4, 1, 1, 0, 0, 0, 0, 1, 1, false));
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void maxPooling(Kernels kernels) {
        for (PoolShape s : pools()) {
            float[] x = values(s.n() * s.h() * s.w() * s.c());
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.round(x[i] * 2); // so that equal values meet in a window
            }
            float[] y = new float[s.n() * s.oh() * s.ow() * s.c()];
            float[] dy = values(y.length);
            int[] winner = new int[y.length];
            Arrays.fill(winner, -1);
            Reference.cells(s, (xi, yi, divisor) -> {
                if (winner[yi] < 0 || x[xi] > x[winner[yi]]) {
                    winner[yi] = xi;
                }
            });
            kernels.maxPool(s, x, y, 0, s.n() * s.oh());
            float[] dx = values(x.length);
            boolean add = s.c() % 2 == 0;
            double[] expected = add ? doubles(dx) : new double[dx.length];
            for (int i = 0; i < y.length; i++) {
                assertEquals(x[winner[i]], y[i], 0, s.toString());
                expected[winner[i]] += dy[i];
            }
            kernels.maxPoolBackward(s, x, y, dy, dx, add, 0, s.n());
            near(expected, dx, 1e-6, s.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void averagePooling(Kernels kernels) {
        for (PoolShape s : pools()) {
            float[] x = values(s.n() * s.h() * s.w() * s.c());
            float[] y = new float[s.n() * s.oh() * s.ow() * s.c()];
            float[] dy = values(y.length);
            float[] dx = values(x.length);
            boolean add = s.c() % 2 == 0;
            double[] expected = new double[y.length];
            double[] expectedDx = add ? doubles(dx) : new double[dx.length];
            Reference.cells(s, (xi, yi, divisor) -> {
                expected[yi] += (double) x[xi] / divisor;
                expectedDx[xi] += (double) dy[yi] / divisor;
            });
            kernels.averagePool(s, x, y, 0, s.n() * s.oh());
            kernels.averagePoolBackward(s, dy, dx, add, 0, s.n());
            near(expected, y, 1e-6, s.toString());
            near(expectedDx, dx, 1e-6, s.toString());
        }
    }

    // --- optimiser steps ---

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
                kernels.sgd(w, dw, v, 0.5f, 0.1f, momentum, 0.01f, nesterov, first, 1, 1 + length);
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
            for (boolean decoupled : new boolean[] {false, true}) {
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
                kernels.adam(w, dw, m, v, 0.5f, 0.1f, 0.9f, 0.99f, 1e-3f, 0.01f, decoupled, 0.2f, 1.5f, 1, 1 + length);
                for (int i = 1; i <= length; i++) {
                    double g = dw[i] * 0.5 + (decoupled ? 0 : 0.01f * w2[i]);
                    m2[i] = 0.9f * m2[i] + (1 - 0.9f) * g;
                    v2[i] = 0.99f * v2[i] + (1 - 0.99f) * g * g;
                    double shrunk = decoupled ? w2[i] * (1 - 0.01f * 0.1f) : w2[i];
                    w2[i] = shrunk - 0.2f * m2[i] / (Math.sqrt(v2[i]) * 1.5f + 1e-3f);
                }
                near(w2, w, 2e-6, "w");
                near(m2, m, 1e-6, "m");
                near(v2, v, 1e-6, "v");
            }
        }
    }
}
