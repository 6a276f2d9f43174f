package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// What exporters write as several nodes for want of an operator, put together again into the one that ONNX has by now,
/// where a layer computes that at once:
///
/// | nodes | become |
/// |---|---|
/// | x · Sigmoid(x) | Swish |
/// | ½ · (x · (1 + Erf(x / √2))) | Gelu |
/// | MatMul of a matrix, then a bias added | Gemm |
///
/// The one has the name of the last of them.
final class Patterns {
    private static final int SWISH_SINCE = 24;
    private static final int GELU_SINCE = 20;
    private static final int GEMM_SINCE = 13;

    private final OnnxGraph graph;
    private final Map<String, OnnxTensor> outlines;
    private final Map<String, OnnxNode> writers = new HashMap<>();
    private final Map<String, Integer> readers = new HashMap<>();
    private final Set<OnnxNode> gone = new HashSet<>();

    private Patterns(OnnxGraph graph, Map<String, OnnxTensor> outlines) {
        this.graph = graph;
        this.outlines = outlines;
        graph.outputs().forEach(output -> readers.merge(output.name(), 1, Integer::sum));
        for (OnnxNode node : graph.nodes()) {
            node.inputs().forEach(name -> readers.merge(name, 1, Integer::sum));
            node.outputs().forEach(name -> writers.put(name, node));
        }
    }

    static OnnxGraph joined(OnnxGraph graph, Map<String, OnnxTensor> outlines) {
        Patterns patterns = new Patterns(graph, outlines);
        List<OnnxNode> nodes = new ArrayList<>();
        // From the outputs up: the last node of a pattern knows the others.
        for (OnnxNode node : graph.nodes().reversed()) {
            if (!patterns.gone.contains(node)) {
                nodes.addFirst(patterns.joined(node));
            }
        }
        return new OnnxGraph(graph.name(), graph.inputs(), graph.outputs(), nodes, graph.constants());
    }

    private OnnxNode joined(OnnxNode node) {
        if (node.domain().isEmpty() && node.inputs().size() == 2) {
            for (int i = 0; i < 2; i++) {
                String one = node.inputs().get(i);
                String other = node.inputs().get(1 - i);
                OnnxNode joined = switch (node.operator()) {
                    case "Mul" -> {
                        OnnxNode swish = swish(node, one, other);
                        yield swish == null ? gelu(node, one, other) : swish;
                    }
                    case "Add" -> gemm(node, one, other);
                    default -> null;
                };
                if (joined != null) {
                    return joined;
                }
            }
        }
        return node;
    }

    private @Nullable OnnxNode swish(OnnxNode end, String x, String gate) {
        OnnxNode sigmoid = only(gate, "Sigmoid");
        return sigmoid != null && sigmoid.inputs().getFirst().equals(x)
                ? replaced(end, "Swish", SWISH_SINCE, List.of(x), sigmoid)
                : null;
    }

    private @Nullable OnnxNode gelu(OnnxNode end, String half, String rest) {
        OnnxNode product = is(half, 0.5) ? only(rest, "Mul") : null;
        for (int i = 0; product != null && i < 2; i++) {
            String x = product.inputs().get(i);
            OnnxNode sum = only(product.inputs().get(1 - i), "Add");
            OnnxNode erf = sum == null ? null : only(sum.inputs().getFirst(), "Erf");
            OnnxNode scaled = erf == null ? null : only(erf.inputs().getFirst(), "Div");
            if (scaled != null
                    && sum != null
                    && erf != null
                    && is(sum.inputs().get(1), 1)
                    && scaled.inputs().getFirst().equals(x)
                    && is(scaled.inputs().get(1), Math.sqrt(2))) {
                return replaced(end, "Gelu", GELU_SINCE, List.of(x), product, sum, erf, scaled);
            }
        }
        return null;
    }

    private @Nullable OnnxNode gemm(OnnxNode end, String product, String bias) {
        OnnxNode times = only(product, "MatMul");
        OnnxTensor b = graph.constants().get(bias);
        OnnxTensor y = outlines.get(product);
        OnnxTensor matrix =
                times == null ? null : graph.constants().get(times.inputs().get(1));
        boolean fits = b != null && y != null && matrix != null && y.rank() == 2 && matrix.rank() == 2;
        if (times == null || b == null || y == null || !fits) {
            return null;
        }
        boolean row = b.rank() > 0 && b.rank() < 3 && b.count() == y.extent(1) && b.extent(b.rank() - 1) == y.extent(1);
        List<String> reads = List.of(times.inputs().get(0), times.inputs().get(1), bias);
        return row ? replaced(end, "Gemm", GEMM_SINCE, reads, times) : null;
    }

    /// The node of this operator that writes a value which nothing else reads; null where there is none.
    private @Nullable OnnxNode only(String value, String operator) {
        OnnxNode writer = writers.get(value);
        boolean fits = writer != null
                && writer.operator().equals(operator)
                && writer.domain().isEmpty()
                && Integer.valueOf(1).equals(readers.get(value));
        return fits ? writer : null;
    }

    private boolean is(String value, double number) {
        OnnxTensor constant = graph.constants().get(value);
        return constant != null
                && constant.count() == 1
                && constant.type().real()
                && Math.abs(constant.doubles()[0] - number) < 1e-6;
    }

    private OnnxNode replaced(OnnxNode end, String operator, int opset, List<String> reads, OnnxNode... others) {
        gone.addAll(List.of(others));
        return new OnnxNode(end.name(), "", operator, opset, reads, end.outputs(), OnnxAttributes.NONE, end.offset());
    }
}
