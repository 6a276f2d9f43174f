package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// Whole numbers of a [RandomGraph]: quantised products, and arithmetic on extents.
final class WholeNodes {
    static final List<Consumer<RandomGraph>> DRAWS = List.of(
            WholeNodes::integerProduct,
            WholeNodes::linearProduct,
            WholeNodes::dynamic,
            WholeNodes::extents,
            WholeNodes::mod);

    private WholeNodes() {}

    private static boolean real(OnnxTensor x) {
        return x.type() == OnnxType.FLOAT && x.count() > 0;
    }

    private static String wholes(RandomGraph graph, OnnxType type, int... extents) {
        long[] drawn = graph.several(
                OnnxTensor.count(extents), Math.max(-128, (int) type.least()), Math.min(255, (int) type.greatest()));
        return graph.cast(graph.constant(OnnxTensor.of(drawn, extents)), type);
    }

    private static String scales(RandomGraph graph, int... extents) {
        float[] drawn = new float[OnnxTensor.count(extents)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = 0.01f + 0.1f * graph.random.nextFloat();
        }
        return graph.constant(OnnxTensor.of(drawn, extents));
    }

    private static String quantised(RandomGraph graph, String x, String scale, String zero) {
        return graph.node("QuantizeLinear", List.of(x, scale, zero), Map.of());
    }

    private static void integerProduct(RandomGraph graph) {
        if (graph.opset < 10) {
            return;
        }
        boolean conv = graph.once(2);
        String x = graph.pickExact(v -> real(v) && (conv ? v.rank() == 4 : v.rank() > 1));
        OnnxTensor value = graph.value(x);
        String zero = wholes(graph, OnnxType.UINT8);
        String whole = quantised(graph, x, scales(graph), zero);
        OnnxType type = graph.oneOf(OnnxType.UINT8, OnnxType.INT8);
        int columns = graph.between(1, 5);
        String w = conv
                ? wholes(graph, type, columns, value.extent(1), 1, Math.min(2, value.extent(3)))
                : wholes(graph, type, value.extent(value.rank() - 1), columns);
        List<String> reads = new ArrayList<>(List.of(whole, w));
        if (graph.once(2)) {
            reads.add(graph.once(3) ? "" : zero);
            reads.add(conv ? wholes(graph, type) : graph.once(2) ? wholes(graph, type) : wholes(graph, type, columns));
        } else if (graph.once(2)) {
            reads.add(zero);
        }
        String sums = graph.node(conv ? "ConvInteger" : "MatMulInteger", reads, Map.of());
        String real = graph.cast(sums, OnnxType.FLOAT);
        graph.node("Mul", List.of(real, graph.scalar(OnnxType.FLOAT, 1e-4)), Map.of());
    }

    private static void linearProduct(RandomGraph graph) {
        if (graph.opset < 10) {
            return;
        }
        boolean conv = graph.once(2);
        String x = graph.pickExact(v -> real(v) && (conv ? v.rank() == 4 : v.rank() == 2));
        OnnxTensor value = graph.value(x);
        OnnxType type = graph.oneOf(OnnxType.UINT8, OnnxType.UINT8, OnnxType.INT8);
        String scale = scales(graph);
        String zero = wholes(graph, type);
        String whole = quantised(graph, x, scale, zero);
        int columns = graph.between(1, 5);
        OnnxType weights = type == OnnxType.INT8 ? type : graph.oneOf(OnnxType.UINT8, OnnxType.INT8);
        boolean each = conv && graph.once(2);
        String w = conv
                ? wholes(graph, weights, columns, value.extent(1), 1, 1)
                : wholes(graph, weights, value.extent(1), columns);
        String wScale = each ? scales(graph, columns) : scales(graph);
        String wZero = weights == OnnxType.INT8
                ? graph.cast(
                        graph.constant(
                                OnnxTensor.of(new long[each ? columns : 1], each ? new int[] {columns} : new int[0])),
                        weights)
                : each
                        ? graph.cast(graph.constant(OnnxTensor.of(new long[columns], columns)), weights)
                        : wholes(graph, weights);
        String outScale = graph.constant(OnnxTensor.of(new float[] {1.37f}));
        String outZero = wholes(graph, type);
        List<String> reads = new ArrayList<>(List.of(whole, scale, zero, w, wScale, wZero, outScale, outZero));
        String y = graph.node(conv ? "QLinearConv" : "QLinearMatMul", reads, Map.of());
        graph.node("DequantizeLinear", List.of(y, outScale, outZero), Map.of());
    }

    private static void dynamic(RandomGraph graph) {
        String x = graph.pickExact(WholeNodes::real);
        if (graph.opset >= 11) {
            List<String> parts = graph.node("DynamicQuantizeLinear", 3, List.of(x), Map.of());
            graph.node("DequantizeLinear", parts, Map.of());
        }
    }

    /// A shape, counted, cut, and made into numbers.
    private static void extents(RandomGraph graph) {
        String x = graph.pick(v -> v.rank() > 1);
        switch (graph.between(0, 4)) {
            case 0 -> graph.node("Size", List.of(x), Map.of());
            case 1 ->
                graph.node(
                        "Shape",
                        List.of(x),
                        graph.opset < 15
                                ? Map.of()
                                : Map.of("start", (long) graph.between(-3, 2), "end", (long) graph.between(-2, 4)));
            case 2 -> {
                String shape = graph.node("Shape", List.of(x), Map.of());
                if (graph.opset >= 9) {
                    String zeros = graph.node("ConstantOfShape", List.of(shape), Map.of());
                    graph.node("Add", List.of(zeros, graph.scalar(OnnxType.FLOAT, 0.5)), Map.of());
                }
            }
            case 3 -> {
                if (graph.opset >= 11) {
                    OnnxType type = graph.oneOf(OnnxType.FLOAT, OnnxType.INT64, OnnxType.DOUBLE);
                    graph.node(
                            "Range",
                            List.of(
                                    graph.scalar(type, graph.between(-3, 3)),
                                    graph.scalar(type, graph.between(-3, 9)),
                                    graph.scalar(type, graph.oneOf(1, 2, -1, 3))),
                            Map.of());
                }
            }
            default -> {
                String shape = graph.node("Shape", List.of(x), Map.of());
                String real = graph.cast(shape, OnnxType.FLOAT);
                String half = graph.node("Mul", List.of(real, graph.scalar(OnnxType.FLOAT, 0.5)), Map.of());
                String whole = graph.cast(graph.node("Floor", List.of(half), Map.of()), OnnxType.INT64);
                graph.node("Sub", List.of(shape, whole), Map.of());
            }
        }
    }

    private static void mod(RandomGraph graph) {
        if (graph.opset < 10) {
            return;
        }
        String x = graph.pickExact(
                v -> v.type() == OnnxType.FLOAT || v.type() == OnnxType.INT64 || v.type() == OnnxType.INT32);
        OnnxType type = graph.value(x).type();
        boolean fmod = type == OnnxType.FLOAT || graph.once(2);
        graph.node(
                "Mod", List.of(x, graph.scalar(type, graph.oneOf(2, 3, -2, -3))), fmod ? Map.of("fmod", 1L) : Map.of());
    }
}
