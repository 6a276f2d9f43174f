package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.method.GradCam;
import org.fovea.gradcam.method.HiResCam;
import org.fovea.gradcam.method.MapMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {
    private static Subject subject(Network network) {
        return Subject.of(network, RandomNetworks.pictures(3, 1), Targets.logit(2));
    }

    @Test
    void theLastLayerWithAnExtentIsChosenAndSaysSo() {
        Subject subject = subject(RandomNetworks.deep(1));
        assertEquals("pool3", subject.layer());
        assertTrue(subject.layerWasChosen());
        assertFalse(subject.layer("conv2").layerWasChosen());
        assertEquals("relu2", subject(RandomNetworks.pooled(1)).layer());
    }

    @Test
    void aPoolOfOneCellAndASideBranchAreNotLayersToLookAt() {
        Network network = Network.builder("n", Shape.of(4, 4, 1))
                .conv2d("conv", 3, org.fovea.engine.layer.Conv2d.Geometry.of(3).padding(1))
                .averagePool("pool", 4)
                .flatten("flat")
                .dense("logits", 2)
                .from("conv")
                .relu("aside")
                .from("logits")
                .softmax("softmax")
                .build();
        assertEquals(List.of("conv"), Layers.spatial(network, "logits"));
        assertEquals("logits", Layers.logits(network), "what the softmax reads");
        Subject subject = Subject.of(network, Tensor.zeros(1, 4, 4, 1), Targets.logit(0));
        assertEquals("logits", subject.output());
        assertEquals("conv", subject.layer());
        Network flat = Network.builder("flat", Shape.of(6)).dense("logits", 2).build();
        Subject vectors = Subject.of(flat, Tensor.zeros(1, 6), Targets.logit(0));
        assertTrue(assertThrows(IllegalArgumentException.class, vectors::layer)
                .getMessage()
                .contains("no layer before \"logits\""));
    }

    @Test
    void relativesOnTheSamePassShareIt() {
        Subject subject = subject(RandomNetworks.deep(1));
        assertSame(
                subject.trace(),
                subject.layer("conv2").convention(Convention.PYTORCH_GRAD_CAM).trace());
        float[] g = subject.layer("conv1").reading(1).g();
        float[] alone =
                subject(RandomNetworks.deep(1)).layer("conv1").reading(1).g();
        assertArrayEquals(alone, g, "one layer after another gives what one alone does");
    }

    @Test
    void anotherTargetCostsNoSecondForwardPass() {
        Network network = RandomNetworks.deep(1);
        Subject first = subject(network).layer("relu2");
        float[] before = first.reading(1).a();
        // A pass that were made again would read other weights.
        Arrays.fill(network.parameters().get("conv1.weight").value().data(), 0);
        Subject second = first.target(Targets.logit(1));
        assertArrayEquals(before, second.reading(1).a());
        assertSame(first.forward(), second.forward());
        assertArrayEquals(
                before, second.layer("conv2").layer("relu2").reading(1).a());
    }

    @Test
    void questionsAskedInTurnKeepTheirOwnGradients() {
        Subject first = subject(RandomNetworks.deep(1)).layer("relu2");
        Subject second = first.target(Targets.logit(1));
        for (String layer : List.of("relu2", "conv1", "conv2", "relu2")) {
            for (int c : new int[] {2, 1, 2}) {
                Subject alone = Subject.of(RandomNetworks.deep(1), RandomNetworks.pictures(3, 1), Targets.logit(c));
                assertArrayEquals(
                        alone.reading(layer, 1).g(),
                        (c == 2 ? first : second).reading(layer, 1).g(),
                        layer + ", class " + c);
            }
        }
        String input = first.network().input().name();
        float[] of1 = second.trace().gradient(input).data().clone();
        float[] of2 = first.trace().gradient(input).data().clone();
        assertFalse(Arrays.equals(of1, of2));
        assertArrayEquals(of1, second.backward().gradient(input).data());
        assertArrayEquals(of1, second.trace().gradient(input).data(), "the trace is run back again");
    }

    @Test
    void whatFollowsFromThePicturesAloneIsComputedOnce() {
        record Counted(int[] times) implements Forward.Derived<Integer> {
            @Override
            public Integer of(Forward forward) {
                return ++times[0];
            }
        }
        Subject subject = subject(RandomNetworks.deep(1));
        Counted counted = new Counted(new int[1]);
        assertEquals(1, subject.derive(counted));
        assertEquals(1, subject.target(Targets.logit(1)).derive(counted));
        assertEquals(2, subject.pictures(RandomNetworks.pictures(3, 2)).derive(counted), "other pictures");
    }

    @Test
    void everyLayerGivesAMapOfItsOwnSize() {
        Subject subject = subject(RandomNetworks.deep(2));
        for (String layer : Layers.spatial(subject.network(), subject.output())) {
            HeatMap map = new GradCam().maps(subject.layer(layer)).get(1);
            assertEquals(subject.network().node(layer).shape().extent(0), map.height());
            assertEquals(layer, map.layer());
        }
    }

    @Test
    void changedPicturesAreMeasuredByTheirPicturesTarget() {
        Network network = RandomNetworks.deep(3);
        Tensor pictures = RandomNetworks.pictures(40, 3);
        int[] classes = {0, 3};
        Subject subject = Subject.of(network, pictures.slice(0, 2), Targets.logit(classes));
        double[] scores = subject.scores(1, pictures); // more than are measured at once
        Tensor outputs = network.forward(pictures).output();
        for (int i = 0; i < 40; i++) {
            assertEquals(outputs.get(i, 3), scores[i], 1e-5);
        }
        assertEquals(outputs.get(1, 3), subject.scores()[1], 1e-5);
    }

    @Test
    void theTailAnswersAsTheWholeNetworkDoes() {
        for (Network network : List.of(RandomNetworks.pooled(4), RandomNetworks.deep(4), RandomNetworks.branched(4))) {
            Subject subject = subject(network).layer("relu2");
            for (int n = 0; n < 3; n++) {
                Tensor a = subject.trace().activation("relu2").slice(n, n + 1);
                assertEquals(subject.scores()[n], subject.scoresAfter(n, a)[0], 1e-5, network.name());
                float[] g = subject.reading(n).g();
                assertArrayEquals(
                        g, subject.tail(n).gradient(subject.target(), a).data(), 1e-5f, network.name());
            }
        }
        Subject aside = subject(RandomNetworks.pooled(1)).output("relu1").layer("relu2");
        assertThrows(IllegalArgumentException.class, () -> aside.tail(0));
    }

    @Test
    void aTargetMayReadAnyNode() {
        Subject subject = subject(RandomNetworks.deep(5)).output("dense1").layer("relu2");
        float value = subject.trace().activation("dense1").get(1, 2);
        assertEquals(value, subject.scores()[1], 1e-6);
        assertTrue(new HiResCam().maps(subject).get(1).values().length > 0);
    }

    @Test
    void aPairsMapsExplainTheSameSimilarity() {
        Network network = RandomNetworks.withoutBias(2);
        Tensor pictures = RandomNetworks.pictures(2, 5);
        Pair pair = Pair.of(network, "embedding", pictures, new HiResCam());
        Tensor e = network.forward(pictures).output();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < 8; i++) {
            ab += e.get(0, i) * e.get(1, i);
            aa += e.get(0, i) * e.get(0, i);
            bb += e.get(1, i) * e.get(1, i);
        }
        assertEquals(ab / Math.sqrt(aa * bb), pair.similarity(), 1e-5);
        for (HeatMap map : List.of(pair.first(), pair.second())) {
            assertEquals("similarity to the reference", map.target());
            assertTrue(map.positive().sum() > 0 && map.negative().sum() > 0, "both signs are kept");
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Pair.of(network, "embedding", RandomNetworks.pictures(3, 5), new HiResCam()));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Network network = RandomNetworks.deep(1);
        assertEquals(
                "deep reads pictures of 9×8×2, found a batch of shape 3×8×8×2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Subject.of(network, Tensor.zeros(3, 8, 8, 2), Targets.logit(0)))
                        .getMessage());
        assertEquals(
                "a map needs a layer with height and width; \"dense1\" puts out 10",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> subject(network).layer("dense1"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> subject(network).layer("conv9"));
    }

    @Test
    void aLayerThatTheOutputDoesNotReadIsRefused() {
        Network network = Network.builder("n", Shape.of(4, 4, 1))
                .conv2d("conv", 3, Geometry.of(3).padding(1))
                .conv2d("side", 2, Geometry.of(1))
                .from("conv")
                .flatten("flat")
                .dense("logits", 2)
                .build(new Xoshiro256(1));
        Subject subject = Subject.of(network, Tensor.zeros(1, 4, 4, 1), Targets.logit(1));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new GradCam().maps(subject.layer("side")));
        assertEquals(
                "the output \"logits\" does not depend on \"side\", so there is nothing to explain",
                refused.getMessage());
        String others = "; such layers are conv";
        assertWrong(network, "side", "the output \"logits\" does not depend on \"side\"" + others);
        assertWrong(network, "flat", "\"flat\" puts out 48, and a map needs height and width" + others);
        assertWrong(network, "none", "there is no layer \"none\" with height and width" + others);
        Layers.check(network, "logits", "conv");
    }

    private static void assertWrong(Network network, String layer, String message) {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> Layers.check(network, "logits", layer));
        assertEquals(message, wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gradient", "smoothgrad", "integrated-gradients", "fullgrad", "occlusion", "guided-backprop"})
    void aNetworkThatReadsNoPicturesHasNoMapAtItsInput(String method) {
        Network dense =
                Network.builder("vectors", Shape.of(5)).dense("logits", 3).build(new Xoshiro256(1));
        Subject subject = Subject.of(dense, Tensor.zeros(1, 5), Targets.logit(0));
        assertEquals(
                "a map needs pictures with height and width; vectors reads 5",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> MapMethods.named(method).maps(subject))
                        .getMessage());
    }
}
