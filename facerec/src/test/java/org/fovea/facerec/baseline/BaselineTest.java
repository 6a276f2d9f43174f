package org.fovea.facerec.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.evaluation.Accuracy;
import org.fovea.facerec.evaluation.SplitScores;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static final int SIZE = 24;

    /// People who differ in the phase and direction of a wave, in noise and with light from one side.
    private static FaceSet people(int people, int each, double noise, long seed) {
        var random = new Xoshiro256(seed);
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < people * each; i++) {
            int person = i / each;
            float light = random.nextFloat(-0.3f, 0.3f);
            float[] pixels = new float[SIZE * SIZE];
            for (int j = 0; j < pixels.length; j++) {
                double x = (double) (j % SIZE) / SIZE;
                double y = (double) (j / SIZE) / SIZE;
                double wave = Math.sin(person + 12 * (x * Math.cos(person) + y * Math.sin(person)));
                pixels[j] = (float) (0.5 + 0.1 * wave + light * (x - 0.5) + noise * random.nextGaussian());
            }
            pictures.add(new Picture(SIZE, SIZE, 1, pixels));
        }
        int[] labels = IntStream.range(0, people * each).map(i -> i / each).toArray();
        return FaceSet.of(pictures, labels, names(people));
    }

    private static List<String> names(int people) {
        return IntStream.range(0, people).mapToObj(p -> "p" + p).toList();
    }

    @Test
    void allRecogniseWavesInChangingLight() {
        FaceSet training = people(6, 3, 0.02, 1);
        FaceSet probes = people(6, 4, 0.02, 2);
        for (Baseline baseline : Baseline.standard()) {
            Tensor scores = baseline.learn(training).scores(probes);
            assertEquals(Shape.of(24, 6), scores.shape());
            double accuracy = Accuracy.of(scores, probes.labels());
            assertTrue(accuracy >= 0.9, baseline + ": " + accuracy);
            double eer = SplitScores.of(scores, probes.labels()).eer();
            assertTrue(eer <= 0.1, baseline + ": EER " + eer);
            assertArrayEquals(
                    scores.data(),
                    baseline.learn(training).scores(probes).data(),
                    "the same pictures, the same scores");
        }
    }

    @Test
    void namesDiffer() {
        assertEquals(
                List.of("pixels", "eigenfaces", "fisherfaces", "lbp"),
                Baseline.standard().stream().map(Baseline::name).toList());
    }

    /// The light varies most and says nothing of the person: what is learned about it must help.
    @Test
    void fisherfacesLearnWhatVariesWithinPeople() {
        FaceSet training = people(12, 3, 0.05, 1);
        FaceSet probes = people(12, 4, 0.05, 2);
        double pixels = eer(new Pixels(), training, probes);
        double fisher = eer(Fisherfaces.standard(), training, probes);
        assertTrue(fisher < pixels / 2, "Fisherfaces " + fisher + ", pixels " + pixels);
    }

    private static double eer(Baseline baseline, FaceSet training, FaceSet probes) {
        return SplitScores.of(baseline.learn(training).scores(probes), probes.labels())
                .eer();
    }

    @Test
    void pixelsScoreTheCorrelation() {
        Picture up = new Picture(2, 1, 1, new float[] {0, 0.9f});
        Picture brighter = new Picture(2, 1, 1, new float[] {0.1f, 1});
        Picture down = new Picture(2, 1, 1, new float[] {1, 0.1f});
        Picture blank = new Picture(2, 1, 1, new float[] {0.5f, 0.5f});
        FaceSet training = FaceSet.of(List.of(up, down), new int[] {0, 1}, names(3));
        FaceSet probes = FaceSet.of(List.of(brighter, blank), new int[] {0, 1}, names(3));
        assertArrayEquals(
                new float[] {1, -1, Float.NEGATIVE_INFINITY, 0, 0, Float.NEGATIVE_INFINITY},
                new Pixels().learn(training).scores(probes).data(),
                1e-6f);
    }

    @Test
    void onePictureAPersonMakesFisherfacesWhitenedEigenfaces() {
        FaceSet training = people(6, 1, 0.02, 1);
        FaceSet probes = people(6, 4, 0.02, 2);
        assertArrayEquals(
                new Eigenfaces(0.9, 100, 0, true).learn(training).scores(probes).data(),
                new Fisherfaces(0.9, 0.5).learn(training).scores(probes).data());
    }

    @Test
    void whatCannotBeLearnedIsRefused() {
        FaceSet faces = people(2, 2, 0.02, 1);
        assertThrows(IllegalArgumentException.class, () -> new Eigenfaces(0, 5, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Eigenfaces(1, 3, 3, false));
        assertThrows(IllegalArgumentException.class, () -> new Fisherfaces(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Fisherfaces(Double.NaN, 0.1));
        var e = assertThrows(IllegalArgumentException.class, () -> new Eigenfaces(1, 9, 3, false).learn(faces));
        assertEquals(
                "4 pictures have 3 components that hold 1.0 of the variance; without the first 3 none is left",
                e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class, () -> Eigenfaces.standard().learn(faces.select(0)));
        assertEquals("principal components need two different pictures; 1 was given", e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class, () -> Fisherfaces.standard().learn(faces.only(1)));
        assertEquals("pictures of 1 person; directions that part people need two", e.getMessage());
        FaceSet small = FaceSet.of(List.of(new Picture(9, 10, 1, new float[90])), new int[] {0}, names(2));
        e = assertThrows(IllegalArgumentException.class, () -> new LbpHistograms().learn(small));
        assertEquals("pictures of 9×10 pixels; 8×8 cells with a neighbour on every side need 10×10", e.getMessage());
    }

    @Test
    void probesMustFit() {
        Recogniser recogniser = new Pixels().learn(people(2, 1, 0.02, 1));
        FaceSet small = FaceSet.of(List.of(new Picture(9, 10, 1, new float[90])), new int[] {0}, names(2));
        var e = assertThrows(IllegalArgumentException.class, () -> recogniser.scores(small));
        assertEquals("probes of shape 10×9×1, but pictures of 24×24×1 were learned from", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> recogniser.scores(people(3, 1, 0.02, 1)));
        assertEquals("probes of 3 people, but 2 were learned", e.getMessage());
    }
}
