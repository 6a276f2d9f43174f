package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.jspecify.annotations.Nullable;

/// Between which bounds nodes keep a value: by Clip, Relu, Max and Min, one after the other.
///
/// @param of what is kept between them
/// @param nodes that do it
record Bounds(String of, double low, double high, List<OnnxNode> nodes) {
    /// Both bounds by nodes of their own.
    private static final int MOST = 2;

    static Bounds of(GraphIndex graph, String value) {
        Bounds bounds = new Bounds(value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, List.of());
        for (int i = 0; i < MOST; i++) {
            OnnxNode node = graph.writer(bounds.of);
            Bounds further = node == null ? null : bounds.within(graph, node);
            if (further == null) {
                break;
            }
            bounds = further;
        }
        return bounds;
    }

    private @Nullable Bounds within(GraphIndex graph, OnnxNode node) {
        String first = node.inputs().getFirst();
        return switch (node.operator()) {
            case "Relu" -> within(node, first, 0, high);
            case "Clip" -> {
                Double from = bound(graph, node, 1, "min", Double.NEGATIVE_INFINITY);
                Double to = bound(graph, node, 2, "max", Double.POSITIVE_INFINITY);
                yield from == null || to == null ? null : within(node, first, from, to);
            }
            case "Max", "Min" -> oneOf(graph, node);
            default -> null;
        };
    }

    /// Of two, one of which is a number.
    private @Nullable Bounds oneOf(GraphIndex graph, OnnxNode node) {
        for (int i = 0; i < 2 && node.inputs().size() == 2; i++) {
            Double number = graph.number(node.inputs().get(i));
            if (number != null) {
                boolean least = node.operator().equals("Max");
                return within(node, node.inputs().get(1 - i), least ? number : low, least ? high : number);
            }
        }
        return null;
    }

    private Bounds within(OnnxNode node, String what, double from, double to) {
        List<OnnxNode> more = new ArrayList<>(nodes);
        more.add(node);
        return new Bounds(what, Math.max(low, from), Math.min(high, to), more);
    }

    /// A bound of Clip, which is an attribute in older opsets and an input in newer ones; one that no float exceeds
    /// is none. Null where it is computed.
    private static @Nullable Double bound(GraphIndex graph, OnnxNode node, int input, String attribute, double none) {
        boolean given =
                input < node.inputs().size() && !node.inputs().get(input).isEmpty();
        Double bound = given
                ? graph.number(node.inputs().get(input))
                : Double.valueOf(node.attributes().real(attribute, none));
        return bound != null && Math.abs(bound) >= Float.MAX_VALUE ? Double.valueOf(none) : bound;
    }
}
