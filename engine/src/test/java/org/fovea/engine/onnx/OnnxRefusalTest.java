package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.function;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.graphAttribute;
import static org.fovea.engine.onnx.Message.longs;
import static org.fovea.engine.onnx.Message.model;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.truth;
import static org.fovea.engine.onnx.Message.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What a model file must not say, and that it is told where it says so.
class OnnxRefusalTest {
    private static final List<Message> NONE = List.of();

    @TempDir
    private Path folder;

    private static OnnxModel read(byte[] bytes) throws IOException {
        return OnnxModel.read(bytes, "m.onnx");
    }

    private static FileFormatException refused(byte[] bytes) {
        return thrownInASecond(FileFormatException.class, () -> read(bytes));
    }

    /// What is thrown within a second, in one of three tries: the machine may be busy with other work.
    private static <T extends Throwable> T thrownInASecond(Class<T> type, Executable action) {
        List<Long> milliseconds = new ArrayList<>();
        while (milliseconds.size() < 3) {
            long start = System.nanoTime();
            T thrown = assertThrows(type, action);
            milliseconds.add((System.nanoTime() - start) / 1_000_000);
            if (milliseconds.getLast() < 1000) {
                return thrown;
            }
        }
        throw new AssertionError("refused after " + milliseconds + " ms");
    }

    private static void refused(byte[] bytes, String expected, String found) {
        FileFormatException refused = refused(bytes);
        assertEquals(
                "m.onnx: byte " + refused.offset() + ": expected " + expected + ", found " + found,
                refused.getMessage());
        assertTrue(refused.offset() > 0 && refused.offset() <= bytes.length, refused.getMessage());
    }

    private static byte[] withNodes(Message... nodes) {
        return model(17, graph(List.of(nodes), NONE, List.of(value("x", 2)), List.of(value("y", 2))));
    }

    private static byte[] withConstant(Message constant) {
        return Samples.with(node("Relu", List.of("x"), List.of("y")), constant);
    }

    @Test
    void namesHaveOneOrigin() {
        Message relu = node("Relu", List.of("x"), List.of("y"));
        refused(withNodes(relu, relu), "one origin of \"y\"", "a second");
        refused(withNodes(node("Relu", List.of("x"), List.of("x")), relu), "one origin of \"x\"", "a second");
        refused(Samples.with(relu, floats("y", new long[] {1}, 1)), "one origin of \"y\"", "a second");
        refused(
                withNodes(node("Relu", List.of("z"), List.of("y"))),
                "an origin of input \"z\" of node \"the Relu\" (Relu, opset 17)",
                "none");
        refused(withNodes(node("Relu", List.of("x"), List.of("z"))), "an origin of output \"y\"", "none");
    }

    @Test
    void nodesMayStandInAnyOrderButNotInACircle() throws IOException {
        Message first = node("Neg", List.of("x"), List.of("a"));
        Message second = node("Neg", List.of("a"), List.of("y"));
        assertArrayEquals(
                new float[] {1, -2},
                read(withNodes(second, first))
                        .run(Map.of("x", OnnxTensor.of(new float[] {1, -2}, 2)))
                        .get("y")
                        .floats());
        refused(
                withNodes(
                        node("Add", List.of("x", "b"), List.of("a")),
                        node("Neg", List.of("a"), List.of("b")),
                        node("Neg", List.of("b"), List.of("y"))),
                "nodes that do not wait for each other",
                "a circle that node \"the Add\" (Add, opset 17) waits for");
    }

    @Test
    void tensorsHaveTheNumbersThatTheirExtentsSay() {
        refused(
                withConstant(Message.tensor("w", 1, 2, 2).bytes(9, new byte[12])),
                "tensor \"w\" to have 16 bytes for FLOAT 2×2",
                "12 bytes");
        refused(
                withConstant(Message.tensor("w", 7, 3).number(7, 1)),
                "tensor \"w\" to have 3 numbers for INT64 3",
                "1");
        refused(
                withConstant(Message.tensor("w", 1, 1L << 40, 1L << 40).bytes(9, new byte[4])),
                "tensor \"w\" to have extents from 0 on that one array can hold (2^31 - 9 elements)",
                "[1099511627776, 1099511627776]");
        refused(
                withConstant(Message.tensor("w", 1, 65536, 65536).bytes(9, new byte[4])),
                "tensor \"w\" to have extents from 0 on that one array can hold (2^31 - 9 elements)",
                "[65536, 65536]");
        refused(
                withConstant(Message.tensor("w", 1, -1).bytes(9, new byte[4])),
                "tensor \"w\" to have extents from 0 on that one array can hold (2^31 - 9 elements)",
                "[-1]");
        refused(
                withConstant(Message.tensor("w", 9, 1).bytes(9, new byte[] {3})),
                "tensor \"w\" to have truth values, 0 or 1",
                "3");
        refused(withConstant(Message.tensor("w", 2, 1).number(5, 256)), "tensor \"w\" to have numbers of UINT8", "256");
        refused(
                withConstant(Message.tensor("w", 8, 1).text(6, "a word")),
                "tensor \"w\" to have numbers of a type that is read here",
                "STRING, texts are not read");
        refused(
                withConstant(Message.tensor("w", 17, 1).number(5, 1)),
                "tensor \"w\" to have numbers of a type that is read here",
                "FLOAT8E4M3FN");
        refused(
                withConstant(Message.tensor("w", 7, 1).number(7, 1).bytes(9, new byte[8])),
                "tensor \"w\" to hold its numbers once",
                "them in fields 7 and 9");
    }

    @Test
    void lengthsBeyondTheFileAreRefusedBeforeAnythingIsAllocated() {
        byte[] bytes = Samples.convolution();
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            FileFormatException refused = refused(part);
            assertTrue(refused.offset() <= length, refused.getMessage());
        }
        // Field 7, the graph, of two gigabytes.
        refused(new byte[] {0x3a, -1, -1, -1, -1, 7, 0}, "at most 1 bytes in field 7", "2147483647 bytes");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        for (String text : List.of("", "PK\003\004 a zip", "{\"json\": true}", "<html>", "\u0089PNG\r\n")) {
            Path path = Files.writeString(folder.resolve("other"), text, StandardCharsets.ISO_8859_1);
            assertEquals(
                    path.toString(),
                    assertThrows(FileFormatException.class, () -> OnnxModel.read(path))
                            .source());
        }
        assertThrows(FileFormatException.class, () -> OnnxModel.read(folder));
    }

    @Test
    void messagesWithinMessagesEnd() {
        Message graph = graph(NONE, NONE, NONE, NONE);
        for (int i = 0; i < 200; i++) {
            graph = graph(
                    List.of(node("If", List.of("x"), List.of("y"), graphAttribute("g", graph))), NONE, NONE, NONE);
        }
        refused(model(17, graph), "at most 64 messages within each other", "more");
    }

    @Test
    void functionsDoNotCallThemselvesNorGrowWithoutBound() {
        Message self = function(
                        "F",
                        List.of("a"),
                        List.of("b"),
                        node("G", List.of("a"), List.of("b")).text(7, "own"))
                .message(9, Message.opset("own", 1));
        Message other = function(
                        "G",
                        List.of("a"),
                        List.of("b"),
                        node("F", List.of("a"), List.of("b")).text(7, "own"))
                .message(9, Message.opset("own", 1));
        Message graph = graph(
                List.of(node("F", List.of("x"), List.of("y")).text(7, "own")),
                NONE,
                List.of(value("x", 2)),
                List.of(value("y", 2)));
        refused(
                model(17, graph, self, other),
                "functions that do not call themselves, at most 32 deep and 20000 calls",
                "another call of \"F\"");
        refused(model(17, graph, self, self), "one function of each name", "a second \"F\"");

        List<Message> doubling = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String next = i == 29 ? "Relu" : "F" + (i + 1);
            Message first = node(next, List.of("a"), List.of("t"));
            Message second = node(next, List.of("t"), List.of("b"));
            if (i < 29) {
                first.text(7, "own");
                second.text(7, "own");
            }
            doubling.add(function(i == 0 ? "F" : "F" + i, List.of("a"), List.of("b"), first, second)
                    .message(9, Message.opset("own", 1)));
        }
        FileFormatException refused = refused(model(17, graph, doubling.toArray(Message[]::new)));
        assertTrue(refused.getMessage().contains("at most"), refused.getMessage());
    }

    @Test
    void hugeExtentsOfInputsDoNoHarm() throws IOException {
        byte[] bytes = model(
                17,
                graph(
                        List.of(
                                node("Tile", List.of("x", "times"), List.of("a")),
                                node("Slice", List.of("a", "from", "to"), List.of("y"))),
                        List.of(longs("times", 2, 1), longs("from", 0), longs("to", 1)),
                        List.of(value("x", 60_000, 60_000)),
                        List.of(value("y", 1, 60_000))));
        OnnxModel model = read(bytes);
        thrownInASecond(
                IllegalArgumentException.class, () -> model.specialised(Map.of("x", new int[] {60_000, 60_000})));
    }

    @Test
    void constantBranchesOfOtherOutputsAreRefused() {
        Message taken = graph(NONE, NONE, NONE, NONE);
        refused(
                Samples.with(
                        node("If", List.of("yes"), List.of("y"), graphAttribute("then_branch", taken)),
                        truth("yes", true)),
                "a branch of no inputs and 1 outputs",
                "0 and 0");
    }
}
