package org.fovea.tests.cli;

import static org.fovea.tests.cli.OnnxBytes.FLOAT;
import static org.fovea.tests.cli.OnnxBytes.model;
import static org.fovea.tests.cli.OnnxBytes.node;
import static org.fovea.tests.cli.OnnxBytes.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fovea.engine.io.Npy;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.OnnxPort;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.network.PixelScaling;
import org.fovea.tests.Fovea;
import org.fovea.tests.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `fovea explain` with other people's networks: what it writes is what follows from their numbers.
class ExplainOnnxTest {
    private static final List<String> CIFAR =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    @TempDir
    private Path folder;

    private static Fovea done(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        Fovea done = Fovea.run(words);
        assertEquals(0, done.exit(), done.err());
        return done;
    }

    /// What a page holds: its JSON, and the arrays that the JSON refers to.
    private record Page(JsonNode data, Map<Integer, byte[]> arrays) {
        static Page read(Path file) throws Exception {
            String html = Files.readString(file);
            Matcher data = Pattern.compile(
                            "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
                    .matcher(html);
            assertTrue(data.find());
            Map<Integer, byte[]> arrays = new java.util.HashMap<>();
            Matcher array =
                    Pattern.compile("id=\"array(\\d+)\">([^<]*)</script>").matcher(html);
            while (array.find()) {
                arrays.put(Integer.valueOf(array.group(1)), Base64.getDecoder().decode(array.group(2)));
            }
            return new Page(new ObjectMapper().readTree(data.group(1)), arrays);
        }

        float[] floats(JsonNode reference) {
            assertEquals("f4", reference.get("t").asText());
            ByteBuffer bytes =
                    ByteBuffer.wrap(arrays.get(reference.get("a").asInt())).order(ByteOrder.LITTLE_ENDIAN);
            float[] floats = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(floats);
            return floats;
        }

        double[] doubles(JsonNode reference) {
            assertEquals("f8", reference.get("t").asText());
            ByteBuffer bytes =
                    ByteBuffer.wrap(arrays.get(reference.get("a").asInt())).order(ByteOrder.LITTLE_ENDIAN);
            double[] doubles = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(doubles);
            return doubles;
        }

        JsonNode layer(String name) {
            for (JsonNode layer : data.get("layers")) {
                if (layer.get("name").asText().equals(name)) {
                    return layer;
                }
            }
            throw new AssertionError(name);
        }
    }

    /// SqueezeNet reads N, H, W, C, and ends in a global average and a softmax.
    @Test
    void aStrangersClassifierIsExplainedFromItsOwnNumbers() throws Exception {
        Path model = SharedData.find("data/models/squeezenet_cifar10.onnx");
        SafeTensors golden = SafeTensors.read(SharedData.find("golden/models/squeezenet_cifar10.safetensors"));
        String key = golden.names().stream()
                .filter(name -> name.startsWith("input/"))
                .findFirst()
                .orElseThrow();
        Tensor picture = golden.tensor(key).slice(0, 1);
        float[] p = golden.tensor("output/loss").slice(0, 1).data();
        Path x = folder.resolve("x.npy");
        Npy.write(x, picture);
        Path labels = folder.resolve("labels.txt");
        Files.write(labels, CIFAR);
        Path out = folder.resolve("out");
        Path raw = folder.resolve("raw.npy");
        Fovea run = done("explain", model, x, "--labels", labels, "--raw", raw, "--json", "-o", out);

        JsonNode line = new ObjectMapper().readTree(run.out()).get(0);
        int seen = 0;
        for (int k = 1; k < p.length; k++) {
            seen = p[k] > p[seen] ? k : seen;
        }
        assertEquals(CIFAR.get(seen), line.get("sees").asText());
        assertEquals(p[seen], line.get("posterior").asDouble(), 1e-5);
        assertEquals("squeezenet/relu_conv10/Relu", line.get("layer").asText());

        Page page = Page.read(out.resolve("explain.html"));
        JsonNode data = page.data();
        assertEquals("CLASSES", data.get("kind").asText());
        double[] z = new double[p.length];
        double all = 0;
        for (int k = 0; k < z.length; k++) {
            z[k] = data.get("outputs").get(k).asDouble();
            all += Math.exp(z[k]);
        }
        for (int k = 0; k < z.length; k++) {
            assertEquals(p[k], Math.exp(z[k]) / all, 1e-5, "the outputs are the logits before the softmax");
        }
        JsonNode layer = page.layer("squeezenet/relu_conv10/Relu");
        float[] a = page.floats(layer.get("activation"));
        float[] g = page.floats(layer.get("logit"));
        int channels = layer.get("count").asInt();
        int cells = a.length / channels;
        double sum = 0;
        float[] map = Npy.read(raw).tensor().data();
        for (int i = 0; i < cells; i++) {
            double cell = 0;
            for (int k = 0; k < channels; k++) {
                double alpha = 0;
                for (int j = 0; j < cells; j++) {
                    alpha += g[j * channels + k] / (double) cells;
                }
                cell += alpha * a[i * channels + k];
            }
            assertEquals(cell, map[i], 1e-5, "cell " + i);
            sum += cell;
        }
        assertEquals(z[seen], sum, 1e-4, "the map leaves nothing out: the averages are the logits");
        assertTrue(layer.get("head").get("dense").isNull());
        int maps = 0;
        for (JsonNode method : data.get("methods")) {
            maps += method.get("maps").isEmpty() ? 0 : 1;
            assertTrue(
                    !method.get("maps").isEmpty()
                            || !method.get("problem").asText().isBlank(),
                    method.toString());
        }
        assertTrue(maps >= 24, maps + " methods can read it");
    }

    @ParameterizedTest
    @CsvSource({
        "plain, grad-cam",
        "plain, layercam",
        "residual, grad-cam",
        "residual, layercam",
        "mobile, grad-cam",
        "mobile, layercam"
    })
    void mapsOfGoldenNetworksAreOurOwns(String name, String method) throws Exception {
        Path model = SharedData.find("golden-small/" + name + ".onnx");
        SafeTensors golden = SafeTensors.read(SharedData.find("golden-small/" + name + ".safetensors"));
        Path x = folder.resolve("x.npy");
        Npy.write(x, golden.tensor("input"));
        Path raw = folder.resolve("raw.npy");
        done("explain", model, x, "--target", "3", "--method", method, "--raw", raw);
        assertArrayEquals(
                org.fovea.tests.golden.OwnMaps.raw(name, method, 3),
                Npy.read(raw).tensor().data(),
                1e-5f);
    }

    @Test
    void aCellOfADetectorIsExplained() throws Exception {
        Path file = SharedData.find("data/models/ultraface_version-RFB-320_simplified.onnx");
        LoweredModel lowered = OnnxModel.read(file).lowered(Map.of("input", new int[] {1, 3, 240, 320}));
        OnnxPort scores = lowered.output("scores");
        for (int place = 0; place < 4420 * 2; place += 997) {
            assertEquals(place, scores.place(scores.index(place)));
        }
        Path picture = folder.resolve("face.png");
        PictureFile.writePng(picture, blobs(320, 240, 1));
        Path raw = folder.resolve("raw.npy");
        Fovea run = done(
                "explain",
                file,
                picture,
                "--mean",
                "127",
                "--std",
                "128",
                "--output-name",
                "scores",
                "--cell",
                "0,4001,1",
                "--raw",
                raw,
                "--json");
        JsonNode line = new ObjectMapper().readTree(run.out()).get(0);
        assertTrue(line.get("posterior").isNull(), "there are no probabilities over cells");
        assertTrue(line.get("target").asText().startsWith("scores[0, 4001, 1]"), line.toString());
        assertTrue(run.err().contains("values 0 to 255, RGB, mean 127, deviation 128"), run.err());
        assertTrue(Npy.read(raw).shape().rank() == 3);
    }

    /// The plain golden network's logits taken for an embedding.
    @Test
    void aSimilarityIsExplainedWithBothPicturesSideBySide() throws Exception {
        Path file = SharedData.find("golden-small/plain.onnx");
        Picture a = blobs(24, 24, 1);
        Picture b = blobs(24, 24, 2);
        Path first = folder.resolve("a.png");
        Path second = folder.resolve("b.png");
        PictureFile.writePng(first, a);
        PictureFile.writePng(second, b);
        Path out = folder.resolve("out");
        Fovea run = done(
                "explain", file, first, "--similar", second, "--mean", "0.5", "--std", "0.25", "--json", "-o", out);
        PixelScaling scaling = new PixelScaling(1, new double[] {0.5}, new double[] {0.25}, PixelScaling.Colours.RGB);
        float[] e = embedding(file, scaling.tensor(PictureFile.read(first).grey()));
        float[] f = embedding(file, scaling.tensor(PictureFile.read(second).grey()));
        double cosine = cosine(e, f);
        JsonNode line = new ObjectMapper().readTree(run.out()).get(0);
        assertEquals("similarity to b.png", line.get("target").asText());
        assertEquals(cosine, line.get("value").asDouble(), 1e-5);
        Page page = Page.read(out.resolve("explain.html"));
        assertEquals("SIMILARITY", page.data().get("kind").asText());
        assertEquals("b.png", page.data().get("of").asText());
        Page pair = Page.read(out.resolve("pair.html"));
        assertEquals(cosine, pair.data().get("similarity").asDouble(), 1e-5);
        for (JsonNode side : pair.data().get("sides")) {
            double sum = side.get("bias").asDouble() + side.get("residue").asDouble();
            for (float cell : pair.floats(side.get("map"))) {
                sum += cell;
            }
            assertEquals(cosine, sum, 1e-5);
        }
    }

    private static float[] embedding(Path file, Tensor picture) throws Exception {
        OnnxTensor x = OnnxTensor.of(picture.data(), 1, 1, 24, 24); // one channel: both layouts are the same
        return OnnxModel.read(file)
                .runner(Workers.common())
                .run(Map.of("input", x))
                .get("logits")
                .floats();
    }

    private static double cosine(float[] e, float[] f) {
        double product = 0;
        double ee = 0;
        double ff = 0;
        for (int k = 0; k < e.length; k++) {
            product += (double) e[k] * f[k];
            ee += (double) e[k] * e[k];
            ff += (double) f[k] * f[k];
        }
        return product / Math.sqrt(ee * ff);
    }

    private static Picture blobs(int width, int height, int seed) {
        float[] values = new float[width * height * 3];
        for (int i = 0; i < values.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            values[i] = (float) (0.5 + 0.4 * Math.sin(x * seed * 0.31 + i % 3) * Math.cos(y * 0.27 * seed + 1));
        }
        return new Picture(width, height, 3, values);
    }

    // --- refusals ---

    private List<String> words(String words) throws Exception {
        Files.write(
                folder.resolve("top.onnx"),
                model(
                        List.of(
                                node("Relu", "r", "x"),
                                node("GlobalAveragePool", "g", "r"),
                                node("Flatten", "f", "g"),
                                node("ArgMax", "best", "f")),
                        List.of(value("x", FLOAT, 1, 3, 8, 8)),
                        List.of(value("best", 7, 1, 1))));
        Files.write(
                folder.resolve("open.onnx"),
                model(
                        List.of(node("Relu", "r", "x"), node("GlobalAveragePool", "y", "r"), node("Relu", "z", "r")),
                        List.of(value("x", FLOAT, -1, 3, -1, -1)),
                        List.of(value("y", FLOAT, -1, 3, 1, 1), value("z", FLOAT, -1, 3, -1, -1))));
        Files.write(
                folder.resolve("rows.onnx"),
                model(
                        List.of(node("Relu", "r", "x")),
                        List.of(value("x", FLOAT, 1, 8)),
                        List.of(value("r", FLOAT, 1, 8))));
        PictureFile.writePng(folder.resolve("p.png"), blobs(8, 8, 1));
        Files.writeString(folder.resolve("two.txt"), "a\nb\n");
        Files.writeString(folder.resolve("twice.json"), "{\"0\": \"a\", \"a\": 0, \"2\": \"c\"}");
        List<String> arguments = new ArrayList<>(List.of("explain"));
        for (String word : words.strip().split(" ")) {
            arguments.add(
                    word.matches("[a-zR]+(\\.\\w+)?") ? folder.resolve(word).toString() : word);
        }
        return arguments;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | top.onnx p.png --raw=R | no output is computed by the network that gradients go through",
                "2 | open.onnx p.png --raw=R | leaves the size of its pictures open (x FLOAT open×3×open×open); say it"
                        + " with --size WxH",
                "2 | open.onnx p.png --size=8x8 --raw=R | has several outputs; say which with --output-name: y 1×3×1×1,"
                        + " z 1×3×8×8",
                "2 | open.onnx p.png --size=8x8 --output-name=nothing --raw=R | \"nothing\" is no output of",
                "2 | open.onnx p.png --size=8x8 --output-name=z --cell=0,3,0,0 --raw=R | found index 3 of axis 1",
                "2 | open.onnx p.png --size=8x8 --output-name=z --target=2 --raw=R | --target is a class",
                "2 | open.onnx p.png --size=8x8 --output-name=z --scalar=probability --raw=R | --scalar probability is"
                        + " about classes; of the cells of an output there are logit, negative, difference",
                "2 | open.onnx p.png --size=8x8 --output-name=z --similar=p.png --raw=R | which has height and width",
                "2 | open.onnx p.png --size=8x8 --output-name=y --mean=1,2 --raw=R | --mean: 2 numbers for a network"
                        + " that reads 3 channels",
                "2 | open.onnx p.png --size=8x8 --output-name=y --std=0 --raw=R | the deviation above 0",
                "1 | open.onnx p.png --size=8x8 --output-name=y --labels=two.txt --raw=R | 2 names for 3 outputs",
                "1 | open.onnx p.png --size=8x8 --output-name=y --labels=twice.json --raw=R | each once; found \"a\":"
                        + " 0",
                "1 | rows.onnx p.png --raw=R | a model that reads one picture expected",
                "2 | open.onnx p.png --size=8x8 --output-name=y --standardisation=signed --raw=R | --standardisation is"
                        + " about Fovea's own networks"
            })
    void whatCannotBeDoneIsSaidInALine(int exit, String words, String told) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (String word : words(words)) {
            int at = word.indexOf('=');
            String value = at < 0 ? "" : word.substring(at + 1);
            boolean file = value.equals("R") || value.matches("[a-z]+\\.(png|txt|json)");
            arguments.add(file ? word.substring(0, at + 1) + folder.resolve(value) : word);
        }
        Fovea run = Fovea.run(arguments.toArray(String[]::new));
        assertEquals(exit, run.exit(), run.err());
        assertEquals("", run.out());
        String last = run.err().lines().toList().getLast();
        assertTrue(last.startsWith("fovea: ") && last.contains(told), run.err());
        assertFalse(Files.exists(folder.resolve("R")), "nothing is written");
    }

    @Test
    void labelsComeInTheFormsThatPeopleHave() throws Exception {
        words("p.png");
        String[] forms = {
            "cat\ndog\ncow\n",
            "[\"cat\", \"dog\", \"cow\"]",
            "{\"0\": \"cat\", \"1\": \"dog\", \"2\": \"cow\"}",
            "{\"0\": [\"n1\", \"cat\"], \"1\": [\"n2\", \"dog\"], \"2\": [\"n3\", \"cow\"]}",
            "{\"cat\": 0, \"cow\": 2, \"dog\": 1}",
            "{\"model_type\": \"x\", \"id2label\": {\"0\": \"cat\", \"1\": \"dog\", \"2\": \"cow\"}}"
        };
        for (String form : forms) {
            Path labels = folder.resolve("labels");
            Files.writeString(labels, form);
            Fovea run = done(
                    "explain",
                    folder.resolve("open.onnx"),
                    folder.resolve("p.png"),
                    "--size",
                    "8x8",
                    "--output-name",
                    "y",
                    "--labels",
                    labels,
                    "--target",
                    "2",
                    "--scalar",
                    "negative",
                    "--raw",
                    folder.resolve("raw.npy"));
            assertTrue(run.out().contains("for negative logit of cow"), form + run.out());
        }
    }
}
