package org.fovea.tests.cli;

import static org.fovea.tests.cli.OnnxBytes.FLOAT;
import static org.fovea.tests.cli.OnnxBytes.model;
import static org.fovea.tests.cli.OnnxBytes.node;
import static org.fovea.tests.cli.OnnxBytes.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.tests.Fovea;
import org.fovea.tests.Repository;
import org.fovea.tests.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fovea inspect`: what it tells of other people's models and of our own.
class InspectCommandTest {
    private static final Path PLAIN =
            Repository.root().resolve("tests/src/test/resources/org/fovea/tests/golden/plain.onnx");

    @TempDir
    private Path folder;

    private static JsonNode json(String... arguments) throws IOException {
        Fovea run = Fovea.run(arguments);
        assertEquals("0 ", run.exit() + " " + run.err());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void aModelsNodesShapesAndSizesAreTold() throws IOException {
        JsonNode told = json("inspect", PLAIN.toString(), "--json");
        assertEquals("[\"n\",1,24,24]", told.at("/inputs/0/extents").toString());
        assertEquals("[1,1,24,24]", told.at("/shapesFor/input").toString());
        assertEquals(17, told.at("/opsets/ai.onnx").asInt());
        assertEquals(
                "{\"operator\":\"Relu\",\"opset\":17,\"count\":4}",
                told.at("/operators/4").toString());
        assertEquals("[[1,6,24,24]]", told.at("/nodes/0/extents").toString());
        assertEquals(24 * 24 * 6 * 25, told.at("/nodes/0/multiplyAdds").asInt());
        // 6·25 + 6, 10·6·9 + 10, 14·10·9 + 14, 56·16 + 16, 16·10 + 10
        assertEquals(156 + 550 + 1274 + 912 + 170, told.at("/parameters").asInt());
        int convolutions = 24 * 24 * 6 * 25 + 12 * 12 * 10 * 6 * 9 + 4 * 4 * 14 * 10 * 9;
        assertEquals(convolutions + 56 * 16 + 16 * 10, told.at("/multiplyAdds").asInt());
        assertEquals(0, told.at("/unsupported").size());
        assertEquals("{}", told.at("/byDefinition").toString());
        assertEquals("/8/MaxPool", told.at("/explainedLayer").asText());
        String text = Fovea.run("inspect", PLAIN.toString()).out();
        assertTrue(text.contains("input           input FLOAT n×1×24×24\n"), text);
        assertTrue(text.contains("multiply-adds   185,376\n"), text);
        assertTrue(text.contains("supported       all 13 nodes\n"), text);
    }

    @Test
    void extentsThatAreLeftOpenCanBeSaid() throws IOException {
        Path file = Files.write(
                folder.resolve("open.onnx"),
                model(
                        List.of(node("MatMul", "m", "a", "b"), node("Shape", "s", "b"), node("Expand", "y", "m", "s")),
                        List.of(value("a", FLOAT, -1, -1), value("b", FLOAT, 4, 5)),
                        List.of(value("y", FLOAT, -1, -1))));
        JsonNode open = json("inspect", file.toString(), "--json");
        assertEquals(
                "--shape can say the extents of a FLOAT open×open",
                open.at("/shapesUnknown").asText());
        assertTrue(open.at("/multiplyAdds").isNull());
        JsonNode said = json("inspect", file.toString(), "--shape", "a=4x4", "--json");
        assertEquals("[[4,5]]", said.at("/nodes/0/extents").toString());
        assertEquals("{}", said.at("/byDefinition").toString());
        assertFalse(said.at("/nodes/0/byDefinition").asBoolean());
        assertTrue(said.at("/explainedLayer").isNull());
        assertEquals(4 * 5 * 4, said.at("/multiplyAdds").asInt());
        assertTrue(said.at("/nodes/1/constant").asBoolean());
        refused(1, "a product of FLOAT 4×3 and FLOAT 4×5", file, "--shape", "a=4x3");
        refused(1, "input b FLOAT 4×5 is given 5×5", file, "--shape", "b=5x5", "--shape", "a=5x5");
        refused(2, "--shape must be like a=1x3x224x224, found \"4x\"", file, "--shape", "a=4x");
        refused(2, "no input is called \"c\"", file, "--shape", "c=4");
    }

    private static void refused(int exit, String told, Path file, String... options) {
        Fovea run = Fovea.run(Stream.concat(Stream.of("inspect", file.toString()), Stream.of(options))
                .toArray(String[]::new));
        assertEquals(exit, run.exit(), run.err());
        assertTrue(run.err().startsWith("fovea: ") && run.err().contains(told), run.err());
    }

    @Test
    void ownNetworksAreToldAsTheirSummary() throws IOException {
        Network network = Network.builder("small", Shape.of(8, 8, 1))
                .conv2d("conv", 4, Geometry.of(3).padding(1))
                .relu("relu")
                .globalAveragePool("gap")
                .dense("logits", 3)
                .build()
                .initialize(new Xoshiro256(1));
        Path file = folder.resolve("small.safetensors");
        ModelFile.write(file, network);
        Fovea run = Fovea.run("inspect", file.toString());
        assertEquals(network + "\n" + network.summary(), run.out());
        JsonNode told = json("inspect", file.toString(), "--json");
        assertEquals(
                network.trainedParameters(), told.at("/networks/0/parameters").asLong());
        assertEquals("[8,8,4]", told.at("/networks/0/nodes/1/extents").toString());
        assertEquals(8 * 8 * 4 * 9, told.at("/networks/0/nodes/1/multiplyAdds").asInt());
        refused(2, "--shape goes with an ONNX file", file, "--shape", "8x8");
    }

    @Test
    void otherPeoplesModelsAreSupportedWhole() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.find("data/models"))) {
            List<Path> models =
                    files.filter(file -> file.toString().endsWith(".onnx")).toList();
            assertTrue(models.size() >= 8, models.toString());
            for (Path model : models) {
                JsonNode told = model.endsWith("yunet_n_dynamic.onnx")
                        ? json("inspect", model.toString(), "--shape", "1x3x320x320", "--json")
                        : json("inspect", model.toString(), "--json");
                assertEquals(0, told.at("/unsupported").size(), model.toString());
                assertTrue(told.at("/multiplyAdds").asLong() > 100_000, model + ": " + told.at("/multiplyAdds"));
                assertTrue(told.at("/parameters").asLong() > 5_000, model + ": " + told.at("/parameters"));
            }
        }
    }
}
