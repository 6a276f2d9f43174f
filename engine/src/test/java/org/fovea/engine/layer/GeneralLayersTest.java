package org.fovea.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.elementwise.Function;
import org.fovea.engine.layer.movement.DepthToSpace;
import org.fovea.engine.layer.movement.Expand;
import org.fovea.engine.layer.movement.Gather;
import org.fovea.engine.layer.movement.Pad;
import org.fovea.engine.layer.movement.Resampling;
import org.fovea.engine.layer.movement.Resize;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.layer.movement.Tile;
import org.fovea.engine.layer.movement.Transpose;
import org.fovea.engine.layer.normalization.AxisSoftmax;
import org.fovea.engine.layer.normalization.LocalResponse;
import org.fovea.engine.layer.normalization.Standardize;
import org.fovea.engine.layer.reduction.Reduce;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the general layers do where their definitions leave a choice, what they refuse, and that threads change no bit.
/// Their values and gradients are held against ONNX's definitions in `LayerDefinitionsTest`.
class GeneralLayersTest {
    /// One that is cut into pieces in every layer.
    private static final Shape LARGE = Shape.of(37, 41, 24);

    /// One layer, its inputs, and its gradients on Σ r·y.
    private record Result(float[] y, float[] dx, List<float[]> parameters) {
        static Result of(Network network, Tensor x, Workers workers) {
            Xoshiro256 random = new Xoshiro256(5);
            Trace trace = network.trace(x.shape().extent(0), workers);
            trace.forward(x);
            trace.backward((output, gradient) -> {
                for (int i = 0; i < gradient.size(); i++) {
                    gradient.data()[i] = (float) random.nextGaussian();
                }
                return 0;
            });
            return new Result(
                    trace.output().data(),
                    trace.gradient("input").data(),
                    trace.parameterGradients().values().stream()
                            .map(Tensor::data)
                            .toList());
        }
    }

    static Stream<Layer> large() {
        return Stream.of(
                Elementwise.of(Function.MISH),
                new Arithmetic(Arithmetic.Function.DIVIDE, Shape.of(24), 1, true),
                new Arithmetic(Arithmetic.Function.PRELU, Shape.of(37, 1, 24), 1, true),
                new Transpose(2, 0, 1),
                new Slice(1, -1, -42, -2),
                new Pad(Pad.Mode.WRAP, new int[] {3, 0, 1}, new int[] {0, 50, 2}, 0),
                new Gather(0, Shape.of(3), 5, 5, 36),
                new Resize(
                        Resampling.of(Resampling.Mode.NEAREST, Resampling.Coordinates.ASYMMETRIC),
                        new int[0],
                        new double[] {2, 2, 1}),
                new Resize(
                        Resampling.of(Resampling.Mode.CUBIC, Resampling.Coordinates.ALIGN_CORNERS),
                        new int[] {50, 20, 24},
                        new double[0]),
                new Reduce(Reduce.Kind.MEAN, true, 0),
                new Reduce(Reduce.Kind.LOG_SUM_EXP, false, 1, 2),
                new AxisSoftmax(0, false),
                new LocalResponse(5, 1, 0.75, 2),
                Standardize.group(24, 4, 1e-5),
                Standardize.layer(Shape.of(41, 24), 1e-5, 1, 2),
                WindowPool.average(Geometry.of(3).dilation(2).padding(1), true, true),
                new MatrixMultiply(Shape.of(24, 19), 1),
                new MatrixMultiply(Shape.of(37, 5, 41), 0),
                new ConvTranspose2d(24, 16, Geometry.of(3).stride(2).padding(1), 1, 1));
    }

    @ParameterizedTest
    @MethodSource("large")
    void threadsChangeNoBit(Layer layer) {
        Network network = Network.builder("net", LARGE).add("y", layer).build(new Xoshiro256(3));
        for (Parameter p : network.parameters().values()) {
            fill(p.value().data(), 0.5);
        }
        Tensor x = Tensor.zeros(LARGE.batch(3));
        fill(x.data(), -2);
        try (Workers one = new Workers(1);
                Workers three = new Workers(3)) {
            Result alone = Result.of(network, x, one);
            Result together = Result.of(network, x, three);
            assertArrayEquals(alone.y, together.y);
            assertArrayEquals(alone.dx, together.dx);
            for (int i = 0; i < alone.parameters.size(); i++) {
                assertArrayEquals(alone.parameters.get(i), together.parameters.get(i));
            }
        }
    }

    private static void fill(float[] values, double from) {
        Xoshiro256 random = new Xoshiro256(values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (from + 3 * random.nextDouble());
        }
    }

    private static float[] gradient(Layer layer, float... x) {
        Network network =
                Network.builder("net", Shape.of(x.length)).add("y", layer).build();
        Trace trace = network.forward(Tensor.of(Shape.of(1, x.length), x));
        trace.backward((output, gradient) -> {
            Arrays.fill(gradient.data(), 1);
            return 0;
        });
        return trace.gradient("input").data();
    }

    @Test
    void theFirstOfEqualsHasTheGradient() {
        assertArrayEquals(new float[] {0, 1, 0, 0}, gradient(new Reduce(Reduce.Kind.MAXIMUM, false, 0), 1, 3, 3, 2));
        assertArrayEquals(new float[] {1, 0, 0, 0}, gradient(new Reduce(Reduce.Kind.MINIMUM, false, 0), 1, 3, 1, 2));
        Arithmetic atLeastTwo = new Arithmetic(Arithmetic.Function.MAXIMUM, Shape.of(), 1, true);
        Arrays.fill(Objects.requireNonNull(atLeastTwo.constant()).value().data(), 2);
        assertArrayEquals(new float[] {0, 1, 1}, gradient(atLeastTwo, 1, 2, 3));
    }

    @Test
    void aProductKnowsTheOthersOfAZero() {
        assertArrayEquals(new float[] {6, 3, 2}, gradient(new Reduce(Reduce.Kind.PRODUCT, false, 0), 1, 2, 3));
        assertArrayEquals(new float[] {0, 3, 0}, gradient(new Reduce(Reduce.Kind.PRODUCT, false, 0), 1, 0, 3));
        assertArrayEquals(new float[] {0, 0, 0}, gradient(new Reduce(Reduce.Kind.PRODUCT, false, 0), 0, 0, 3));
    }

    @Test
    void aNormOfZerosHasNoSlope() {
        assertArrayEquals(new float[2], gradient(new Reduce(Reduce.Kind.NORM, false, 0), 0, 0));
    }

    /// y and dy/dx far out, where a formula written down plainly would overflow or cancel.
    @ParameterizedTest
    @CsvSource({
        "SOFTPLUS, 200, 200, 1",
        "SOFTPLUS, -100, 3.7200759760208e-44, 3.7200759760208e-44",
        "MISH, 200, 200, 1",
        "MISH, -200, 0, 0",
        "ERF, 4.5, 1, 1.8e-9",
        "ERF, -30, -1, 0",
        "ERF, 1e-6, 1.1283791670951e-6, 1.1283791670944",
        "HARD_SWISH, -3, 0, 0",
        "HARD_SWISH, 3, 3, 1",
        "ROUND, 2.5, 2, 0",
        "GELU_TANH, -30, 0, 0"
    })
    void functionsHoldFarOut(Function function, float x, double y, double slope) {
        Network network = Network.builder("net", Shape.of(1))
                .add("y", Elementwise.of(function))
                .build();
        assertEquals(y, network.forward(Tensor.of(Shape.of(1, 1), x)).output().data()[0], Math.abs(y) * 1e-6 + 1e-40);
        assertEquals(slope, gradient(Elementwise.of(function), x)[0], Math.abs(slope) * 1e-6 + 1e-10);
    }

    @Test
    void exponentialsOfLargeValuesDoNotOverflow() {
        Network network = Network.builder("net", Shape.of(2))
                .add("y", new Reduce(Reduce.Kind.LOG_SUM_EXP, true, 0))
                .build();
        float[] y =
                network.forward(Tensor.of(Shape.of(1, 2), 1000, 1000)).output().data();
        assertEquals(1000 + Math.log(2), y[0], 1e-4);
        assertArrayEquals(new float[] {0.5f, 0.5f}, gradient(new Reduce(Reduce.Kind.LOG_SUM_EXP, true, 0), 1000, 1000));
    }

    @Test
    void aConstantChooses() {
        Arithmetic where = new Arithmetic(Arithmetic.Function.WHERE, Shape.of(3), 0, false);
        Objects.requireNonNull(where.constant()).value().data()[1] = 1;
        Network network = Network.builder("net", Shape.of(3))
                .add("n", Elementwise.of(Function.NEGATE))
                .add("y", where, "input", "n")
                .build();
        Trace trace = network.forward(Tensor.of(Shape.of(1, 3), 1, 2, 3));
        assertArrayEquals(new float[] {-1, 2, -3}, trace.output().data());
        trace.backward((output, gradient) -> {
            Arrays.fill(gradient.data(), 1);
            return 0;
        });
        assertArrayEquals(new float[] {-1, 1, -1}, trace.gradient("input").data());
    }

    @Test
    void equalsAreOne() {
        Network network = Network.builder("net", Shape.of(2))
                .add("y", new Arithmetic(Arithmetic.Function.EQUAL, Shape.of(), 1, false))
                .build();
        assertArrayEquals(
                new float[] {1, 0},
                network.forward(Tensor.of(Shape.of(1, 2), 0, 1)).output().data());
    }

    private static String refusal(Layer layer, Shape... inputs) {
        return assertThrows(IllegalArgumentException.class, () -> layer.outputShape(List.of(inputs)))
                .getMessage();
    }

    @Test
    void whatDoesNotFitIsRefusedByItsNumbers() {
        Shape x = Shape.of(4, 6, 3);
        assertEquals(
                "shapes that are not broadcast to each other: [4×6×3, 2]",
                refusal(new Arithmetic(Arithmetic.Function.ADD), x, Shape.of(2)));
        assertEquals(
                "a constant of 2×1×1×1 is more than [4×6×3]",
                refusal(new Arithmetic(Arithmetic.Function.ADD, Shape.of(2, 1, 1, 1), 1, false), x));
        assertEquals("SUBTRACT of 3 arrays", refusal(new Arithmetic(Arithmetic.Function.SUBTRACT), x, x, x));
        assertEquals("axis 3 of 4×6×3, which has 3", refusal(new Reduce(Reduce.Kind.SUM, true, 3), x));
        assertEquals("axis -1 of 4×6×3 twice in [2, -1]", refusal(new Reduce(Reduce.Kind.SUM, true, 2, -1), x));
        assertEquals("an order of 2 axes for 4×6×3", refusal(new Transpose(1, 0), x));
        assertEquals("nothing from 3 to 1 by 1 along axis 0 of 4×6×3", refusal(new Slice(0, 3, 1, 1), x));
        assertEquals("index 6 along an axis of 6", refusal(new Gather(1, Shape.of(1), 6), x));
        assertEquals(
                "expects a picture (H×W×C) whose channels are blocks of 2×2, found 4×6×3",
                refusal(new DepthToSpace(2, true), x));
        assertEquals(
                "shapes that are not broadcast to each other: [4×6×3, 5×1×1]",
                refusal(new Expand(Shape.of(5, 1, 1)), x));
        assertEquals(
                "matrices of 4×6×3 and 2×5, with 3 columns and 2 rows",
                refusal(new MatrixMultiply(Shape.of(2, 5), 1), x));
        assertEquals("an extent of 4000000000 made from 4×6×3", refusal(new Tile(1_000_000_000, 1, 1), x));
        assertEquals(
                "4×6×3 to a size of 4 along axis 0, with a scale of 1.0E-6",
                refusal(
                        new Resize(
                                Resampling.of(Resampling.Mode.CUBIC, Resampling.Coordinates.HALF_PIXEL),
                                new int[] {4, 6, 3},
                                new double[] {1e-6, 1, 1}),
                        x));
        assertEquals("expects 4 channels, found 4×6×3", refusal(Standardize.instance(4, 0), x));
        assertEquals(
                "an output of 5×7 is all padding",
                refusal(new ConvTranspose2d(3, 1, Geometry.of(2).padding(3)), x));
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Slice(0, 0, 1, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> WindowPool.maximum(Geometry.of(2).padding(2), false));
        assertThrows(IllegalArgumentException.class, () -> Standardize.group(6, 4, 0));
        assertThrows(IllegalArgumentException.class, () -> new ConvTranspose2d(4, 4, Geometry.of(3), 1, 0));
        assertThrows(IllegalArgumentException.class, () -> Elementwise.of(Function.POWER, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Elementwise.of(Function.CELU, 0));
        Options wrong = Elementwise.of(Function.ABS).options().with("function", "abs");
        assertThrows(IllegalArgumentException.class, () -> Layers.create("elementwise", wrong));
    }
}
