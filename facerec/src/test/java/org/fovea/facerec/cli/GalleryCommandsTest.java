package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fovea.engine.io.DType;
import org.fovea.engine.io.Npy;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
class GalleryCommandsTest {
    private static final int LENGTH = 16;

    @TempDir
    private Path temporary;

    private Path gallery;
    private Path model;

    @BeforeEach
    void prepare() throws IOException {
        gallery = temporary.resolve("people");
        model = temporary.resolve("made.onnx");
        Files.writeString(model, "the bytes of a model");
    }

    /// `rows` pictures, each a person's direction and a little noise.
    private Path pictures(String name, int rows, long seed) throws IOException {
        var whose = new Xoshiro256(name.hashCode());
        float[] direction = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            direction[i] = (float) whose.nextGaussian();
        }
        var own = new Xoshiro256(seed);
        float[] data = new float[rows * LENGTH];
        for (int i = 0; i < data.length; i++) {
            data[i] = direction[i % LENGTH] + 0.2f * (float) own.nextGaussian();
        }
        Path file = temporary.resolve(name + seed + ".npy");
        Npy.write(file, Tensor.of(Shape.of(rows, LENGTH), data));
        return file;
    }

    private static JsonNode json(Object... arguments) throws IOException {
        Run run = Run.of(arguments);
        assertEquals(0, run.exit(), run.err());
        return new ObjectMapper().readTree(run.out());
    }

    private void enrolTwo() throws IOException {
        Run made = Run.of("enrol", "Ada", pictures("Ada", 2, 1), "-g", gallery, "--model", model);
        assertEquals(0, made.exit(), made.err());
        assertEquals("enrolled 2 of 2 pictures of Ada\n", made.out());
        assertEquals(
                0,
                Run.of("enrol", "Bo", pictures("Bo", 1, 1), "--gallery", gallery)
                        .exit());
    }

    @Test
    void peopleAreEnrolledFoundListedAndRemoved() throws IOException {
        enrolTwo();
        JsonNode people = json("gallery", "list", "-g", gallery, "--json");
        assertEquals("[{\"name\":\"Ada\",\"pictures\":2},{\"name\":\"Bo\",\"pictures\":1}]", people.toString());
        JsonNode shown = json("gallery", "show", "Ada", "-g", gallery, "--json");
        assertEquals(2, shown.size());
        assertTrue(shown.get(0).get("picture").asText().matches("sha256:[0-9a-f]{64}#[01]"), shown.toString());
        assertEquals(
                "made.onnx",
                json("gallery", "show", "-g", gallery, "--json")
                        .at("/model/name")
                        .asText());

        Run undecided = Run.of("identify", pictures("Bo", 1, 9), "-g", gallery, "--model", model, "--json");
        JsonNode answer = new ObjectMapper().readTree(undecided.out()).get(0);
        assertEquals("undecided", answer.get("decision").asText());
        assertEquals("Bo", answer.at("/candidates/0/person").asText());
        assertTrue(undecided.err().contains("no threshold yet"), undecided.err());

        assertTrue(Run.of("gallery", "remove", "Ada", "-g", gallery).out().startsWith("2 pictures removed"));
        assertEquals(1, Run.of("gallery", "remove", "Ada", "-g", gallery).exit());
        assertEquals(2, Run.of("gallery", "remove", "-g", gallery).exit());
        Run verified = Run.of("gallery", "verify", "-g", gallery);
        assertEquals(0, verified.exit());
        assertTrue(verified.out().startsWith("1 pictures of 1 people are whole"), verified.out());
        assertEquals(
                "1 pictures of 1 people written anew\n",
                Run.of("gallery", "compact", "-g", gallery).out());
    }

    @Test
    void aThresholdSetByOthersMakesUnknownAnAnswer() throws IOException {
        enrolTwo();
        float[] others = new float[80 * LENGTH];
        long[] whose = new long[80];
        var random = new Xoshiro256(4);
        for (int i = 0; i < others.length; i++) {
            others[i] = (float) random.nextGaussian();
            whose[i / LENGTH] = i / LENGTH;
        }
        Path impostors = temporary.resolve("others.npy");
        Npy.write(impostors, Tensor.of(Shape.of(80, LENGTH), others));
        Path labels = temporary.resolve("labels.npy");
        Npy.write(labels, DType.I64, new int[] {80}, whose);
        Run set = Run.of(
                "gallery", "calibrate", "-g", gallery, "--fmr", "0.005", "--impostors", impostors, "--people", labels);
        assertEquals(0, set.exit(), set.err());
        assertTrue(set.out().contains("3,160 comparisons of 80 people"), set.out());
        assertTrue(set.out().contains("smallest FMR that these comparisons support: 0.00095"), set.out());
        assertTrue(set.out().contains("80 searches, 2 people enrolled"), set.out());

        JsonNode known = json("identify", pictures("Bo", 1, 9), pictures("Cy", 1, 9), "-g", gallery, "--json");
        assertEquals("match", known.get(0).get("decision").asText());
        assertEquals("Bo", known.get(0).get("person").asText());
        assertEquals("unknown", known.get(1).get("decision").asText());
        assertTrue(known.get(1).get("person").isNull());
        assertTrue(Run.of("gallery", "show", "-g", gallery).out().contains("threshold 0."));

        Run refused = Run.of("gallery", "calibrate", "-g", gallery);
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("2 impostor comparisons support"), refused.err());
    }

    @Test
    void duplicatesAndOtherModelsAreTold() throws IOException {
        enrolTwo();
        Run again = Run.of("enrol", "Eve", pictures("Ada", 2, 1), "-g", gallery);
        assertEquals("enrolled 0 of 2 pictures of Eve\n", again.out());
        assertTrue(again.err().contains("the picture is enrolled already, as Ada"), again.err());
        Path other = temporary.resolve("other.onnx");
        Files.writeString(other, "the bytes of another");
        Run refused = Run.of("identify", pictures("Bo", 1, 9), "-g", gallery, "--model", other);
        assertEquals(1, refused.exit());
        assertTrue(refused.err().contains("made.onnx") && refused.err().contains("other.onnx"), refused.err());
        Run photograph = Run.of("enrol", "Eve", temporary.resolve("eve.jpg"), "-g", gallery);
        assertEquals(2, photograph.exit());
        assertTrue(photograph.err().contains("--detector is missing"), photograph.err());
        Run unmade = Run.of("enrol", "Eve", pictures("Bo", 1, 2), "-g", temporary.resolve("none"));
        assertEquals(2, unmade.exit());
        assertFalse(Files.exists(temporary.resolve("none")));
        assertEquals(
                1, Run.of("gallery", "list", "-g", temporary.resolve("none")).exit());
        Run steering = Run.of("enrol", "E\u001b[31mve", pictures("Eve", 1, 2), "-g", gallery);
        assertEquals(1, steering.exit());
        assertFalse(steering.err().contains("\u001b"), steering.err());
    }

    @Test
    void aGalleryGoesThroughAFile() throws IOException {
        enrolTwo();
        Path file = temporary.resolve("people.jsonl");
        assertEquals(0, Run.of("gallery", "export", "-g", gallery, "-o", file).exit());
        Path copy = temporary.resolve("copy");
        assertEquals(
                "3 pictures added; 2 people, 3 pictures\n",
                Run.of("gallery", "import", file, "-g", copy).out());
        assertEquals(
                0,
                json("gallery", "import", file, "-g", copy, "--json")
                        .get("added")
                        .asInt());
        assertEquals(json("gallery", "list", "-g", gallery, "--json"), json("gallery", "list", "-g", copy, "--json"));
    }
}
