package org.fovea.gradcam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.explanation.Explainer;
import org.fovea.gradcam.explanation.Explanation;
import org.fovea.gradcam.explanation.MethodMap;
import org.fovea.gradcam.explanation.Scalar;
import org.fovea.gradcam.method.GapHead;
import org.fovea.gradcam.method.MapMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where maps can be made in networks that others have built.
class LayersTest {
    /// Rounds down, and has no gradient to give.
    private static final class Floor extends Layer {
        @Override
        public String type() {
            return "floor";
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return only(inputs);
        }

        @Override
        public boolean differentiable() {
            return false;
        }

        @Override
        public Operation bind(Place place) {
            return new Operation() {
                @Override
                public void forward() {
                    for (int i = 0; i < place.y().size(); i++) {
                        place.y().data()[i] = (float) Math.floor(4 * place.x().data()[i]);
                    }
                }

                @Override
                public void backward() {
                    throw new UnsupportedOperationException("not asked for");
                }
            };
        }
    }

    private static Network stepped() {
        return Network.builder("stepped", Shape.of(8, 8, 1))
                .conv2d("conv1", 4, Geometry.of(3).padding(1))
                .relu("relu1")
                .add("floor", new Floor())
                .conv2d("conv2", 3, Geometry.of(3))
                .relu("relu2")
                .globalAveragePool("gap")
                .dense("logits", 3)
                .build(new Xoshiro256(5));
    }

    private static Tensor picture() {
        Xoshiro256 random = new Xoshiro256(6);
        Tensor x = Tensor.zeros(1, 8, 8, 1);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextDouble();
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(strings = {"grad-cam", "hirescam", "layercam", "integrated-gradients", "smooth-grad", "fullgrad"})
    void aMethodThatNeedsAGradientAcrossOneThatIsNotThereSaysWhoseItIs(String method) {
        Subject subject = Subject.of(stepped(), picture(), Targets.logit(1)).layer("relu1");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> MapMethods.named(method).maps(subject));
        assertTrue(String.valueOf(e.getMessage()).contains("\"floor\" (floor) has no gradient"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"eigen-cam", "ablation-cam", "score-cam", "occlusion"})
    void aMethodWithoutGradientsReadsItAllTheSame(String method) {
        Subject subject = Subject.of(stepped(), picture(), Targets.logit(1)).layer("relu1");
        assertEquals(1, MapMethods.named(method).maps(subject).size());
    }

    @Test
    void thePageReadsTheLayersThatGradientsReach() {
        assertEquals(List.of("floor", "conv2", "relu2"), Layers.differentiable(stepped(), "logits"));
        Subject subject = Subject.of(stepped(), picture(), Targets.logit(1));
        Explanation e = Explainer.explain(subject, Scalar.LOGIT, 1, 0, MapMethods.named("grad-cam"));
        assertEquals(3, e.layers().size());
        MethodMap gradient = e.methods().stream()
                .filter(m -> m.about().name().equals("gradient"))
                .findFirst()
                .orElseThrow();
        assertTrue(gradient.problem().contains("\"floor\" (floor) has no gradient"), gradient.problem());
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Explainer.explain(subject.layer("relu1"), Scalar.LOGIT, 1, 0, MapMethods.named("grad-cam")));
        assertTrue(String.valueOf(refused.getMessage()).contains("\"logits\" depends on \"relu1\" by way of it"));
    }

    @Test
    void logitsAreFoundBeforeASoftmaxWhateverHandsItOn() {
        Network network = Network.builder("conv head", Shape.of(8, 8, 1))
                .conv2d("conv", 4, Geometry.of(3))
                .averagePool("gap", 6)
                .add("softmax", new Softmax())
                .add("reshaped", new Reshape(Shape.of(2, 2)))
                .flatten("flat")
                .build(new Xoshiro256(1));
        assertEquals("gap", Layers.logits(network));
        assertEquals("conv", Layers.last(network, "gap"));
    }

    @Test
    void averagesThatAreTheLogitsAreAHeadOfOnes() {
        Network network = Network.builder("squeeze", Shape.of(8, 8, 1))
                .conv2d("conv", 4, Geometry.of(3))
                .relu("relu")
                .globalAveragePool("gap")
                .softmax("p")
                .build(new Xoshiro256(1));
        GapHead head = GapHead.between(network, "relu", "gap").orElseThrow();
        assertEquals(1, head.weight(2, 2));
        assertEquals(0, head.weight(2, 1));
        Subject subject = Subject.of(network, picture(), Targets.logit(2));
        double sum = MapMethods.named("grad-cam").maps(subject).getFirst().sum();
        assertEquals(subject.scores()[0], sum, 1e-6);
        float[] cam = MapMethods.named("cam").maps(subject).getFirst().values();
        float[] gradCam = MapMethods.named("grad-cam").maps(subject).getFirst().values();
        for (int i = 0; i < cam.length; i++) {
            assertEquals(cam[i], 36 * gradCam[i], 1e-5);
        }
    }
}
