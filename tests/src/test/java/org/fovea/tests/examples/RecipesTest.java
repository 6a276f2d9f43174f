package org.fovea.tests.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Predictor;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Tensor;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.FaceOptions;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.NetworkTraining;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.GradCam;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recipes' lines, which stand here as they stand on the page.
class RecipesTest {
    private static final Path DOCS = Repository.root().resolve("docs");
    private static final Pattern CODE = Pattern.compile("(?s)```java\n(.*?)```");

    @TempDir
    private Path out;

    @Test
    void everyLineOfThePageIsRunHere() throws IOException {
        String here = onOneLine(Files.readString(
                Repository.root().resolve("tests/src/test/java/org/fovea/tests/examples/RecipesTest.java")));
        List<String> statements = CODE.matcher(Files.readString(DOCS.resolve("recipes.md")))
                .results()
                .flatMap(code -> Pattern.compile(";\n").splitAsStream(code.group(1)))
                .map(RecipesTest::onOneLine)
                .toList();
        assertTrue(statements.size() > 10, "statements: " + statements.size());
        assertEquals(
                List.of(),
                statements.stream()
                        .filter(statement -> !here.contains(statement))
                        .toList());
    }

    private static String onOneLine(String code) {
        return code.strip().replaceAll("\\s+", "");
    }

    @Test
    void trainAndRun() throws IOException {
        Path folder = DOCS.resolve("worksheets/faces");
        Path file = out.resolve("network.safetensors");
        TrainingSettings settings = TrainingSettings.standard().withEpochs(1);
        train(folder, file, settings);
        FaceSet faces = FaceSet.read(folder, FaceOptions.grey().withSize(64, 64));
        Tensor batch = faces.batch(Standardisation.PER_PICTURE, 0);
        float[] logits = run(file, batch);
        assertArrayEquals(ModelFile.read(file).forward(batch).output().data(), logits, 1e-3f);
    }

    private static void train(Path folder, Path file, TrainingSettings settings) throws IOException {
        FaceSet faces = FaceSet.read(folder, FaceOptions.grey().withSize(64, 64));
        Network network = FaceNetworks.small(faces.shape(), faces.people()).initialize(new Xoshiro256(1));
        Standardisation values = Standardisation.PER_PICTURE;
        NetworkTraining.fit(network, faces, values, settings, 1, Workers.common(), new TrainingListener() {});
        ModelFile.write(file, network);
    }

    private static float[] run(Path file, Tensor batch) throws IOException {
        Network network = ModelFile.read(file);
        Predictor predictor = network.optimized().predictor(1, Workers.common());
        float[] logits = predictor.predict(batch).data();
        return logits.clone();
    }

    @Test
    void explainAndEmbed() throws IOException {
        Path file = DOCS.resolve("how-grad-cam-works/model.safetensors");
        Picture picture =
                PictureFile.read(DOCS.resolve("how-grad-cam-works/face.png")).grey();
        int person = 2;
        FaceNetwork face = FaceModel.read(file).members().getFirst().face();
        Subject subject = Subject.of(face.network(), face.tensor(picture), Targets.logit(person));
        HeatMap map = new GradCam().maps(subject).getFirst();
        HeatMap shown = Display.of(map, subject);
        assertEquals("relu4", map.layer());
        assertEquals(64, shown.height());
        Trace trace = face.network().forward(face.tensor(picture));
        float[] embedding =
                trace.activation(FaceNetworks.featureNode(face.network())).data();
        assertEquals(32, embedding.length);
    }
}
