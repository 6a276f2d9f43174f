package org.fovea.engine.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The product of a small matrix with a vector, as formulas that share their sums: what a transform of Winograd's does
/// along one axis.
///
/// A formula is `name = expression` over the inputs (`d0`, `d1`, …), the outputs (`v0`, …) and sums named in earlier
/// formulas; [Expression] says how one is written. The formulas are held against the matrix when an object is made, so
/// that a wrong one generates nothing. Their order, and that of additions in them, decides the last bits.
final class Formulas {
    private final String input;
    private final String output;
    private final int inputs;
    private final int outputs;
    private final Map<String, Expression> lines = new LinkedHashMap<>();

    /// @param matrix a line a row, as `1/2 0 -1/2`
    /// @param input the letter of the inputs
    /// @param output the letter of the outputs
    Formulas(String matrix, String input, String output, String formulas) {
        List<double[]> rows = matrix.lines()
                .map(row -> Arrays.stream(row.strip().split("\\s+"))
                        .mapToDouble(Expression::value)
                        .toArray())
                .toList();
        this.input = input;
        this.output = output;
        outputs = rows.size();
        inputs = rows.getFirst().length;
        for (String line : formulas.lines().toList()) {
            String[] sides = line.split("=");
            lines.put(sides[0].strip(), Expression.parse(sides[1]));
        }
        check(rows);
    }

    private void check(List<double[]> rows) {
        for (int j = 0; j < inputs; j++) {
            Map<String, Double> values = new HashMap<>();
            for (int i = 0; i < inputs; i++) {
                values.put(input + i, i == j ? 1.0 : 0.0);
            }
            lines.forEach((name, expression) -> values.put(name, expression.value(values)));
            for (int i = 0; i < outputs; i++) {
                double found = values.get(output + i);
                if (Math.abs(found - rows.get(i)[j]) > 1e-12) {
                    throw new IllegalStateException("%s%d has %s of %s%d where the matrix has %s"
                            .formatted(output, i, found, input, j, rows.get(i)[j]));
                }
            }
        }
    }

    /// The letter of the inputs.
    String input() {
        return input;
    }

    /// The indices of all inputs.
    List<Integer> allInputs() {
        return IntStream.range(0, inputs).boxed().toList();
    }

    /// The indices of all outputs.
    Set<Integer> all() {
        return IntStream.range(0, outputs).boxed().collect(Collectors.toSet());
    }

    /// The declarations of the constants that the formulas multiply by, if they stand in vectors.
    void declareConstants(Code code) {
        constants()
                .forEach(constant -> code.add("FloatVector %s = FloatVector.broadcast(SPECIES, %s);"
                        .formatted(Expression.name(constant), Expression.literal(constant))));
    }

    /// The constants, if any is one factor of a fused multiplication and addition: such stand in vectors.
    private Set<String> constants() {
        Set<String> constants = new TreeSet<>();
        boolean fused = false;
        for (Expression line : lines.values()) {
            fused |= line.constants(constants);
        }
        return fused ? constants : Set.of();
    }

    /// Where the formulas are computed: what their values are called there.
    interface Place {
        /// The variable, or the expression, that holds an input.
        String input(int index);

        /// The variable for a sum that formulas share.
        String shared(String name);

        /// What becomes of an output.
        void output(int index, String expression);
    }

    /// The statements that compute some of the outputs, and nothing else.
    void compute(Code code, Set<Integer> which, Place place) {
        Set<String> needed = needed(which);
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < inputs; i++) {
            if (needed.contains(input + i)) {
                variables.put(input + i, place.input(i));
            }
        }
        boolean vectors = !constants().isEmpty();
        UnaryOperator<String> constant = c -> vectors ? Expression.name(c) : Expression.literal(c);
        lines.forEach((name, expression) -> {
            String java = expression.java(variables, constant);
            int index = outputIndex(name);
            if (which.contains(index)) {
                variables.put(name, java);
                place.output(index, java);
            } else if (needed.contains(name)) {
                variables.put(name, place.shared(name));
                code.add("FloatVector %s = %s;".formatted(place.shared(name), java));
            }
        });
    }

    private int outputIndex(String name) {
        return name.matches(output + "\\d+") ? Integer.parseInt(name.substring(output.length())) : -1;
    }

    /// The inputs and sums that some of the outputs need.
    private Set<String> needed(Set<Integer> which) {
        Set<String> needed = new TreeSet<>();
        which.forEach(i -> needed.add(output + i));
        List<String> names = new ArrayList<>(lines.keySet());
        for (String name : names.reversed()) {
            if (needed.contains(name)) {
                lines.get(name).names(needed);
            }
        }
        return needed;
    }
}
