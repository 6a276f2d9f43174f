package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// What exporters write as several nodes, of a [RandomGraph]: blocks of convolutional networks, and formulas for which
/// ONNX had no operator, most of them as they ought to be and some with another constant or axis.
final class BlockNodes {
    static final List<Consumer<RandomGraph>> DRAWS = List.of(
            BlockNodes::convBlock,
            BlockNodes::convBlock,
            BlockNodes::convBlock,
            BlockNodes::residual,
            BlockNodes::residual,
            BlockNodes::squeezeAndExcite,
            BlockNodes::lastAndBack,
            BlockNodes::shuffle,
            BlockNodes::gate,
            BlockNodes::gelu,
            BlockNodes::ramp,
            BlockNodes::layerNorm,
            BlockNodes::lengths,
            BlockNodes::attention,
            BlockNodes::flattened);

    private BlockNodes() {}

    private static boolean picture(OnnxTensor x) {
        return x.type() == OnnxType.FLOAT && x.rank() == 4 && x.count() > 0;
    }

    private static String number(RandomGraph graph, double number) {
        // One number may be written with axes of its own.
        int[] extents = graph.oneOf(new int[0], new int[0], new int[] {1}, new int[] {1, 1});
        return graph.constant(OnnxTensor.of(new float[] {(float) number}, extents));
    }

    private static String conv(RandomGraph graph, String x, int filters, int size, int groups, int stride) {
        int channels = graph.value(x).extent(1);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("group", (long) groups);
        attributes.put("strides", new long[] {stride, stride});
        long pad = size / 2;
        attributes.put("pads", graph.once(6) ? new long[] {0, 0, pad, pad} : new long[] {pad, pad, pad, pad});
        List<String> reads =
                new ArrayList<>(List.of(x, graph.constant(OnnxType.FLOAT, filters, channels / groups, size, size)));
        if (graph.once(2)) {
            reads.add(graph.constant(OnnxType.FLOAT, filters));
        }
        String y = graph.node("Conv", reads, attributes);
        return graph.node("Mul", List.of(y, graph.scalar(OnnxType.FLOAT, 0.25)), Map.of());
    }

    private static String norm(RandomGraph graph, String x) {
        int channels = graph.value(x).extent(1);
        float[] variance = new float[channels];
        for (int i = 0; i < channels; i++) {
            variance[i] = 0.3f + graph.random.nextFloat();
        }
        List<String> reads = new ArrayList<>(List.of(x));
        for (int i = 0; i < 3; i++) {
            reads.add(graph.constant(OnnxType.FLOAT, channels));
        }
        reads.add(graph.constant(OnnxTensor.of(variance, channels)));
        return graph.node("BatchNormalization", reads, Map.of());
    }

    private static String activation(RandomGraph graph, String x) {
        return switch (graph.between(0, 5)) {
            case 0, 1, 2 -> graph.node("Relu", List.of(x), Map.of());
            case 3 -> clip(graph, x, 0, 6);
            case 4 ->
                graph.node(
                        "PRelu",
                        List.of(x, graph.constant(OnnxType.FLOAT, graph.value(x).extent(1), 1, 1)),
                        Map.of());
            default -> graph.node("Mul", List.of(x, graph.node("Sigmoid", List.of(x), Map.of())), Map.of());
        };
    }

    private static String clip(RandomGraph graph, String x, float least, float most) {
        return graph.opset < 11
                ? graph.node("Clip", List.of(x), Map.of("min", least, "max", most))
                : graph.node(
                        "Clip",
                        List.of(x, graph.scalar(OnnxType.FLOAT, least), graph.scalar(OnnxType.FLOAT, most)),
                        Map.of());
    }

    /// A convolution with what mostly follows one, in this order or another.
    private static void convBlock(RandomGraph graph) {
        String x = graph.pick(BlockNodes::picture);
        int channels = graph.value(x).extent(1);
        boolean deep = graph.once(3);
        int filters = deep ? channels : graph.oneOf(4, 8, 16, 5);
        String y = conv(graph, x, filters, graph.oneOf(1, 3, 3, 5), deep ? channels : 1, graph.oneOf(1, 1, 2));
        y = graph.once(2) ? norm(graph, y) : y;
        y = graph.once(3) ? y : activation(graph, y);
        if (graph.once(4)) {
            norm(graph, y);
        }
    }

    /// Around a convolution or two.
    private static void residual(RandomGraph graph) {
        String x = graph.pick(v -> picture(v) && v.extent(1) <= 40);
        int channels = graph.value(x).extent(1);
        String first = graph.once(2) ? activation(graph, norm(graph, x)) : x;
        String y = conv(graph, first, channels, graph.oneOf(1, 3), 1, 1);
        if (!Arrays.equals(graph.value(y).extents(), graph.value(x).extents())) {
            return;
        }
        y = graph.once(2) ? norm(graph, y) : y;
        String sum = graph.node(
                graph.oneOf("Add", "Add", "Sub", "Mul", "Max", "Sum"),
                graph.once(2) ? List.of(x, y) : List.of(y, x),
                Map.of());
        if (graph.once(2)) {
            activation(graph, sum);
        }
    }

    private static void squeezeAndExcite(RandomGraph graph) {
        String x = graph.pick(BlockNodes::picture);
        int channels = graph.value(x).extent(1);
        String mean = graph.once(2) || graph.opset >= 18
                ? graph.node("GlobalAveragePool", List.of(x), Map.of())
                : graph.node("ReduceMean", List.of(x), Map.of("axes", new long[] {2, 3}));
        String weights;
        if (graph.once(2)) {
            weights = conv(graph, mean, channels, 1, 1, 1);
        } else {
            String flat = graph.node("Flatten", List.of(mean), Map.of());
            String mixed = graph.node(
                    "Gemm",
                    List.of(
                            flat,
                            graph.constant(OnnxType.FLOAT, channels, channels),
                            graph.constant(OnnxType.FLOAT, channels)),
                    Map.of("transB", 1L));
            weights = graph.node("Reshape", List.of(mixed, graph.longs(-1, channels, 1, 1)), Map.of());
        }
        String gates = graph.node(graph.oneOf("HardSigmoid", "Sigmoid"), List.of(weights), Map.of());
        graph.node("Mul", graph.once(2) ? List.of(x, gates) : List.of(gates, x), Map.of());
    }

    /// To channels last, something there, and back.
    private static void lastAndBack(RandomGraph graph) {
        String x = graph.pick(BlockNodes::picture);
        String last = graph.node("Transpose", List.of(x), Map.of("perm", new long[] {0, 2, 3, 1}));
        int[] extents = graph.value(last).extents();
        String y = switch (graph.between(0, 5)) {
            case 0 -> graph.node("MatMul", List.of(last, graph.constant(OnnxType.FLOAT, extents[3], 6)), Map.of());
            case 1 -> graph.node("Add", List.of(last, graph.constant(OnnxType.FLOAT, extents[3])), Map.of());
            case 2 -> graph.node("Softmax", List.of(last), Map.of("axis", 3L));
            case 3 -> graph.node("Reshape", List.of(last, graph.longs(0, -1, extents[3])), Map.of());
            case 4 -> graph.node("Concat", List.of(last, last), Map.of("axis", (long) graph.between(1, 3)));
            default -> activation(graph, last);
        };
        if (graph.value(y).rank() == 4 && graph.once(2)) {
            graph.node(
                    "Transpose",
                    List.of(y),
                    Map.of("perm", graph.once(5) ? new long[] {0, 2, 3, 1} : new long[] {0, 3, 1, 2}));
        }
    }

    /// Channels dealt out to groups.
    private static void shuffle(RandomGraph graph) {
        String x = graph.pick(v -> picture(v) && v.extent(1) % 2 == 0);
        int[] e = graph.value(x).extents();
        int groups = graph.once(2) ? 2 : e[1] / 2;
        String split = graph.node(
                "Reshape",
                List.of(x, graph.longs(graph.once(2) ? 0 : -1, groups, e[1] / groups, e[2], e[3])),
                Map.of());
        String turned = graph.node("Transpose", List.of(split), Map.of("perm", new long[] {0, 2, 1, 3, 4}));
        graph.node("Reshape", List.of(turned, graph.longs(-1, e[1], e[2], e[3])), Map.of());
    }

    private static void gate(RandomGraph graph) {
        String x = graph.pick(v -> v.type() == OnnxType.FLOAT);
        String gate = switch (graph.between(0, 4)) {
            case 0 -> graph.node("Sigmoid", List.of(x), Map.of());
            case 1 -> graph.node("HardSigmoid", List.of(x), Map.of("alpha", graph.oneOf(1 / 6f, 0.2f)));
            case 2 -> graph.node("Tanh", List.of(graph.node("Softplus", List.of(x), Map.of())), Map.of());
            case 3 -> {
                String one = graph.node(
                        "Add",
                        List.of(graph.node("Exp", List.of(x), Map.of()), number(graph, graph.oneOf(1, 1, 2))),
                        Map.of());
                yield graph.node("Tanh", List.of(graph.node("Log", List.of(one), Map.of())), Map.of());
            }
            default ->
                graph.node("Sigmoid", List.of(graph.node("Mul", List.of(x, number(graph, 1.702)), Map.of())), Map.of());
        };
        graph.node("Mul", graph.once(2) ? List.of(x, gate) : List.of(gate, x), Map.of());
    }

    private static String product(RandomGraph graph, String a, String b) {
        return graph.node("Mul", graph.once(2) ? List.of(a, b) : List.of(b, a), Map.of());
    }

    private static void gelu(RandomGraph graph) {
        String x = graph.pick(v -> v.type() == OnnxType.FLOAT);
        String inner;
        if (graph.once(2) && graph.opset >= 9) {
            String scaled = graph.once(2)
                    ? graph.node(
                            "Div", List.of(x, number(graph, graph.oneOf(Math.sqrt(2), Math.sqrt(2), 1.4))), Map.of())
                    : product(graph, x, number(graph, Math.sqrt(0.5)));
            inner = graph.node("Erf", List.of(scaled), Map.of());
        } else {
            String cube = graph.node("Pow", List.of(x, number(graph, 3)), Map.of());
            String bent = graph.node("Add", List.of(x, product(graph, cube, number(graph, 0.044715))), Map.of());
            inner = graph.node("Tanh", List.of(product(graph, bent, number(graph, Math.sqrt(2 / Math.PI)))), Map.of());
        }
        String bend = graph.node("Add", List.of(inner, number(graph, 1)), Map.of());
        if (graph.once(2)) {
            product(graph, product(graph, x, bend), number(graph, 0.5));
        } else {
            product(graph, product(graph, x, number(graph, 0.5)), bend);
        }
    }

    private static void ramp(RandomGraph graph) {
        String x = graph.pick(v -> v.type() == OnnxType.FLOAT);
        String shifted = graph.node("Add", List.of(x, number(graph, graph.oneOf(3, 3, 2))), Map.of());
        String clipped = clip(graph, shifted, 0, graph.oneOf(6f, 6f, 5f));
        String product = graph.once(2) ? clipped : product(graph, x, clipped);
        if (graph.once(2)) {
            graph.node("Div", List.of(product, number(graph, 6)), Map.of());
        } else {
            product(graph, product, number(graph, 1 / 6.0));
        }
    }

    private static String reduce(RandomGraph graph, String operator, String x, long axis) {
        return graph.opset < 18
                ? graph.node(operator, List.of(x), Map.of("axes", new long[] {axis}))
                : graph.node(operator, List.of(x, graph.longs(axis)), Map.of());
    }

    private static void layerNorm(RandomGraph graph) {
        String x = graph.pick(
                v -> v.type() == OnnxType.FLOAT && v.rank() > 1 && v.extent(v.rank() - 1) > 3 && v.extent(1) > 3);
        int rank = graph.value(x).rank();
        int axis = graph.once(3) ? 1 : rank - 1;
        int count = graph.value(x).extent(axis);
        int[] extents = {count};
        if (axis == 1) {
            extents = new int[rank - 1];
            Arrays.fill(extents, 1);
            extents[0] = count;
        }
        String less = graph.node("Sub", List.of(x, reduce(graph, "ReduceMean", x, axis)), Map.of());
        String square = graph.once(2)
                ? graph.node("Pow", List.of(less, number(graph, 2)), Map.of())
                : graph.node("Mul", List.of(less, less), Map.of());
        String variance = reduce(graph, "ReduceMean", square, axis);
        String root = graph.node(
                "Sqrt", List.of(graph.node("Add", List.of(variance, number(graph, 1e-3)), Map.of())), Map.of());
        String scale =
                graph.constant(OnnxType.FLOAT, graph.once(4) ? graph.value(x).extents() : extents);
        String scaled = graph.node("Mul", List.of(graph.node("Div", List.of(less, root), Map.of()), scale), Map.of());
        if (graph.once(2)) {
            graph.node(
                    "Add",
                    List.of(scaled, graph.constant(OnnxType.FLOAT, graph.once(4) ? new int[] {1} : extents)),
                    Map.of());
        }
    }

    /// Vectors of length 1.
    private static void lengths(RandomGraph graph) {
        String x = graph.pick(v -> v.type() == OnnxType.FLOAT && v.rank() > 1 && v.count() > 3);
        OnnxTensor value = graph.value(x);
        int axis = graph.once(2) ? 1 : graph.between(0, value.rank() - 1);
        String length = reduce(graph, graph.oneOf("ReduceL2", "ReduceL2", "ReduceL1"), x, axis);
        String held = clip(graph, length, graph.oneOf(1e-12f, 1e-12f, 0.5f), 1e30f);
        if (graph.once(2)) {
            held = graph.node("Expand", List.of(held, graph.longs(RandomNodes.longs(value.extents()))), Map.of());
        }
        graph.node("Div", List.of(x, held), Map.of());
    }

    /// Each place of a picture looks at all others.
    private static void attention(RandomGraph graph) {
        String x = graph.pick(v -> picture(v) && v.extent(2) * v.extent(3) < 40);
        int[] e = graph.value(x).extents();
        String rows = graph.node("Reshape", List.of(x, graph.longs(0, e[1], -1)), Map.of());
        String columns = graph.node("Transpose", List.of(rows), Map.of("perm", new long[] {0, 2, 1}));
        String scores = graph.node("MatMul", List.of(columns, rows), Map.of());
        String scaled = graph.node("Mul", List.of(scores, number(graph, 0.2)), Map.of());
        String weights = graph.node("Softmax", List.of(scaled), Map.of("axis", 2L));
        String mixed = graph.node("MatMul", List.of(weights, columns), Map.of());
        String turned = graph.node("Transpose", List.of(mixed), Map.of("perm", new long[] {0, 2, 1}));
        graph.node("Reshape", List.of(turned, graph.longs(0, e[1], e[2], e[3])), Map.of());
    }

    /// The extents are asked for, and a part of them is kept.
    private static void flattened(RandomGraph graph) {
        String x = graph.pick(v -> v.type() == OnnxType.FLOAT && v.rank() >= 3 && v.count() > 0);
        String shape = graph.node("Shape", List.of(x), Map.of());
        String batch =
                graph.node("Gather", List.of(shape, graph.constant(OnnxTensor.of(new long[] {0}))), Map.of("axis", 0L));
        String listed = graph.opset < 13
                ? graph.node("Unsqueeze", List.of(batch), Map.of("axes", new long[] {0}))
                : graph.node("Unsqueeze", List.of(batch, graph.longs(0)), Map.of());
        String wanted = graph.node(
                "Concat",
                List.of(
                        listed,
                        graph.longs(
                                graph.once(2)
                                        ? new long[] {-1}
                                        : new long[] {graph.value(x).extent(1), -1})),
                Map.of("axis", 0L));
        graph.node("Reshape", List.of(x, wanted), Map.of());
    }
}
