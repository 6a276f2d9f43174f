package org.fovea.gradcam.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.PictureTarget;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Methods held against what can be worked out by hand, or must follow from what they say they do.
class MethodsTest {
    private static Subject subject(PictureTarget target) {
        return Subject.of(TinyNetwork.network(), TinyNetwork.PICTURE, target);
    }

    private static float[] map(MapMethod method, Subject subject) {
        return method.maps(subject).getFirst().values();
    }

    @Test
    void camIsWeightedByTheDenseWeights() {
        float[] expected = new float[9];
        for (int i = 0; i < 9; i++) {
            expected[i] = 9 * TinyNetwork.A0[i] + 18 * TinyNetwork.A1[i];
        }
        assertArrayEquals(expected, map(new Cam(), subject(Targets.logit(0))), 1e-5f);
        assertTrue(Cam.fits(subject(Targets.logit(0))));
        assertFalse(Cam.fits(subject(Targets.logit(0)).layer("conv")));
        assertThrows(
                IllegalArgumentException.class, () -> new Cam().maps(subject(Targets.of("no class", (y, dy) -> 0))));
    }

    @Test
    void camOfAnotherFunctionOfTheLogitsPutsTheirWeightsTogether() {
        for (PictureTarget target : List.of(
                Targets.negativeLogit(0),
                Targets.difference(0, 1),
                Targets.probability(1),
                Targets.negative(Targets.logit(1)))) {
            if (target.classOf(0).isEmpty()) {
                assertThrows(IllegalArgumentException.class, () -> new Cam().maps(subject(target)));
                continue;
            }
            float[] cam = map(new Cam(), subject(target));
            float[] gradCam = map(new GradCam(), subject(target));
            for (int i = 0; i < 9; i++) {
                assertEquals(9 * gradCam[i], cam[i], 1e-4, target.describe(0));
            }
        }
    }

    @Test
    void whatSpeaksForAnAblatedScoreBelowZeroIsAboveZero() {
        float[] with = map(new AblationCam(), subject(Targets.logit(0)));
        float[] against = map(new AblationCam(), subject(Targets.negativeLogit(0)));
        assertTrue(with[6] > 0);
        for (int i = 0; i < 9; i++) {
            assertEquals(-with[i], against[i], 1e-5);
        }
        Subject by = subject(Targets.negativeLogit(0)).convention(Convention.PYTORCH_GRAD_CAM);
        assertArrayEquals(with, map(new AblationCam(), by), 1e-5f, "which divides by the score, sign and all");
    }

    @Test
    void ablationIsTheShareOfTheScoreThatGoes() {
        // Y = 6.5 + 2·8.5; without the first channel 17, without the second 6.5.
        double[] alpha = new AblationCam().weights(subject(Targets.logit(0)), 0);
        assertArrayEquals(new double[] {6.5 / 23.5, 17 / 23.5}, alpha, 1e-6);
    }

    @Test
    void gradCamPlusPlusCountsEachCellByItsOwnFormula() {
        // Class 0: G of the first channel is 1 everywhere, ΣA 6.5; of the second 2, ΣA 8.5.
        double[] alpha = new GradCamPlusPlus().weights(subject(Targets.logit(0)), 0);
        assertEquals(9 * (1 / (2 + 6.5)) * 1, alpha[0], 1e-5);
        assertEquals(9 * (4 / (8 + 8 * 8.5)) * 2, alpha[1], 1e-5);
        double[] against = new GradCamPlusPlus().weights(subject(Targets.logit(1)), 0);
        assertArrayEquals(new double[2], against, "a negative gradient and none count nothing");
    }

    @Test
    void scoreCamIsTheSoftmaxOfTheScoresOfWhatIsSeen() {
        double[] alpha = new ScoreCam().weights(subject(Targets.logit(0)), 0);
        // Seen through TinyNetwork.A0/3: x·TinyNetwork.A0/3; through TinyNetwork.A1/3 (its smallest value is 0):
        // x·TinyNetwork.A1/3.
        double[] scores = new double[2];
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < 9; i++) {
                double x = TinyNetwork.PICTURE.data()[i] * (k == 0 ? TinyNetwork.A0 : TinyNetwork.A1)[i] / 3;
                scores[k] += Math.max(x, 0) + 2 * Math.max(1 - x, 0);
            }
        }
        double share = 1 / (1 + Math.exp(scores[1] - scores[0]));
        assertArrayEquals(new double[] {share, 1 - share}, alpha, 1e-5);
    }

    @Test
    void occlusionIsTheMeanDropOfThePatchesOnAPixel() {
        // One pixel at a time, filled with the mean m of the picture: Y drops by its own share.
        double m = 3.5 / 9;
        float[] expected = new float[9];
        for (int i = 0; i < 9; i++) {
            expected[i] = (float) (TinyNetwork.A0[i] + 2 * TinyNetwork.A1[i] - (m + 2 * (1 - m)));
        }
        assertArrayEquals(expected, map(new Occlusion(1, 1), subject(Targets.logit(0))), 1e-5f);
        // Patches of 2, moved by 2 and then up to the edge, cover every pixel.
        // Y is a sum over pixels, so a patch's drop is that of its pixels.
        float[] means = new float[9];
        for (int i = 0; i < 9; i++) {
            int patches = 0;
            for (int corner : new int[] {0, 1, 3, 4}) {
                List<Integer> patch = List.of(corner, corner + 1, corner + 3, corner + 4);
                if (patch.contains(i)) {
                    patches++;
                    for (int pixel : patch) {
                        means[i] += expected[pixel];
                    }
                }
            }
            means[i] /= patches;
        }
        assertArrayEquals(means, map(new Occlusion(2, 2), subject(Targets.logit(0))), 1e-5f);
    }

    @Test
    void femAddsWhatStandsOut() {
        // TinyNetwork.A0: mean 6.5/9, σ ≈ 1.03: threshold 2.78, only the 3 lies above. TinyNetwork.A1: 8.5/9 + 2·0.98:
        // only the 3 does.
        float[] expected = {0, 0, 0, 0, 0, 0, 6.5f / 9, 0, 8.5f / 9};
        assertArrayEquals(expected, map(new Fem(), subject(Targets.logit(0))), 1e-5f);
        float[] pytorch = new float[9];
        for (int i = 0; i < 9; i++) {
            pytorch[i] = (TinyNetwork.A0[i] + TinyNetwork.A1[i]) / 9;
        }
        Subject by = subject(Targets.logit(0)).convention(Convention.PYTORCH_GRAD_CAM);
        assertArrayEquals(pytorch, map(new Fem(), by), 1e-5f);
    }

    @Test
    void femOfAConstantChannelIsThatConstant() {
        for (float value : new float[] {0.1f, 0.7f, 1.3f, -0.3f}) {
            Network network = TinyNetwork.network();
            TinyNetwork.fill(network, "conv.weight", 0, 0);
            TinyNetwork.fill(network, "conv.bias", value, 0);
            Subject subject =
                    Subject.of(network, TinyNetwork.PICTURE, Targets.logit(0)).layer("conv");
            float[] expected = new float[9];
            java.util.Arrays.fill(expected, value);
            assertArrayEquals(expected, map(new Fem(), subject), 1e-6f, "no cell lies below the mean of " + value);
        }
    }

    /// Y = ½·y² with y without bias is of second degree in A: H·A = G.
    @Test
    void shapleyCamCountsTheCurvature() {
        Subject subject = subject(Targets.of("half its square", (y, dy) -> {
            dy[0] = y[0];
            dy[1] = 0;
            return y[0] * y[0] / 2;
        }));
        double[] alpha = GradCam.weights(subject.reading(0));
        double[] shapley = new ShapleyCam().weights(subject, 0);
        for (int k = 0; k < 2; k++) {
            assertEquals(alpha[k] / 2, shapley[k], 1e-3 * Math.abs(alpha[k]));
        }
        Subject linear = subject(Targets.logit(0));
        assertArrayEquals(GradCam.weights(linear.reading(0)), new ShapleyCam().weights(linear, 0), 1e-6);
    }

    @Test
    void finerCamIsGradCamOfTheDifference() {
        Subject subject = subject(Targets.logit(0)); // of two classes, the other is the rival
        float[] difference = map(new GradCam(), subject.target(Targets.difference(0, 1)));
        HeatMap finer = new FinerCam().maps(subject).getFirst();
        assertArrayEquals(difference, finer.values(), 1e-5f);
        assertEquals("logit of class 0 against classes 1", finer.target());
        assertArrayEquals(map(new GradCam(), subject), map(new FinerCam(0), subject), 1e-5f);
    }

    @Test
    void integratedGradientsAddUpToTheDifferenceFromBlank() {
        Subject subject = subject(Targets.logit(0));
        double blank = subject.scores(0, Tensor.zeros(1, 3, 3, 1))[0];
        double sum = new IntegratedGradients(500).maps(subject).getFirst().sum();
        assertEquals(subject.scores()[0] - blank, sum, 0.05);
    }

    @Test
    void theGradientAtTheInputIsPlain() {
        // Where x > 0 the first channel passes (1), where x < 1 the second does (−2).
        float[] slope = {-2, 1, 1, -2, -1, -2, 1, -2, -2};
        slope[1] = 1; // x = 1: the second channel is at 0, whose slope is 0
        float[] magnitude = new float[9];
        float[] product = new float[9];
        for (int i = 0; i < 9; i++) {
            magnitude[i] = Math.abs(slope[i]);
            product[i] = slope[i] * TinyNetwork.PICTURE.data()[i];
        }
        assertArrayEquals(magnitude, map(new Gradient(), subject(Targets.logit(0))), 1e-5f);
        assertArrayEquals(product, map(new GradientTimesInput(), subject(Targets.logit(0))), 1e-5f);
    }

    @Test
    void guidedBackpropagationLetsNothingNegativeBackAndLeavesTheNetworkAsItIs() {
        Subject subject = subject(Targets.difference(0, 1)); // dA = (18/9, 18/9): positive; of logit 1 negative
        float[] guided = map(new GuidedBackprop(), subject);
        float[] slope = {-2, 2, 2, -2, 0, -2, 2, -2, -2};
        assertArrayEquals(slope, guided, 1e-5f);
        assertArrayEquals(new float[9], map(new GuidedBackprop(), subject.target(Targets.logit(1))));
        assertEquals("relu", subject.network().node("relu").layer().type());
        assertArrayEquals(
                GuidedBackprop.rewrite(subject.network(), Convention.PAPER)
                        .forward(TinyNetwork.PICTURE)
                        .output()
                        .data(),
                subject.network().forward(TinyNetwork.PICTURE).output().data());
    }

    /// 3×3 pictures, pooled by an average of `kernel` at `padding` to one value a channel.
    private static Subject pooled(int kernel, int padding) {
        Network network = Network.builder("pooled", Shape.of(3, 3, 1))
                .conv2d("conv", 2, Geometry.of(1))
                .relu("relu")
                .dropout("drop", 0.5)
                .averagePool("pool", kernel, 3, padding, true)
                .reshape("flat", Shape.of(2))
                .dropout("drop2", 0.5)
                .dense("logits", 2)
                .build(new Xoshiro256(1));
        return Subject.of(network, TinyNetwork.PICTURE, Targets.logit(0)).layer("relu");
    }

    @Test
    void camNeedsAnAverageOfTheWholeMap() {
        assertTrue(Cam.fits(pooled(3, 0)));
        assertFalse(Cam.fits(pooled(2, 0)), "the 1×1 output misses a row and a column");
        assertFalse(Cam.fits(pooled(3, 1)), "the window lies on the padding");
        assertThrows(IllegalArgumentException.class, () -> new Cam().maps(pooled(2, 0)));
        assertEquals(
                "head of pool and logits, 2 channels to 2 classes",
                GapHead.between(pooled(3, 0).network(), "relu", "logits")
                        .orElseThrow()
                        .toString());
        assertTrue(GapHead.between(pooled(2, 0).network(), "relu", "logits").isEmpty());
    }

    @Test
    void aModelFileGivesAGuidedNetworkBack(@TempDir Path folder) throws IOException {
        Network plain = Network.builder("two", Shape.of(3, 3, 1))
                .conv2d("conv", 2, Geometry.of(1))
                .relu("relu")
                .conv2d("conv2", 2, Geometry.of(1))
                .relu6("relu6")
                .globalAveragePool("logits")
                .build(new Xoshiro256(1));
        Network guided = GuidedBackprop.rewrite(plain, Convention.PAPER);
        Path file = folder.resolve("guided.safetensors");
        ModelFile.write(file, guided);
        Network read = ModelFile.read(file);
        assertEquals(GuidedRelu.class, read.node("relu").layer().getClass());
        assertEquals(
                guided.node("relu6").layer().options().asMap(),
                read.node("relu6").layer().options().asMap());
        Trace expected = guided.forward(TinyNetwork.PICTURE);
        Trace found = read.forward(TinyNetwork.PICTURE);
        expected.backward(Target.logit(1));
        found.backward(Target.logit(1));
        assertArrayEquals(expected.output().data(), found.output().data());
        assertArrayEquals(
                expected.gradient("input").data(), found.gradient("input").data());
    }

    @Test
    void smoothGradIsTheGradientWhereThatDoesNotChange() {
        Network linear = Network.builder("linear", Shape.of(2, 2, 1))
                .flatten("flat")
                .dense("logits", 1)
                .build();
        TinyNetwork.fill(linear, "logits.weight", 1, -2, 3, 0.5f);
        Subject subject = Subject.of(linear, Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 4), Targets.logit(0));
        assertArrayEquals(new float[] {1, 2, 3, 0.5f}, map(new SmoothGrad(), subject), 1e-5f);
    }

    @Test
    void theSameSeedGivesTheSameMap() {
        Subject subject = subject(Targets.logit(0));
        for (MapMethod method : List.of(new RandomCam(), new SmoothGrad(), new DeepFeatureFactorization(2))) {
            assertArrayEquals(map(method, subject.seed(5)), map(method, subject.seed(5)), method.title());
        }
        float[] other = map(new RandomCam(), subject.seed(6));
        assertFalse(java.util.Arrays.equals(other, map(new RandomCam(), subject.seed(5))));
    }

    @Test
    void augmentedMapsAreTheMeanOfSix() {
        // HiResCAM of a network that is linear in the picture: mirroring is undone, 0.9, 1 and 1.1 average to 1.
        Network linear = Network.builder("linear", Shape.of(2, 3, 1))
                .conv2d("conv", 2, Geometry.of(1).withoutBias())
                .globalAveragePool("gap")
                .dense("logits", 2)
                .build(new Xoshiro256(2));
        Subject subject = Subject.of(linear, Tensor.of(Shape.of(1, 2, 3, 1), 1, 2, 3, -4, 5, 6), Targets.logit(0));
        float[] plain = map(new HiResCam(), subject);
        assertArrayEquals(plain, map(Smoothing.byAugmentation(new HiResCam()), subject), 1e-5f);
        float[] shown = Smoothing.shownByAugmentation(new HiResCam(), subject)
                .getFirst()
                .values();
        float[] scaled = org.fovea.gradcam.Display.of(
                        new HiResCam().maps(subject).getFirst(), subject)
                .values();
        assertArrayEquals(scaled, shown, 1e-5f);
    }
}
