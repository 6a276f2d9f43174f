package org.fovea.facerec.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.facerec.data.Crop;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.fusion.MeanLogPosterior;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.network.View;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command from its options to its files.
class BenchmarkMapsTest {
    @TempDir
    private Path folder;

    private record Answer(int exit, String out, String err) {}

    private static Answer answer(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        ByteArrayOutputStream remarked = new ByteArrayOutputStream();
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(remarked, true, StandardCharsets.UTF_8));
        try {
            int exit = Main.commandLine().execute(arguments);
            return new Answer(exit, told.toString(StandardCharsets.UTF_8), remarked.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void onSyntheticPeople() throws IOException {
        String to = folder.resolve("new/maps").toString();
        Answer answer = answer(
                ("benchmark-maps --part mouth --people 2 --pictures 2 --epochs 2 --method grad-cam,GradCAM,layercam"
                                + " --threads 2 -o " + to)
                        .split(" "));
        assertEquals(0, answer.exit, answer.err);
        List<String> lines = answer.out.lines().toList();
        assertEquals(5, lines.size(), answer.out);
        assertTrue(lines.get(0).matches("method +pointing ↑ +energy ↑ +deletion ↓ .*ms ↓"), answer.out);
        assertTrue(lines.get(1).startsWith("Grad-CAM "), answer.out);
        assertTrue(lines.get(2).startsWith("LayerCAM "), answer.out);
        assertTrue(lines.get(3).startsWith("Random-CAM (control) "), answer.out);
        assertTrue(lines.get(4).startsWith("Centre of the face (control) "), answer.out);
        assertEquals(5, Files.readString(Path.of(to, "benchmark.csv")).lines().count());
        assertTrue(Files.readString(Path.of(to, "benchmark.html")).contains("LayerCAM"));
        assertTrue(answer.err.contains("4 of 4 measured: Centre of the face"), answer.err);
    }

    @Test
    void onAModelAndAFolderThereAreNoMasks() throws IOException {
        FaceSet faces = SyntheticFaceSet.of(3, 2, 32, 1);
        for (int i = 0; i < faces.size(); i++) {
            Path person = Files.createDirectories(folder.resolve("faces/p" + faces.label(i)));
            PictureFile.writePng(person.resolve(i + ".png"), faces.picture(i));
        }
        Network network = FaceNetworks.small(Shape.of(32, 32, 1), 3, 8).initialize(new Xoshiro256(1));
        FaceInput input = new FaceInput(32, 32, 1, new Crop.Whole(), Standardisation.PER_PICTURE);
        Path model = folder.resolve("model.safetensors");
        FaceNetwork face = new FaceNetwork(network, View.whole(32, 32), input.standardisation());
        FaceModel.Learned nothing = new FaceModel.Learned(new int[0], List.of());
        new FaceModel(
                        List.of(new FaceModel.Member(face, null)),
                        new MeanLogPosterior(),
                        List.of("a", "b", "c"),
                        input,
                        nothing)
                .write(model);
        Answer answer = answer(
                "benchmark-maps",
                model.toString(),
                folder.resolve("faces").toString(),
                "--method",
                "grad-cam",
                "--layer",
                "relu3",
                "--pictures",
                "4",
                "--epochs",
                "2",
                "--json",
                "-o",
                folder.resolve("out").toString());
        assertEquals(0, answer.exit, answer.err);
        JsonNode methods = new ObjectMapper().readTree(answer.out).get("methods");
        List<String> names = new ArrayList<>();
        for (JsonNode method : methods) {
            names.add(method.get("method").asText());
            assertTrue(
                    method.get("pointing").isNull()
                            && method.get("energy_in_part").isNull(),
                    answer.out);
            assertTrue(
                    method.get("road").isNumber() && method.get("sanity_labels").isNumber(), answer.out);
            assertEquals(4, method.get("maps").asInt());
        }
        assertEquals(List.of("grad-cam", "random-cam", "centre"), names);

        Answer tooMany = answer(
                "benchmark-maps",
                model.toString(),
                folder.resolve("faces").toString(),
                "--network",
                "2",
                "-o",
                folder.resolve("out").toString());
        assertEquals(2, tooMany.exit);
        assertTrue(tooMany.err.contains("--network 2, but the model has 1"), tooMany.err);
        Answer noLayer = answer(
                "benchmark-maps",
                model.toString(),
                folder.resolve("faces").toString(),
                "--layer",
                "logits",
                "-o",
                folder.resolve("out").toString());
        assertEquals(1, noLayer.exit);
        assertTrue(noLayer.err.contains("\"logits\" puts out 3"), noLayer.err);
    }
}
