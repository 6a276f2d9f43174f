package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.function;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.graphAttribute;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.integers;
import static org.fovea.engine.onnx.Message.longs;
import static org.fovea.engine.onnx.Message.model;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.reference;
import static org.fovea.engine.onnx.Message.tensorAttribute;
import static org.fovea.engine.onnx.Message.truth;
import static org.fovea.engine.onnx.Message.value;

import java.util.List;

/// Small whole models, each with another kind of thing in it.
final class Samples {
    private Samples() {}

    /// y = relu(x ∗ w), pooled, and flattened by a shape that is computed: the extents of x.
    static byte[] convolution() {
        return model(
                13,
                graph(
                        List.of(
                                node(
                                        "Conv",
                                        List.of("x", "w"),
                                        List.of("c"),
                                        integers("kernel_shape", 2, 2),
                                        integers("pads", 0, 0, 1, 1)),
                                node("Relu", List.of("c"), List.of("r")),
                                node("MaxPool", List.of("r"), List.of("p"), integers("kernel_shape", 2, 2)),
                                node("Shape", List.of("x"), List.of("s")),
                                node("Gather", List.of("s", "zero"), List.of("n")),
                                node("Concat", List.of("n", "rest"), List.of("to"), integer("axis", 0)),
                                node("Reshape", List.of("p", "to"), List.of("y"))),
                        List.of(
                                floats("w", new long[] {2, 1, 2, 2}, 1, 2, 3, 4, -1, 1, -1, 1),
                                longs("zero", 0),
                                longs("rest", -1)),
                        List.of(value("x", -1, 1, 3, 3)),
                        List.of(value("y", -1, 8))));
    }

    /// The exporters' way to pad: zeros behind what is given, two by two, turned round.
    static byte[] computedPads() {
        return model(
                13,
                graph(
                        List.of(
                                node("Shape", List.of("given"), List.of("count")),
                                node("Sub", List.of("eight", "count"), List.of("missing")),
                                node(
                                        "ConstantOfShape",
                                        List.of("missing"),
                                        List.of("zeros"),
                                        tensorAttribute("value", longs("", 0))),
                                node("Concat", List.of("given", "zeros"), List.of("all"), integer("axis", 0)),
                                node("Reshape", List.of("all", "pairs"), List.of("paired")),
                                node("Slice", List.of("paired", "last", "least", "first", "last"), List.of("turned")),
                                node("Transpose", List.of("turned"), List.of("split")),
                                node("Reshape", List.of("split", "rest"), List.of("flat")),
                                node("Cast", List.of("flat"), List.of("pads"), integer("to", Message.INT64)),
                                node("Pad", List.of("x", "pads"), List.of("y"))),
                        List.of(
                                longs("given", 1, 2, 3, 4),
                                longs("eight", 8),
                                longs("pairs", -1, 2),
                                longs("last", -1),
                                longs("least", Long.MIN_VALUE + 1),
                                longs("first", 0),
                                longs("rest", -1)),
                        List.of(value("x", 1, 1, 2, 2)),
                        List.of(value("y", 1, 1, 9, 5))));
    }

    /// A function that calls another, with an attribute handed on, and a branch that is always taken.
    static byte[] functions() {
        Message inner = function(
                        "Inner",
                        List.of("a"),
                        List.of("b"),
                        node("Softmax", List.of("a"), List.of("b"), reference("axis", "along")))
                .text(6, "along");
        Message outer = function(
                        "Outer",
                        List.of("a"),
                        List.of("b"),
                        node("Inner", List.of("a"), List.of("t"), integer("along", 0))
                                .text(7, "own"),
                        node("Neg", List.of("t"), List.of("b")))
                .message(9, Message.opset("own", 1));
        Message taken = graph(
                List.of(node("Add", List.of("f", "f"), List.of("sum"))),
                List.of(),
                List.of(),
                List.of(value("sum", 2, 2)));
        Message other = graph(List.of(), List.of(), List.of(), List.of(value("f", 2, 2)));
        return model(
                17,
                graph(
                        List.of(
                                node("Outer", List.of("x"), List.of("f")).text(7, "own"),
                                node(
                                        "If",
                                        List.of("yes"),
                                        List.of("y"),
                                        graphAttribute("then_branch", taken),
                                        graphAttribute("else_branch", other))),
                        List.of(truth("yes", true)),
                        List.of(value("x", 2, 2)),
                        List.of(value("y", 2, 2))),
                inner,
                outer);
    }

    /// Resized, sliced, padded, tiled, its greatest told.
    static byte[] movements() {
        return model(
                18,
                graph(
                        List.of(
                                node("Resize", List.of("x", "", "scales"), List.of("a")),
                                node("Slice", List.of("a", "from", "to", "axes", "step"), List.of("b")),
                                node("Pad", List.of("b", "pads"), List.of("c")),
                                node("Tile", List.of("c", "repeats"), List.of("d")),
                                node("TopK", List.of("d", "k"), List.of("e", "")),
                                node("ReduceMean", List.of("e", "axes"), List.of("y"), integer("keepdims", 0))),
                        List.of(
                                floats("scales", new long[] {2}, 2, 1.5f),
                                longs("from", 3),
                                longs("to", 0),
                                longs("axes", 1),
                                longs("step", -2),
                                longs("pads", 0, 1, 1, 0),
                                longs("repeats", 1, 2),
                                longs("k", 2)),
                        List.of(value("x", 2, 4)),
                        List.of(value("y", 5))));
    }

    /// Quantised, multiplied as bytes, and back.
    static byte[] quantised() {
        return model(
                13,
                graph(
                        List.of(
                                node("DynamicQuantizeLinear", List.of("x"), List.of("q", "scale", "zero")),
                                node("MatMulInteger", List.of("q", "q", "zero", "zero"), List.of("m")),
                                node("Cast", List.of("m"), List.of("f"), integer("to", Message.FLOAT)),
                                node("Mul", List.of("f", "scale"), List.of("g")),
                                node("Clip", List.of("g", "", "most"), List.of("y"))),
                        List.of(floats("most", new long[0], 3)),
                        List.of(value("x", 2, 2)),
                        List.of(value("y", 2, 2))));
    }

    static List<byte[]> all() {
        return List.of(convolution(), computedPads(), functions(), movements(), quantised());
    }

    /// A model of one node and one constant.
    static byte[] with(Message node, Message constant) {
        return model(17, graph(List.of(node), List.of(constant), List.of(value("x", 2)), List.of(value("y", 2))));
    }
}
