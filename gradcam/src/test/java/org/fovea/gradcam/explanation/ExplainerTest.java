package org.fovea.gradcam.explanation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.Convention;
import org.fovea.gradcam.Display;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Layers;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.Resize;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.Upsampling;
import org.fovea.gradcam.method.MapMethods;
import org.fovea.gradcam.metric.PixelOrder;
import org.fovea.gradcam.metric.Randomisation;
import org.fovea.gradcam.metric.RankCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is measured, held against what is derived.
class ExplainerTest {
    private static Explanation explain(Network network, String layer, Scalar scalar) {
        return Explainer.explain(Nets.subject(network).layer(layer), scalar, 2, 4, MapMethods.named("hirescam"));
    }

    @Test
    void behindALinearHeadRaisingAChannelDoesWhatAlphaSays() {
        Explanation e = explain(Nets.gap(), "relu2", Scalar.LOGIT);
        ChannelCheck check = e.checks().get(e.layers().indexOf(e.reading("relu2")));
        assertEquals(8, check.channels().length, "every channel of the chosen layer is raised");
        double largest = 0;
        for (int j = 0; j < check.channels().length; j++) {
            for (int s = 0; s < check.epsilons().length; s++) {
                double predicted = check.predicted(e.derivation(), j, s);
                assertEquals(predicted, check.measured(Scalar.LOGIT, j, s), 1e-5);
                largest = Math.max(largest, Math.abs(predicted));
            }
        }
        assertTrue(largest > 0.1, "changes of " + largest + " would be lost in the tolerance");
    }

    @ParameterizedTest
    @EnumSource(Scalar.class)
    void elsewhereTheSmallestStepsAgreeMost(Scalar scalar) {
        Explanation e = explain(Nets.deep(), "silu1", scalar);
        ChannelCheck check = e.checks().get(e.layers().indexOf(e.reading("silu1")));
        Derivation d = e.derivation();
        int small = 5; // a tenth of the unit; a hundredth is near the rounding of floats
        assertTrue(check.epsilons()[small] > 0 && check.epsilons()[small] < check.epsilons()[7]);
        double gap = 0;
        double size = 0;
        double far = 0;
        for (int j = 0; j < check.channels().length; j++) {
            gap += Math.abs(check.predicted(d, j, small) - check.measured(scalar, j, small));
            size += Math.abs(check.predicted(d, j, small));
            far += Math.abs(check.predicted(d, j, 7) - check.measured(scalar, j, 7));
        }
        assertTrue(gap < 0.25 * size, gap + " of " + size);
        assertTrue(gap < 0.5 * far, gap + " against " + far + " for ten times the step");
    }

    @Test
    void theUnchangedNetworkAnswersAsItDid() {
        Explanation e = explain(Nets.deep(), "join", Scalar.LOGIT);
        for (ChannelCheck check : e.checks()) {
            assertEquals(e.outputs()[2], check.before().logit()[0], 1e-6);
            assertEquals(Scalar.logSumExp(e.outputs()), check.before().logSumExp()[0], 1e-6);
        }
        for (DeletionCurve curve : e.curves()) {
            assertEquals(e.outputs()[2], curve.readings().logit()[0], 1e-6);
            assertEquals(0, curve.deleted()[0]);
            assertEquals(120, curve.deleted()[curve.deleted().length - 1]);
        }
        assertEquals(3, e.curves().size(), "Grad-CAM's, the chosen method's, and a random order");
    }

    @Test
    void aDeletedPixelHasTheMeanOfItsChannel() {
        Explanation e = explain(Nets.gap(), "relu2", Scalar.LOGIT);
        Tensor mean = e.input().copy();
        for (int k = 0; k < 2; k++) {
            double sum = 0;
            for (int i = k; i < mean.size(); i += 2) {
                sum += mean.data()[i];
            }
            for (int i = k; i < mean.size(); i += 2) {
                mean.data()[i] = (float) (sum / 120);
            }
        }
        float expected = Nets.gap().forward(mean).output().get(0, 2);
        for (DeletionCurve curve : e.curves()) {
            assertEquals(expected, curve.readings().logit()[curve.deleted().length - 1], 1e-5);
        }
    }

    /// Each method's map of each scalar is the one that the method makes of a subject that nothing else was asked
    /// of.
    @Test
    void everyMethodHasItsMapOrItsReason() {
        for (Network network : List.of(Nets.gap(), Nets.deep())) {
            Explanation e = explain(network, last(network), Scalar.LOGIT);
            for (MethodMap made : e.methods()) {
                MapMethod method = MapMethods.named(made.about().name());
                Subject alone = Nets.subject(network, made.scalar(), 2, 4).layer(e.layer());
                String which = method.name() + " of " + made.scalar();
                HeatMap map = made.map();
                if (map == null) {
                    String reason = assertThrows(IllegalArgumentException.class, () -> method.maps(alone), which)
                            .getMessage();
                    assertEquals(reason, made.problem());
                    continue;
                }
                HeatMap expected = method.maps(alone).getFirst();
                assertArrayEquals(expected.values(), map.values(), which);
                assertEquals(expected.toString(), map.toString());
            }
        }
    }

    private static String last(Network network) {
        return Layers.last(network, Layers.logits(network));
    }

    @Test
    void theMethodsOfOnePassAreAskedOfEveryScalar() {
        Explanation e = explain(Nets.gap(), "relu2", Scalar.LOGIT);
        for (MapMethod method : MapMethods.all()) {
            long scalars = e.methods().stream()
                    .filter(made -> made.about().name().equals(method.name()))
                    .count();
            boolean cheap = method.cost().ofOnePass(30, 256);
            assertEquals(cheap ? Scalar.values().length : 1, scalars, method.name());
        }
        assertArrayEquals(e.derivation().map(), e.classMaps().get(2));
        MethodMap gradCam = e.methods().getFirst();
        assertEquals("grad-cam", gradCam.about().name());
        assertArrayEquals(e.derivation().map(), assertNotNull2(gradCam.map()).values());
    }

    private static HeatMap assertNotNull2(HeatMap map) {
        assertNotNull(map);
        return map;
    }

    @Test
    void randomisingStartsAtTheOutputAndLeavesTheNetworkAlone() {
        Network network = Nets.gap();
        float before = network.forward(Nets.picture()).output().get(0, 2);
        Cascade r = explain(network, "relu2", Scalar.LOGIT).randomisation();
        assertEquals(before, network.forward(Nets.picture()).output().get(0, 2));
        assertEquals(
                List.of("", "logits", "conv2", "conv1"),
                r.steps().stream().map(Cascade.Step::node).toList());
        int eigen = r.methods().indexOf("eigen-cam");
        int gradCam = r.methods().indexOf("grad-cam");
        // Eigen-CAM reads activations alone, which the dense layer has no part in.
        assertArrayEquals(
                r.steps().get(0).maps().get(eigen), r.steps().get(1).maps().get(eigen));
        assertEquals(1, r.steps().get(1).correlation()[eigen], 1e-9);
        assertTrue(r.steps().get(1).correlation()[gradCam] < 0.999);
    }

    @Test
    void whatWasRandomisedStaysRandom() {
        Network network = Nets.gap();
        Cascade cascade = explain(network, "relu2", Scalar.LOGIT).randomisation();
        Randomisation random = new Randomisation(
                network, Randomisation.Grouping.LAYERS, Nets.subject(network).seed());
        for (int i = 0; i < cascade.steps().size(); i++) {
            float value = random.cascading(i).forward(Nets.picture()).output().get(0, 2);
            assertEquals(value, cascade.steps().get(i).value(), 1e-6, "layers randomised: " + i);
        }
    }

    @Test
    void theCascadesCorrelationIsTheMetrics() {
        Cascade cascade = explain(Nets.gap(), "relu2", Scalar.LOGIT).randomisation();
        for (int m = 0; m < cascade.methods().size(); m++) {
            HeatMap learned = map(cascade.steps().getFirst().maps().get(m));
            for (Cascade.Step step : cascade.steps()) {
                double expected =
                        RankCorrelation.signed(learned, map(step.maps().get(m)));
                assertEquals(expected, step.correlation()[m], cascade.methods().get(m));
            }
        }
    }

    private static HeatMap map(float[] values) {
        return new HeatMap(1, values.length, values, "m", "l", "t");
    }

    /// A picture of zeros through a network without biases has activations of zeros, and maps without an order.
    @Test
    void aMapWithoutAnOrderHasNoCorrelation() {
        Network network = Network.builder("plain", Shape.of(8, 8, 1))
                .conv2d("conv", 3, Geometry.of(3).padding(1))
                .globalAveragePool("gap")
                .dense("logits", 3)
                .build(new Xoshiro256(1));
        Subject subject = Subject.of(network, Tensor.zeros(1, 8, 8, 1), Targets.logit(1));
        Cascade cascade = Cascade.of(subject, List.of(MapMethods.named("grad-cam")), 16);
        assertEquals(3, cascade.steps().size());
        for (Cascade.Step step : cascade.steps()) {
            assertTrue(Double.isNaN(step.correlation()[0]), "0 would say that the maps have nothing in common");
        }
    }

    @Test
    void enlargingIsResizes() {
        HeatMap map = new HeatMap(2, 3, new float[] {1, 5, 2, -3, 0, 4}, "m", "l", "t");
        Upsampling rows = Upsampling.of(2, 7);
        Upsampling columns = Upsampling.of(3, 4);
        float[] expected = Resize.bilinear(map, 7, 4).values();
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 4; j++) {
                double v = rows.share()[i];
                double u = columns.share()[j];
                double value = (1 - v) * (1 - u) * map.at(rows.first()[i], columns.first()[j])
                        + (1 - v) * u * map.at(rows.first()[i], columns.second()[j])
                        + v * (1 - u) * map.at(rows.second()[i], columns.first()[j])
                        + v * u * map.at(rows.second()[i], columns.second()[j]);
                assertEquals(expected[i * 4 + j], value, 1e-6);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Convention.class)
    void theScaleIsDisplays(Convention convention) {
        Subject subject = Nets.subject(Nets.deep()).layer("join").convention(convention);
        Explanation e = Explainer.explain(subject, Scalar.LOGIT, 2, 4, MapMethods.named("grad-cam"));
        UnitScale scale = e.unitScale();
        Derivation d = e.derivation();
        HeatMap positive = new HeatMap(d.height(), d.width(), d.positive(), "m", "l", "t");
        float[] pixels = Resize.bilinear(positive, 12, 10).values();
        float[] shown = Display.of(positive.with(d.map()), convention, 12, 10).values();
        if (convention == Convention.PAPER) {
            for (int i = 0; i < shown.length; i++) {
                assertEquals(shown[i], pixels[i] / scale.pixelMax(), 1e-6);
            }
        } else {
            assertTrue(scale.epsilon() > 0);
            assertEquals(1, shown[PixelOrder.descending(pixels)[0]], 1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scalar.class,
            names = {"PROBABILITY", "LOG_PROBABILITY"})
    void theMapOfASureAnswersProbabilityIsNotRounding(Scalar scalar) {
        for (float sure : new float[] {10, 16, 20, 40}) {
            Network network = Nets.deep();
            network.parameters().get("logits.bias").value().data()[2] = sure;
            Subject subject = Nets.subject(network, scalar, 2, 4).layer("relu");
            Explanation e = Explainer.explain(subject, scalar, 2, 4, MapMethods.named("grad-cam"));
            float[] expected =
                    MapMethods.named("grad-cam").maps(subject).getFirst().values();
            double largest = 0;
            for (float v : expected) {
                largest = Math.max(largest, Math.abs(v));
            }
            assertTrue(largest > 0);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], e.derivation().map()[i], 1e-5 * largest, "sure by " + sure);
            }
        }
    }

    @Test
    void aPictureOfFewPixelsIsDeletedPixelByPixel() {
        Network network = Network.builder("small", Shape.of(2, 3, 1))
                .conv2d("conv", 3, Geometry.of(3).padding(1))
                .globalAveragePool("gap")
                .dense("logits", 3)
                .build(new Xoshiro256(1));
        Subject subject = Subject.of(network, Tensor.of(Shape.of(1, 2, 3, 1), 1, 2, 3, -4, 5, 6), Targets.logit(1));
        Explanation e = Explainer.explain(subject, Scalar.LOGIT, 1, 0, MapMethods.named("grad-cam"));
        for (DeletionCurve curve : e.curves()) {
            assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6}, curve.deleted());
        }
    }

    @Test
    void aPassThatPutsOutNoNumbersIsRefused() {
        for (String where : List.of("conv1.weight", "conv2.weight", "logits.weight")) {
            for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                Network network = Nets.gap();
                network.parameters().get(where).value().data()[0] = odd;
                String told = assertThrows(
                                IllegalArgumentException.class, () -> explain(network, "relu2", Scalar.LOGIT), where)
                        .getMessage();
                assertTrue(told.contains("\"" + where.replace(".weight", "") + "\" puts out values"), told);
            }
        }
        Tensor picture = Nets.picture();
        picture.data()[7] = Float.NaN;
        Subject subject = Nets.subject(Nets.gap()).pictures(picture);
        String told = assertThrows(
                        IllegalArgumentException.class,
                        () -> Explainer.explain(subject, Scalar.LOGIT, 0, 1, MapMethods.named("grad-cam")))
                .getMessage();
        assertTrue(told.contains("the picture holds them"), told);
    }

    /// The passes are finite, and a product of theirs is not.
    @Test
    void aMapThatOverflowsIsLeftOutWithItsReason() {
        Network network = Nets.gap();
        float[] weights = network.parameters().get("logits.weight").value().data();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1e25f * Math.abs(weights[i]);
        }
        Explanation e = explain(network, "relu2", Scalar.LOGIT);
        MethodMap guided = e.methods().stream()
                .filter(m -> m.about().name().equals("guided-grad-cam"))
                .findFirst()
                .orElseThrow();
        assertEquals(null, guided.map());
        assertTrue(guided.problem().contains("infinite"), guided.problem());
    }

    @Test
    void whereNoMapCanBeMadeIsSaid() {
        Network network = Network.builder("n", Shape.of(4, 4, 1))
                .conv2d("conv", 3, Geometry.of(2))
                .conv2d("one", 3, Geometry.of(3))
                .conv2d("out", 2, Geometry.of(1))
                .build(new Xoshiro256(1));
        Subject subject = Subject.of(network, Tensor.zeros(1, 4, 4, 1), Targets.logit(1));
        for (String[] refused : new String[][] {
            {"one", "\"one\" puts out 1×1×3, and a map needs height and width of more than one cell"},
            {"input", "\"input\" is what the network reads, before any layer"},
            {"out", "\"out\" is the output that is explained, with no layer between"}
        }) {
            assertEquals(
                    refused[1] + "; such layers are conv",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> Explainer.explain(
                                            subject.layer(refused[0]),
                                            Scalar.LOGIT,
                                            1,
                                            0,
                                            MapMethods.named("grad-cam")))
                            .getMessage());
        }
    }

    @Test
    void whatCannotBeExplainedIsRefused() {
        Network network = Nets.gap();
        Tensor two = Tensor.zeros(2, 12, 10, 2);
        Subject batch = Nets.subject(network).pictures(two);
        assertEquals(
                "one picture is explained at a time, found 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Explainer.explain(batch, Scalar.LOGIT, 0, 1, MapMethods.named("grad-cam")))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> Explainer.explain(Nets.subject(network), Scalar.LOGIT, 5, 1, MapMethods.named("grad-cam")));
        assertEquals(3, Explainer.strongestOther(new float[] {9, 1, 2, 4}, 0));
        assertEquals(0, Explainer.strongestOther(new float[] {9}, 0));
    }
}
