package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every layer's outputs against a reference in double, and its gradients, at the input and at each parameter, against
/// that reference's central differences. The scalar differentiated is Σ r·y with random r.
class GradientCheckTest {
    private static final int BATCH = 3;
    private static final double STEP = 1e-5;

    static Stream<Network> inEitherMode() {
        Shape picture = Shape.of(7, 6, 4);
        Geometry g3 = Geometry.of(3);
        return Stream.of(
                net("conv 3×3", picture).conv2d("y", 5, g3.padding(1)).build(),
                net("conv 3×3 stride 2", picture)
                        .conv2d("y", 5, g3.padding(1).stride(2))
                        .build(),
                net("conv 3×3 without bias", picture)
                        .conv2d("y", 3, g3.withoutBias())
                        .build(),
                net("conv 3×3 dilated", picture)
                        .conv2d("y", 3, g3.padding(2).dilation(2))
                        .build(),
                net("conv asymmetric padding", picture)
                        .conv2d("y", 3, g3.padding(2, 0, 1, 1))
                        .build(),
                net("conv 1×1", picture).conv2d("y", 6, Geometry.of(1)).build(),
                net("conv 1×1 stride 2", picture)
                        .conv2d("y", 6, Geometry.of(1).stride(2))
                        .build(),
                net("conv 5×5", picture)
                        .conv2d("y", 3, Geometry.of(5).padding(2))
                        .build(),
                net("conv two groups", picture)
                        .conv2d("y", 6, g3.padding(1).groups(2))
                        .build(),
                net("depthwise", picture).depthwise("y", g3.padding(1)).build(),
                net("depthwise stride 2", picture)
                        .depthwise("y", g3.padding(1).stride(2))
                        .build(),
                net("dense", Shape.of(11)).dense("y", 5).build(),
                net("cosine", Shape.of(9)).l2Normalize("unit").cosine("y", 4).build(),
                net("l2 normalize", Shape.of(9)).l2Normalize("y").build(),
                net("batch norm", picture).batchNorm("y").build(),
                net("batch norm of vectors", Shape.of(5)).batchNorm("y").build(),
                net("max pool", picture).maxPool("y", 2).build(),
                net("max pool overlapping", picture)
                        .add("y", new MaxPool(3, 3, 2, 1, false))
                        .build(),
                net("max pool ceil", picture)
                        .add("y", new MaxPool(3, 2, 2, 1, true))
                        .build(),
                net("average pool", picture).averagePool("y", 2).build(),
                net("average pool padded", picture)
                        .add("y", new AveragePool(3, 3, 2, 1, true, true))
                        .build(),
                net("average pool inside", picture)
                        .add("y", new AveragePool(3, 3, 2, 1, true, false))
                        .build(),
                net("global average pool", picture).globalAveragePool("y").build(),
                net("relu", picture).relu("y").build(),
                net("leaky relu", picture)
                        .add("y", ActivationLayer.leakyRelu(0.1))
                        .build(),
                net("relu6", picture)
                        .add("scaled", ActivationLayer.leakyRelu(4))
                        .relu6("y")
                        .build(),
                net("prelu", picture).prelu("y").build(),
                net("sigmoid", picture).add("y", ActivationLayer.sigmoid()).build(),
                net("tanh", picture).add("y", ActivationLayer.tanh()).build(),
                net("silu", picture).silu("y").build(),
                net("gelu", picture).gelu("y").build(),
                net("softmax", Shape.of(7)).softmax("y").build(),
                net("dropout that drops nothing", picture).dropout("y", 0).build(),
                net("flatten, reshape", picture)
                        .flatten("flat")
                        .add("y", new Reshape(Shape.of(6, 7, 4)))
                        .build(),
                net("sum of three", picture)
                        .silu("a")
                        .from("input")
                        .relu("b")
                        .sum("y", "a", "b", "input")
                        .build(),
                net("sum of one twice", picture).silu("a").sum("y", "a", "a").build(),
                net("product", picture)
                        .silu("a")
                        .from("input")
                        .prelu("b")
                        .product("y", "a", "b")
                        .build(),
                net("square", picture).product("y", "input", "input").build(),
                net("concatenation", picture)
                        .conv2d("a", 3, g3.padding(1))
                        .from("input")
                        .silu("b")
                        .concatenate("y", "b", "a", "input")
                        .build(),
                net("fan-out", picture)
                        .conv2d("a", 4, g3.padding(1))
                        .batchNorm("b")
                        .silu("c")
                        .sum("d", "c", "a")
                        .globalAveragePool("e")
                        .dense("y", 3)
                        .build());
    }

    private static NetworkBuilder net(String name, Shape input) {
        return Network.builder(name, input);
    }

    @ParameterizedTest
    @MethodSource("inEitherMode")
    void agreesOutsideTraining(Network network) {
        check(network, false);
    }

    @ParameterizedTest
    @MethodSource("inEitherMode")
    void agreesInTraining(Network network) {
        check(network, true);
    }

    private static void check(Network network, boolean training) {
        Xoshiro256 random = new Xoshiro256(11);
        for (Parameter p : network.parameters().values()) {
            float[] value = p.value().data();
            for (int i = 0; i < value.length; i++) {
                value[i] = (float) (p.trained() ? random.nextGaussian() * 0.5 : 0.5 + random.nextDouble());
            }
        }
        Tensor input = Tensor.zeros(network.input().shape().batch(BATCH));
        // Spaced values in random order, none near zero: differences must not cross a kink or a tie.
        float[] x = input.data();
        for (int i = 0; i < x.length; i++) {
            x[i] = (i + 0.5f) * 4f / x.length - 2f;
        }
        for (int i = x.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float t = x[i];
            x[i] = x[j];
            x[j] = t;
        }
        Trace trace = training
                ? network.trainingTrace(BATCH, random, Workers.common())
                : network.trace(BATCH, Workers.common());
        trace.forward(input);
        DoubleNetwork reference = new DoubleNetwork(network, BATCH, training);
        double[] wide = DoubleNetwork.doubles(x);
        assertClose(reference.forward(wide), trace.output().data(), 2e-5, network.name() + " output");

        float[] r = new float[trace.output().size()];
        for (int i = 0; i < r.length; i++) {
            r[i] = (float) random.nextGaussian();
        }
        trace.backward((output, gradient) -> {
            System.arraycopy(r, 0, gradient.data(), 0, r.length);
            return 0;
        });
        assertClose(
                differences(reference, wide, wide, r),
                trace.gradient("input").data(),
                1e-4,
                network.name() + " input gradient");
        network.parameters().forEach((name, p) -> {
            if (p.trained()) {
                assertClose(
                        differences(reference, wide, reference.parameters.get(p), r),
                        trace.gradient(p).data(),
                        1e-4,
                        network.name() + " gradient of " + name);
            }
        });
    }

    /// (Y(v + h) − Y(v − h)) / 2h for every element v of `varied`.
    private static double[] differences(DoubleNetwork reference, double[] input, double[] varied, float[] r) {
        double[] result = new double[varied.length];
        for (int i = 0; i < varied.length; i++) {
            double v = varied[i];
            varied[i] = v + STEP;
            double above = weighted(reference.forward(input), r);
            varied[i] = v - STEP;
            double below = weighted(reference.forward(input), r);
            varied[i] = v;
            result[i] = (above - below) / (2 * STEP);
        }
        return result;
    }

    private static double weighted(double[] y, float[] r) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * r[i];
        }
        return sum;
    }

    private static void assertClose(double[] expected, float[] actual, double tolerance, String what) {
        double largest = Math.max(Arrays.stream(expected).map(Math::abs).max().orElseThrow(), 1e-3);
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - actual[i]) / largest;
            assertTrue(
                    error <= tolerance,
                    what + "[" + i + "]: expected " + expected[i] + ", found " + actual[i] + ", largest " + largest);
        }
    }
}
