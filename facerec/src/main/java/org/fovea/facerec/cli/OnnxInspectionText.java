package org.fovea.facerec.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fovea.engine.text.Columns;
import org.fovea.facerec.data.Printable;
import org.jspecify.annotations.Nullable;

/// An [OnnxInspection] as people read it.
final class OnnxInspectionText {
    private OnnxInspectionText() {}

    static String of(OnnxInspection told) {
        StringBuilder text = new StringBuilder();
        text.append(table(facts(told), 2)).append('\n');

        List<List<String>> operators = new ArrayList<>();
        operators.add(List.of("operator", "opset", "nodes"));
        told.operators()
                .forEach(o -> operators.add(
                        List.of(Printable.of(o.operator()), Integer.toString(o.opset()), Integer.toString(o.count()))));
        text.append(table(operators, 1)).append('\n');

        List<List<String>> nodes = new ArrayList<>();
        nodes.add(List.of("node", "operator", "output", "multiply-adds"));
        told.nodes()
                .forEach(n -> nodes.add(List.of(
                        Printable.of(n.name()), Printable.of(n.operator()), extents(n), grouped(n.multiplyAdds()))));
        text.append(table(nodes, 3));
        if (!told.unsupported().isEmpty()) {
            text.append("\nnot supported:\n");
            told.unsupported()
                    .forEach(problem ->
                            text.append("  ").append(Printable.of(problem)).append('\n'));
        }
        return text.toString();
    }

    private static List<List<String>> facts(OnnxInspection told) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("written by", told.producer().isEmpty() ? "(not said)" : Printable.of(told.producer())));
        facts.add(List.of("opsets", Printable.of(told.opsets().toString().replaceAll("[{}]", ""))));
        told.metadata().forEach((key, value) -> facts.add(List.of(Printable.of(key), Printable.of(value))));
        told.inputs().forEach(input -> facts.add(List.of("input", value(input))));
        told.outputs().forEach(output -> facts.add(List.of("output", value(output))));
        facts.add(List.of("parameters", grouped(told.parameters())));
        if (told.shapesUnknown() != null) {
            facts.add(List.of("shapes", "not known: " + Printable.of(told.shapesUnknown())));
        } else {
            facts.add(List.of("shapes", "for " + shapes(told.shapesFor())));
            facts.add(
                    List.of("multiply-adds", told.multiplyAdds() == null ? "not known" : grouped(told.multiplyAdds())));
        }
        String supported = told.unsupported().isEmpty()
                ? "all " + told.nodes().size() + " nodes"
                : "all but " + told.unsupported().size() + " of " + told.nodes().size() + " nodes, told below";
        facts.add(List.of("supported", supported));
        if (told.byDefinition() != null) {
            facts.add(List.of("by definition", byDefinition(told.byDefinition())));
            String layer = told.explainedLayer();
            facts.add(List.of("explained at", layer == null ? "(no layer has height and width)" : Printable.of(layer)));
        }
        return facts;
    }

    private static String byDefinition(Map<String, Integer> operators) {
        return operators.isEmpty()
                ? "none: all nodes run on the fast kernels"
                : operators.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + Printable.of(entry.getKey()))
                                .collect(Collectors.joining(", "))
                        + " (slow, without gradients)";
    }

    private static String shapes(Map<String, List<Integer>> extents) {
        return extents.entrySet().stream()
                .map(entry -> Printable.of(entry.getKey()) + " " + joined(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String value(OnnxInspection.Value value) {
        List<Object> extents = value.extents();
        String shown = extents == null ? "of any extents" : joined(extents);
        return Printable.of(value.name() + " " + value.type() + " " + shown);
    }

    /// The extents of a node's outputs; "constant" for one whose outputs need no input.
    private static String extents(OnnxInspection.Line node) {
        if (node.constant()) {
            return "constant";
        }
        return node.extents().isEmpty()
                ? "?"
                : node.extents().stream()
                        .map(each -> each == null ? "?" : joined(each))
                        .collect(Collectors.joining(", "));
    }

    private static String joined(List<?> extents) {
        return extents.isEmpty()
                ? "scalar"
                : extents.stream().map(Object::toString).collect(Collectors.joining("×"));
    }

    private static String grouped(@Nullable Long n) {
        return n == null ? "?" : n == 0 ? "" : String.format(Locale.ROOT, "%,d", n);
    }

    private static String table(List<List<String>> rows, int left) {
        return Columns.of(rows, left, 3);
    }
}
