package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Add;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.movement.Resampling;
import org.fovea.engine.layer.movement.Resize;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PredictorTest {
    private static final int BATCH = 3;
    private static final Geometry SAME = Geometry.of(3).padding(1);

    /// Every layer by itself, and chains of them.
    static Stream<Network> networks() {
        return Stream.concat(
                GradientCheckTest.inEitherMode(), Stream.of(FusionTest.network(), folding(), kept(), ends(), moved()));
    }

    private static Network folding() {
        return Network.builder("folding", Shape.of(8, 8, 3))
                .conv2d("conv1", 17, SAME)
                .batchNorm("bn1")
                .relu("relu1")
                .maxPool("pool1", 2)
                .dropout("drop1", 0.5)
                .dropout("drop2", 0.5)
                .depthwise("deep", SAME.withoutBias())
                .batchNorm("bn2")
                .relu6("relu2")
                .conv2d("project", 17, Geometry.of(1).withoutBias())
                .batchNorm("bn3")
                .sum("add3", "drop2", "bn3")
                .conv2d("conv4", 33, SAME.stride(2))
                .add("leaky4", ActivationLayer.leakyRelu(0.1))
                .conv2d("conv5", 33, SAME)
                .sum("add5", "leaky4", "conv5")
                .silu("silu5")
                .flatten("flat")
                .dense("dense6", 20)
                .batchNorm("bn6")
                .add("tanh6", ActivationLayer.tanh())
                .dense("dense7", 9)
                .prelu("prelu7")
                .dropout("drop7", 0.5)
                .dense("logits", 4)
                .softmax("posteriors")
                .build();
    }

    /// What must stay as it is: outputs that two nodes read, sums of three, batch norm after nothing linear.
    private static Network kept() {
        return Network.builder("kept", Shape.of(6, 6, 4))
                .batchNorm("bn0")
                .conv2d("conv1", 8, SAME)
                .batchNorm("bn1")
                .relu("relu1")
                .conv2d("conv2", 8, SAME)
                .batchNorm("bn2")
                .sum("add2", "bn2", "conv2", "relu1")
                .from("relu1")
                .conv2d("conv3", 8, SAME)
                .add("add3", new Add(), "conv3", "conv3")
                .sum("add4", "add2", "add3")
                .relu("relu4")
                .averagePool("pool4", 2)
                .batchNorm("bn5")
                .relu("relu5")
                .concatenate("both", "relu5", "pool4")
                .globalAveragePool("gap")
                .l2Normalize("unit")
                .cosine("cosines", 5)
                .build();
    }

    private static Network ends() {
        return Network.builder("ends in dropout", Shape.of(7))
                .dense("a", 6)
                .dropout("b", 0.3)
                .build();
    }

    /// Layers that move values, in arrays that are longer than what they read and write, as an earlier layer's was.
    private static Network moved() {
        Resampling crop = Resampling.of(Resampling.Mode.LINEAR, Resampling.Coordinates.TF_CROP_AND_RESIZE);
        double[] region = {0.2, 0.2, 0, 1.3, 1.3, 1};
        return Network.builder("moved", Shape.of(8, 8, 3))
                .conv2d("wide", 32, SAME)
                .conv2d("narrow1", 4, SAME)
                .conv2d("narrow2", 4, SAME)
                .add("slice", new Slice(2, 1, 3, 1))
                .add("resize", new Resize(crop, new int[] {5, 5, 2}, new double[0], region, 0.5))
                .conv2d("last", 3, SAME)
                .build();
    }

    private static Tensor randomised(Network network) {
        Xoshiro256 random = new Xoshiro256(5);
        for (Parameter p : network.parameters().values()) {
            float[] value = p.value().data();
            for (int i = 0; i < value.length; i++) {
                value[i] = (float) (p.trained() ? random.nextGaussian() * 0.5 : 0.5 + random.nextDouble());
            }
        }
        Tensor x = Tensor.zeros(network.input().shape().batch(BATCH));
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void predictsWhatATraceComputes(Network network) {
        Tensor x = randomised(network);
        Tensor expected = network.forward(x).output();
        for (int threads = 1; threads <= 2; threads++) {
            try (Workers workers = new Workers(threads)) {
                Predictor predictor = network.predictor(BATCH, workers);
                for (int time = 0; time < 2; time++) { // buffers hold other activations at the second time
                    Tensor found = predictor.predict(x);
                    assertEquals(expected.shape(), found.shape());
                    assertNear(expected.data(), found.data(), network.name());
                }
            }
        }
    }

    private static void assertNear(float[] expected, float[] found, String what) {
        assertEquals(expected.length, found.length, what);
        double largest = 1e-30;
        for (float v : expected) {
            largest = Math.max(largest, Math.abs(v));
        }
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - found[i]);
            assertTrue(
                    difference <= 1e-5 * largest,
                    what + " at " + i + ": expected " + expected[i] + ", found " + found[i] + ", largest " + largest);
        }
    }

    @Test
    void layersAreFolded() {
        List<String> types = folding().optimized().nodes().stream()
                .map(node -> node.name() + ": " + node.layer().type())
                .toList();
        assertEquals(
                List.of(
                        "input: input",
                        "relu1: conv2d + batch_norm + relu",
                        "pool1: max_pool",
                        "relu2: conv2d + batch_norm + clip",
                        "add3: conv2d + batch_norm + add",
                        "leaky4: conv2d + leaky_relu",
                        "silu5: conv2d + add + silu",
                        "flat: flatten",
                        "tanh6: dense + batch_norm + tanh",
                        "dense7: dense",
                        "prelu7: prelu",
                        "logits: dense",
                        "posteriors: softmax"),
                types);
    }

    @Test
    void arraysAreHandedOn() {
        // 100 → 40 → 40 → 40 → 3: two arrays take turns, and the output has its own.
        NetworkBuilder builder = Network.builder("chain", Shape.of(100)).dense("a", 40);
        Network network =
                builder.softmax("b").dense("c", 40).softmax("d").dense("e", 3).build(new Xoshiro256(1));
        Predictor predictor = network.predictor(2, Workers.common());
        assertEquals(2 * (100 + 40 + 3), predictor.activationFloats());
        // A residual keeps its array until it is added.
        Network residual = Network.builder("residual", Shape.of(6, 6, 8))
                .conv2d("a", 8, SAME)
                .conv2d("b", 8, SAME)
                .conv2d("c", 8, SAME)
                .sum("d", "c", "a")
                .globalAveragePool("e")
                .build(new Xoshiro256(1));
        assertEquals(3 * 6 * 6 * 8 + 8, residual.predictor(1, Workers.common()).activationFloats());
    }

    @Test
    void theParametersAreThoseOfTheMoment() {
        Network network = Network.builder("net", Shape.of(2)).dense("y", 2).build(new Xoshiro256(1));
        Predictor predictor = network.predictor(1, Workers.common());
        assertEquals(1, predictor.batch());
        Tensor x = Tensor.of(Shape.of(1, 2), 1, 2);
        float[] before = predictor.predict(x).data().clone();
        network.parameters().get("y.bias").value().data()[0] += 1;
        assertArrayEquals(before, predictor.predict(x).data());
        assertSame(predictor.predict(x), predictor.predict(x));
        assertEquals(
                before[0] + 1, network.predictor(1, Workers.common()).predict(x).data()[0], 1e-6);
    }

    @Test
    void theGradientOfTheLastConvolutionIsTheTraces() {
        Network network = Network.builder("net", Shape.of(8, 8, 3))
                .conv2d("conv1", 8, Geometry.of(3).padding(1))
                .batchNorm("bn1")
                .relu("relu1")
                .conv2d("conv2", 16, Geometry.of(3).padding(1).withoutBias())
                .batchNorm("bn2")
                .relu("relu2")
                .globalAveragePool("gap")
                .dense("logits", 5)
                .build(new Xoshiro256(1));
        Tensor x = Tensor.zeros(2, 8, 8, 3);
        Xoshiro256 random = new Xoshiro256(2);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        Trace whole = network.forward(x);
        Trace folded = network.optimized().forward(x);
        whole.backward(Target.logit(3), Reach.downTo("relu2"));
        folded.backward(Target.logit(3), Reach.downTo("relu2"));
        assertArrayEquals(
                whole.activation("relu2").data(), folded.activation("relu2").data(), 1e-5f);
        assertArrayEquals(
                whole.gradient("relu2").data(), folded.gradient("relu2").data(), 1e-6f);
    }

    /// Counts the threads that it is offered.
    private static final class Counting extends Layer {
        private int threads;

        @Override
        public String type() {
            return "counting";
        }

        @Override
        public Shape outputShape(List<Shape> inputs) {
            return only(inputs);
        }

        @Override
        public long multiplyAdds(List<Shape> inputs) {
            return 1_000_000;
        }

        @Override
        public Operation bind(Place place) {
            threads = place.workers().threads();
            return new Operation() {
                @Override
                public void forward() {}

                @Override
                public void backward() {}
            };
        }
    }

    @Test
    void littleWorkIsForOneThread() {
        Counting layer = new Counting();
        Network network =
                Network.builder("little", Shape.of(4)).add("count", layer).build();
        try (Workers workers = new Workers(2)) {
            network.predictor(7, workers);
            assertEquals(1, layer.threads, "of 7 million multiply-adds");
            network.predictor(8, workers);
            assertEquals(2, layer.threads, "of 8 million");
        }
    }

    @Test
    void otherShapesAreRefused() {
        Network network = Network.builder("net", Shape.of(2)).dense("y", 2).build();
        Predictor predictor = network.predictor(3, Workers.common());
        assertEquals(
                "net expects a batch of shape 3×2, found 2×2",
                assertThrows(IllegalArgumentException.class, () -> predictor.predict(Tensor.zeros(2, 2)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> network.predictor(0, Workers.common()));
        Trace trace = network.optimized().forward(Tensor.zeros(1, 2));
        assertThrows(UnsupportedOperationException.class, () -> trace.backward(Target.logit(0)));
    }
}
