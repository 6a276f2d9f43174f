package org.fovea.engine.onnx.operator;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.jspecify.annotations.Nullable;

/// The operators that are defined here, by name.
public final class Operators {
    private static final Map<String, Operator> ALL = all();

    private Operators() {}

    private static Map<String, Operator> all() {
        Map<String, Operator> all = new TreeMap<>();
        Stream.of(
                        Activations.OPERATORS,
                        Arithmetic.OPERATORS,
                        Comparisons.OPERATORS,
                        Convolutions.OPERATORS,
                        Normalizations.OPERATORS,
                        Movements.OPERATORS,
                        Pads.OPERATORS,
                        Pools.OPERATORS,
                        Products.OPERATORS,
                        Quantization.OPERATORS,
                        Reductions.OPERATORS,
                        Resizing.OPERATORS,
                        Selections.OPERATORS,
                        ShapeOperators.OPERATORS,
                        Softmaxes.OPERATORS)
                .flatMap(List::stream)
                .forEach(operator -> {
                    if (all.put(operator.name(), operator) != null) {
                        throw new IllegalStateException(operator.name() + " is defined twice");
                    }
                });
        return Collections.unmodifiableMap(all);
    }

    /// Every operator, by name.
    public static Collection<Operator> list() {
        return ALL.values();
    }

    /// A node's operator.
    ///
    /// @throws IllegalArgumentException if [#unsupported] has something to say
    public static Operator of(OnnxNode node) {
        String problem = unsupported(node);
        Operator operator = ALL.get(node.operator());
        if (problem != null || operator == null) {
            throw new IllegalArgumentException(node.described() + ": " + problem);
        }
        return operator;
    }

    /// Why a node is not supported, in words; null where it is.
    public static @Nullable String unsupported(OnnxNode node) {
        Operator operator = node.domain().isEmpty() ? ALL.get(node.operator()) : null;
        if (operator == null) {
            return "the operator is not known";
        }
        if (node.opset() < operator.since() || node.opset() > operator.until()) {
            return "the operator is known in opsets " + operator.since() + " to " + operator.until();
        }
        for (String attribute : node.attributes().names()) {
            if (!operator.attributes().contains(attribute)) {
                return "attribute " + attribute + " is not known";
            }
        }
        int given = node.inputs().size();
        if (given < operator.least() || given > operator.most()) {
            return "it has " + given + " inputs, not " + operator.least()
                    + (operator.most() == operator.least() ? "" : " to " + operator.most());
        }
        for (int i = 0; i < operator.least(); i++) {
            if (node.inputs().get(i).isEmpty()) {
                return "input " + i + " is missing";
            }
        }
        return null;
    }
}
