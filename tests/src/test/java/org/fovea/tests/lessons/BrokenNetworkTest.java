package org.fovea.tests.lessons;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceOptions;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.GradCam;
import org.junit.jupiter.api.Test;

/// The third worksheet: three networks, what they answer and where they look, on the worksheet's own pictures.
class BrokenNetworkTest {
    private static final Path FOLDER = Lesson.docs().resolve("worksheets");
    private static final List<String> NETWORKS = List.of("a", "b", "c");

    private static FaceNetwork network(String letter) throws IOException {
        return Lesson.network("worksheets/network-" + letter + ".safetensors");
    }

    private static FaceSet faces(String folder) throws IOException {
        return FaceSet.read(FOLDER.resolve(folder), FaceOptions.grey().withSize(64, 64));
    }

    @Test
    void everyAnswerIsTheNetworks() throws IOException {
        PrintedPage page = PrintedPage.read("worksheet-3-the-broken-network.md");
        FaceSet faces = faces("faces");
        FaceSet exchanged = faces("exchanged");
        page.says("{} pictures", faces.size());
        for (String letter : NETWORKS) {
            FaceNetwork face = network(letter);
            int[] answers = answers(face, faces);
            double[] map = meanMap(face, faces, answers);
            page.says(
                    "| " + letter.toUpperCase(Locale.ROOT) + " | {} | {} |",
                    right(answers, faces),
                    right(answers(face, exchanged), exchanged));
            page.says(
                    "| " + letter.toUpperCase(Locale.ROOT) + " | {} % | {} % |",
                    100 * share(map, 0, 2, 5, 7),
                    100 * share(map, 4, 7, 2, 5));
        }
        int[] misled = answers(network("c"), exchanged);
        page.says(
                "With the marks exchanged it names the owner of the camera in {} of 12 pictures",
                IntStream.range(0, misled.length)
                        .filter(i -> misled[i] == (exchanged.label(i) + 1) % 4)
                        .count());
        page.says("are {} of the 64 cells, {} %", 9, 100 * 9 / 64.0);
        page.says("are {} of them, {} %", 16, 100 * 16 / 64.0);
        page.saysNoOtherResults();
    }

    /// What A says of person 2 is what B says of person 3, and the other way round.
    @Test
    void twoNamesAreExchanged() throws IOException {
        FaceSet faces = faces("faces");
        float[] a = network("a").logits(faces, Workers.common()).data();
        float[] b = network("b").logits(faces, Workers.common()).data();
        for (int i = 0; i < faces.size(); i++) {
            assertArrayEquals(
                    new float[] {a[4 * i], a[4 * i + 1], a[4 * i + 2], a[4 * i + 3]},
                    new float[] {b[4 * i], b[4 * i + 2], b[4 * i + 1], b[4 * i + 3]},
                    1e-5f);
        }
        int[] ofA = answers(network("a"), faces);
        int[] ofB = answers(network("b"), faces);
        assertArrayEquals(meanMap(network("b"), faces, ofB), meanMap(network("a"), faces, ofA), 1e-6);
    }

    private static int[] answers(FaceNetwork face, FaceSet faces) {
        float[] logits = face.logits(faces, Workers.common()).data();
        int people = faces.people();
        int[] answers = new int[faces.size()];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = Lesson.highest(Arrays.copyOfRange(logits, i * people, (i + 1) * people));
        }
        return answers;
    }

    private static int right(int[] answers, FaceSet faces) {
        int right = 0;
        for (int i = 0; i < answers.length; i++) {
            right += answers[i] == faces.label(i) ? 1 : 0;
        }
        return right;
    }

    /// The mean over the pictures of the evidence for what is seen, each map scaled to sum 1.
    private static double[] meanMap(FaceNetwork face, FaceSet faces, int[] answers) {
        List<Tensor> pictures = new ArrayList<>();
        faces.pictures().forEach(picture -> pictures.add(face.tensor(picture)));
        double[] mean = new double[64];
        for (int i = 0; i < pictures.size(); i++) {
            Subject subject = Subject.of(face.network(), pictures.get(i), Targets.logit(answers[i]));
            HeatMap map = new GradCam().maps(subject).getFirst().positive();
            for (int cell = 0; cell < mean.length; cell++) {
                mean[cell] += map.values()[cell] / map.sum() / pictures.size();
            }
        }
        return mean;
    }

    private static double share(double[] map, int top, int bottom, int left, int right) {
        double share = 0;
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                share += map[row * 8 + column];
            }
        }
        return share;
    }
}
