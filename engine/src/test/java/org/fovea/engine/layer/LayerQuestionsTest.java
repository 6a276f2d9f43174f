package org.fovea.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.fovea.engine.definition.Activation;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.elementwise.Function;
import org.fovea.engine.layer.movement.Pad;
import org.fovea.engine.layer.movement.Resampling;
import org.fovea.engine.layer.movement.Resize;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.layer.movement.Transpose;
import org.fovea.engine.layer.normalization.AxisSoftmax;
import org.fovea.engine.layer.normalization.LocalResponse;
import org.fovea.engine.layer.normalization.LpNormalize;
import org.fovea.engine.layer.normalization.Standardize;
import org.fovea.engine.layer.reduction.Reduce;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What layers say of themselves, held against what they compute.
class LayerQuestionsTest {
    private static final Shape X = Shape.of(4, 4, 3);

    static Stream<Layer> ofOnePicture() {
        Geometry g = Geometry.of(3).padding(1);
        return Stream.of(
                new Conv2d(3, 3, g),
                new Conv2d(3, 3, g.withoutBias()),
                new BatchNorm(3),
                ActivationLayer.relu(),
                ActivationLayer.leakyRelu(0.1),
                ActivationLayer.clip(0, 1),
                ActivationLayer.sigmoid(),
                ActivationLayer.tanh(),
                ActivationLayer.silu(),
                new Gelu(),
                new PRelu(3),
                new MaxPool(2),
                new AveragePool(2),
                new GlobalAveragePool(),
                new Softmax(),
                new Flatten(),
                new Reshape(Shape.of(2, 8, 3)),
                new Dropout(0.5),
                new ConvTranspose2d(3, 3, g),
                new ConvTranspose2d(3, 3, g.withoutBias().stride(2)),
                new MatrixMultiply(Shape.of(3, 2), 1),
                WindowPool.maximum(g.stride(2), true),
                WindowPool.average(g.dilation(2), false, true),
                WindowPool.norm(2, g, false),
                Elementwise.of(Function.ABS),
                Elementwise.of(Function.NEGATE),
                Elementwise.of(Function.ELU, 1),
                Elementwise.of(Function.HARD_SIGMOID, 0.2, 0.5),
                new Arithmetic(Arithmetic.Function.ADD, Shape.of(3), 1, false),
                new Arithmetic(Arithmetic.Function.MULTIPLY, Shape.of(4, 1), 0, false),
                new Arithmetic(Arithmetic.Function.SUBTRACT, Shape.of(3), 0, true),
                new Arithmetic(Arithmetic.Function.DIVIDE, Shape.of(), 1, false),
                new Arithmetic(Arithmetic.Function.DIVIDE, Shape.of(), 0, false),
                new Arithmetic(Arithmetic.Function.PRELU, Shape.of(4, 4, 1), 1, true),
                new Arithmetic(Arithmetic.Function.MAXIMUM, Shape.of(1), 1, true),
                new Transpose(1, 0, 2),
                new Slice(0, 3, -5, -1),
                new Pad(Pad.Mode.REFLECT, new int[] {1, 0, 0}, new int[] {0, 2, 0}, 3),
                new Pad(Pad.Mode.CONSTANT, new int[] {1, 0, 0}, new int[] {0, 2, 0}, 3),
                new Resize(
                        Resampling.of(Resampling.Mode.LINEAR, Resampling.Coordinates.HALF_PIXEL),
                        new int[0],
                        new double[] {2, 2, 1}),
                new Reduce(Reduce.Kind.MAXIMUM, true, 2),
                new Reduce(Reduce.Kind.LOG_SUM_EXP, false, 0, 1),
                new Reduce(Reduce.Kind.NORM, false, 0),
                new AxisSoftmax(0, false),
                new LpNormalize(0, 2),
                new LocalResponse(3, 1, 0.75, 1),
                Standardize.instance(3, 1e-5),
                Standardize.layer(Shape.of(3), 1e-5, -1));
    }

    private static float[] y(Layer layer, Tensor x) {
        return Network.builder("net", X)
                .add("y", layer)
                .build()
                .forward(x)
                .output()
                .data()
                .clone();
    }

    private static Tensor input() {
        Tensor x = Tensor.zeros(X.batch(1));
        Xoshiro256 random = new Xoshiro256(4);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @ParameterizedTest
    @MethodSource("ofOnePicture")
    void answersAreTrue(Layer layer) {
        Xoshiro256 random = new Xoshiro256(3);
        for (Parameter p : layer.parameters()) {
            for (int i = 0; i < p.value().size(); i++) {
                p.value().data()[i] = (float) (0.5 + random.nextDouble());
            }
        }
        Tensor x = input();
        float[] y = y(layer, x);
        assertEquals(layer.identity(), java.util.Arrays.equals(x.data(), y), layer.type() + ": identity");

        Tensor twice = x.copy();
        for (int i = 0; i < twice.size(); i++) {
            twice.data()[i] *= 2;
        }
        float[] twofold = y(layer, twice);
        boolean homogeneous = true;
        for (int i = 0; i < y.length; i++) {
            homogeneous &= Math.abs(twofold[i] - 2 * y[i]) < 1e-5;
        }
        assertEquals(layer.homogeneous(), homogeneous, layer.type() + ": homogeneous");

        Tensor other = x.copy();
        other.data()[22] += 1;
        float[] moved = y(layer, other);
        if (layer.elementwise()) {
            for (int i = 0; i < y.length; i++) {
                assertTrue(i == 22 || y[i] == moved[i], layer.type() + ": value " + i + " looks at value 22");
            }
        }
    }

    @Test
    void activationsKnowWhereTheyCutOff() {
        assertEquals(0, ActivationLayer.relu().low());
        assertEquals(Double.POSITIVE_INFINITY, ActivationLayer.relu().high());
        assertEquals(-1, ActivationLayer.clip(-1, 6).low());
        assertEquals(6, ActivationLayer.clip(-1, 6).high());
        assertEquals(Double.NEGATIVE_INFINITY, ActivationLayer.leakyRelu(0.1).low());
        assertEquals(Activation.Kind.SILU, ActivationLayer.silu().kind());
    }

    @Test
    void windowsAreThoseThatSlide() {
        assertEquals(
                Optional.of(new Window(3, 3, 2, 2, 1, 0, 1, 1)),
                new Conv2d(3, 4, Geometry.of(3).stride(2).padding(1, 0, 1, 1)).window());
        assertEquals(Optional.of(new Window(3, 2, 2, 2, 1, 1, 1, 1)), new MaxPool(3, 2, 2, 1, true).window());
        assertEquals(Optional.empty(), ActivationLayer.relu().window());
    }

    @Test
    void anAveragePoolIsGlobalIfItsWindowIsThePicture() {
        assertTrue(new AveragePool(4).isGlobal(X));
        assertFalse(new AveragePool(3).isGlobal(X), "its 1×1 output misses a row and a column");
        assertFalse(new AveragePool(4, 4, 4, 1, false, true).isGlobal(X), "it is shifted onto the padding");
        assertFalse(new AveragePool(2).isGlobal(X));
    }

    @Test
    void unknownTypesAreRefused() {
        assertEquals(
                "unknown type of layer \"conv9d\"",
                assertThrows(IllegalArgumentException.class, () -> Layers.create("conv9d", new Options()))
                        .getMessage());
    }

    @Test
    void aParameterNeedsANameAndRoom() {
        assertThrows(IllegalArgumentException.class, () -> new Parameter(" ", Parameter.Role.WEIGHT, Shape.of(1)));
    }
}
