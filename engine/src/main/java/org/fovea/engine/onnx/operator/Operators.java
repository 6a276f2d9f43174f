package org.fovea.engine.onnx.operator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// The operators that are defined here, by name.
public final class Operators {
    /// A value of 2²⁸ floats takes 1 GiB; one larger is a file's mistake or malice rather than a picture.
    public static final int MOST_ELEMENTS = 1 << 28;

    private static final Map<String, Operator> ALL = all();

    /// Attributes that name a type, and the number by which they name none.
    private static final List<String> TYPES = List.of("to", "output_dtype", "stash_type");

    private static final long UNDEFINED = 0;

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
        if (operator == null && node.domain().isEmpty() && node.operator().equals("Constant")) {
            return "a constant of texts is not known";
        }
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
        String type = unknownType(node, operator);
        if (type != null) {
            return type;
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

    /// Why a type that an attribute names is not known; null where it is.
    private static @Nullable String unknownType(OnnxNode node, Operator operator) {
        for (String attribute : TYPES) {
            long type = UNDEFINED;
            if (operator.attributes().contains(attribute)) {
                try {
                    type = node.attributes().integer(attribute, UNDEFINED);
                } catch (IllegalArgumentException e) {
                    return String.valueOf(e.getMessage());
                }
            }
            if (type != UNDEFINED && OnnxType.of(type) == null) {
                return "numbers of " + OnnxType.nameOf(type) + " are not known";
            }
        }
        return null;
    }

    /// Computes one node.
    ///
    /// @param mostComputed how many elements of an output are computed: a larger one becomes an outline
    /// @return at least as many as the node has names for
    /// @throws Call.Undetermined if inputs are outlines whose numbers decide the outputs' extents
    /// @throws IllegalArgumentException if the inputs do not fit the operator
    public static List<OnnxTensor> evaluate(OnnxNode node, Map<String, OnnxTensor> values, int mostComputed) {
        List<@Nullable OnnxTensor> inputs = new ArrayList<>();
        node.inputs().forEach(name -> inputs.add(values.get(name)));
        try {
            List<OnnxTensor> outputs =
                    of(node).definition().evaluate(new Call(node, inputs, MOST_ELEMENTS, mostComputed));
            if (outputs.size() < node.outputs().size()) {
                throw new IllegalArgumentException(
                        node.outputs().size() + " outputs are wanted, there are " + outputs.size());
            }
            return outputs;
        } catch (Call.Undetermined e) {
            throw e;
        } catch (RuntimeException e) {
            // A definition checks what a file may well get wrong. What only malice does shows as it computes.
            String given = inputs.stream()
                    .map(input -> input == null ? "none" : input.toString())
                    .limit(8)
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    node.described() + ": " + e.getMessage() + " (inputs: " + given + ")", e);
        }
    }
}
