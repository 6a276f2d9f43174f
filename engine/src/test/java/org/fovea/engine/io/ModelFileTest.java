package org.fovea.engine.io;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Layers;
import org.fovea.engine.layer.MatrixMultiply;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.layer.WindowPool;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    @TempDir
    Path folder;

    static Stream<Network> networks() {
        Shape picture = Shape.of(9, 8, 4);
        Geometry g3 = Geometry.of(3);
        return Stream.of(
                Network.builder("convolutions", picture)
                        .conv2d("plain", 6, g3)
                        .conv2d("padded", 6, g3.padding(2, 0, 1, 1).stride(2).withoutBias())
                        .depthwise("depthwise", g3.padding(1))
                        .conv2d("grouped", 4, Geometry.of(1).groups(2))
                        .conv2d("oblong", 3, new Geometry(3, 2, 1, 2, 2, 1, 2, 1, 2, 1, 1, true))
                        .build(),
                Network.builder("residual näme \"quoted\"", picture)
                        .conv2d("a", 4, g3.padding(1))
                        .add("bn", new BatchNorm(4, 1e-3, 0.25))
                        .relu("relu")
                        .sum("sum", "relu", "input")
                        .silu("silu")
                        .product("product", "silu", "a")
                        .concatenate("both", "product", "input", "bn")
                        .globalAveragePool("gap")
                        .dropout("dropout", 0.3)
                        .dense("dense", 7)
                        .softmax("softmax")
                        .build(),
                Network.builder("pools", picture)
                        .add("max", new MaxPool(3, 2, 2, 1, true))
                        .prelu("prelu")
                        .add("average", new AveragePool(2, 3, 1, 1, false, true))
                        .add("window", WindowPool.norm(3, Geometry.of(2).padding(1), true))
                        .add(
                                "transposed",
                                new ConvTranspose2d(4, 6, g3.stride(2).groups(2), 1, 0))
                        .add("product", new MatrixMultiply(Shape.of(6, 4), 1))
                        .add("inside", new AveragePool(2, 2, 1, 1, true, false))
                        .build(),
                Network.builder("elementwise", Shape.of(12), "face crop")
                        .add("leaky", ActivationLayer.leakyRelu(0.1))
                        .add("clip", ActivationLayer.clip(-0.3, 1.7))
                        .add("sigmoid", ActivationLayer.sigmoid())
                        .add("tanh", ActivationLayer.tanh())
                        .gelu("gelu")
                        .add("reshape", new Reshape(Shape.of(2, 3, 2)))
                        .flatten("flat")
                        .add("no bias", new Dense(12, 5, false))
                        .l2Normalize("unit")
                        .cosine("cosine", 3)
                        .build());
    }

    /// Every parameter random, statistics positive.
    private static Network randomised(Network network) {
        Xoshiro256 random = new Xoshiro256(4);
        for (Parameter p : network.parameters().values()) {
            for (int i = 0; i < p.value().size(); i++) {
                p.value().data()[i] = (float) (p.trained() ? random.nextGaussian() : 0.5 + random.nextDouble());
            }
        }
        return network;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aNetworkSurvivesTheRoundTrip(Network plain) throws IOException {
        Network network = randomised(plain);
        Path path = folder.resolve("network.safetensors");
        ModelFile.write(path, network);
        assertSame(network, ModelFile.read(path));
    }

    private static void assertSame(Network expected, Network found) {
        assertEquals(expected.name(), found.name());
        assertEquals(expected.nodes().size(), found.nodes().size());
        for (int i = 0; i < expected.nodes().size(); i++) {
            Node theirs = expected.nodes().get(i);
            Node ours = found.nodes().get(i);
            assertEquals(theirs.name(), ours.name());
            assertEquals(theirs.inputs(), ours.inputs());
            assertEquals(theirs.shape(), ours.shape());
            assertEquals(theirs.layer().type(), ours.layer().type());
            assertEquals(
                    theirs.layer().options().asMap(), ours.layer().options().asMap());
        }
        assertEquals(
                List.copyOf(expected.parameters().keySet()),
                List.copyOf(found.parameters().keySet()));
        expected.parameters().forEach((name, p) -> {
            assertEquals(p.role(), found.parameters().get(name).role());
            assertArrayEquals(
                    p.value().data(), found.parameters().get(name).value().data(), name);
        });
        Tensor batch = Tensor.zeros(expected.input().shape().batch(3));
        Xoshiro256 random = new Xoshiro256(6);
        for (int i = 0; i < batch.size(); i++) {
            batch.data()[i] = (float) random.nextGaussian();
        }
        assertArrayEquals(
                expected.forward(batch).output().data(),
                found.forward(batch).output().data());
    }

    @Test
    void everyTypeOfLayerIsAmongThem() {
        Set<String> types = new TreeSet<>();
        networks()
                .forEach(network ->
                        network.nodes().forEach(node -> types.add(node.layer().type())));
        assertEquals(
                new TreeSet<>(List.of(
                        "input",
                        "conv2d",
                        "conv_transpose2d",
                        "matrix_multiply",
                        "window_pool",
                        "dense",
                        "max_pool",
                        "average_pool",
                        "global_average_pool",
                        "batch_norm",
                        "relu",
                        "leaky_relu",
                        "clip",
                        "sigmoid",
                        "tanh",
                        "silu",
                        "gelu",
                        "prelu",
                        "softmax",
                        "dropout",
                        "flatten",
                        "reshape",
                        "add",
                        "multiply",
                        "concatenate",
                        "l2_normalize",
                        "cosine")),
                types);
        assertTrue(Layers.types().containsAll(types));
    }

    @Test
    void oneFileHoldsSeveralNetworksUnderPrefixes() throws IOException {
        List<Network> networks = networks().map(ModelFileTest::randomised).toList();
        SafeTensorsWriter writer = SafeTensors.writer();
        for (int i = 0; i < networks.size(); i++) {
            ModelFile.add(writer, "member" + i + "/", networks.get(i));
        }
        Path path = folder.resolve("several.safetensors");
        writer.write(path);
        SafeTensors file = SafeTensors.read(path);
        for (int i = 0; i < networks.size(); i++) {
            assertSame(networks.get(i), ModelFile.network(file, "member" + i + "/"));
        }
        FileFormatException refused =
                assertThrows(FileFormatException.class, () -> ModelFile.network(file, "member9/"));
        assertEquals("a network under the metadata key \"member9/network\"", refused.expected());
        assertThrows(FileFormatException.class, () -> ModelFile.read(path));
    }

    @Test
    void theSameNetworkMakesTheSameBytes() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        ModelFile.write(first, randomised(networks().toList().get(1)));
        ModelFile.write(second, ModelFile.read(first));
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    private static final String INPUT = "{\"name\":\"in\",\"type\":\"input\",\"reads\":[],\"options\":{\"shape\":[3]}}";
    private static final String DENSE = "{\"name\":\"fc\",\"type\":\"dense\",\"reads\":[\"in\"],"
            + "\"options\":{\"in\":3,\"out\":2,\"bias\":true}}";

    private FileFormatException refused(String structure, String... arrays) throws IOException {
        SafeTensorsWriter writer = SafeTensors.writer().metadata("network", structure);
        for (String array : arrays) {
            String[] parts = array.split(" ");
            List<Integer> extents = new ArrayList<>();
            for (String extent : parts[1].split("×")) {
                extents.add(Integer.parseInt(extent));
            }
            writer.add(parts[0], Tensor.zeros(extents.stream().mapToInt(i -> i).toArray()));
        }
        Path path = folder.resolve("wrong.safetensors");
        writer.write(path);
        FileFormatException refused = assertThrows(FileFormatException.class, () -> ModelFile.read(path), structure);
        assertEquals(path.toString(), refused.source());
        return refused;
    }

    private static String nodes(String... nodes) {
        return "{\"name\":\"n\",\"nodes\":[" + String.join(",", nodes) + "]}";
    }

    @Test
    void missingAndMisshapenArraysAreRefusedByName() throws IOException {
        FileFormatException missing = refused(nodes(INPUT, DENSE), "fc.weight 3×2");
        assertEquals("an array \"fc.bias\" of shape 2", missing.expected());
        assertEquals("none", missing.found());
        FileFormatException wrong = refused(nodes(INPUT, DENSE), "fc.weight 2×3", "fc.bias 2");
        assertEquals("an array \"fc.weight\" of shape 3×2", wrong.expected());
        assertEquals("2×3", wrong.found());
    }

    @Test
    void anUnknownLayerIsRefusedByName() throws IOException {
        String node = "{\"name\":\"x\",\"type\":\"quantum\",\"reads\":[\"in\"],\"options\":{}}";
        FileFormatException refused = refused(nodes(INPUT, node));
        assertEquals("the structure of a network", refused.expected());
        assertTrue(refused.found().contains("\"quantum\""), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dense| {\"out\":2,\"bias\":true}| \"in\" must be a whole number, found null",
                "dense| {\"in\":3,\"out\":2}| \"bias\" must be true or false, found null",
                "dense| {\"in\":3.0,\"out\":2,\"bias\":true}| \"in\" must be a whole number, found 3.0",
                "dense| {\"in\":4,\"out\":2,\"bias\":true}| fc (reads in): expects 4 inputs, found 3",
                "dense| {\"in\":3,\"out\":0,\"bias\":true}| must be at least 1",
                "dense| {\"in\":-3,\"out\":-2,\"bias\":true}| must be at least 1",
                "dense| {\"in\":4294967299,\"out\":2,\"bias\":true}| 8589934598 weights",
                "dropout| {\"probability\":\"half\"}| \"probability\" must be a number, found half",
                "dropout| {\"probability\":1}| a dropout probability is in [0, 1), found 1.0",
                "reshape| {\"shape\":3}| \"shape\" must be a list of whole numbers, found 3",
                "reshape| {\"shape\":[4]}| 3 has 3 values, 4 has 4",
                "reshape| {\"shape\":[4294967299]}| integer overflow",
                "reshape| {\"shape\":[65536,65536]}| holds more elements than one array can",
                "input| {\"shape\":[3]}| an input reads no other node, found 1",
                "clip| {\"low\":1,\"high\":1}| clip needs low < high",
                "max_pool| {\"kernel\":[2],\"stride\":1,\"padding\":0,\"ceil\":false}| a list of two whole numbers"
            })
    void optionsThatDoNotFitAreRefused(String type, String options, String complaint) throws IOException {
        String node = "{\"name\":\"fc\",\"type\":\"" + type + "\",\"reads\":[\"in\"],\"options\":" + options + "}";
        FileFormatException refused = refused(nodes(INPUT, node), "fc.weight 3×2", "fc.bias 2", "spare 20");
        assertTrue(refused.found().contains(complaint), refused.getMessage());
    }

    @Test
    void aStructureThatIsNoneIsRefused() throws IOException {
        for (String structure : new String[] {
            "",
            "{",
            "[]",
            "null",
            "{}",
            "{\"name\":\"n\"}",
            "{\"name\":\"n\",\"nodes\":{}}",
            "{\"nodes\":[" + INPUT + "]}",
            nodes(),
            nodes("1"),
            nodes(DENSE),
            nodes(INPUT, "null"),
            nodes(INPUT, INPUT),
            nodes(INPUT, DENSE.replace("[\"in\"]", "[]")),
            nodes(INPUT, DENSE.replace("[\"in\"]", "[\"fc\"]")),
            nodes(INPUT, DENSE.replace("[\"in\"]", "[\"later\"]")),
            nodes(INPUT, DENSE.replace("[\"in\"]", "\"in\"")),
            nodes(INPUT, DENSE.replace("[\"in\"]", "[1]")),
            nodes(INPUT, DENSE.replace("[\"in\"]", "[\"in\",\"in\"]")),
            nodes(INPUT, DENSE.replace("\"name\":\"fc\",", "")),
            nodes(INPUT, DENSE.replace("\"fc\"", "\" \"")),
            nodes(INPUT, DENSE.replace("\"type\":\"dense\",", "")),
            nodes(INPUT, DENSE.replaceAll("\"options\":\\{[^}]*}", "\"options\":[]")),
            nodes(INPUT.replace("[3]", "[0]"))
        }) {
            refused(structure, "fc.weight 3×2", "fc.bias 2");
        }
        assertEquals(
                "at byte 1 of it the end of the JSON text instead of '\"'",
                refused("{").found());
    }

    /// Numbers that are within an `int` each, and beyond it once they are multiplied or added.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"dilation\":[1073741824,1]",
                "\"dilation\":[1,2147483647]",
                "\"pad_top\":2147483647,\"pad_bottom\":2147483647",
                "\"pad_left\":2147483647",
                "\"stride\":[0,1]",
                "\"groups\":0",
                "\"groups\":3"
            })
    void geometryThatCannotBeIsRefused(String change) throws IOException {
        String picture = INPUT.replace("[3]", "[5,5,2]");
        String options = "\"in\":2,\"out\":2,\"kernel\":[5,5],\"stride\":[1,1],\"pad_top\":2,\"pad_left\":2,"
                + "\"pad_bottom\":2,\"pad_right\":2,\"dilation\":[1,1],\"groups\":1,\"bias\":false";
        for (String part : change.split(",(?=\")")) {
            String key = part.substring(0, part.indexOf(':'));
            options = options.replaceAll(key + ":(\\[[^]]*]|[^,]*)", part);
        }
        String node = "{\"name\":\"c\",\"type\":\"conv2d\",\"reads\":[\"in\"],\"options\":{" + options + "}}";
        refused(nodes(picture, node), "c.weight 5×5×2×2");
    }

    @Test
    void poolsThatCannotBeAreRefused() throws IOException {
        String picture = INPUT.replace("[3]", "[5,5,2]");
        for (String options : new String[] {
            "\"kernel\":[3,3],\"stride\":1,\"padding\":2147483647,\"ceil\":false",
            "\"kernel\":[3,3],\"stride\":1,\"padding\":1073741824,\"ceil\":false",
            "\"kernel\":[3,3],\"stride\":1,\"padding\":2,\"ceil\":false",
            "\"kernel\":[2147483647,2147483647],\"stride\":1,\"padding\":1073741823,\"ceil\":false",
            "\"kernel\":[6,6],\"stride\":1,\"padding\":0,\"ceil\":false",
            "\"kernel\":[3,3],\"stride\":0,\"padding\":0,\"ceil\":false"
        }) {
            refused(nodes(
                    picture,
                    "{\"name\":\"p\",\"type\":\"max_pool\",\"reads\":[\"in\"],\"options\":{" + options + "}}"));
        }
    }

    @Test
    void aStructureThatAsksForMoreThanTheFileHoldsIsRefusedBeforeItIsAllocated() throws IOException {
        String huge = DENSE.replace("\"out\":2", "\"out\":600000000");
        FileFormatException refused = refused(nodes(INPUT, huge), "fc.weight 3×2", "fc.bias 2");
        assertTrue(
                refused.found().contains("node \"fc\" with 1800000000 weights, where arrays hold 8"),
                refused.getMessage());
        String wide = "{\"name\":\"c\",\"type\":\"conv2d\",\"reads\":[\"in\"],\"options\":{\"in\":3,\"out\":9,"
                + "\"kernel\":[20000,9000],\"groups\":3}}";
        assertTrue(refused(nodes(INPUT, wide)).found().contains("1620000000 weights"));
        String bn = "{\"name\":\"b\",\"type\":\"batch_norm\",\"reads\":[\"in\"],\"options\":{\"channels\":2000000000,"
                + "\"epsilon\":1e-5,\"momentum\":0.1}}";
        assertTrue(refused(nodes(INPUT, bn)).found().contains("2000000000 weights"));
    }

    @Test
    void whatAFileSaysIsHarmlessInAMessage() throws IOException {
        String name = "\\u001b[2J" + "n".repeat(5_000);
        for (String structure : new String[] {
            nodes(INPUT, DENSE.replace("dense", name)),
            nodes(INPUT, DENSE.replace("fc", name)),
            nodes(INPUT, DENSE.replace("[\"in\"]", "[\"" + name + "\"]")),
            nodes(INPUT, DENSE.replace("true", "\"" + name + "\"")),
            nodes("\"" + name + "\"")
        }) {
            FileFormatException refused = refused(structure, "spare 20");
            assertFalse(refused.getMessage().chars().anyMatch(Character::isISOControl), refused.getMessage());
            assertTrue(refused.expected().length() + refused.found().length() < 600, refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void damagedModelsAreReadOrRefused(long seed) throws IOException {
        Path path = folder.resolve("good");
        ModelFile.write(
                path,
                Network.builder("small", Shape.of(4, 4, 1))
                        .conv2d("c", 2, Geometry.of(3))
                        .batchNorm("b")
                        .maxPool("p", 2)
                        .flatten("f")
                        .dense("d", 2)
                        .build(new Xoshiro256(1)));
        byte[] good = Files.readAllBytes(path);
        Damage.fuzz(folder, good, good.length - 100, seed, 1_500, ModelFile::read);
    }
}
