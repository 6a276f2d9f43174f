package org.fovea.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.definition.ConvolutionShape;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Convolutions against their definition: every algorithm of each pass, on tiles and channels whole and cut. The cases
/// name the algorithms, so that no shape goes elsewhere in silence.
class ConvolutionContractTest extends KernelContract {
    private static final String PRODUCT = "implicit matrix product";

    /// What the vector kernels compute a shape by: going forward, the same once filters are fixed, back to the data
    /// and back to the filters.
    private enum Ways {
        BY_PRODUCT(PRODUCT, PRODUCT, PRODUCT, PRODUCT),
        DEPTHWISE("depthwise", "depthwise", "depthwise", "depthwise"),
        NINE_TAPS("nine taps", "nine taps", PRODUCT, PRODUCT),
        COLOUR_TAPS("colour taps", "colour taps", PRODUCT, PRODUCT),
        WINOGRAD("winograd 4×4", "winograd 4×4", "winograd 4×4", "winograd 4×4"),
        STRIDED_WINOGRAD("winograd 4×4 of stride 2", "winograd 4×4 of stride 2", PRODUCT, PRODUCT),
        SMALL_WINOGRAD(PRODUCT, "winograd 2×2", PRODUCT, PRODUCT);

        private final String all;
        private final String allFixed;

        Ways(String forward, String fixed, String toData, String toFilters) {
            String backward = ", " + toData + ", " + toFilters;
            all = forward + backward;
            allFixed = fixed + backward;
        }
    }

    private record Case(Ways ways, ConvolutionShape shape) {
        int inputs() {
            return shape.n() * shape.h() * shape.w() * shape.c();
        }

        int outputs() {
            return shape.n() * shape.oh() * shape.ow() * shape.oc();
        }

        int weights() {
            return shape.kh() * shape.kw() * shape.c() / shape.groups() * shape.oc();
        }

        Convolution plan(Kernels kernels) {
            Convolution plan = kernels.convolution(shape);
            if (vector(kernels)) {
                assertEquals(ways.all, plan.algorithm(), shape.toString());
            }
            return plan;
        }

        Convolution planOfFixed(Kernels kernels, FixedFilters filters, Workers workers) {
            Convolution plan = plan(kernels);
            plan.fixFilters(filters, workers);
            if (vector(kernels)) {
                assertEquals(ways.allFixed, plan.algorithm(), "with fixed filters, " + shape);
            }
            return plan;
        }
    }

    /// Small ones, of every algorithm some with whole vectors and tiles and some with cut ones: all epilogues are
    /// tried on them. After the channels: filter, stride, padding (top, left, bottom, right), dilation, groups.
    private static final List<Case> SMALL = List.of(
            of(Ways.BY_PRODUCT, 1, 5, 5, 3, 4, 4, 4, 4, 4, 0, 0, 0, 0, 1, 1, 1),
            of(Ways.BY_PRODUCT, 3, 8, 8, 5, 17, 5, 5, 1, 1, 2, 2, 2, 2, 1, 1, 1),
            of(Ways.BY_PRODUCT, 2, 10, 9, 19, 32, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1),
            of(Ways.BY_PRODUCT, 2, 10, 9, 16, 16, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1),
            of(Ways.BY_PRODUCT, 1, 7, 9, 32, 32, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2),
            of(Ways.BY_PRODUCT, 1, 9, 9, 12, 12, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 4),
            of(Ways.BY_PRODUCT, 1, 9, 9, 128, 240, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.DEPTHWISE, 2, 9, 8, 17, 17, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 17),
            of(Ways.DEPTHWISE, 2, 9, 8, 32, 32, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 32),
            of(Ways.DEPTHWISE, 2, 9, 23, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 3),
            of(Ways.DEPTHWISE, 1, 5, 40, 1, 1, 3, 3, 1, 1, 1, 2, 0, 1, 1, 1, 1),
            of(Ways.NINE_TAPS, 2, 9, 7, 1, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.COLOUR_TAPS, 2, 9, 7, 3, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.COLOUR_TAPS, 1, 11, 18, 3, 16, 3, 3, 2, 2, 0, 2, 1, 0, 1, 1, 1),
            of(Ways.WINOGRAD, 8, 8, 8, 32, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.WINOGRAD, 3, 13, 11, 16, 48, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.WINOGRAD, 3, 13, 11, 33, 40, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.STRIDED_WINOGRAD, 8, 16, 16, 32, 32, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.STRIDED_WINOGRAD, 3, 23, 18, 20, 48, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.STRIDED_WINOGRAD, 2, 27, 21, 33, 65, 3, 3, 2, 2, 0, 2, 1, 0, 1, 1, 1),
            of(Ways.SMALL_WINOGRAD, 1, 8, 6, 32, 48, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.SMALL_WINOGRAD, 2, 5, 8, 48, 16, 3, 3, 1, 1, 0, 2, 1, 0, 1, 1, 1));

    private static final List<Case> MORE = List.of(
            of(Ways.DEPTHWISE, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1),
            of(Ways.BY_PRODUCT, 1, 9, 7, 3, 48, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.COLOUR_TAPS, 1, 12, 9, 3, 16, 3, 3, 1, 2, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.STRIDED_WINOGRAD, 2, 11, 13, 16, 48, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.BY_PRODUCT, 2, 10, 9, 19, 33, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1),
            of(Ways.BY_PRODUCT, 2, 10, 9, 16, 24, 1, 1, 2, 2, 0, 0, 0, 0, 1, 1, 1),
            of(Ways.BY_PRODUCT, 1, 13, 12, 6, 10, 3, 3, 1, 1, 2, 2, 2, 2, 2, 2, 1),
            of(Ways.BY_PRODUCT, 2, 12, 12, 8, 12, 3, 2, 3, 2, 0, 1, 2, 0, 1, 2, 2),
            of(Ways.DEPTHWISE, 1, 11, 9, 20, 20, 5, 3, 2, 2, 2, 1, 2, 1, 1, 1, 20),
            of(Ways.DEPTHWISE, 1, 9, 11, 20, 20, 3, 3, 1, 2, 2, 0, 2, 1, 2, 1, 20),
            of(Ways.DEPTHWISE, 2, 9, 10, 40, 40, 3, 3, 2, 2, 0, 3, 2, 0, 1, 1, 40),
            of(Ways.DEPTHWISE, 1, 3, 3, 33, 33, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 33),
            of(Ways.BY_PRODUCT, 1, 4, 4, 3, 4, 2, 2, 3, 3, 0, 0, 0, 0, 1, 1, 1),
            // Winograd's tiles: paddings that differ, many pictures, many blocks.
            of(Ways.WINOGRAD, 3, 15, 10, 64, 128, 3, 3, 1, 1, 0, 2, 1, 0, 1, 1, 1),
            of(Ways.WINOGRAD, 16, 7, 7, 48, 65, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.WINOGRAD, 1, 40, 41, 32, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.STRIDED_WINOGRAD, 3, 56, 49, 16, 32, 3, 3, 2, 2, 0, 0, 0, 0, 1, 1, 1),
            of(Ways.STRIDED_WINOGRAD, 16, 14, 14, 64, 128, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.STRIDED_WINOGRAD, 1, 97, 96, 48, 20, 3, 3, 2, 2, 2, 1, 1, 2, 1, 1, 1),
            // Few tiles or pixels, and filters beyond the second-level cache.
            of(Ways.SMALL_WINOGRAD, 1, 7, 7, 64, 128, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.SMALL_WINOGRAD, 1, 7, 7, 128, 144, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            of(Ways.STRIDED_WINOGRAD, 3, 14, 13, 64, 128, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1));

    /// The numbers are those of [ConvolutionShape], in its order.
    private static Case of(Ways ways, int... n) {
        ConvolutionShape shape = new ConvolutionShape(
                n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13], n[14], n[15]);
        return new Case(ways, shape);
    }

    private static List<Case> all() {
        return Stream.concat(SMALL.stream(), MORE.stream()).toList();
    }

    private static double[] sums(Case one, float[] x, float[] w) {
        double[] sums = new double[one.outputs()];
        Reference.terms(one.shape, (xi, wi, yi, n) -> {
            for (int i = 0; i < n; i++) {
                sums[yi + i] += (double) x[xi] * w[wi + i];
            }
        });
        return sums;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void forward(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (Case one : all()) {
                float[] x = values(one.inputs());
                float[] w = values(one.weights());
                float[] y = values(one.outputs());
                double[] sums = sums(one, x, w);
                one.plan(kernels).forward(x, w, Epilogue.NONE, y, workers);
                near(sums, y, 2e-5, kernels.description() + " " + one);
                float[] again = values(one.outputs());
                FixedFilters filters = new FixedFilters(w);
                one.planOfFixed(kernels, filters, workers).forward(x, w, Epilogue.NONE, again, workers);
                near(sums, again, 2e-5, "with fixed filters, " + kernels.description() + " " + one);
                float[] shared = values(one.outputs());
                one.planOfFixed(kernels, filters, workers).forward(x, w, Epilogue.NONE, shared, workers);
                assertArrayEquals(again, shared, "with another's filters, " + kernels.description() + " " + one);
            }
        }
    }

    /// Activation or slopes × bias × residual, with filters as they come and fixed.
    @ParameterizedTest
    @MethodSource("kernels")
    void everyEpilogue(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (Case one : SMALL) {
                float[] x = values(one.inputs());
                float[] w = values(one.weights());
                float[] bias = values(one.shape.oc());
                float[] residual = values(one.outputs());
                double[] sums = sums(one, x, w);
                Convolution plan = one.plan(kernels);
                Convolution fixed = one.planOfFixed(kernels, new FixedFilters(w), workers);
                for (int kind = 0; kind < 4; kind++) {
                    float[] plus = (kind & 1) == 0 ? null : bias;
                    float[] other = (kind & 2) == 0 ? null : residual;
                    for (Epilogue e : epilogues(plus, other, one.shape.oc())) {
                        double[] expected = expected(e, sums);
                        double allowed = 2e-5 * Math.max(1, largest(sums));
                        float[] y = values(one.outputs());
                        plan.forward(x, w, e, y, workers);
                        within(allowed, expected, y, what(e) + kernels.description() + " " + one);
                        fixed.forward(x, w, e, y, workers);
                        within(allowed, expected, y, what(e) + "fixed filters, " + kernels.description() + " " + one);
                    }
                }
            }
        }
    }

    /// The same to the bit as of the same pictures pixel by pixel.
    @ParameterizedTest
    @MethodSource("kernels")
    void forwardOfPicturesInPlanes(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (Case one : all()) {
                Convolution plan = one.plan(kernels);
                assertEquals(vector(kernels) && one.ways == Ways.COLOUR_TAPS, plan.readsPlanes(), one.toString());
                float[] x = values(one.inputs());
                float[] planes = planes(one.shape, x);
                float[] w = values(one.weights());
                float[] bias = values(one.shape.oc());
                List<Epilogue> all = plan.readsPlanes() ? epilogues(bias, null, bias.length) : List.of();
                for (Epilogue e : all) {
                    float[] expected = values(one.outputs());
                    plan.forward(x, w, e, expected, workers);
                    float[] y = values(one.outputs());
                    plan.forwardPlanes(planes, w, e, y, workers);
                    assertArrayEquals(expected, y, what(e) + kernels.description() + " " + one);
                }
            }
        }
    }

    private static float[] planes(ConvolutionShape s, float[] x) {
        float[] planes = new float[x.length];
        int pixels = s.h() * s.w();
        for (int i = 0; i < x.length; i++) {
            int pixel = i / s.c();
            planes[(pixel / pixels * s.c() + i % s.c()) * pixels + pixel % pixels] = x[i];
        }
        return planes;
    }

    private List<Epilogue> epilogues(float @Nullable [] bias, float @Nullable [] residual, int channels) {
        Stream<Epilogue> activations = FUNCTIONS.stream().map(f -> new Epilogue(bias, residual, f));
        Epilogue slopes = new Epilogue(bias, residual, Activation.NONE, values(channels));
        return Stream.concat(activations, Stream.of(slopes)).toList();
    }

    private static double[] expected(Epilogue e, double[] sums) {
        float @Nullable [] bias = e.bias();
        float @Nullable [] residual = e.residual();
        float @Nullable [] slopes = e.slopes();
        double[] y = new double[sums.length];
        for (int i = 0; i < y.length; i++) {
            double z = sums[i] + (bias == null ? 0 : bias[i % bias.length]) + (residual == null ? 0 : residual[i]);
            y[i] = Reference.apply(e.f(), z) * (slopes == null || z > 0 ? 1 : slopes[i % slopes.length]);
        }
        return y;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static String what(Epilogue e) {
        return e.f() + (e.slopes() == null ? "" : ", slopes")
                + (e.bias() == null ? "" : ", bias")
                + (e.residual() == null ? "" : ", residual") + ": ";
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void winogradCanBeForbidden(Kernels kernels) {
        for (Case one : all()) {
            System.setProperty("fovea.winograd", "false");
            try (Workers workers = new Workers(1)) {
                Convolution plan = kernels.convolution(one.shape);
                assertFalse(plan.algorithm().contains("winograd"), one.toString());
                plan.fixFilters(new FixedFilters(new float[one.weights()]), workers);
                assertFalse(plan.algorithm().contains("winograd"), "with fixed filters, " + one);
            } finally {
                System.clearProperty("fovea.winograd");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void backwardToTheData(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (Case one : all()) {
                float[] dy = values(one.outputs());
                float[] w = values(one.weights());
                float[] dx = values(one.inputs());
                double[] expected = new double[dx.length];
                Reference.terms(one.shape, (xi, wi, yi, n) -> {
                    for (int i = 0; i < n; i++) {
                        expected[xi] += (double) dy[yi + i] * w[wi + i];
                    }
                });
                Convolution plan = one.plan(kernels);
                plan.backwardData(dy, w, dx, false, workers);
                near(expected, dx, 2e-5, kernels.description() + " " + one);
                plan.backwardData(dy, w, dx, true, workers);
                near(Arrays.stream(expected).map(v -> 2 * v).toArray(), dx, 2e-5, "adding, " + one);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void backwardToTheFilters(Kernels kernels) {
        try (Workers workers = new Workers(2)) {
            for (Case one : all()) {
                float[] x = values(one.inputs());
                float[] dy = values(one.outputs());
                float[] dw = values(one.weights());
                double[] expected = doubles(dw);
                Reference.terms(one.shape, (xi, wi, yi, n) -> {
                    for (int i = 0; i < n; i++) {
                        expected[wi + i] += (double) dy[yi + i] * x[xi];
                    }
                });
                one.plan(kernels).backwardFilters(x, dy, dw, workers);
                near(expected, dw, 2e-5, kernels.description() + " " + one);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void passesDoNotDependOnThreads(Kernels kernels) {
        try (Workers single = new Workers(1);
                Workers three = new Workers(3)) {
            for (Case one : all()) {
                float[] x = values(one.inputs());
                float[] w = values(one.weights());
                float[] dy = values(one.outputs());
                assertArrayEquals(
                        passes(one.plan(kernels), x, w, dy, single),
                        passes(one.plan(kernels), x, w, dy, three),
                        one.toString());
            }
        }
    }

    private static float[][] passes(Convolution plan, float[] x, float[] w, float[] dy, Workers workers) {
        float[] y = new float[dy.length];
        float[] dx = new float[x.length];
        float[] dw = new float[w.length];
        plan.forward(x, w, new Epilogue(null, null, Activation.RELU), y, workers);
        plan.backwardData(dy, w, dx, false, workers);
        plan.backwardFilters(x, dy, dw, workers);
        return new float[][] {y, dx, dw};
    }
}
