package org.fovea.facerec.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.jspecify.annotations.Nullable;

/// Options that say something of a model's inputs: `NAME=VALUE` each, or `VALUE` alone where the model has one input.
final class InputArguments {
    private InputArguments() {}

    /// What is said of each input, in the model's order; inputs of which nothing is said are not there.
    ///
    /// @param option what messages call it
    /// @throws IllegalArgumentException if an argument names no input, or two name one
    static Map<OnnxValue, String> of(String option, List<String> arguments, List<OnnxValue> inputs) {
        Map<OnnxValue, String> said = new LinkedHashMap<>();
        for (String argument : arguments) {
            OnnxValue named = named(argument, inputs);
            if (named == null && (inputs.size() != 1 || argument.contains("="))) {
                throw new IllegalArgumentException(option + " " + argument + ": " + lost(argument, inputs));
            }
            OnnxValue input = named == null ? inputs.getFirst() : named;
            String value =
                    named == null ? argument : argument.substring(named.name().length() + 1);
            String before = said.put(input, value);
            if (before != null) {
                throw new IllegalArgumentException(
                        option + ": " + input.name() + " is given twice, as " + before + " and as " + value);
            }
        }
        Map<OnnxValue, String> ordered = new LinkedHashMap<>();
        for (OnnxValue input : inputs) {
            String value = said.get(input);
            if (value != null) {
                ordered.put(input, value);
            }
        }
        return ordered;
    }

    /// The input whose name stands before a `=`. A name may hold one itself, so the longest that fits is meant.
    private static @Nullable OnnxValue named(String argument, List<OnnxValue> inputs) {
        OnnxValue longest = null;
        for (OnnxValue input : inputs) {
            if (argument.startsWith(input.name() + "=")
                    && (longest == null
                            || input.name().length() > longest.name().length())) {
                longest = input;
            }
        }
        return longest;
    }

    private static String lost(String argument, List<OnnxValue> inputs) {
        if (inputs.isEmpty()) {
            return "the model reads no input";
        }
        String name = argument.substring(0, Math.max(argument.indexOf('='), 0));
        return (argument.contains("=") ? "no input is called \"" + name + "\"" : "NAME= is missing before it")
                + "; the model reads " + list(inputs);
    }

    /// Inputs or outputs in a line: `x FLOAT 1×3, y FLOAT n×2`.
    static String list(List<OnnxValue> values) {
        return values.stream().map(OnnxValue::toString).collect(Collectors.joining(", "));
    }
}
