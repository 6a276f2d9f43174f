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
record Operands(List<Operand> numbers, List<Operand> others, List<OnnxNode> nodes) {
    /// No formula has more; what is longer is not looked through.
    private static final int MOST = 8;

    /// @param inverse whether it is divided by, or taken away
    record Operand(String value, boolean inverse) {}

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
        List<Operand> of(GraphIndex graph, OnnxNode node, boolean inverse);
    }

    private static @Nullable Operands of(GraphIndex graph, String value, Joint joint) {
        Operands operands = new Operands(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Deque<Operand> open = new ArrayDeque<>(List.of(new Operand(value, false)));
        while (!open.isEmpty()) {
            Operand operand = open.pop();
            // One that is read elsewhere too is what it is: the formula's own name for it stands there.
            boolean whole = !operand.value().equals(value) && graph.readers(operand.value()) != 1;
            OnnxNode node = whole ? null : graph.writer(operand.value());
            List<Operand> parts = node == null ? List.of() : joint.of(graph, node, operand.inverse());
            if (node != null && !parts.isEmpty()) {
                operands.nodes.add(node);
                parts.reversed().forEach(open::push);
            } else {
                (graph.number(operand.value()) == null ? operands.others : operands.numbers).add(operand);
            }
            if (operands.numbers.size() + operands.others.size() + open.size() > MOST) {
                return null;
            }
        }
        return operands;
    }

    private static List<Operand> factors(GraphIndex graph, OnnxNode node, boolean inverse) {
        List<String> reads = node.inputs();
        return switch (node.operator()) {
            case "Mul" -> List.of(new Operand(reads.get(0), inverse), new Operand(reads.get(1), inverse));
            case "Div" -> List.of(new Operand(reads.get(0), inverse), new Operand(reads.get(1), !inverse));
            case "Reciprocal" -> List.of(new Operand(reads.getFirst(), !inverse));
            case "Pow" -> {
                Double power = graph.number(reads.get(1));
                yield power != null && (power == 2 || power == 3)
                        ? Collections.nCopies(power.intValue(), new Operand(reads.getFirst(), inverse))
                        : List.of();
            }
            // To the extents that broadcasting gives it anyway: those of the whole are looked at in the end.
            case "Expand" -> List.of(new Operand(reads.getFirst(), inverse));
            default -> List.of();
        };
    }

    private static List<Operand> summands(GraphIndex graph, OnnxNode node, boolean taken) {
        List<String> reads = node.inputs();
        return switch (node.operator()) {
            case "Add" -> List.of(new Operand(reads.get(0), taken), new Operand(reads.get(1), taken));
            case "Sub" -> List.of(new Operand(reads.get(0), taken), new Operand(reads.get(1), !taken));
            default -> List.of();
        };
    }
}
