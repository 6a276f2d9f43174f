package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;
import org.fovea.engine.io.Npy;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.View;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `fovea explain` of three networks: one sees a rectangle, one a region of another form, one the whole frame.
class ExplainEnsembleTest {
    private static final int SIDE = SmallModels.SIDE;
    private static final List<String> PEOPLE = List.of("Ada", "Bo", "Zoé");

    @TempDir
    private Path folder;

    private FaceModel ensemble;
    private Path model;
    private Path picture;
    private Path out;

    @BeforeEach
    void write() throws Exception {
        boolean[] triangle = new boolean[SIDE * SIDE];
        for (int i = 0; i < triangle.length; i++) {
            triangle[i] = i % SIDE < i / SIDE && i % SIDE < 24;
        }
        ensemble = SmallModels.of(
                PEOPLE,
                View.rectangle(SIDE, SIDE, 8, 0, 24, 16),
                View.region(SIDE, SIDE, triangle),
                SmallModels.whole());
        model = folder.resolve("model.safetensors");
        ensemble.write(model);
        picture = folder.resolve("p.png");
        PictureFile.writePng(picture, SyntheticFaceSet.of(2, 1, SIDE, 1).picture(0));
        out = folder.resolve("out");
    }

    private static JsonNode json(Run run) throws Exception {
        assertEquals(0, run.exit(), run.err());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void tellsTheCombinedAnswerAndWhoDecided() throws Exception {
        JsonNode lines = json(Run.of("explain", model, picture, "-o", out, "--json"));
        Combination c = Combination.of(ensemble, PictureFile.read(picture), Workers.common());
        String answer = PEOPLE.get(c.answer());
        assertEquals(4, lines.size());
        for (int i = 0; i < 3; i++) {
            assertEquals("network " + (i + 1), lines.get(i).get("network").asText());
            assertEquals(
                    ensemble.members().get(i).face().view().toString(),
                    lines.get(i).get("view").asText());
            assertTrue(
                    lines.get(i).get("target").asText().contains(answer),
                    "every map is about the combined answer: " + lines.get(i).get("target"));
        }
        JsonNode combined = lines.get(3);
        assertEquals("combined", combined.get("network").asText());
        assertEquals(answer, combined.get("sees").asText());
        assertEquals(c.together()[c.answer()], combined.get("posterior").floatValue());
        assertEquals("network " + (c.decided() + 1), combined.get("decided").asText());
        assertEquals(answer, combined.get("target").asText());
        double weights = 0;
        for (int i = 0; i < 3; i++) {
            JsonNode member = combined.get("members").get(i);
            assertEquals(PEOPLE.get(c.answer(i)), member.get("sees").asText());
            assertEquals(
                    c.alone().get(i)[c.answer()],
                    member.get("posteriorOfAnswer").floatValue());
            weights += member.get("weight").asDouble();
        }
        assertEquals(1, weights, 1e-6);
    }

    @Test
    void writesMapsOverWhatEachNetworkSeesAndOneOverTheFrame() throws Exception {
        Run run = Run.of("explain", model, picture, "-o", out);
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("combined     sees "), run.out());
        assertTrue(run.out().contains(" decided"), run.out());
        Picture first = PictureFile.read(out.resolve("overlay1.png"));
        assertEquals(24, first.width());
        assertEquals(16, first.height());
        Picture combined = PictureFile.read(out.resolve("combined.png"));
        assertEquals(SIDE, combined.width());
        assertEquals(SIDE, combined.height());
        String page = Files.readString(out.resolve("explain2.html"));
        assertTrue(page.contains("\"frame\":{"), "the page shows the frame, grey where hidden");
        assertTrue(page.contains("Network 2 of 3 sees "), "and says how much of it is seen");
        assertTrue(page.contains(" decided."), "and who decided");
        assertTrue(Files.readString(out.resolve("explain3.html")).contains("\"frame\":null"), "nothing is hidden");
    }

    @Test
    void leavesNothingOfAnEarlierRun() throws Exception {
        assertEquals(
                0,
                Run.of("explain", model, picture, "-o", out, "--layer", "all").exit());
        assertTrue(Files.exists(out.resolve("overlay1.relu1.png")));
        Files.writeString(out.resolve("map.png"), "mine");
        JsonNode lines = json(Run.of("explain", model, picture, "-o", out, "--network", "2", "--json"));
        assertEquals(1, lines.size(), "one network alone is not combined");
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of("derivation2.csv", "explain2.html", "map.png", "map2.png", "overlay2.png"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertFalse(
                Files.readString(out.resolve("explain2.html")).contains("\"explain.html\""),
                "no link to a page that is not there");
    }

    @Test
    void aPersonIsFoundInEitherComposition() throws Exception {
        String apart = Normalizer.normalize("Zoé", Normalizer.Form.NFD);
        JsonNode lines = json(Run.of("explain", model, picture, "-o", out, "--person", apart, "--json"));
        assertEquals("Zoé", lines.get(3).get("target").asText());
        assertEquals(
                2,
                Run.of("explain", model, picture, "-o", out, "--person", "Cy").exit());
    }

    @Test
    void aPictureThatIsNoFiniteNumberIsRefusedAndNothingWritten() throws Exception {
        Tensor values = Tensor.zeros(1, 1, SIDE, SIDE);
        values.data()[5] = Float.NaN;
        Path npy = folder.resolve("x.npy");
        Npy.write(npy, values);
        Run run = Run.of("explain", model, npy, "--network", "3", "-o", out);
        assertEquals(1, run.exit());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains("x.npy: "), run.err());
        values.data()[5] = 1e38f;
        Npy.write(npy, values);
        Run large = Run.of("explain", model, npy, "--network", "3", "-o", out);
        assertTrue(large.exit() == 1 && large.err().contains("overflow") || large.exit() == 0, large.err());
        Npy.write(npy, Tensor.zeros(1, 1, 16, SIDE));
        Run other = Run.of("explain", model, npy, "-o", out);
        assertEquals(1, other.exit(), "an array is one network's input, and fits no other view");
    }

    @Test
    void weightsThatAreNotFiniteAreSaidWithFileAndArray() throws Exception {
        for (var parameter :
                ensemble.members().get(2).face().network().parameters().entrySet()) {
            if (parameter.getKey().equals("logits.bias")) {
                parameter.getValue().value().data()[0] = Float.POSITIVE_INFINITY;
            }
        }
        Path bad = folder.resolve("bad.safetensors");
        ensemble.write(bad);
        for (String network : List.of("--network=3", "--scalar=logit")) {
            Run run = Run.of("explain", bad, picture, network, "-o", out);
            assertEquals(1, run.exit());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().contains("bad.safetensors: "), run.err());
            assertTrue(run.err().contains("network3/logits.bias"), run.err());
            assertFalse(Files.exists(out.resolve("explain.html")), "nothing is written");
            assertFalse(Files.exists(out.resolve("overlay3.png")), "nothing is written");
        }
    }
}
