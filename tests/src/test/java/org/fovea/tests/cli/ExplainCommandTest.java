package org.fovea.tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.io.Npy;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.fusion.MeanLogPosterior;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.explanation.Derivation;
import org.fovea.gradcam.explanation.Scalar;
import org.fovea.gradcam.method.MapMethods;
import org.fovea.tests.Fovea;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `fovea explain` with networks and arrays from files: what it writes is what the library computes.
class ExplainCommandTest {
    @TempDir
    private static Path folder;

    private static Network network;
    private static Tensor batch;
    private static String model;
    private static String input;

    @BeforeAll
    static void write() throws Exception {
        network = Network.builder("two channels", Shape.of(10, 14, 2))
                .conv2d("conv1", 6, Geometry.of(3).padding(1))
                .relu("relu1")
                .maxPool("pool1", 2)
                .conv2d("conv2", 5, Geometry.of(3))
                .silu("silu2")
                .flatten("flat")
                .dense("hidden", 8)
                .relu("relu3")
                .dense("logits", 4)
                .build(new Xoshiro256(11));
        batch = Tensor.zeros(3, 10, 14, 2);
        Xoshiro256 random = new Xoshiro256(12);
        for (int i = 0; i < batch.size(); i++) {
            batch.data()[i] = (float) random.nextGaussian();
        }
        model = folder.resolve("net.safetensors").toString();
        input = folder.resolve("x.npy").toString();
        ModelFile.write(Path.of(model), network);
        Npy.write(Path.of(input), Layout.nhwcToNchw(batch));
        Npy.write(folder.resolve("last.npy"), batch);
        Npy.write(folder.resolve("one.npy"), batch.slice(1, 2).reshape(Shape.of(10, 14, 2)));
        Files.writeString(folder.resolve("text"), "no model");
    }

    private static Tensor array(Path file) throws Exception {
        return Npy.read(file).tensor();
    }

    private static Fovea done(String... arguments) throws Exception {
        Fovea done = Fovea.run(arguments);
        assertEquals(0, done.exit(), done.err());
        return done;
    }

    private static void assertMaps(List<HeatMap> maps, Tensor found) {
        HeatMap first = maps.getFirst();
        assertEquals(Shape.of(maps.size(), first.height(), first.width()), found.shape());
        for (int n = 0; n < maps.size(); n++) {
            assertArrayEquals(maps.get(n).values(), found.slice(n, n + 1).data(), 1e-6f, "picture " + n);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "grad-cam, relu1, PAPER, 2",
        "hirescam, silu2, PAPER, 0",
        "xgrad-cam, pool1, PYTORCH_GRAD_CAM, 3",
        "layercam, conv2, PYTORCH_GRAD_CAM, 1",
        "gradient-x-input, silu2, PAPER, 1"
    })
    void rawAndScaledMapsAreTheLibrarys(String method, String layer, Convention convention, int target)
            throws Exception {
        Path raw = folder.resolve(method + "-raw.npy");
        Path map = folder.resolve(method + "-map.npy");
        done(
                "explain",
                model,
                input,
                "--layer",
                layer,
                "--method",
                method,
                "--target",
                "" + target,
                "--convention",
                convention.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "--raw",
                raw.toString(),
                "--map",
                map.toString());
        Subject subject =
                Subject.of(network, batch, Targets.logit(target)).layer(layer).convention(convention);
        List<HeatMap> maps = MapMethods.named(method).maps(subject);
        assertMaps(maps, array(raw));
        List<HeatMap> shown = new ArrayList<>();
        maps.forEach(m -> shown.add(Display.of(m, subject)));
        assertMaps(shown, array(map));
    }

    @Test
    void withoutATargetEachPictureIsExplainedForWhatIsSeenInIt() throws Exception {
        Path raw = folder.resolve("seen.npy");
        Fovea run = done("explain", model, input, "--raw", raw.toString(), "--scalar", "log-probability");
        Tensor logits = network.forward(batch).output();
        int[] seen = new int[3];
        for (int n = 0; n < 3; n++) {
            for (int k = 1; k < 4; k++) {
                seen[n] = logits.get(n, k) > logits.get(n, seen[n]) ? k : seen[n];
            }
        }
        Subject subject = Subject.of(network, batch, Targets.logProbability(seen));
        assertMaps(MapMethods.named("grad-cam").maps(subject), array(raw));
        assertTrue(run.out().contains("in layer silu2, the last with height and width"), run.out());
        assertTrue(run.out().contains("sees class " + seen[0]), run.out());
    }

    @Test
    void otherLayoutsGiveTheSameMaps() throws Exception {
        Path raw = folder.resolve("layout.npy");
        List<HeatMap> maps = MapMethods.named("grad-cam")
                .maps(Subject.of(network, batch, Targets.logit(1)).layer("relu1"));
        done(
                "explain",
                model,
                folder.resolve("last.npy").toString(),
                "--input-layout",
                "nhwc",
                "--target",
                "1",
                "--layer",
                "relu1",
                "--raw",
                raw.toString());
        assertMaps(maps, array(raw));
        done(
                "explain",
                model,
                folder.resolve("one.npy").toString(),
                "--input-layout",
                "HWC",
                "--target",
                "1",
                "--layer",
                "relu1",
                "--raw",
                raw.toString());
        assertMaps(maps.subList(1, 2), array(raw));
    }

    @Test
    void aGreyPictureIsTwoAxes() throws Exception {
        Network grey = Network.builder("grey", Shape.of(9, 7, 1))
                .conv2d("conv", 3, Geometry.of(3))
                .relu("relu")
                .globalAveragePool("gap")
                .dense("logits", 2)
                .build(new Xoshiro256(1));
        Path file = folder.resolve("grey.safetensors");
        ModelFile.write(file, grey);
        Tensor x = Tensor.zeros(9, 7);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = i % 5;
        }
        Path array = folder.resolve("grey.npy");
        Npy.write(array, x);
        Path raw = folder.resolve("grey-raw.npy");
        done("explain", file.toString(), array.toString(), "--target", "0", "--raw", raw.toString());
        Subject subject = Subject.of(grey, x.reshape(Shape.of(1, 9, 7, 1)), Targets.logit(0));
        assertMaps(MapMethods.named("grad-cam").maps(subject), array(raw));
    }

    @Test
    void allLayersAreAMapEach() throws Exception {
        Path raw = folder.resolve("all.npy");
        Fovea run = done("explain", model, input, "--layer", "all", "--target", "1", "--raw", raw.toString());
        for (String layer : List.of("conv1", "relu1", "pool1", "conv2", "silu2")) {
            Subject subject = Subject.of(network, batch, Targets.logit(1)).layer(layer);
            assertMaps(MapMethods.named("grad-cam").maps(subject), array(folder.resolve("all." + layer + ".npy")));
            assertTrue(run.out().contains("in layer " + layer), run.out());
        }
        assertFalse(Files.exists(raw));
    }

    @Test
    void jsonHoldsTheWholeDerivation() throws Exception {
        Path out = folder.resolve("json");
        Fovea run = done(
                "explain",
                model,
                input,
                "--json",
                "--target",
                "3",
                "--against",
                "0",
                "--scalar",
                "difference",
                "--layer",
                "relu1",
                "--picture",
                "2",
                "-o",
                out.toString());
        JsonNode line = new ObjectMapper().readTree(run.out()).get(0);
        JsonNode json = line.get("derivation");
        Subject subject =
                Subject.of(network, batch.slice(1, 2), Targets.difference(3, 0)).layer("relu1");
        Derivation d = Derivation.of(subject.trace(), 0, "relu1");
        assertNumbers(d.activation(), json.get("activation"));
        assertNumbers(d.gradient(), json.get("gradient"));
        assertNumbers(d.map(), json.get("map"));
        for (int k = 0; k < d.channels(); k++) {
            assertEquals(d.alpha()[k], json.get("alpha").get(k).asDouble(), 1e-12);
            assertEquals(d.covariance()[k], json.get("covariance").get(k).asDouble(), 1e-12);
        }
        JsonNode ledger = json.get("ledger");
        float[] y = network.forward(batch.slice(1, 2)).output().data();
        assertEquals(Scalar.DIFFERENCE.value(y, 3, 0), ledger.get("value").asDouble(), 1e-6);
        assertEquals(
                ledger.get("value").asDouble(),
                ledger.get("mapSum").asDouble()
                        + ledger.get("thrownAway").asDouble()
                        + ledger.get("bias").asDouble()
                        + ledger.get("residue").asDouble(),
                1e-9);
        assertEquals(d.discarded(), line.get("discarded").asDouble(), 1e-6);
        for (String written : List.of("explain.html", "derivation.csv", "overlay1-2.png", "map1-2.png")) {
            assertTrue(Files.exists(out.resolve(written)), written);
        }
        List<String> csv = Files.readAllLines(out.resolve("derivation.csv"));
        assertTrue(
                Files.readString(out.resolve("explain.html")).contains("\"pictureMaxima\":["),
                "the batch has a scale of its own");
        assertTrue(csv.contains("alpha,4,,," + d.alpha()[4]), "the table has α of channel 4");
    }

    private static void assertNumbers(float[] expected, JsonNode found) {
        assertEquals(expected.length, found.size());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found.get(i).floatValue());
        }
    }

    @Test
    void severalNetworksHaveAPageEach() throws Exception {
        FaceInput faces = new FaceInput(32, 40, 1, new Crop.Whole(), Standardisation.PER_PICTURE);
        List<Network> networks = List.of(
                FaceNetworks.small(faces.shape(), 3, 4).initialize(new Xoshiro256(1)),
                FaceNetworks.small(faces.shape(), 3, 4).initialize(new Xoshiro256(2)));
        Path file = folder.resolve("faces.safetensors");
        List<FaceModel.Member> members = networks.stream()
                .map(n -> new FaceNetwork(n, View.whole(faces.width(), faces.height()), faces.standardisation()))
                .map(face -> new FaceModel.Member(face, null))
                .toList();
        FaceModel.Learned nothing = new FaceModel.Learned(new int[0], List.of());
        new FaceModel(members, new MeanLogPosterior(), List.of("Ada", "<Bo>", "Cy"), faces, nothing).write(file);
        float[] values = new float[64 * 80];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 64) / 64f * ((i / 64) % 20) / 20f;
        }
        Picture picture = new Picture(64, 80, 1, values);
        Path png = folder.resolve("face.png");
        PictureFile.writePng(png, picture);
        Path out = folder.resolve("faces");
        Fovea run = done("explain", file.toString(), png.toString(), "-o", out.toString(), "--person", "<Bo>");
        for (String name :
                List.of("explain.html", "explain2.html", "overlay1.png", "overlay2.png", "map1.png", "map2.png")) {
            assertTrue(Files.exists(out.resolve(name)), name);
        }
        assertTrue(run.out().contains("network 1") && run.out().contains("network 2"), run.out());
        assertTrue(run.out().contains("<Bo>, by Grad-CAM in layer relu4"), run.out());
        String page = Files.readString(out.resolve("explain2.html"));
        assertTrue(page.contains("<title>Why &lt;Bo&gt;?</title>"), "names are escaped");
        assertFalse(page.contains("\"<Bo>\""), "in the data too");
        assertTrue(page.contains("\"explain.html\""), "pages lead to each other");

        Path raw = folder.resolve("faces.npy");
        Fovea which = Fovea.run("explain", file.toString(), png.toString(), "--person", "Cy", "--raw", raw.toString());
        assertEquals(2, which.exit());
        assertTrue(which.err().contains("the model holds 2 networks"), which.err());
        done("explain", file.toString(), png.toString(), "--person", "Cy", "--raw", raw.toString(), "--network", "2");
        Picture frame = faces.options().apply(PictureFile.read(png));
        FaceNetwork second = new FaceNetwork(networks.get(1), View.whole(32, 40), Standardisation.PER_PICTURE);
        Subject subject = Subject.of(networks.get(1), second.tensor(frame), Targets.logit(2));
        assertMaps(MapMethods.named("grad-cam").maps(subject.layer("relu4")), array(raw));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | NET X --layer relu9 --raw R | --layer: there is no layer \"relu9\" with height and width; such"
                        + " layers are conv1, relu1, pool1, conv2, silu2",
                "2 | NET X --layer hidden --raw R | \"hidden\" puts out 8, and a map needs height and width; such"
                        + " layers are conv1",
                "2 | NET X --method grad-can --raw R | no method \"grad-can\"; there are grad-cam",
                "2 | NET X --target 4 --raw R | --target 4: the network has 4 outputs, 0 to 3",
                "2 | NET X --scalar margin --raw R | --scalar: \"margin\" is none of logit, negative, probability,"
                        + " log-probability, difference",
                "2 | NET X --convention torch --raw R | --convention: \"torch\" is none of paper, pytorch-grad-cam",
                "2 | NET X --input-layout cwh --raw R | --input-layout",
                "2 | NET X --picture 4 --raw R | --picture must be from 1 to 3, found 4",
                "2 | NET X --person Ada --raw R | the model knows no people by name",
                "2 | NET X | Missing required option: '--output=DIR'",
                "1 | NET last.npy --raw R | expected N×2×10×14 (N, C, H, W), found 3×10×14×2; it would fit with"
                        + " --input-layout nhwc",
                "1 | NET one.npy --raw R | an array of shape 10×14×2 can be read in several ways; say which with"
                        + " --input-layout chw, hwc or nhw",
                "1 | NET X --input-layout hw --raw R | --input-layout hw has 2 axes, the array has shape 3×2×10×14",
                "1 | NET text --raw R | text: ",
                "1 | text X --raw R | byte 0: expected",
                "1 | missing X --raw R | missing: there is no such file",
                "1 | NET X --raw nowhere/R | there is no folder",
                "1 | NET X --method cam --raw R | CAM"
            })
    void whatCannotBeDoneIsSaidInALine(int exit, String words, String told) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("explain"));
        for (String word : words.strip().split(" ")) {
            arguments.add(
                    switch (word) {
                        case "NET" -> model;
                        case "X" -> input;
                        case "R" -> folder.resolve("refused.npy").toString();
                        case "nowhere/R" ->
                            folder.resolve("nowhere/refused.npy").toString();
                        case "last.npy", "one.npy", "text", "missing" ->
                            folder.resolve(word).toString();
                        default -> word;
                    });
        }
        Fovea run = Fovea.run(arguments.toArray(String[]::new));
        assertEquals(exit, run.exit(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("fovea: ") && run.err().contains(told), run.err());
        assertFalse(Files.exists(folder.resolve("refused.npy")), "nothing is written");
    }
}
