package org.fovea.tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.SafeTensors;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.facerec.model.FaceModel;
import org.fovea.tests.Fovea;
import org.fovea.tests.SharedData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `fovea train --from NET.onnx`: the first layers are the file's own to the bit, the others have learned, and the
/// model is one as any other.
class TrainFurtherTest {
    private static final int FREEZE = 4;

    @TempDir
    private static Path folder;

    private static String net;
    private static String faces;

    @BeforeAll
    static void draw() {
        net = SharedData.find("golden-small/residual.onnx").toString();
        faces = folder.resolve("faces").toString();
        done("faces", "-o", faces, "--people", "3", "--pictures", "8", "--size", "24");
    }

    private static Fovea done(String... arguments) {
        Fovea done = Fovea.run(arguments);
        assertEquals(0, done.exit(), done.err());
        return done;
    }

    @Test
    void frozenLayersStayAndTheOthersLearn() throws Exception {
        String model = folder.resolve("further.safetensors").toString();
        Fovea run = done(
                "train",
                faces,
                "--from",
                net,
                "--freeze",
                "" + FREEZE,
                "--mean",
                "0.4",
                "--std",
                "0.2",
                "--epochs",
                "4",
                "--train-per-person",
                "5",
                "-o",
                model);
        assertTrue(run.err().contains(FREEZE + " of "), run.err());
        Network network = FaceModel.read(SafeTensors.read(Path.of(model)))
                .members()
                .getFirst()
                .face()
                .network();
        assertEquals(3, network.output().shape().size());
        Network file = OnnxModel.read(Path.of(net))
                .lowered(Map.of("input", new int[] {1, 1, 24, 24}))
                .network();
        List<Node> learned = file.nodes().stream()
                .filter(node -> !node.layer().parameters().isEmpty())
                .toList();
        for (int i = 0; i < learned.size() - 1; i++) {
            Node theirs = learned.get(i);
            Node ours = network.node(theirs.name());
            for (int p = 0; p < theirs.layer().parameters().size(); p++) {
                float[] before = theirs.layer().parameters().get(p).value().data();
                float[] after = ours.layer().parameters().get(p).value().data();
                if (i < FREEZE) {
                    assertArrayEquals(before, after, theirs.name());
                } else if (theirs.layer().parameters().get(p).trained()) {
                    assertFalse(Arrays.equals(before, after), theirs.name());
                }
            }
        }
        assertTrue(
                network.nodes().stream()
                        .noneMatch(node -> node.name().equals(learned.getLast().name())),
                "the file's classifier is gone");
        Fovea evaluated = done("evaluate", model, faces);
        assertTrue(evaluated.out().contains("network 1"), evaluated.out());
        String picture = folder.resolve("faces/person-1/01.png").toString();
        Path raw = folder.resolve("raw.npy");
        done("explain", model, picture, "--raw", raw.toString());
        assertTrue(Files.size(raw) > 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--freeze 3 | --freeze, --cut, --mean, --std, --range and --channels go with --from",
                "--from NET --networks 2 | --from trains one network",
                "--from NET --freeze 99 | nodes with parameters to freeze, found 99",
                "--from NET --cut nowhere | no node \"nowhere\"",
                "--from NET --size 32x32 | a size of 32x32 does not fit"
            })
    void whatDoesNotGoTogetherIsWrongUsage(String words, String told) {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("train", faces, "-o", folder + "/refused.safetensors"));
        for (String word : words.strip().split(" ")) {
            arguments.add(word.equals("NET") ? net : word);
        }
        Fovea run = Fovea.run(arguments.toArray(String[]::new));
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains(told), run.err());
        assertFalse(Files.exists(folder.resolve("refused.safetensors")));
    }
}
