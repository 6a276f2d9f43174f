package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// A formula found in a graph, or the part of it that is found so far.
///
/// @param names the values that its variables and constants are
/// @param numbers those that the formula leaves open
/// @param axes those of its reductions, counted from the first; null where there is none
/// @param nodes all that it consists of
record Match(
        GraphIndex graph,
        Map<String, String> names,
        Map<String, Double> numbers,
        int @Nullable [] axes,
        Set<OnnxNode> nodes) {
    /// Relative: constants are floats, and several may be multiplied.
    private static final double TOLERANCE = 1e-6;

    /// A formula that `value` is; null where it is another.
    static @Nullable Match of(GraphIndex graph, Term formula, String value) {
        return new Match(graph, Map.of(), Map.of(), null, Set.of()).with(formula, value);
    }

    String name(Term.Variable variable) {
        return Objects.requireNonNull(names.get(variable.name()));
    }

    String name(Term.Constant constant) {
        return Objects.requireNonNull(names.get(constant.name()));
    }

    double number(Term.Open number) {
        return Objects.requireNonNull(numbers.get(number.name()));
    }

    /// Whether the values on the way are read nowhere else.
    ///
    /// @param end the node whose value is the whole formula
    boolean isClosed(OnnxNode end) {
        return nodes.stream().allMatch(node -> node.equals(end) || graph.isReadByNoneBut(nodes, node));
    }

    static boolean near(double found, double expected) {
        return found == expected || Math.abs(found - expected) <= TOLERANCE * Math.abs(expected);
    }

    private @Nullable Match with(Term term, String value) {
        return switch (term) {
            case Term.Variable variable -> graph.constant(value) == null ? named(variable.name(), value) : null;
            case Term.Constant constant -> graph.constant(value) == null ? null : named(constant.name(), value);
            case Term.Product product -> {
                Operands factors = Operands.factors(graph, value);
                yield factors == null ? null : joined(product.factors(), factors, 1);
            }
            case Term.Sum sum -> {
                Operands summands = Operands.summands(graph, value);
                yield summands == null ? null : joined(sum.summands(), summands, 0);
            }
            case Term.Clip clip -> clipped(clip, value);
            case Term.Reduction reduction -> reduced(reduction, value);
            case Term.Node node -> written(node, value);
            // Those stand in products and sums alone.
            case Term.Literal ignored -> null;
            case Term.Open ignored -> null;
            case Term.Inverse ignored -> null;
        };
    }

    private @Nullable Match named(String name, String value) {
        String known = names.get(name);
        if (known != null) {
            return known.equals(value) ? this : null;
        }
        Map<String, String> more = new HashMap<>(names);
        more.put(name, value);
        return new Match(graph, more, numbers, axes, nodes);
    }

    private Match plus(List<OnnxNode> more) {
        Set<OnnxNode> all = new HashSet<>(nodes);
        all.addAll(more);
        return new Match(graph, names, numbers, axes, all);
    }

    /// @param neutral the number that leaves everything as it is
    private @Nullable Match joined(List<Term> terms, Operands operands, double neutral) {
        List<Term> others = terms.stream()
                .filter(term -> !(term instanceof Term.Literal || term instanceof Term.Open))
                .toList();
        if (others.size() == terms.size()) {
            List<Operands.Part> all = new ArrayList<>(operands.others());
            all.addAll(operands.numbers());
            return plus(operands.nodes()).each(terms, all);
        }
        double number = neutral;
        for (Operands.Part part : operands.numbers()) {
            double own = Objects.requireNonNull(graph.number(part.value()));
            number = neutral == 0
                    ? number + (part.inverse() ? -own : own)
                    : part.inverse() ? number / own : number * own;
        }
        for (Term term : terms) {
            if (term instanceof Term.Literal expected && !near(number, expected.value())) {
                return null;
            }
        }
        Match numbered = terms.stream().anyMatch(Term.Open.class::isInstance) ? opened(terms, number) : this;
        return numbered.plus(operands.nodes()).each(others, operands.others());
    }

    private Match opened(List<Term> terms, double number) {
        Map<String, Double> more = new HashMap<>(numbers);
        for (Term term : terms) {
            if (term instanceof Term.Open open) {
                more.put(open.name(), number);
            }
        }
        return new Match(graph, names, more, axes, nodes);
    }

    /// Each term is one of the operands, and none is left over.
    private @Nullable Match each(List<Term> terms, List<Operands.Part> operands) {
        if (terms.size() != operands.size()) {
            return null;
        }
        if (terms.isEmpty()) {
            return this;
        }
        boolean inverse = terms.getFirst() instanceof Term.Inverse;
        Term term = terms.getFirst() instanceof Term.Inverse(Term of) ? of : terms.getFirst();
        for (int i = 0; i < operands.size(); i++) {
            Operands.Part part = operands.get(i);
            Match first = part.inverse() == inverse ? with(term, part.value()) : null;
            if (first != null) {
                List<Operands.Part> rest = new ArrayList<>(operands);
                rest.remove(i);
                Match all = first.each(terms.subList(1, terms.size()), rest);
                if (all != null) {
                    return all;
                }
            }
        }
        return null;
    }

    /// Bounds are set by Clip, Relu, Max and Min, one after the other.
    private @Nullable Match clipped(Term.Clip clip, String value) {
        Bounds bounds = Bounds.of(graph, value);
        boolean same = near(bounds.low(), clip.low()) && near(bounds.high(), clip.high());
        return same ? plus(bounds.nodes()).with(clip.of(), bounds.of()) : null;
    }

    private @Nullable Match reduced(Term.Reduction reduction, String value) {
        OnnxNode node = graph.writer(value);
        if (node == null
                || !node.operator().equals(reduction.operator())
                || node.attributes().integer("keepdims", 1) == 0) {
            return null;
        }
        OnnxTensor outline = graph.outline(node.inputs().getFirst());
        OnnxTensor input =
                node.inputs().size() > 1 ? graph.constant(node.inputs().get(1)) : null;
        long[] given = input == null ? node.attributes().integers("axes") : input.longs();
        if (outline == null || given == null || given.length == 0) {
            return null;
        }
        int[] own = Arrays.stream(given)
                .mapToInt(axis -> Site.axis(axis, outline.rank()))
                .sorted()
                .toArray();
        return axes == null || Arrays.equals(axes, own)
                ? new Match(graph, names, numbers, own, nodes)
                        .plus(List.of(node))
                        .with(reduction.of(), node.inputs().getFirst())
                : null;
    }

    private @Nullable Match written(Term.Node term, String value) {
        OnnxNode node = graph.writer(value);
        if (node == null
                || !node.operator().equals(term.operator())
                || node.inputs().size() != term.inputs().size()
                || !term.attributes().test(node.attributes())) {
            return null;
        }
        Match match = plus(List.of(node));
        for (int i = 0; i < node.inputs().size() && match != null; i++) {
            match = match.with(term.inputs().get(i), node.inputs().get(i));
        }
        return match;
    }

    /// Whether the reductions' axes are the last ones of so many, in a row.
    boolean isAlongLast(int rank) {
        return axes != null
                && axes.length > 0
                && Arrays.equals(axes, IntStream.range(rank - axes.length, rank).toArray());
    }
}
