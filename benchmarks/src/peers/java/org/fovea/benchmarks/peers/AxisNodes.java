package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// What joins elements along axes, of a [RandomGraph]: products, reductions, normalisations, rankings.
final class AxisNodes {
    static final List<Consumer<RandomGraph>> DRAWS = List.of(
            AxisNodes::gemm,
            AxisNodes::gemm,
            AxisNodes::matMul,
            AxisNodes::matMul,
            AxisNodes::reduce,
            AxisNodes::reduce,
            AxisNodes::reduce,
            AxisNodes::softmax,
            AxisNodes::softmax,
            AxisNodes::batchNorm,
            AxisNodes::batchNorm,
            AxisNodes::instanceNorm,
            AxisNodes::layerNorm,
            AxisNodes::neighbours,
            AxisNodes::lengths,
            AxisNodes::rank,
            AxisNodes::rank);

    private AxisNodes() {}

    private static boolean real(OnnxTensor x) {
        return x.type().real() && x.rank() > 0 && x.count() > 0;
    }

    private static void gemm(RandomGraph graph) {
        String name;
        try {
            name = graph.pick(x -> real(x) && x.rank() == 2);
        } catch (RandomGraph.Refused e) {
            name = graph.node("Flatten", List.of(graph.pick(AxisNodes::real)), Map.of("axis", 1L));
        }
        OnnxTensor x = graph.value(name);
        boolean turnA = graph.once(4);
        boolean turnB = graph.once(2);
        boolean right = graph.once(8);
        int outs = graph.between(1, 9);
        int inner = x.extent(right == turnA ? 1 : 0);
        if (right) {
            inner = x.extent(turnB ? 1 : 0);
        }
        int rows = right ? outs : x.extent(turnA ? 1 : 0);
        int columns = right ? x.extent(turnB ? 0 : 1) : outs;
        int[] other = right ? turned(turnA, outs, inner) : turned(turnB, inner, outs);
        String constant = graph.once(10) ? graph.computed(x.type(), other) : graph.constant(x.type(), other);
        List<String> reads = new ArrayList<>(right ? List.of(constant, name) : List.of(name, constant));
        if (graph.opset < 11 || graph.once(2)) {
            int[] bias = graph.oneOf(
                    new int[] {columns},
                    new int[] {columns},
                    new int[] {1},
                    new int[0],
                    new int[] {rows, 1},
                    new int[] {1, columns},
                    new int[] {rows, columns});
            reads.add(graph.constant(x.type(), bias));
        }
        graph.node(
                "Gemm",
                reads,
                RandomNodes.attributes(
                        "alpha", graph.once(3) ? graph.oneOf(0.5, 2.0, 0.0) : null,
                        "beta", graph.once(3) ? graph.oneOf(0.5, 2.0, 0.0) : null,
                        "transA", turnA ? 1 : null,
                        "transB", turnB ? 1 : null));
    }

    private static int[] turned(boolean turned, int rows, int columns) {
        return turned ? new int[] {columns, rows} : new int[] {rows, columns};
    }

    /// By a matrix, a vector, a stack, or another value.
    private static void matMul(RandomGraph graph) {
        String name = graph.pick(AxisNodes::real);
        OnnxTensor x = graph.value(name);
        int rank = x.rank();
        int inner = x.extent(rank - 1);
        int outs = graph.between(1, 8);
        int[] extents = x.extents();
        if (graph.once(4) && rank > 1) {
            // From the left.
            int[] left = graph.oneOf(new int[] {outs, extents[rank - 2]}, new int[] {extents[rank - 2]}, new int[] {
                1, outs, extents[rank - 2]
            });
            graph.node("MatMul", List.of(graph.constant(x.type(), left), name), Map.of());
            return;
        }
        int[] right = switch (graph.between(0, 5)) {
            case 0 -> new int[] {inner};
            case 1, 2, 3 -> new int[] {inner, outs};
            case 4 -> new int[] {graph.between(1, 2), 1, inner, outs};
            default -> {
                int[] stack = extents.clone();
                for (int i = 0; i < rank; i++) {
                    stack[i] = i == 0 || graph.once(2) ? 1 : stack[i];
                }
                stack[rank - 1] = outs;
                if (rank > 1) {
                    stack[rank - 2] = inner;
                }
                yield rank > 1 ? stack : new int[] {inner, outs};
            }
        };
        if (graph.once(4) && rank > 1) {
            long[] order = IntStream.range(0, rank)
                    .mapToLong(i -> i < rank - 2 ? i : i == rank - 2 ? rank - 1 : rank - 2)
                    .toArray();
            graph.node(
                    "MatMul", List.of(name, graph.node("Transpose", List.of(name), Map.of("perm", order))), Map.of());
            return;
        }
        String matrix = graph.node("MatMul", List.of(name, graph.constant(x.type(), right)), Map.of());
        if (graph.once(2)) {
            graph.node("Add", List.of(matrix, graph.constant(x.type(), right.length == 1 ? 1 : outs)), Map.of());
        }
    }

    private static void reduce(RandomGraph graph) {
        String operator = graph.oneOf(
                "ReduceMean",
                "ReduceMean",
                "ReduceSum",
                "ReduceMax",
                "ReduceMin",
                "ReduceL1",
                "ReduceL2",
                "ReduceProd",
                "ReduceSumSquare",
                "ReduceLogSumExp");
        String name = graph.pick(x -> real(x) && (!operator.equals("ReduceProd") || x.count() < 40));
        int rank = graph.value(name).rank();
        Map<String, Object> attributes = RandomNodes.attributes("keepdims", graph.oneOf(0, 1, 1, null));
        long[] axes = graph.once(6) ? null : RandomNodes.axes(graph, rank, graph.between(1, rank));
        if (axes != null && rank == 4 && graph.once(3)) {
            axes = new long[] {2, 3};
        }
        boolean input = graph.opset >= (operator.equals("ReduceSum") ? 13 : 18);
        if (input && graph.once(5)) {
            attributes.put("noop_with_empty_axes", (long) graph.between(0, 1));
        }
        if (!input) {
            attributes.putAll(axes == null ? Map.of() : Map.of("axes", axes));
            graph.node(operator, List.of(name), attributes);
        } else if (axes == null) {
            graph.node(operator, graph.once(2) ? List.of(name) : List.of(name, graph.longs()), attributes);
        } else {
            graph.node(operator, List.of(name, graph.longs(axes)), attributes);
        }
    }

    private static void softmax(RandomGraph graph) {
        String name = graph.pick(AxisNodes::real);
        int rank = graph.value(name).rank();
        Object axis = graph.once(3) ? null : RandomNodes.axis(graph, graph.between(0, rank - 1), rank);
        if (axis == null && graph.opset < 13 && rank == 1) {
            axis = 0L;
        }
        graph.node(
                graph.oneOf("Softmax", "Softmax", "LogSoftmax"), List.of(name), RandomNodes.attributes("axis", axis));
    }

    private static String positive(RandomGraph graph, OnnxType type, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 0.3f + graph.random.nextFloat();
        }
        String name = graph.constant(OnnxTensor.of(values, count));
        return type == OnnxType.FLOAT ? name : graph.cast(name, type);
    }

    private static void batchNorm(RandomGraph graph) {
        String name = graph.pick(x -> real(x) && x.rank() >= 2);
        OnnxTensor x = graph.value(name);
        int channels = x.extent(1);
        boolean training =
                graph.opset >= 14 && x.type() == OnnxType.FLOAT && graph.once(10) && x.count() / channels > 3;
        List<String> reads = List.of(
                name,
                graph.constant(x.type(), channels),
                graph.constant(x.type(), channels),
                graph.constant(x.type(), channels),
                positive(graph, x.type(), channels));
        Map<String, Object> attributes =
                RandomNodes.attributes("epsilon", graph.once(2) ? 1e-3 : null, "training_mode", training ? 1 : null);
        graph.node("BatchNormalization", training ? 3 : 1, reads, attributes);
    }

    private static void instanceNorm(RandomGraph graph) {
        boolean group = graph.opset >= 18 && graph.once(2);
        String name = graph.pick(x -> real(x) && x.rank() >= 3 && x.count() / x.extent(0) / x.extent(1) > 3);
        OnnxTensor x = graph.value(name);
        int channels = x.extent(1);
        int groups = group
                ? IntStream.of(1, 2, 3, 4).filter(g -> channels % g == 0).max().orElse(1)
                : channels;
        int count = group && graph.opset < 21 ? groups : channels;
        List<String> reads = List.of(name, graph.constant(x.type(), count), graph.constant(x.type(), count));
        graph.node(
                group ? "GroupNormalization" : "InstanceNormalization",
                reads,
                RandomNodes.attributes("epsilon", graph.once(2) ? 1e-2 : 1e-3, "num_groups", group ? groups : null));
    }

    private static void layerNorm(RandomGraph graph) {
        String name = graph.pick(x -> real(x) && x.extent(x.rank() - 1) > 3);
        OnnxTensor x = graph.value(name);
        int rank = x.rank();
        int axis = graph.once(2) ? rank - 1 : graph.between(0, rank - 1);
        if (graph.opset < 17) {
            throw new RandomGraph.Refused();
        }
        int[] extents = Arrays.copyOfRange(x.extents(), axis, rank);
        if (graph.once(4)) {
            extents = new int[] {extents[extents.length - 1]};
        }
        List<String> reads = new ArrayList<>(List.of(name, graph.constant(x.type(), extents)));
        if (graph.once(2)) {
            reads.add(graph.constant(x.type(), extents));
        }
        graph.node(
                "LayerNormalization",
                reads,
                RandomNodes.attributes(
                        "axis",
                        axis == rank - 1 && graph.once(2) ? null : RandomNodes.axis(graph, axis, rank),
                        "epsilon",
                        1e-3));
    }

    private static void neighbours(RandomGraph graph) {
        String name = graph.pick(x -> real(x) && x.rank() == 4 && x.type() == OnnxType.FLOAT);
        graph.node(
                "LRN",
                List.of(name),
                RandomNodes.attributes(
                        "size", graph.oneOf(1, 3, 5, 7), // of even ones ONNX Runtime knows nothing
                        "alpha", graph.once(2) ? 0.3 : null,
                        "beta", graph.once(3) ? graph.oneOf(0.5, 1.0) : null,
                        "bias", graph.once(3) ? 2.0 : null));
    }

    private static void lengths(RandomGraph graph) {
        String name = graph.pick(x -> real(x) && x.count() > 3);
        OnnxTensor x = graph.value(name);
        int axis = graph.between(0, x.rank() - 1);
        Object along = graph.once(3) ? null : RandomNodes.axis(graph, axis, x.rank());
        graph.node(
                "LpNormalization", List.of(name), RandomNodes.attributes("axis", along, "p", graph.oneOf(1, 2, null)));
    }

    private static void rank(RandomGraph graph) {
        String name = graph.pickExact(x -> x.rank() > 0
                && x.count() > 0
                && (x.type() == OnnxType.FLOAT || (x.type() == OnnxType.INT64 && graph.opset > 12)));
        OnnxTensor x = graph.value(name);
        int axis = graph.between(0, x.rank() - 1);
        Object along = graph.once(3) ? null : RandomNodes.axis(graph, axis, x.rank());
        if (graph.once(2)) {
            Object last = graph.opset >= 12 && graph.once(2) ? graph.oneOf(0, 1) : null;
            graph.node(
                    graph.oneOf("ArgMax", "ArgMin"),
                    List.of(name),
                    RandomNodes.attributes(
                            "axis", along, "keepdims", graph.oneOf(0, 1, null), "select_last_index", last));
            return;
        }
        int k = graph.between(1, x.extent(along == null ? x.rank() - 1 : axis));
        if (graph.opset < 10) {
            graph.node("TopK", 2, List.of(name), RandomNodes.attributes("axis", along, "k", k));
        } else {
            Object largest = graph.opset >= 11 ? graph.oneOf(0, 1, null) : null;
            graph.node(
                    "TopK",
                    2,
                    List.of(name, graph.longs(k)),
                    RandomNodes.attributes("axis", along, "largest", largest));
        }
    }
}
