package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.integers;
import static org.fovea.engine.onnx.Message.longs;
import static org.fovea.engine.onnx.Message.model;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.random.Xoshiro256;
import org.junit.jupiter.api.Test;

/// Graphs drawn at random from the operators that are lowered and some that are not, run by a runner and by their
/// definitions.
class RandomGraphsTest {
    private static final int GRAPHS = 120;
    private static final int NODES = 9;
    private static final double TOLERANCE = 2e-5;

    @Test
    void runnersGiveWhatDefinitionsDo() throws IOException {
        int nodes = 0;
        int byDefinition = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            Drawn drawn = new Drawn(new Xoshiro256(seed));
            for (int i = 0; i < NODES; i++) {
                drawn.draw();
            }
            OnnxModel model = drawn.read();
            OnnxTensor x = OnnxTensor.of(drawn.random(OnnxTensor.count(drawn.input)), drawn.input);
            Map<String, OnnxTensor> expected = model.run(Map.of("x", x));
            Map<String, OnnxTensor> actual = model.runner(Workers.common()).run(Map.of("x", x));
            for (Map.Entry<String, OnnxTensor> output : expected.entrySet()) {
                assertNear(output.getValue(), Objects.requireNonNull(actual.get(output.getKey())), seed + ": " + drawn);
            }
            LoweredModel lowered = model.lowered(Map.of("x", drawn.input));
            nodes += model.graph().nodes().size();
            byDefinition += lowered.byDefinition().size() + lowered.rest().size();
        }
        assertTrue(byDefinition < 0.4 * nodes, byDefinition + " of " + nodes + " nodes run by their definitions");
    }

    private static void assertNear(OnnxTensor expected, OnnxTensor actual, String what) {
        assertEquals(expected.toString(), actual.toString(), what);
        float[] e = expected.floats();
        float[] a = actual.floats();
        double worst = 0;
        double largest = 1e-3;
        for (int i = 0; i < e.length; i++) {
            double difference = Math.abs((double) e[i] - a[i]);
            worst = difference <= worst ? worst : difference;
            largest = Math.max(largest, Math.abs(e[i]));
        }
        assertTrue(worst <= TOLERANCE * largest, what + " differs by " + worst + " of " + largest);
    }

    /// A graph while it is drawn: each node reads one of the last two values, or both.
    private static final class Drawn {
        private final RandomGenerator random;
        private final List<Message> nodes = new ArrayList<>();
        private final List<Message> constants = new ArrayList<>();
        private final List<String> operators = new ArrayList<>();
        private final List<String> values = new ArrayList<>(List.of("x"));
        private final List<int[]> extents = new ArrayList<>();
        final int[] input;

        Drawn(RandomGenerator random) {
            this.random = random;
            input = new int[] {1 + random.nextInt(2), 2 * (1 + random.nextInt(2)), 4 + random.nextInt(4), 6};
            extents.add(input);
        }

        @Override
        public String toString() {
            return OnnxTensor.text(input) + " " + operators;
        }

        float[] random(int count) {
            float[] drawn = new float[count];
            for (int i = 0; i < count; i++) {
                drawn[i] = (float) random.nextGaussian();
            }
            return drawn;
        }

        private String constant(int... of) {
            String name = "constant" + constants.size();
            constants.add(floats(name, Arrays.stream(of).asLongStream().toArray(), random(OnnxTensor.count(of))));
            return name;
        }

        private String constantLongs(long... numbers) {
            String name = "constant" + constants.size();
            constants.add(longs(name, numbers));
            return name;
        }

        OnnxModel read() throws IOException {
            List<Message> outputs = new ArrayList<>();
            for (int i = Math.max(1, values.size() - 2); i < values.size(); i++) {
                outputs.add(value(
                        values.get(i),
                        Arrays.stream(extents.get(i)).asLongStream().toArray()));
            }
            Message x = value("x", Arrays.stream(input).asLongStream().toArray());
            return OnnxModel.read(model(13, graph(nodes, constants, List.of(x), outputs)), "drawn");
        }

        private void add(String operator, List<String> inputs, int[] to, Message... attributes) {
            String name = "value" + values.size();
            nodes.add(node(operator, inputs, List.of(name), attributes));
            operators.add(operator + " " + OnnxTensor.text(to));
            values.add(name);
            extents.add(to);
        }

        void draw() {
            int from = Math.max(0, values.size() - 1 - random.nextInt(2));
            String x = values.get(from);
            int[] e = extents.get(from);
            switch (random.nextInt(14)) {
                case 0, 1 -> conv(x, e);
                case 2 -> pool(x, e);
                case 3 ->
                    add(
                            List.of("Relu", "Sigmoid", "Tanh", "LeakyRelu", "Abs", "Identity")
                                    .get(random.nextInt(6)),
                            List.of(x),
                            e);
                case 4 -> {
                    if (e.length > 1) {
                        int[] slope = new int[e.length - 1];
                        Arrays.fill(slope, 1);
                        slope[0] = e[1];
                        add("PRelu", List.of(x, constant(slope)), e);
                    }
                }
                case 5 -> add(random.nextBoolean() ? "Add" : "Mul", List.of(x, x), e);
                case 6 -> {
                    String other = values.getLast();
                    boolean same = Arrays.equals(extents.getLast(), e);
                    add("Add", List.of(x, same ? other : x), e);
                }
                case 7, 8 -> transpose(x, e);
                case 9 -> reshape(x, e);
                case 10 -> {
                    int axis = random.nextInt(e.length);
                    int[] to = e.clone();
                    to[axis] *= 2;
                    add("Concat", List.of(x, x), to, integer("axis", axis));
                }
                case 11 -> add("Softmax", List.of(x), e, integer("axis", random.nextInt(e.length)));
                case 12 -> {
                    if (e.length == 2) {
                        add("Gemm", List.of(x, constant(e[1], 5), constant(5)), new int[] {e[0], 5});
                    } else {
                        int[] to = {e[0], OnnxTensor.count(e) / e[0]};
                        add("Flatten", List.of(x), to);
                    }
                }
                default -> mean(x, e);
            }
        }

        private void conv(String x, int[] e) {
            int pad = random.nextInt(2);
            if (e.length != 4 || e[2] + pad < 3 || e[3] < 3) {
                return;
            }
            int groups = e[1] % 2 == 0 ? 1 + random.nextInt(2) : 1;
            int stride = 1 + random.nextInt(2);
            int[] to = {e[0], 4, (e[2] + pad - 3) / stride + 1, (e[3] - 3) / 1 + 1};
            add(
                    "Conv",
                    List.of(x, constant(4, e[1] / groups, 3, 3), constant(4)),
                    to,
                    integers("pads", 0, 0, pad, 0),
                    integers("strides", stride, 1),
                    integer("group", groups));
        }

        private void pool(String x, int[] e) {
            if (e.length != 4 || e[2] < 2 || e[3] < 2) {
                return;
            }
            boolean max = random.nextBoolean();
            int[] to = {e[0], e[1], e[2] / 2, e[3] / 2};
            add(
                    max ? "MaxPool" : "AveragePool",
                    List.of(x),
                    to,
                    integers("kernel_shape", 2, 2),
                    integers("strides", 2, 2));
        }

        private void transpose(String x, int[] e) {
            List<Integer> order = new ArrayList<>();
            for (int axis = 0; axis < e.length; axis++) {
                order.add(axis);
            }
            // Mostly the batch stays where it is.
            Collections.shuffle(random.nextInt(4) == 0 ? order : order.subList(1, e.length), Random.from(random));
            int[] to = order.stream().mapToInt(axis -> e[axis]).toArray();
            add(
                    "Transpose",
                    List.of(x),
                    to,
                    integers(
                            "perm", order.stream().mapToLong(Integer::longValue).toArray()));
        }

        private void reshape(String x, int[] e) {
            int each = OnnxTensor.count(e) / e[0];
            int[] to = each % 12 == 0
                    ? new int[] {e[0], 2, each / 4, 2}
                    : each % 2 == 0 ? new int[] {e[0], 2, each / 2} : new int[] {e[0], each};
            add(
                    "Reshape",
                    List.of(x, constantLongs(Arrays.stream(to).asLongStream().toArray())),
                    to);
        }

        private void mean(String x, int[] e) {
            int axis = random.nextInt(e.length);
            int[] to = e.clone();
            to[axis] = 1;
            add("ReduceMean", List.of(x), to, integers("axes", axis));
        }
    }
}
