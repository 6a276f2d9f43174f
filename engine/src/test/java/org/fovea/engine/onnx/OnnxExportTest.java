package org.fovea.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport.Axes;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxExportTest {
    @TempDir
    private Path folder;

    static Stream<Network> networks() {
        return ExportedNetworks.all();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theFileComputesWhatTheNetworkDoes(Network network) throws IOException {
        for (Axes axes : Axes.values()) {
            byte[] file = OnnxExport.of(network, axes).toByteArray();
            FileChecker.check(file);
            assertSame(network, file, axes, 1);
            assertSame(network, file, axes, 3);
        }
    }

    private static void assertSame(Network network, byte[] file, Axes axes, int n) throws IOException {
        OnnxModel model = OnnxModel.read(file, network.name());
        assertEquals(network.input().name(), model.graph().inputs().getFirst().name());
        Tensor x = ExportedNetworks.batch(network, n);
        Tensor expected = turned(network.forward(x).output(), axes);
        Tensor given = turned(x, axes);
        Map<String, OnnxTensor> outputs = model.run(Map.of(
                network.input().name(),
                OnnxTensor.of(given.data(), given.shape().toArray())));
        OnnxTensor y = outputs.values().iterator().next();
        assertArrayEquals(expected.shape().toArray(), y.extents());
        float largest = 0;
        for (float value : expected.data()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected.data(), y.floats(), 1e-6f * largest);
    }

    /// (N, …, C) with the channels where the file has them.
    private static Tensor turned(Tensor t, Axes axes) {
        int rank = t.shape().rank();
        if (axes == Axes.CHANNELS_LAST || rank < 3) {
            return t;
        }
        return rank == 3 ? Layout.permute(t, 0, 2, 1) : Layout.nhwcToNchw(t);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 6, 2, 2, 2, 0, false", "7, 6, 2, 3, 2, 1, false", "7, 9, 3, 3, 2, 1, true", "7, 8, 3, 2, 2, 0, true",
        "8, 7, 2, 2, 3, 1, true", "5, 5, 3, 3, 4, 1, true", "6, 7, 4, 5, 3, 2, true", "4, 5, 4, 5, 1, 0, false"
    })
    void windowsCountTheSameAtTheBorders(int h, int w, int kh, int kw, int stride, int padding, boolean ceil)
            throws IOException {
        Network network = ExportedNetworks.pools(h, w, kh, kw, stride, padding, ceil);
        byte[] file = OnnxExport.of(network).toByteArray();
        FileChecker.check(file);
        assertSame(network, file, Axes.CHANNELS_FIRST, 2);
        for (OnnxNode node : OnnxExport.of(network).graph().nodes()) {
            long[] pads = node.attributes().integers("pads");
            long[] kernel = node.attributes().integers("kernel_shape");
            // ONNX Runtime takes no others.
            assertTrue(pads == null || (pads[2] < kernel[0] && pads[3] < kernel[1]), node.described());
        }
    }

    @Test
    void allThatHasNoFormIsNamedAtOnce() {
        Network network = Network.builder("strange", Shape.of(4, 4, 1))
                .add("first", new Strange("swirl"))
                .relu("relu")
                .add("second", new Strange("fold"))
                .build();
        String told = assertThrows(IllegalArgumentException.class, () -> OnnxExport.of(network))
                .getMessage();
        assertEquals(
                "strange cannot be written as ONNX, which has no form here for node \"first\" (swirl),"
                        + " node \"second\" (fold)",
                told);
        Network fused = Network.builder("small", Shape.of(4, 4, 1))
                .conv2d("conv", 2, Geometry.of(3))
                .relu("relu")
                .build()
                .optimized();
        told = assertThrows(IllegalArgumentException.class, () -> OnnxExport.of(fused))
                .getMessage();
        assertTrue(told.contains("node \"relu\" (") && told.contains("the network before optimisation can be"), told);
    }

    /// A layer from outside.
    private static final class Strange extends Layer {
        private final String type;

        Strange(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return only(inputs);
        }

        @Override
        public Operation bind(Place place) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void namesStayAndThoseThatMeetGetANumber() throws IOException {
        Network network = ExportedNetworks.all().toList().get(1);
        OnnxModel model = OnnxModel.read(
                OnnxExport.of(network)
                        .metadata("who", "Ada")
                        .metadata("who", "Béla")
                        .toByteArray(),
                "m");
        assertEquals("fovea", model.producer());
        assertEquals(Map.of("who", "Béla"), model.metadata());
        assertEquals("residual näme \"quoted\"", model.graph().name());
        assertEquals("[face crop FLOAT N×4×6×5]", model.graph().inputs().toString());
        assertEquals("[softmax FLOAT N×7]", model.graph().outputs().toString());
        assertEquals(
                "FLOAT 4×4×3×3", model.graph().constants().get("a.weight_2").toString());
        assertEquals("FLOAT 7×12", model.graph().constants().get("dense.weight").toString());
        assertEquals(
                List.of("a", "bn", "relu", "sum", "a.weight/sigmoid", "a.weight"),
                model.graph().nodes().stream().map(OnnxNode::name).limit(6).toList());
        Map<String, Tensor> plain = OnnxExport.parameters(network);
        assertEquals(network.parameters().keySet(), plain.keySet());
        assertArrayEquals(
                model.graph().constants().get("a.weight_2").floats(),
                plain.get("a.weight").data());
        assertEquals(Shape.of(7, 12), plain.get("dense.weight").shape());
    }

    @Test
    void theSameNetworkGivesTheSameFile() throws IOException {
        Path file = folder.resolve("a.onnx");
        OnnxExport.of(ExportedNetworks.all().toList().getFirst()).write(file);
        assertArrayEquals(
                OnnxExport.of(ExportedNetworks.all().toList().getFirst()).toByteArray(), Files.readAllBytes(file));
    }

    @Test
    void whatABuilderIsAskedWronglyIsRefused() {
        OnnxGraphBuilder b = new OnnxGraphBuilder("g");
        String x = b.input("x", 2);
        refused("Relu reads \"y\", which nothing has written", () -> b.node("Relu", "z", List.of("y"), Map.of()));
        refused(
                "Relu writes \"w\", whose name is not claimed, or another's",
                () -> b.write("Relu", List.of("w"), List.of(x), Map.of()));
        refused(
                "Relu writes \"x\", whose name is not claimed, or another's",
                () -> b.write("Relu", List.of(x), List.of(x), Map.of()));
        refused("nothing has written the output \"y\"", () -> b.output("y", 2));
        assertThrows(IllegalStateException.class, b::build);
        String y = b.node("Relu", "y", List.of(x), Map.of());
        b.node("Neg", "nobody reads it", List.of(y), Map.of());
        b.constant("nor this", OnnxTensor.of(new float[1], 1));
        b.output(y, 2);
        assertEquals(
                List.of("y"), b.build().nodes().stream().map(OnnxNode::name).toList());
        assertTrue(b.build().constants().isEmpty());
        assertEquals("y_2", b.claim("y"));
    }

    @Test
    void whatAFileCannotHoldIsRefused() {
        OnnxGraphBuilder b = new OnnxGraphBuilder("half\ud800");
        b.output(b.node("Identity", "y", List.of(b.input("x")), Map.of()));
        refused(
                "has a surrogate without its partner",
                () -> OnnxExport.of(b.build()).toByteArray());
        OnnxGraphBuilder c = new OnnxGraphBuilder("c");
        c.output(c.node("Relu", "y", List.of(c.input("x")), Map.of("alpha", new float[1])));
        refused(
                "attribute alpha is of a kind that is not written",
                () -> OnnxExport.of(c.build()).toByteArray());
        Path taken = folder.resolve("there/is/no/folder.onnx");
        assertThrows(IOException.class, () -> OnnxExport.of(b.build()).write(taken));
        assertFalse(Files.exists(taken));
    }

    private static void refused(String told, Runnable asked) {
        String message =
                assertThrows(IllegalArgumentException.class, asked::run).getMessage();
        assertTrue(message.contains(told), message);
    }

    /// ONNX's own checker, with the extents that it infers, where Python has it.
    @Test
    void onnxsOwnCheckerAccepts() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-c", """
            import sys
            try:
                import onnx
            except ImportError:
                sys.exit(42)
            for path in sys.argv[1:]:
                onnx.checker.check_model(path, full_check=True)
                onnx.shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True)
            """));
        List<Network> all = new ArrayList<>(ExportedNetworks.all().toList());
        all.add(ExportedNetworks.pools(7, 9, 3, 3, 2, 1, true));
        for (Network network : all) {
            for (Axes axes : Axes.values()) {
                Path file = folder.resolve(command.size() + ".onnx");
                OnnxExport.of(network, axes).write(file);
                command.add(file.toString());
            }
        }
        Path log = folder.resolve("log");
        Process python;
        try {
            python = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("skipped: there is no python3");
            return;
        }
        assertTrue(python.waitFor(2, TimeUnit.MINUTES), "the checker takes more than two minutes");
        Assumptions.assumeTrue(python.exitValue() != 42, "skipped: Python has no package onnx");
        assertEquals(0, python.exitValue(), Files.readString(log));
    }
}
