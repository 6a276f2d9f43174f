package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceOptions;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    private static final List<String> PEOPLE = List.of("Ada", "Bo", "Zoé");

    @TempDir
    private Path folder;

    private Path faces;
    private Path model;

    @BeforeEach
    void write() throws Exception {
        faces = SmallModels.write(folder.resolve("faces"), SyntheticFaceSet.of(3, 3, 32, 1), PEOPLE);
        model = folder.resolve("model.safetensors");
        SmallModels.of(PEOPLE, SmallModels.whole(), SmallModels.whole()).write(model);
    }

    @Test
    void occludedMeasuresEveryConditionAndTheirMean() throws Exception {
        Run run = Run.of("evaluate", model, faces, "--occluded", "--json");
        assertEquals(0, run.exit(), run.err());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals(9, json.get("pictures").asInt());
        assertEquals(0, json.get("learnedFrom").asInt());
        JsonNode figures = json.get("figures");
        assertEquals(3 * 5, figures.size());
        double[] sums = new double[2];
        for (JsonNode one : figures) {
            if (!one.get("name").asText().equals("combined")) {
                continue;
            }
            String condition = one.get("condition").asText();
            if (condition.equals("occluded")) {
                assertEquals(sums[0] / 3, one.get("accuracy").asDouble(), 1e-12);
                assertEquals(sums[1] / 3, one.get("eer").asDouble(), 1e-12);
                assertTrue(one.get("accuracyInterval").isNull());
            } else if (!condition.equals("clean")) {
                sums[0] += one.get("accuracy").asDouble();
                sums[1] += one.get("eer").asDouble();
            }
        }
        List<String> lines =
                Run.of("evaluate", model, faces, "--occluded").out().lines().toList();
        assertTrue(lines.getFirst().matches("accuracy +clean +glasses +scarf +block +occluded"), lines.toString());
        assertTrue(lines.get(3).startsWith("combined "), lines.toString());
        assertTrue(lines.get(5).startsWith("EER "), lines.toString());
        assertEquals(9, lines.size());
    }

    @Test
    void theSeedDecidesWhereTheCoversLie() {
        FaceSet set = SyntheticFaceSet.of(2, 2, 32, 1);
        List<String> prints = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            prints.add(ConditionFigures.under(Condition.BLOCK, set, seed)
                    .picture(3)
                    .fingerprint());
        }
        assertEquals(prints.get(0), prints.get(1));
        assertFalse(prints.get(0).equals(prints.get(2)));
    }

    @Test
    void saysHowManyPicturesTheModelLearnedFrom() throws Exception {
        FaceSet read = FaceSet.read(faces, FaceOptions.grey().withSize(32, 32));
        FaceSet training = read.select(0, 3, 6, 7);
        SmallModels.of(PEOPLE, FaceModel.Learned.of(training), SmallModels.whole())
                .write(model);
        Run run = Run.of("evaluate", model, faces, "--json");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("4 of the 9 pictures are among those that the model learned from"), run.err());
        assertEquals(
                4, new ObjectMapper().readTree(run.out()).get("learnedFrom").asInt());
    }

    @Test
    void saysWhoIsMissingAndWhoIsNew() throws Exception {
        List<String> many = new ArrayList<>();
        for (int i = 1; i <= 14; i++) {
            many.add("s" + i);
        }
        Path other = SmallModels.write(folder.resolve("other"), SyntheticFaceSet.of(14, 1, 32, 1), many);
        Run run = Run.of("evaluate", model, other);
        assertEquals(1, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().contains("missing: 3 (Ada, Bo, Zoé)"), run.err());
        assertTrue(run.err().contains("new: 14 (s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, …)"), run.err());
    }

    @Test
    void namesThatDifferInCompositionAreOnePersons() throws Exception {
        List<String> apart = PEOPLE.stream()
                .map(name -> Normalizer.normalize(name, Normalizer.Form.NFD))
                .toList();
        Path modelApart = folder.resolve("apart.safetensors");
        SmallModels.of(apart, SmallModels.whole()).write(modelApart);
        Run run = Run.of("evaluate", modelApart, faces);
        assertEquals(0, run.exit(), run.err());
        FaceSet read = FaceSet.read(faces, FaceOptions.grey().withSize(32, 32));
        FaceSet known = PeopleNames.asKnown(read, List.of(apart.get(2), "Ada", "Bo"), "faces", "model");
        assertEquals(List.of("Zoé", "Ada", "Bo"), known.names());
        assertEquals(read.picture(6).fingerprint(), known.picture(0).fingerprint());
    }

    @Test
    void leavesOutPeopleWithFewPictures() throws Exception {
        SmallModels.write(
                faces, SyntheticFaceSet.of(2, 3, 32, 5).select(0, 3, 4), List.of("one picture", "two pictures"));
        assertEquals(1, Run.of("evaluate", model, faces).exit());
        Run run = Run.of("evaluate", model, faces, "--min-per-person", "3");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.err().contains("left out: 2 people with fewer than 3 pictures (3 pictures)"), run.err());
    }

    @Test
    void aLimitOnPixelsPassesLargerPicturesOver() {
        Run run = Run.of("evaluate", model, faces, "--max-pixels", "1000");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("the limit (--max-pixels) is 1000 pixels"), run.err());
        assertEquals(2, Run.of("evaluate", model, faces, "--max-pixels", "0").exit());
        assertEquals(
                2, Run.of("evaluate", model, faces, "--min-per-person", "0").exit());
    }
}
