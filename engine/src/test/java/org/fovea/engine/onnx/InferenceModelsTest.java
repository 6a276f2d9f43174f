package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fovea.engine.network.Network;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.junit.jupiter.api.Test;

/// Runners of one model share what no call changes, on as many threads as there are.
class InferenceModelsTest {
    private static final int EXAMPLES = 3;

    private static OnnxModel model() throws Exception {
        return OnnxModel.read(Samples.convolution(), "test");
    }

    private static Map<String, List<Integer>> extents(int examples) {
        return Map.of("x", List.of(examples, 1, 3, 3));
    }

    @Test
    void theSameExtentsAreTheSameNetwork() throws Exception {
        InferenceModels models = new InferenceModels(model().graph());
        InferenceModel one = models.of(extents(1));
        Network network = one.network();
        assertNotNull(network);
        assertSame(one, models.of(extents(1)));
        assertNotSame(one, models.of(extents(2)));
        assertThrows(IllegalArgumentException.class, () -> models.of(Map.of("x", List.of(1, 2, 3, 3))));

        // A predictor computes with the network's own filters.
        float[] filters =
                network.parameters().values().iterator().next().value().data();
        Network again = network.optimized();
        assertSame(
                filters, again.parameters().values().iterator().next().value().data());
    }

    @Test
    void weightsAreThoseOfAllExtents() throws Exception {
        InferenceModels models = new InferenceModels(sized("weight").graph());
        InferenceModel five = models.of(square(5));
        InferenceModel six = models.of(square(6));
        assertSame(filters(five), filters(six));
        assertSame(filters(six), filters(models.of(square(9))));
    }

    /// The factor, the picture's width, is folded into the filters.
    @Test
    void weightsThatHangOnTheExtentsAreNotShared() throws Exception {
        OnnxModel model = sized("scaled");
        InferenceModels models = new InferenceModels(model.graph());
        InferenceModel five = models.of(square(5));
        InferenceModel six = models.of(square(6));
        assertNotSame(filters(five), filters(six));
        OnnxRunner runner = model.runner(new Workers(1));
        for (int width : new int[] {5, 6, 5, 9}) {
            float[] values = new float[width * width];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 7 - 3;
            }
            OnnxTensor x = OnnxTensor.of(values, 1, 1, width, width);
            float[] expected =
                    model.run(Map.of("x", x)).values().iterator().next().floats();
            assertArrayEquals(expected, run(runner, x), 1e-4f);
        }
    }

    private static Map<String, List<Integer>> square(int width) {
        return Map.of("x", List.of(1, 1, width, width));
    }

    private static float[] filters(InferenceModel model) {
        return Objects.requireNonNull(model.network())
                .parameters()
                .get("the Conv.weight")
                .value()
                .data();
    }

    /// A convolution of pictures of any size with the filters `weight`, or with these times the picture's width.
    private static OnnxModel sized(String filters) throws Exception {
        List<Message> nodes = List.of(
                node("Shape", List.of("x"), List.of("shape"), integer("start", 3)),
                node("Cast", List.of("shape"), List.of("width"), integer("to", Message.FLOAT)),
                node("Mul", List.of("weight", "width"), List.of("scaled")),
                node("Conv", List.of("x", filters), List.of("y")));
        float[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        Message graph = graph(
                nodes,
                List.of(floats("weight", new long[] {1, 1, 3, 3}, weights)),
                List.of(value("x", -1, 1, -1, -1)),
                List.of(value("y", -1, 1, -1, -1)));
        return OnnxModel.read(Message.model(15, graph), "sized");
    }

    @Test
    void whatNoRunnerHasIsLetGo() throws Exception {
        InferenceModels models = new InferenceModels(model().graph());
        var gone = new WeakReference<>(models.of(extents(1)));
        for (int i = 0; i < 100 && !gone.refersTo(null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertSame(null, gone.get());
        assertNotNull(models.of(extents(1)).network());
    }

    @Test
    void runnersSideBySideGiveWhatOneGives() throws Exception {
        OnnxModel model = model();
        List<OnnxTensor> inputs = new ArrayList<>();
        List<float[]> expected = new ArrayList<>();
        OnnxRunner alone = model().runner(new Workers(1));
        for (int n = 1; n <= EXAMPLES; n++) {
            float[] values = new float[9 * n];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i * 7 % 11 - 5) / 3f;
            }
            inputs.add(OnnxTensor.of(values, n, 1, 3, 3));
            expected.add(run(alone, inputs.getLast()));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                tasks.add(() -> {
                    OnnxRunner runner = model.runner(new Workers(1));
                    for (int round = 0; round < 50; round++) {
                        int i = round % EXAMPLES;
                        assertArrayEquals(expected.get(i), run(runner, inputs.get(i)));
                    }
                    return null;
                });
            }
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        }
    }

    private static float[] run(OnnxRunner runner, OnnxTensor x) {
        return runner.run(Map.of("x", x)).values().iterator().next().floats().clone();
    }
}
