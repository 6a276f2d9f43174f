package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.integers;
import static org.fovea.engine.onnx.Message.longs;
import static org.fovea.engine.onnx.Message.model;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// Graphs as networks: what moves and what does not, and that the numbers are those of the definitions.
class LoweringTest {
    private static final Xoshiro256 RANDOM = new Xoshiro256(11);

    private static float[] random(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) RANDOM.nextGaussian();
        }
        return values;
    }

    /// A constant of random numbers.
    private static Message weights(String name, long... extents) {
        return floats(name, extents, random((int) Arrays.stream(extents).reduce(1, Math::multiplyExact)));
    }

    private static OnnxModel of(List<Message> nodes, List<Message> constants, Message input, Message... outputs)
            throws IOException {
        return OnnxModel.read(model(13, graph(nodes, constants, List.of(input), List.of(outputs))), "test");
    }

    /// Holds a runner against the definitions, and gives the lowered model.
    private static LoweredModel check(OnnxModel model, int... extents) {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (OnnxValue input : model.graph().inputs()) {
            inputs.put(input.name(), OnnxTensor.of(random(OnnxTensor.count(extents)), extents));
            shapes.put(input.name(), extents);
        }
        Map<String, OnnxTensor> expected = model.run(inputs);
        OnnxRunner runner = model.runner(Workers.common());
        for (int run = 0; run < 2; run++) {
            Map<String, OnnxTensor> actual = runner.run(inputs);
            assertEquals(List.copyOf(expected.keySet()), List.copyOf(actual.keySet()));
            expected.forEach((name, tensor) -> assertNear(tensor, Objects.requireNonNull(actual.get(name)), name));
        }
        return model.lowered(shapes);
    }

    private static void assertNear(OnnxTensor expected, OnnxTensor actual, String name) {
        assertEquals(expected.toString(), actual.toString(), name);
        double[] e = expected.doubles();
        double largest = Arrays.stream(e).map(Math::abs).max().orElse(0);
        assertArrayEquals(e, actual.doubles(), 1e-5 * largest + 1e-7, name);
    }

    private static List<String> types(Network network) {
        return network.nodes().stream().map(node -> node.layer().type()).toList();
    }

    private static List<String> operators(List<OnnxNode> nodes) {
        return nodes.stream().map(OnnxNode::operator).toList();
    }

    @Test
    void transposesAroundPicturesVanish() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Transpose", List.of("x"), List.of("a"), integers("perm", 0, 3, 1, 2)),
                                node("Conv", List.of("a", "w", "b"), List.of("c")),
                                node("Relu", List.of("c"), List.of("d")),
                                node("Transpose", List.of("d"), List.of("y"), integers("perm", 0, 2, 3, 1))),
                        List.of(weights("w", 4, 3, 3, 3), weights("b", 4)),
                        value("x", -1, 6, 5, 3),
                        value("y", -1, 4, 3, 4)),
                1,
                6,
                5,
                3);
        assertEquals(List.of("input", "conv2d", "relu"), types(lowered.network()));
        assertEquals(Shape.of(6, 5, 3), lowered.network().input().shape());
        assertEquals("the Relu", lowered.output("y").node());
        // Channels last on both sides: an element is where it is.
        assertEquals(17, lowered.output("y").place(0, 1, 1, 1));
    }

    @Test
    void aPictureComesInChannelsLastAndItsPlacesAreFound() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(node("Conv", List.of("x", "w"), List.of("y"))),
                        List.of(weights("w", 4, 3, 3, 3)),
                        value("x", -1, 3, 6, 5),
                        value("y", -1, 4, 4, 3)),
                2,
                3,
                6,
                5);
        assertEquals(2, lowered.batch());
        assertEquals(Shape.of(6, 5, 3), lowered.network().input().shape());
        OnnxPort y = lowered.output("y");
        assertArrayEquals(new int[] {1, 4, 4, 3}, y.extents());
        assertEquals((2 * 3 + 1) * 4 + 3, y.place(0, 3, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> y.place(0, 4, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> y.place(0, 3, 2));
        assertThrows(IllegalArgumentException.class, () -> lowered.output("z"));
        OnnxTensor there = OnnxTensor.of(random(2 * 48), 2, 4, 4, 3);
        assertArrayEquals(there.floats(), y.toOnnx(y.toNetwork(there)).floats());
    }

    @Test
    void aFlattenedPictureIsNotTurnedRound() throws IOException {
        for (Message flatten : List.of(
                node("Flatten", List.of("c"), List.of("f")), node("Reshape", List.of("c", "to"), List.of("f")))) {
            LoweredModel lowered = check(
                    of(
                            List.of(
                                    node("Conv", List.of("x", "w"), List.of("c")),
                                    flatten,
                                    node("Gemm", List.of("f", "m", "b"), List.of("y"), integer("transB", 1))),
                            List.of(weights("w", 4, 3, 3, 3), weights("m", 7, 48), weights("b", 7), longs("to", 0, -1)),
                            value("x", -1, 3, 6, 5),
                            value("y", -1, 7)),
                    3,
                    3,
                    6,
                    5);
            assertEquals(List.of("input", "conv2d", "flatten", "dense"), types(lowered.network()));
            assertEquals(3, lowered.batch());
        }
    }

    @Test
    void channelsThatAreShuffledMoveOnce() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Conv", List.of("x", "w"), List.of("c")),
                                node("Reshape", List.of("c", "split"), List.of("s")),
                                node("Transpose", List.of("s"), List.of("t"), integers("perm", 0, 2, 1, 3, 4)),
                                node("Reshape", List.of("t", "joined"), List.of("j")),
                                node("Conv", List.of("j", "v"), List.of("y"), integer("group", 2))),
                        List.of(
                                weights("w", 6, 3, 3, 3),
                                weights("v", 4, 3, 1, 1),
                                longs("split", 1, 2, 3, 4, 3),
                                longs("joined", 1, 6, 4, 3)),
                        value("x", 1, 3, 6, 5),
                        value("y", 1, 4, 4, 3)),
                1,
                3,
                6,
                5);
        assertEquals(List.of("input", "conv2d", "reorder", "conv2d"), types(lowered.network()));
    }

    @Test
    void severalOutputsAreJoinedFromPicturesOfSeveralSizes() throws IOException {
        List<Message> nodes = new ArrayList<>();
        nodes.add(node("Conv", List.of("x", "w"), List.of("a")));
        nodes.add(node("MaxPool", List.of("a"), List.of("b"), integers("kernel_shape", 2, 2)));
        for (String name : List.of("a", "b")) {
            nodes.add(node("Transpose", List.of(name), List.of(name + "t"), integers("perm", 0, 2, 3, 1)));
            nodes.add(node("Reshape", List.of(name + "t", "cells"), List.of(name + "c")));
        }
        nodes.add(node("Concat", List.of("ac", "bc"), List.of("boxes"), integer("axis", 1)));
        nodes.add(node("Softmax", List.of("boxes"), List.of("scores"), integer("axis", 2)));
        LoweredModel lowered = check(
                of(
                        nodes,
                        List.of(weights("w", 4, 3, 3, 3), longs("cells", 1, -1, 2)),
                        value("x", 1, 3, 6, 5),
                        value("scores", 1, 36, 2),
                        value("a", 1, 4, 4, 3),
                        value("boxes", 1, 36, 2)),
                1,
                3,
                6,
                5);
        assertTrue(
                types(lowered.network()).stream().noneMatch("reorder"::equals),
                lowered.network().summary());
        assertEquals(
                List.of("scores", "a", "boxes"),
                lowered.outputs().stream().map(OnnxPort::name).toList());
    }

    @Test
    void nodesHaveTheFilesNamesMadeUnique() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Relu", List.of("x"), List.of("a")),
                                node("Sigmoid", List.of("a"), List.of("b")),
                                node("Relu", List.of("b"), List.of("y"))),
                        List.of(),
                        value("x", 1, 3),
                        value("y", 1, 3)),
                1,
                3);
        assertEquals(
                List.of("x", "the Relu", "the Sigmoid", "the Relu_2"),
                lowered.network().nodes().stream().map(Node::name).toList());
    }

    @Test
    void whatNoLayerComputesRunsByItsDefinitionAndHasNoGradient() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Conv", List.of("x", "w"), List.of("a")),
                                node("Mod", List.of("a", "m"), List.of("b"), integer("fmod", 1)),
                                node("Relu", List.of("b"), List.of("c")),
                                node("Split", List.of("c"), List.of("d", "y"), integer("axis", 1))),
                        List.of(weights("w", 4, 3, 3, 3), floats("m", new long[] {1}, 7)),
                        value("x", -1, 3, 6, 5),
                        value("d", -1, 2, 4, 3),
                        value("y", -1, 2, 4, 3)),
                2,
                3,
                6,
                5);
        assertEquals(List.of("Mod"), operators(lowered.byDefinition()));
        Trace trace = lowered.network().trace(1);
        trace.forward(Tensor.zeros(1, 6, 5, 3));
        Target first = new Target() {
            @Override
            public double evaluate(Tensor output, Tensor gradient) {
                Arrays.fill(gradient.data(), 1);
                return 0;
            }
        };
        trace.backward("the Relu", first, Reach.downTo("the Mod"));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> trace.backward("the Relu", first, Reach.ACTIVATIONS));
        assertEquals(
                "\"the Mod\" (Mod by definition) has no gradient, and \"the Relu\" depends on \"the Conv\" by way of"
                        + " it",
                refused.getMessage());
    }

    @Test
    void whatExportersTookApartIsPutTogether() throws IOException {
        Message root = floats("root", new long[0], (float) Math.sqrt(2));
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("MatMul", List.of("x", "m"), List.of("a")),
                                node("Add", List.of("b", "a"), List.of("c")),
                                node("Sigmoid", List.of("c"), List.of("d")),
                                node("Mul", List.of("d", "c"), List.of("e")),
                                node("Div", List.of("e", "root"), List.of("f")),
                                node("Erf", List.of("f"), List.of("g")),
                                node("Add", List.of("g", "one"), List.of("h")),
                                node("Mul", List.of("e", "h"), List.of("i")),
                                node("Mul", List.of("i", "half"), List.of("y"))),
                        List.of(
                                weights("m", 6, 5),
                                weights("b", 5),
                                root,
                                floats("one", new long[0], 1),
                                floats("half", new long[0], 0.5f)),
                        value("x", -1, 6),
                        value("y", -1, 5)),
                3,
                6);
        assertEquals(List.of("input", "dense", "silu", "gelu"), types(lowered.network()));
        assertEquals(List.of(), lowered.byDefinition());
    }

    @Test
    void whatIsReadOtherwiseTooStaysApart() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Sigmoid", List.of("x"), List.of("a")),
                                node("Mul", List.of("x", "a"), List.of("y"))),
                        List.of(),
                        value("x", -1, 6),
                        value("y", -1, 6),
                        value("a", -1, 6)),
                1,
                6);
        assertEquals(List.of("input", "sigmoid", "multiply"), types(lowered.network()));
    }

    @Test
    void choicesPassGradientsOnAndComparisonsNone() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Less", List.of("x", "w"), List.of("c")),
                                node("Neg", List.of("x"), List.of("n")),
                                node("Where", List.of("c", "n", "x"), List.of("y"))),
                        List.of(floats("w", new long[] {3}, 1, 2, 3)),
                        value("x", 1, 3),
                        value("y", 1, 3)),
                1,
                3);
        assertEquals(List.of(), lowered.byDefinition());
        Trace trace = lowered.network().trace(1);
        trace.forward(Tensor.of(Shape.of(1, 3), 0, 5, 0));
        trace.backward((output, gradient) -> {
            Arrays.fill(gradient.data(), 2);
            return 0;
        });
        assertArrayEquals(new float[] {-2, 2, -2}, trace.gradient("x").data());
    }

    @Test
    void aBatchThatTheFileFixesGoesThroughAsOne() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Conv", List.of("x", "w"), List.of("c")),
                                node("Flatten", List.of("c"), List.of("y"))),
                        List.of(weights("w", 4, 3, 3, 3)),
                        value("x", 2, 3, 6, 5),
                        value("y", 2, 48)),
                2,
                3,
                6,
                5);
        assertEquals(2, lowered.batch());
        assertEquals(List.of(), lowered.byDefinition());
    }

    /// The reshape moves elements of one example to another row: for each by itself it would give other rows.
    @Test
    void rowsThatDependOnTheBatchGoAsOneWhole() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Reshape", List.of("x", "to"), List.of("r")),
                                node("Softmax", List.of("r"), List.of("y"), integer("axis", 1))),
                        List.of(longs("to", 2, -1, 3)),
                        value("x", -1, 3, 4),
                        value("y", 2, -1, 3)),
                2,
                3,
                4);
        assertEquals(1, lowered.batch());
    }

    @Test
    void wholeNumbersAreComputedBehindTheNetwork() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Conv", List.of("x", "w"), List.of("a")),
                                node("ArgMax", List.of("a"), List.of("y"), integer("axis", 1))),
                        List.of(weights("w", 4, 3, 3, 3)),
                        value("x", -1, 3, 6, 5),
                        new Message().text(1, "y")),
                1,
                3,
                6,
                5);
        assertEquals(List.of("ArgMax"), operators(lowered.rest()));
        assertEquals(List.of(), lowered.outputs());
    }

    @Test
    void examplesThatAreMixedGoAsOneWhole() throws IOException {
        LoweredModel lowered = check(
                of(
                        List.of(
                                node("Relu", List.of("x"), List.of("a")),
                                node("ReduceMean", List.of("a"), List.of("y"), integers("axes", 0))),
                        List.of(),
                        value("x", -1, 3, 2),
                        value("y", 1, 3, 2)),
                4,
                3,
                2);
        assertEquals(1, lowered.batch());
        assertEquals(Shape.of(4, 3, 2), lowered.network().input().shape());
    }

    @Test
    void aRunnerTakesOneExtentsAfterAnother() throws IOException {
        OnnxModel model = of(
                List.of(
                        node("Conv", List.of("x", "w"), List.of("a"), integers("pads", 1, 0, 0, 2)),
                        node("GlobalAveragePool", List.of("a"), List.of("y"))),
                List.of(weights("w", 4, 3, 3, 3)),
                value("x", -1, 3, -1, -1),
                value("y", -1, 4, 1, 1));
        OnnxRunner runner = model.runner(Workers.common());
        for (int[] extents : new int[][] {
            {1, 3, 6, 5}, {2, 3, 6, 5}, {1, 3, 9, 9}, {1, 3, 4, 4}, {1, 3, 5, 4}, {1, 3, 4, 5}, {1, 3, 6, 5}
        }) {
            Map<String, OnnxTensor> x = Map.of("x", OnnxTensor.of(random(OnnxTensor.count(extents)), extents));
            assertNear(present(model.run(x).get("y")), present(runner.run(x).get("y")), Arrays.toString(extents));
        }
        assertThrows(IllegalArgumentException.class, () -> runner.run(Map.of()));
        OnnxTensor flat = OnnxTensor.of(random(4), 1, 4);
        assertThrows(IllegalArgumentException.class, () -> runner.run(Map.of("x", flat)));
    }

    private static OnnxTensor present(OnnxTensor tensor) {
        return Objects.requireNonNull(tensor);
    }
}
