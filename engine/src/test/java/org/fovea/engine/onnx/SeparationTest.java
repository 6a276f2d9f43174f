package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.model;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.junit.jupiter.api.Test;

/// Operators that look alike on every example and do not do the same to each: what a constant says of one example, or
/// what is computed from all of them.
class SeparationTest {
    private static final float[] X = {1, -2, 3, 2.5f, 4, -0.5f};
    private static final int[] EXTENTS = {2, 3};

    /// Whether a chain of nodes from `x` gives by a runner what it gives by definition, and how many examples the
    /// network is for.
    private static int batch(int opset, List<Message> constants, Message... chain) throws IOException {
        Message graph = graph(List.of(chain), constants, List.of(value("x", -1, 3)), List.of(value("y", -1, 3)));
        OnnxModel model = OnnxModel.read(model(opset, graph), "chain");
        Map<String, OnnxTensor> x = Map.of("x", OnnxTensor.of(X, EXTENTS));
        float[] expected = Objects.requireNonNull(model.run(x).get("y")).floats();
        OnnxRunner runner = model.runner(Workers.common());
        assertArrayEquals(
                expected, Objects.requireNonNull(runner.run(x).get("y")).floats(), 1e-5f);
        return model.lowered(Map.of("x", EXTENTS)).batch();
    }

    private static Message[] quantised(long axis) {
        return new Message[] {
            node("QuantizeLinear", List.of("x", "scale"), List.of("q"), integer("axis", axis)),
            node("DequantizeLinear", List.of("q", "scale"), List.of("r"), integer("axis", axis)),
            node("Relu", List.of("r"), List.of("y"))
        };
    }

    @Test
    void scalesOfEachExampleAreThatOnesAlone() throws IOException {
        assertEquals(1, batch(13, List.of(floats("scale", new long[] {2}, 0.5f, 0.25f)), quantised(0)));
        assertEquals(1, batch(13, List.of(floats("scale", new long[] {2}, 0.5f, 0.25f)), quantised(-2)));
    }

    @Test
    void normalisedExamplesMayBeScaledEachByItself() throws IOException {
        List<Message> constants =
                List.of(floats("scale", new long[] {2, 3}, 1, 2, 3, 4, 5, 6), floats("row", new long[] {3}, 1, 2, 3));
        Message last = node("Relu", List.of("n"), List.of("y"));
        assertEquals(1, batch(17, constants, node("LayerNormalization", List.of("x", "scale"), List.of("n")), last));
        assertEquals(2, batch(17, constants, node("LayerNormalization", List.of("x", "row"), List.of("n")), last));
    }

    @Test
    void inTrainingTheStatisticsAreTheBatchs() throws IOException {
        List<Message> constants = new ArrayList<>();
        for (String name : List.of("scale", "bias", "mean", "variance")) {
            constants.add(floats(name, new long[] {3}, 1, 2, 3));
        }
        List<String> reads = List.of("x", "scale", "bias", "mean", "variance");
        Message last = node("Relu", List.of("n"), List.of("y"));
        Message training = node("BatchNormalization", reads, List.of("n"), integer("training_mode", 1));
        assertEquals(1, batch(15, constants, training, last));
        assertEquals(2, batch(15, constants, node("BatchNormalization", reads, List.of("n")), last));
    }
}
