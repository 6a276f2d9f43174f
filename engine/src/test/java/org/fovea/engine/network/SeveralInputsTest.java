package org.fovea.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.ModelFile;
import org.fovea.engine.layer.Conv2d.Geometry;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Networks of several inputs and outputs.
class SeveralInputsTest {
    private static final int BATCH = 3;

    @TempDir
    private Path folder;

    /// Outputs in the middle, one before an activation that would be fused with it, one read again.
    private static Network network() {
        return Network.builder("two", Shape.of(6, 6, 2), "picture")
                .input("mask", Shape.of(6, 6, 4))
                .from("picture")
                .conv2d("conv", 4, Geometry.of(3).padding(1))
                .relu("relu")
                .product("masked", "relu", "mask")
                .conv2d("head", 5, Geometry.of(1))
                .sigmoid("scores")
                .flatten("flat")
                .dense("class", 3)
                .from("masked")
                .globalAveragePool("mean")
                .outputs("class", "conv", "scores", "mean")
                .build(new Xoshiro256(5));
    }

    private static Tensor random(long seed, Shape shape) {
        Tensor t = Tensor.zeros(shape.batch(BATCH));
        Xoshiro256 random = new Xoshiro256(seed);
        for (int i = 0; i < t.size(); i++) {
            t.data()[i] = (float) random.nextGaussian();
        }
        return t;
    }

    private static Map<String, Tensor> batches() {
        return Map.of("picture", random(1, Shape.of(6, 6, 2)), "mask", random(2, Shape.of(6, 6, 4)));
    }

    @Test
    void aPredictorGivesEveryOutputOfATrace() {
        Network network = network();
        Trace trace = network.trace(BATCH).forward(batches());
        Predictor predictor = network.predictor(BATCH, Workers.common());
        Map<String, Tensor> outputs = predictor.predict(batches());
        assertEquals(List.of("class", "conv", "scores", "mean"), List.copyOf(outputs.keySet()));
        outputs.forEach((name, y) -> {
            assertEquals(trace.activation(name).shape(), y.shape());
            assertEquals(y.size(), y.data().length, name);
            assertArrayEquals(trace.activation(name).data(), y.data(), 1e-5f, name);
        });
        assertSame(outputs.get("class"), predictor.predict(batches()).get("class"));
        assertArrayEquals(trace.output().data(), trace.activation("class").data());
    }

    @Test
    void backwardReachesEveryInput() {
        Trace trace = network().trace(BATCH);
        Map<String, Tensor> batches = batches();
        trace.forward(batches).backward(Target.logit(1));
        Tensor gradient = trace.gradient("mask").copy();
        assertTrue(trace.gradient("picture").data()[7] != 0);
        Tensor mask = batches.get("mask");
        int at = 11;
        float step = 1e-2f;
        mask.data()[at] += step;
        double above = trace.forward(batches).output().get(0, 1);
        mask.data()[at] -= 2 * step;
        double below = trace.forward(batches).output().get(0, 1);
        assertEquals((above - below) / (2 * step), gradient.data()[at], 1e-3);
    }

    @Test
    void optimisedNetworksAndCopiesAndFilesKeepInputsAndOutputs() throws Exception {
        Network network = network();
        List<String> outputs = network.outputs().stream().map(Node::name).toList();
        Path file = folder.resolve("two.safetensors");
        ModelFile.write(file, network);
        for (Network other : List.of(network.optimized(), network.copy(), ModelFile.read(file))) {
            assertEquals(
                    List.of("picture", "mask"),
                    other.inputs().stream().map(Node::name).toList());
            assertEquals(outputs, other.outputs().stream().map(Node::name).toList());
        }
        assertEquals("class", network.output().name());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Network network = network();
        Predictor predictor = network.predictor(BATCH, Workers.common());
        Tensor picture = random(1, Shape.of(6, 6, 2));
        assertThrows(IllegalArgumentException.class, () -> predictor.predict(picture));
        assertThrows(IllegalArgumentException.class, () -> network.forward(picture));
        assertThrows(IllegalArgumentException.class, () -> predictor.predict(Map.of("picture", picture)));
        assertThrows(
                IllegalArgumentException.class,
                () -> network.trace(BATCH).forward(Map.of("picture", picture, "mask", picture)));
        NetworkBuilder builder = Network.builder("one", Shape.of(2)).relu("relu");
        assertThrows(IllegalArgumentException.class, () -> builder.input("late", Shape.of(2)));
        assertThrows(IllegalArgumentException.class, () -> builder.outputs("nobody"));
        assertThrows(IllegalArgumentException.class, () -> builder.outputs("relu", "relu"));
    }
}
