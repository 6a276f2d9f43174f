package org.fovea.gradcam.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.gradcam.ChannelMethod;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Reading;
import org.fovea.gradcam.WeightMethod;
import org.junit.jupiter.api.Test;

class GradCamTest {
    /// A 1×1 convolution of 2×2 pictures to two channels, (x, −x), the mean of each, and two classes:
    /// logits = (3·ā₁ + 1·ā₂, −1·ā₁ + 2·ā₂).
    private static Network network() {
        Network network = Network.builder("tiny", Shape.of(2, 2, 1))
                .conv2d("conv", 2, Geometry.of(1).withoutBias())
                .globalAveragePool("gap")
                .dense("logits", 2)
                .build();
        fill(network, "conv.weight", 1, -1);
        fill(network, "logits.weight", 3, -1, 1, 2); // (in, out)
        return network;
    }

    private static void fill(Network network, String parameter, float... values) {
        float[] data = network.parameters().get(parameter).value().data();
        System.arraycopy(values, 0, data, 0, data.length);
    }

    private static final Tensor PICTURES = Tensor.of(Shape.of(2, 2, 2, 1), 1, 2, 3, 4, -1, 0, 5, -2);

    @Test
    void byHand() {
        Trace trace = network().forward(PICTURES);
        trace.backward(Target.logit(0, 1), Reach.downTo("conv"));
        // Each cell of channel k has gradient w[k]/4. First picture, class 0: α = (3/4, 1/4), and
        // map = ¾·x − ¼·x = x/2. Second, class 1: α = (−1/4, 2/4), map = −¼·x − ½·x = −¾·x.
        List<HeatMap> maps = GradCam.of(trace, "conv");
        assertEquals(2, maps.size());
        assertArrayEquals(new float[] {0.5f, 1, 1.5f, 2}, maps.get(0).values(), 1e-6f);
        assertArrayEquals(new float[] {0.75f, 0, -3.75f, 1.5f}, maps.get(1).values(), 1e-6f);
        for (int n = 0; n < 2; n++) {
            HeatMap map = maps.get(n);
            assertEquals(2, map.height());
            assertEquals(2, map.width());
            assertEquals("Grad-CAM", map.method());
            assertEquals("conv", map.layer());
            assertEquals("logit of class " + n, map.target());
        }
        assertArrayEquals(
                new float[] {0.75f, 0, 0, 1.5f}, maps.get(1).positive().values(), 1e-6f);
        assertEquals(3.75 / 6, maps.get(1).discardedByRelu(), 1e-6);
    }

    @Test
    void alphaIsTheMeanAndNotTheSumOfTheGradient() {
        // Three cells and two channels.
        float[] g = {1, 10, 2, 20, 6, -60};
        float[] a = {1, 1, 0, 2, -1, 0.5f};
        Reading reading = new Reading(3, 1, 2, a, g);
        assertArrayEquals(new double[] {3, -10}, GradCam.weights(reading), 1e-12);
        double[] terms = WeightMethod.terms(reading, new double[] {3, -10});
        assertArrayEquals(new double[] {3, -10, 0, -20, -3, -5}, terms, 1e-12);
        assertArrayEquals(new float[] {-7, -20, -8}, ChannelMethod.sumOverChannels(terms, 2));
    }

    /// Where a global average pool and a dense layer follow, Grad-CAM's map is CAM's divided by the number of
    /// cells, and its sum is the logit without the bias (section 3.1 of the paper).
    @Test
    void theMapOfTheLastLayerAddsUpToTheLogit() {
        Xoshiro256 random = new Xoshiro256(2);
        Network network = Network.builder("cam", Shape.of(9, 7, 3))
                .conv2d("conv1", 6, Geometry.of(3).padding(1).stride(2))
                .relu("relu1")
                .conv2d("conv2", 5, Geometry.of(3).padding(1))
                .relu("relu2")
                .globalAveragePool("gap")
                .dense("logits", 4)
                .build(random);
        float[] bias = {0.3f, -0.1f, 0.7f, 0.2f};
        fill(network, "logits.bias", bias);
        Tensor x = Tensor.zeros(3, 9, 7, 3);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        Trace trace = network.forward(x);
        for (int k = 0; k < 4; k++) {
            trace.backward(Target.logit(k), Reach.downTo("conv1"));
            List<HeatMap> maps = GradCam.of(trace, "relu2");
            for (int n = 0; n < 3; n++) {
                HeatMap map = maps.get(n);
                assertEquals(5, map.height());
                assertEquals(4, map.width());
                double sum = 0;
                for (float v : map.values()) {
                    sum += v;
                }
                assertEquals(trace.output().get(n, k) - bias[k], sum, 1e-5);
            }
            assertEquals(3, GradCam.of(trace, "conv1").size());
        }
    }

    @Test
    void aMapWithoutPositiveEvidenceIsAnAnswer() {
        Trace trace = network().forward(Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 4));
        trace.backward(Target.logit(1), Reach.downTo("conv"));
        HeatMap map = GradCam.of(trace, "conv").getFirst();
        assertTrue(map.withoutPositiveEvidence());
        assertEquals(1, map.discardedByRelu());
        trace.backward(Target.logit(0), Reach.downTo("conv"));
        assertFalse(GradCam.of(trace, "conv").getFirst().withoutPositiveEvidence());
    }

    @Test
    void whatTheTraceDoesNotHoldIsRefused() {
        Trace trace = network().forward(PICTURES);
        assertThrows(IllegalStateException.class, () -> GradCam.of(trace, "conv"), "no backward yet");
        trace.backward(Target.logit(0), Reach.downTo("gap"));
        IllegalStateException unreached = assertThrows(IllegalStateException.class, () -> GradCam.of(trace, "conv"));
        assertTrue(unreached.getMessage().contains("\"conv\""), unreached.getMessage());
        assertEquals(
                "a map needs a layer with height and width; \"gap\" puts out 2",
                assertThrows(IllegalArgumentException.class, () -> GradCam.of(trace, "gap"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> GradCam.of(trace, "conv9"));
    }
}
