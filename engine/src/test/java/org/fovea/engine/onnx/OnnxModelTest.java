package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.graphAttribute;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.longs;
import static org.fovea.engine.onnx.Message.model;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {
    private static final List<Message> NONE = List.of();

    @TempDir
    private Path folder;

    private static OnnxModel read(byte[] bytes) throws IOException {
        return OnnxModel.read(bytes, "m.onnx");
    }

    private static float[] run(byte[] bytes, OnnxTensor x) throws IOException {
        return read(bytes).run(Map.of("x", x)).get("y").floats();
    }

    @Test
    void aConvolutionIsReadAndRun() throws IOException {
        OnnxModel model = read(Samples.convolution());
        assertEquals("a test", model.producer());
        assertEquals("[x FLOAT open×1×3×3]", model.graph().inputs().toString());
        OnnxTensor y = model.run(Map.of("x", OnnxTensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3)))
                .get("y");
        // The four windows of each filter: 1·a + 2·b + 3·c + 4·d, and b + d - a - c, which is negative at the right.
        assertEquals("FLOAT 1×8", y.toString());
        assertArrayEquals(new float[] {77, 77, 77, 77, 2, 2, 2, 2}, y.floats());
    }

    @Test
    void extentsAreFoundAndShapesFoldedBeforeThereAreNumbers() throws IOException {
        SpecialisedGraph graph = read(Samples.convolution()).specialised(Map.of("x", new int[] {5, 1, 3, 3}));
        assertEquals(
                List.of("Conv", "Relu", "MaxPool", "Reshape"),
                graph.graph().nodes().stream().map(node -> node.operator()).toList());
        assertArrayEquals(
                new long[] {5, -1}, graph.graph().constants().get("to").longs());
        assertEquals("FLOAT 5×8", graph.outlines().get("y").toString());
        assertEquals("FLOAT 5×2×3×3", graph.outlines().get("c").toString());
    }

    @Test
    void theExportersManyNodesOfPaddingBecomeOne() throws IOException {
        SpecialisedGraph graph = read(Samples.computedPads()).specialised(Map.of("x", new int[] {1, 1, 2, 2}));
        assertEquals(1, graph.graph().nodes().size());
        assertArrayEquals(
                new long[] {0, 0, 3, 1, 0, 0, 4, 2},
                graph.graph().constants().get("pads").longs());
        assertEquals("FLOAT 1×1×9×5", graph.outlines().get("y").toString());
    }

    @Test
    void functionsAreUnfoldedAndConstantBranchesTaken() throws IOException {
        OnnxModel model = read(Samples.functions());
        assertEquals(
                List.of("Softmax", "Identity", "Neg", "Identity", "Add", "Identity"),
                model.graph().nodes().stream().map(node -> node.operator()).toList());
        float[] y = run(Samples.functions(), OnnxTensor.of(new float[] {0, 0, 0, (float) Math.log(3)}, 2, 2));
        // Softmax along axis 0, which the inner call says, negated, doubled.
        assertArrayEquals(new float[] {-1, -0.5f, -1, -1.5f}, y, 1e-6f);
    }

    @Test
    void whatIsComputedTwiceFromOneConstantIsTheSame() throws IOException {
        byte[] bytes = model(
                13,
                graph(
                        List.of(
                                node("Reshape", List.of("x", "s"), List.of("a")),
                                node("ReduceSum", List.of("x", "first"), List.of("small"), integer("keepdims", 0)),
                                node("Reshape", List.of("small", "s"), List.of("y"))),
                        List.of(longs("s", -1, 1), longs("first", 0)),
                        List.of(value("x", 2, 3)),
                        List.of(value("y", 3, 1))));
        assertArrayEquals(new float[] {5, 7, 9}, run(bytes, OnnxTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)));
    }

    @Test
    void everythingThatIsNotSupportedIsNamedAtOnce() {
        byte[] bytes = model(
                17,
                graph(
                        List.of(
                                node("Loop", List.of("x"), List.of("a")),
                                node("Mish", List.of("a"), List.of("b")),
                                node("Relu", List.of("b"), List.of("c"), integer("slope", 1)),
                                node(
                                        "If",
                                        List.of("c"),
                                        List.of("d"),
                                        graphAttribute("then_branch", graph(NONE, NONE, NONE, NONE))),
                                node("Fancy", List.of("d"), List.of("e")).text(7, "own"),
                                node("Cast", List.of("e"), List.of("f"), integer("to", 17)),
                                node(
                                        "Constant",
                                        List.of(),
                                        List.of("g"),
                                        new Message()
                                                .text(1, "value_string")
                                                .text(4, "a")
                                                .number(20, 3)),
                                node("Add", List.of("f"), List.of("y"))),
                        NONE,
                        List.of(value("x", 1)),
                        List.of(value("y", 1))));
        UnsupportedOnnxException refused = assertThrows(UnsupportedOnnxException.class, () -> read(bytes));
        assertEquals(
                List.of(
                        "node \"the Loop\" (Loop, opset 17): the operator is not known",
                        "node \"the Mish\" (Mish, opset 17): the operator is known in opsets 18 to 27",
                        "node \"the Relu\" (Relu, opset 17): attribute slope is not known",
                        "node \"the If\" (If, opset 17): the operator is not known",
                        "node \"the Fancy\" (own.Fancy, opset 1): the operator is not known",
                        "node \"the Cast\" (Cast, opset 17): numbers of FLOAT8E4M3FN are not known",
                        "node \"the Constant\" (Constant, opset 17): a constant of texts is not known",
                        "node \"the Add\" (Add, opset 17): it has 1 inputs, not 2"),
                refused.problems());
        assertTrue(refused.getMessage().startsWith("m.onnx: 8 nodes are not supported:\n  node \"the Loop\""));
    }

    @Test
    void inputsThatDoNotFitAreNamed() throws IOException {
        OnnxModel model = read(Samples.movements());
        refusedRun(model, Map.of(), "no input x FLOAT 2×4");
        refusedRun(model, Map.of("x", OnnxTensor.of(new float[6], 2, 3)), "input x FLOAT 2×4 is given 2×3");
        refusedRun(
                model,
                Map.of("x", OnnxTensor.of(new float[8], 2, 4), "z", OnnxTensor.of(new float[1])),
                "no input is called \"z\": they are [x FLOAT 2×4]");
        refusedRun(model, Map.of("x", OnnxTensor.of(new long[8], 2, 4)), "input x FLOAT 2×4 is given INT64 2×4");
    }

    private static void refusedRun(OnnxModel model, Map<String, OnnxTensor> inputs, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> model.run(inputs))
                        .getMessage());
    }

    @Test
    void nodesThatCannotBeComputedAreNamed() throws IOException {
        byte[] bytes = model(
                13,
                graph(
                        List.of(node("Add", List.of("x", "b"), List.of("y"))),
                        List.of(floats("b", new long[] {3}, 1, 2, 3)),
                        List.of(value("x", -1)),
                        List.of(value("y", -1))));
        refusedRun(
                read(bytes),
                Map.of("x", OnnxTensor.of(new float[2], 2)),
                "node \"the Add\" (Add, opset 13): 2 and 3 cannot be broadcast to each other (inputs: FLOAT 2, FLOAT"
                        + " 3)");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 16, 21, 22})
    void everyTypeIsReadFromRawBytes(int code) throws IOException {
        OnnxType type = OnnxType.of(code);
        byte[] raw = raw(type);
        Message node = node("Identity", List.of("w"), List.of("y"));
        OnnxTensor y = read(Samples.with(node, Message.tensor("w", code, 2).bytes(9, raw)))
                .run(Map.of("x", OnnxTensor.of(new float[2], 2)))
                .get("y");
        assertEquals(type + " 2", y.toString());
        double first = type.signed() && !type.real() ? type.least() : 1;
        assertArrayEquals(new double[] {first, type == OnnxType.BOOL ? 0 : type.real() ? -2 : 3}, y.doubles());
    }

    /// Two numbers: 1 and -2 of real types, the least and 3 of signed ones, 1 and 3 of others, 1 and 0 of truth
    /// values.
    private static byte[] raw(OnnxType type) {
        ByteBuffer raw = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        long first = type.signed() ? type.least() : 1;
        switch (type) {
            case FLOAT16 -> raw.putShort((short) 0x3c00).putShort((short) 0xc000);
            case BFLOAT16 -> raw.putShort((short) 0x3f80).putShort((short) 0xc000);
            case DOUBLE -> raw.putDouble(1).putDouble(-2);
            case UINT4, INT4 -> raw.put((byte) (first & 15 | 3 << 4));
            case BOOL -> raw.put((byte) 1).put((byte) 0);
            case INT8, UINT8 -> raw.put((byte) first).put((byte) 3);
            case INT16, UINT16 -> raw.putShort((short) first).putShort((short) 3);
            case INT32, UINT32 -> raw.putInt((int) first).putInt(3);
            default -> raw.putLong(first).putLong(3);
        }
        return Arrays.copyOf(raw.array(), raw.position());
    }

    // Tensors in files beside the model.

    private Path external(String location, String offset, String length) throws IOException {
        Message tensor = Message.tensor("w", 1, 2)
                .message(13, new Message().text(1, "location").text(2, location))
                .message(13, new Message().text(1, "offset").text(2, offset))
                .message(13, new Message().text(1, "length").text(2, length))
                .number(14, 1);
        byte[] bytes = Samples.with(node("Add", List.of("x", "w"), List.of("y")), tensor);
        return Files.write(Files.createDirectories(folder.resolve("model")).resolve("m.onnx"), bytes);
    }

    @Test
    void numbersAreReadFromAFileBesideTheModel() throws IOException {
        Path path = external("below/w.bin", "4", "8");
        Files.createDirectories(path.resolveSibling("below"));
        byte[] raw = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(7)
                .putFloat(1.5f)
                .putFloat(-2)
                .putFloat(7)
                .array();
        Files.write(path.resolveSibling("below/w.bin"), raw);
        assertArrayEquals(
                new float[] {1.5f, -2},
                OnnxModel.read(path)
                        .run(Map.of("x", OnnxTensor.of(new float[2], 2)))
                        .get("y")
                        .floats());
        for (String[] wrong :
                new String[][] {{"12", "8"}, {"4", "12"}, {"-1", "8"}, {"9223372036854775807", "8"}, {"x", "8"}}) {
            Path other = external("below/w.bin", wrong[0], wrong[1]);
            assertThrows(FileFormatException.class, () -> OnnxModel.read(other), wrong[0] + " " + wrong[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "below/../../secret",
                "",
                ".",
                "..\\secret",
                "missing",
                "/etc/hostname",
                "link",
                "nul\0byte"
            })
    void filesElsewhereAreNotRead(String location) throws IOException {
        Files.write(folder.resolve("secret"), new byte[8]);
        Path path = external(location, "0", "8");
        Files.createSymbolicLink(path.resolveSibling("link"), folder.resolve("secret"));
        FileFormatException refused = assertThrows(FileFormatException.class, () -> OnnxModel.read(path));
        assertEquals("tensor \"w\" to name a file in the model's folder", refused.expected());
    }
}
