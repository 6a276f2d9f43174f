package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// One of ONNX's operators: what it takes, since when there is one, and its definition.
///
/// @param since the first opset that has it as it is defined here, mostly [#OLDEST_OPSET] even where there are older
/// @param until the last opset that has it
/// @param least the least inputs
/// @param most the most inputs
/// @param foldable whether its work is in proportion to its output, so that a constant one is computed when it is read
public record Operator(
        String name,
        int since,
        int until,
        int least,
        int most,
        Set<String> attributes,
        boolean foldable,
        Definition definition) {
    /// The oldest opset whose definitions are known here.
    public static final int OLDEST_OPSET = 7;
    /// The newest, that of ONNX 1.22: 26 brought operators that are none of these, 27 more types of Range.
    public static final int NEWEST_OPSET = 27;

    /// Computes a node's outputs, in their order; those that nobody wants may be left out at the end.
    @FunctionalInterface
    public interface Definition {
        List<OnnxTensor> evaluate(Call call);
    }

    /// Computes the output of a node that has one.
    @FunctionalInterface
    interface Single {
        OnnxTensor evaluate(Call call);
    }

    /// An operator of one output, in all opsets, whose inputs number from `least` to `most`.
    static Operator of(String name, int least, int most, Single single, String... attributes) {
        return ofMany(name, least, most, call -> List.of(single.evaluate(call)), attributes);
    }

    /// An operator of several outputs.
    static Operator ofMany(String name, int least, int most, Definition definition, String... attributes) {
        return new Operator(
                name, OLDEST_OPSET, NEWEST_OPSET, least, most, Set.copyOf(Arrays.asList(attributes)), true, definition);
    }

    /// The same, but new in an opset.
    Operator since(int opset) {
        return new Operator(name, opset, until, least, most, attributes, foldable, definition);
    }

    /// The same, but gone after an opset.
    Operator until(int opset) {
        return new Operator(name, since, opset, least, most, attributes, foldable, definition);
    }

    /// The same, but with work for each element that depends on the inputs: not for folding.
    Operator heavy() {
        return new Operator(name, since, until, least, most, attributes, false, definition);
    }
}
