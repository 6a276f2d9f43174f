package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.OnnxExport;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.network.FaceNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
    @TempDir
    private Path folder;

    private Path network() throws IOException {
        Path file = folder.resolve("network.safetensors");
        ModelFile.write(
                file, FaceNetworks.small(SmallModels.whole().shape(1), 3, 2).initialize(new Xoshiro256(1)));
        return file;
    }

    private Path faces() throws IOException {
        Path file = folder.resolve("faces.safetensors");
        SmallModels.of(List.of("Ada", "Bo"), SmallModels.whole(), SmallModels.whole())
                .write(file);
        return file;
    }

    @Test
    void aNetworkBecomesOnnx() throws IOException {
        Path file = folder.resolve("NETWORK.ONNX");
        Run run = Run.of("convert", network(), file);
        assertEquals(0, run.exit(), run.err());
        assertEquals(
                file + ": 23 arrays of 1,070 numbers, 19 nodes\n  input input FLOAT N×1×32×32\n"
                        + "  output logits FLOAT N×3\n",
                run.out());
        Network network = ModelFile.read(network());
        Tensor x = Tensor.zeros(network.input().shape().batch(2));
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = i % 7 - 3;
        }
        float[] expected = network.forward(x).output().data();
        assertArrayEquals(expected, logits(file, x, 2, 1, 32, 32), 1e-4f);
        Path last = folder.resolve("last.onnx");
        assertEquals(0, Run.of("convert", "--channels-last", network(), last).exit());
        assertArrayEquals(expected, logits(last, x, 2, 32, 32, 1), 1e-4f);
    }

    @Test
    void anOnnxFileBecomesANetwork() throws IOException {
        Path onnx = folder.resolve("network.onnx");
        assertEquals(0, Run.of("convert", network(), onnx).exit());
        Path back = folder.resolve("back.safetensors");
        Run run = Run.of("convert", "--network", onnx, back);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("\n  input input N×32×32×1\n  output logits N×3\n"), run.out());
        Network network = ModelFile.read(network());
        Tensor x = Tensor.zeros(network.input().shape().batch(2));
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = i % 5 - 2;
        }
        assertArrayEquals(
                network.forward(x).output().data(),
                ModelFile.read(back).forward(x).output().data(),
                1e-4f);
    }

    @Test
    void whatNoLayersComputeBecomesNoNetwork() throws IOException {
        OnnxGraphBuilder b = new OnnxGraphBuilder("g");
        String x = b.input("x", 1, 4, 5, 5);
        String relu = b.node("Relu", "relu", List.of(x), Map.of());
        String whole = b.node(
                "Mod",
                "whole",
                List.of(relu, b.constant("three", OnnxTensor.of(new float[] {3}, 1))),
                Map.of("fmod", 1L));
        b.output(b.node("Relu", "y", List.of(whole), Map.of()), 1, 4, 5, 5);
        Path onnx = folder.resolve("g.onnx");
        OnnxExport.of(b.build()).write(onnx);
        refused(1, "no layers compute what these nodes do: ", onnx, folder.resolve("g.safetensors"), "--network");
        refused(2, "--network goes with an ONNX file to read", network(), folder.resolve("n.safetensors"), "--network");
        refused(2, "--shape goes with --network", onnx, folder.resolve("g.safetensors"), "--shape=x=1x4x5x5");
        assertFalse(Files.exists(folder.resolve("g.safetensors")));
    }

    private static float[] logits(Path file, Tensor x, int... extents) throws IOException {
        return OnnxModel.read(file)
                .run(Map.of("input", OnnxTensor.of(x.data(), extents)))
                .get("logits")
                .floats();
    }

    @Test
    void aFaceModelBecomesOnnx() throws IOException {
        Path file = folder.resolve("faces.onnx");
        Run run = Run.of("convert", faces(), file, "--json");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("\"scores FLOAT N×2\", \"features1 FLOAT N×16\""), run.out());
        assertEquals("[\"Ada\",\"Bo\"]", OnnxModel.read(file).metadata().get("people"));
        run = Run.of("convert", faces(), file, "--channels-last");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("is a face model, whose frames have the channels first"), run.err());
    }

    @Test
    void weightsAloneAreLaidOutAsPyTorchHasThem() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        assertEquals(0, Run.of("convert", network(), file).exit());
        SafeTensors weights = SafeTensors.read(file);
        assertTrue(weights.metadata().isEmpty());
        Network network = ModelFile.read(network());
        assertEquals(network.parameters().size(), weights.names().size());
        Tensor filters = network.parameters().get("conv2.weight").value();
        assertEquals("4×2×3×3", weights.shape("conv2.weight").toString());
        assertArrayEquals(
                Layout.hwioToOihw(filters).data(),
                weights.tensor("conv2.weight").data());
        assertEquals("3×8", weights.shape("logits.weight").toString());
        assertEquals(0, Run.of("convert", faces(), file).exit());
        assertTrue(SafeTensors.read(file).has("network2/conv1.weight"));
    }

    @Test
    void onnxsConstantsBecomeArrays() throws IOException {
        OnnxGraphBuilder b = new OnnxGraphBuilder("g");
        String x = b.input("x", 2);
        String floats = b.constant("floats", OnnxTensor.of(new float[] {1, 2}, 1, 2));
        String sum = b.node("Add", "sum", List.of(x, floats), Map.of());
        String shape = b.constant("shape", OnnxTensor.of(new long[] {-1, 2, 1}, 3));
        b.output(b.node("Reshape", "y", List.of(sum, shape), Map.of()), 2, 1);
        Path onnx = folder.resolve("g.onnx");
        OnnxExport.of(b.build()).write(onnx);
        Path file = folder.resolve("g.safetensors");
        Run run = Run.of("convert", onnx, file);
        assertEquals("0 ", run.exit() + " " + run.err());
        assertEquals(file + ": 2 arrays of 5 numbers\n", run.out());
        SafeTensors arrays = SafeTensors.read(file);
        assertEquals("1×2", arrays.shape("floats").toString());
        assertArrayEquals(new long[] {-1, 2, 1}, arrays.longs("shape"));
    }

    @Test
    void whatCannotBeConvertedIsRefusedAndLeavesWhatWasThere() throws IOException {
        Path there = Files.writeString(folder.resolve("there.onnx"), "there");
        byte[] before = Files.readAllBytes(network());
        refused(2, "is read here; the result needs another file", network(), network());
        Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), network());
        refused(2, "is read here", network(), link);
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("network.safetensors")));
        refused(2, "both files are ONNX", there, folder.resolve("b.onnx"));
        refused(2, "the name must end in .onnx or .safetensors", network(), folder.resolve("b.pt"));
        refused(
                2,
                "--channels-last goes with an ONNX file",
                network(),
                folder.resolve("b.safetensors"),
                "--channels-last");
        refused(1, "no such file", folder.resolve("a.safetensors"), there);
        refused(1, "there is no folder", network(), folder.resolve("no/b.onnx"));
        Path weights = folder.resolve("weights.safetensors");
        assertEquals(0, Run.of("convert", network(), weights).exit());
        refused(1, "a network under the metadata key", weights, there);
        refused(1, "there.onnx: byte", there, folder.resolve("b.safetensors"));
        assertEquals("there", Files.readString(there));
        assertFalse(Files.exists(folder.resolve("b.safetensors")));
    }

    private static void refused(int exit, String told, Object... arguments) {
        Object[] words = new Object[arguments.length + 1];
        words[0] = "convert";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Run run = Run.of(words);
        assertEquals(exit, run.exit(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("fovea: ") && run.err().contains(told), run.err());
    }
}
