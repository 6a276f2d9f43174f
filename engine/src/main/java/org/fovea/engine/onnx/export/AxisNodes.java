package org.fovea.engine.onnx.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.layer.normalization.AxisSoftmax;
import org.fovea.engine.layer.normalization.LocalResponse;
import org.fovea.engine.layer.normalization.LpNormalize;
import org.fovea.engine.layer.normalization.Standardize;
import org.fovea.engine.layer.reduction.Reduce;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;

/// What is computed along axes: reductions and normalisations.
final class AxisNodes {
    private AxisNodes() {}

    static void softmax(LayerPlace at, AxisSoftmax softmax) {
        Options o = softmax.options();
        at.result(o.flag("log") ? "LogSoftmax" : "Softmax", Map.of("axis", at.axis(o.integer("axis"))));
    }

    static void lpNormalize(LayerPlace at, LpNormalize normalize) {
        Options o = normalize.options();
        at.result("LpNormalization", Map.of("axis", at.axis(o.integer("axis")), "p", (long) o.integer("p")));
    }

    static void localResponse(LayerPlace at, LocalResponse response) {
        Options o = response.options();
        at.result(
                "LRN",
                Map.of(
                        "size",
                        (long) o.integer("size"),
                        "alpha",
                        (float) o.number("alpha"),
                        "beta",
                        (float) o.number("beta"),
                        "bias",
                        (float) o.number("bias")));
    }

    /// Where the axes go, the channels are first among those that stay, or none of them: so it is done channels
    /// last.
    static void reduce(LayerPlace at, Reduce reduce) {
        Options o = reduce.options();
        int[] axes = o.integers("axes");
        Reduce.Kind kind = o.choice("kind", Reduce.Kind.class);
        if (axes.length == 0) {
            // No axes would mean all of them: so there is one more, of one element.
            long behind = at.inputShape().rank() + 1L;
            String more = at.step("Unsqueeze", at.with(at.wholes("axis", behind)), Map.of());
            reduce(at, kind, o.integer("p"), more, new long[] {behind}, false, false);
        } else if (o.flag("keeps_axes")) {
            reduce(at, kind, o.integer("p"), at.x(), at.axes(axes), true, false);
        } else {
            long[] last = Arrays.stream(axes).mapToLong(at::axisLast).toArray();
            reduce(at, kind, o.integer("p"), at.last(0), last, false, true);
        }
    }

    private static void reduce(
            LayerPlace at, Reduce.Kind kind, int p, String x, long[] axes, boolean keeps, boolean last) {
        String read = x;
        boolean powers = kind == Reduce.Kind.NORM && p > 2;
        if (powers) {
            String size = at.step("Abs", List.of(x), Map.of());
            read = at.step("Pow", List.of(size, at.number("p", p)), Map.of());
        }
        String operator = switch (kind) {
            case SUM -> "ReduceSum";
            case MEAN -> "ReduceMean";
            case MAXIMUM -> "ReduceMax";
            case MINIMUM -> "ReduceMin";
            case NORM -> powers ? "ReduceSum" : p == 1 ? "ReduceL1" : "ReduceL2";
            case SUM_OF_SQUARES -> "ReduceSumSquare";
            case LOG_SUM -> "ReduceLogSum";
            case LOG_SUM_EXP -> "ReduceLogSumExp";
            case PRODUCT -> "ReduceProd";
        };
        Map<String, Object> attributes = new HashMap<>(Map.of("keepdims", keeps ? 1L : 0L));
        List<String> reads = new ArrayList<>(List.of(read));
        if (operator.equals("ReduceSum")) {
            reads.add(at.wholes("axes", axes));
        } else {
            attributes.put("axes", axes);
        }
        if (powers) {
            reads = List.of(at.step(operator, reads, attributes), at.number("inverse", 1.0 / p));
            operator = "Pow";
            attributes = Map.of();
        }
        if (last) {
            at.resultLast(operator, reads, attributes);
        } else {
            at.result(operator, reads, attributes);
        }
    }

    static void standardize(LayerPlace at, Standardize layer) {
        Options o = layer.options();
        if (o.integer("groups") > 0) {
            groups(at, layer, o);
            return;
        }
        Shape x = at.inputShape();
        int[] axes = Arrays.stream(o.integers("axes"))
                .map(axis -> Axes.of(x, axis))
                .sorted()
                .toArray();
        List<String> affine = List.of(at.parameter(layer, layer.weight()), at.parameter(layer, layer.bias()));
        int first = x.rank() - axes.length;
        if (axes.length > 0
                && Arrays.equals(axes, IntStream.range(first, x.rank()).toArray())) {
            at.resultLast(
                    "LayerNormalization",
                    List.of(at.last(0), affine.get(0), affine.get(1)),
                    Map.of("axis", 1L + first, "epsilon", (float) o.number("epsilon")));
            return;
        }
        long[] sets = Arrays.stream(axes).mapToLong(axis -> axis + 1L).toArray();
        Map<String, Object> mean = Map.of("axes", sets, "keepdims", 1L);
        String last = at.last(0);
        String less = at.step("Sub", List.of(last, at.step("ReduceMean", List.of(last), mean)), Map.of());
        String square = at.step("Mul", List.of(less, less), Map.of());
        String variance = at.step("ReduceMean", List.of(square), mean);
        String sum = at.step("Add", List.of(variance, at.number("epsilon", o.number("epsilon"))), Map.of());
        String unit = at.step("Div", List.of(less, at.step("Sqrt", List.of(sum), Map.of())), Map.of());
        String scaled = at.step("Mul", List.of(unit, affine.get(0)), Map.of());
        at.resultLast("Add", List.of(scaled, affine.get(1)), Map.of());
    }

    /// Each group seen as one channel of a line is normalised as an instance; then come the channels' own scale and
    /// shift.
    private static void groups(LayerPlace at, Standardize layer, Options o) {
        int groups = o.integer("groups");
        String lines = at.step("Reshape", at.with(at.wholes("groups", 0, groups, -1)), Map.of());
        float[] ones = new float[groups];
        Arrays.fill(ones, 1);
        List<String> read = List.of(
                lines,
                at.constant("ones", OnnxTensor.of(ones, groups)),
                at.constant("zeros", OnnxTensor.of(new float[groups], groups)));
        String unit = at.step("InstanceNormalization", read, Map.of("epsilon", (float) o.number("epsilon")));
        long[] back = at.perAxis(0L, at.shape().toArray());
        String shaped = at.step("Reshape", List.of(unit, at.wholes("shape", back)), Map.of());
        String scaled = at.step("Mul", List.of(shaped, at.perChannel(layer.weight())), Map.of());
        at.result("Add", List.of(scaled, at.perChannel(layer.bias())), Map.of());
    }
}
