package org.fovea.facerec.fusion;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// Arithmetic on rows, (N, people) or (N, D), as nodes of an ONNX graph.
final class RowNodes {
    private static final String PREFIX = "fusion/";

    private final OnnxGraphBuilder graph;

    RowNodes(OnnxGraphBuilder graph) {
        this.graph = graph;
    }

    private String node(String operator, List<String> read, Map<String, Object> attributes) {
        return graph.node(operator, PREFIX + operator.toLowerCase(Locale.ROOT), read, attributes);
    }

    String binary(String operator, String a, String b) {
        return node(operator, List.of(a, b), Map.of());
    }

    /// With a number as the second operand.
    String binary(String operator, String a, double b) {
        return binary(operator, a, graph.constant(PREFIX + "number", OnnxTensor.of(new float[] {(float) b})));
    }

    String log(String rows) {
        return node("Log", List.of(rows), Map.of());
    }

    String softmax(String rows) {
        return node("Softmax", List.of(rows), Map.of("axis", 1L));
    }

    String logSoftmax(String rows) {
        return node("LogSoftmax", List.of(rows), Map.of("axis", 1L));
    }

    /// Each row divided by its sum.
    String normalised(String rows) {
        return binary("Div", rows, sumOfEach(rows));
    }

    private String sumOfEach(String rows) {
        String axes = graph.constant(PREFIX + "axes", OnnxTensor.of(new long[] {1}, 1));
        return node("ReduceSum", List.of(rows, axes), Map.of("keepdims", 1L));
    }

    /// The largest of each row, but no less than `least`: (N, 1).
    String largestOfEach(String rows, double least) {
        String largest = node("ReduceMax", List.of(rows), Map.of("axes", new long[] {1}, "keepdims", 1L));
        String floor = graph.constant(PREFIX + "least", OnnxTensor.of(new float[] {(float) least}));
        return node("Clip", List.of(largest, floor), Map.of());
    }

    /// How far the largest of each row is above the second largest: (N, 1).
    ///
    /// @param rows of at least two values
    String marginOfEach(String rows) {
        String two = graph.constant(PREFIX + "two", OnnxTensor.of(new long[] {2}, 1));
        List<String> outputs = List.of(graph.claim(PREFIX + "topk"), graph.claim(PREFIX + "topk/places"));
        graph.write("TopK", outputs, List.of(rows, two), Map.of("axis", 1L));
        String signs = graph.constant(PREFIX + "signs", OnnxTensor.of(new float[] {1, -1}, 1, 2));
        return sumOfEach(binary("Mul", outputs.getFirst(), signs));
    }

    /// Each row at length 1; rows of zeros stay.
    String unit(String rows) {
        String length = node("ReduceL2", List.of(rows), Map.of("axes", new long[] {1}, "keepdims", 1L));
        String floor = graph.constant(PREFIX + "least", OnnxTensor.of(new float[] {Float.MIN_NORMAL}));
        return binary("Div", rows, node("Clip", List.of(length, floor), Map.of()));
    }

    /// Values of one shape, added.
    String sum(List<String> values) {
        return values.size() == 1 ? values.getFirst() : node("Sum", values, Map.of());
    }

    String largest(List<String> values) {
        return values.size() == 1 ? values.getFirst() : node("Max", values, Map.of());
    }

    String mean(List<String> values) {
        return values.size() == 1 ? values.getFirst() : node("Mean", values, Map.of());
    }

    /// (N, D) of each, side by side.
    String sideBySide(List<String> values) {
        return node("Concat", values, Map.of("axis", 1L));
    }

    /// The whitened cosines of features (N, D) to each person's template: (N, people).
    String cosines(Templates templates, String features) {
        int d = templates.length();
        String whitening = graph.constant(PREFIX + "whitening", OnnxTensor.of(templates.whitening(), d, d));
        String rows = graph.constant(PREFIX + "templates", OnnxTensor.of(templates.templates(), templates.people(), d));
        String whitened = unit(binary("MatMul", features, whitening));
        return node("Gemm", List.of(whitened, rows), Map.of("transB", 1L));
    }
}
