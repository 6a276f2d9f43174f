package org.fovea.engine.onnx.lowering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.jspecify.annotations.Nullable;

/// The factors of a product or the summands of a sum, which nodes may group as they like.
///
/// @param numbers those that are constants of one element
/// @param others everything else
/// @param nodes that multiply, divide or add them
record Operands(List<Part> numbers, List<Part> others, List<OnnxNode> nodes) {
    /// No formula has more; what is longer is not looked through.
    private static final int MOST = 8;

    /// @param inverse whether it is divided by, or taken away
    record Part(String value, boolean inverse) {}

    /// What `value` is the product of; null where it is of too many.
    static @Nullable Operands factors(GraphIndex graph, String value) {
        return of(graph, value, Operands::factors);
    }

    /// What `value` is the sum of; null where it is of too many.
    static @Nullable Operands summands(GraphIndex graph, String value) {
        return of(graph, value, Operands::summands);
    }

    /// What a node joins.
    @FunctionalInterface
    private interface Joint {
        /// Empty for a node of another kind.
        List<Part> of(GraphIndex graph, OnnxNode node, boolean inverse);
    }

    private static @Nullable Operands of(GraphIndex graph, String value, Joint joint) {
        Operands operands = new Operands(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Deque<Part> open = new ArrayDeque<>(List.of(new Part(value, false)));
        while (!open.isEmpty()) {
            Part part = open.pop();
            // One that is read elsewhere too is what it is: the formula's own name for it stands there.
            boolean whole = !part.value().equals(value) && graph.readers(part.value()) != 1;
            OnnxNode node = whole ? null : graph.writer(part.value());
            List<Part> parts = node == null ? List.of() : joint.of(graph, node, part.inverse());
            if (node != null && !parts.isEmpty()) {
                operands.nodes.add(node);
                parts.reversed().forEach(open::push);
            } else {
                (graph.number(part.value()) == null ? operands.others : operands.numbers).add(part);
            }
            if (operands.numbers.size() + operands.others.size() + open.size() > MOST) {
                return null;
            }
        }
        return operands;
    }

    private static List<Part> factors(GraphIndex graph, OnnxNode node, boolean inverse) {
        List<String> reads = node.inputs();
        return switch (node.operator()) {
            case "Mul" -> List.of(new Part(reads.get(0), inverse), new Part(reads.get(1), inverse));
            case "Div" -> List.of(new Part(reads.get(0), inverse), new Part(reads.get(1), !inverse));
            case "Reciprocal" -> List.of(new Part(reads.getFirst(), !inverse));
            case "Pow" -> {
                Double power = graph.number(reads.get(1));
                yield power != null && (power == 2 || power == 3)
                        ? Collections.nCopies(power.intValue(), new Part(reads.getFirst(), inverse))
                        : List.of();
            }
            // To the extents that broadcasting gives it anyway: those of the whole are looked at in the end.
            case "Expand" -> List.of(new Part(reads.getFirst(), inverse));
            default -> List.of();
        };
    }

    private static List<Part> summands(GraphIndex graph, OnnxNode node, boolean taken) {
        List<String> reads = node.inputs();
        return switch (node.operator()) {
            case "Add" -> List.of(new Part(reads.get(0), taken), new Part(reads.get(1), taken));
            case "Sub" -> List.of(new Part(reads.get(0), taken), new Part(reads.get(1), !taken));
            default -> List.of();
        };
    }
}
