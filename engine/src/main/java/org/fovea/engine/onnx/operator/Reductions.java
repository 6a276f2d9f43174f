package org.fovea.engine.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.ToLongFunction;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Sums, means, extremes and norms along axes.
final class Reductions {
    /// A reduction: what it begins with, what an element becomes, how it joins what came before, what becomes of
    /// the whole.
    ///
    /// @param whole the same for whole numbers, exactly; null where they go through `double`
    private record Reduction(
            double start,
            DoubleUnaryOperator each,
            DoubleBinaryOperator join,
            DoubleUnaryOperator end,
            @Nullable Whole whole) {
        static Reduction of(double start, DoubleBinaryOperator join, Whole whole) {
            return new Reduction(start, x -> x, join, x -> x, whole);
        }

        static Reduction sum(DoubleUnaryOperator each, DoubleUnaryOperator end) {
            return new Reduction(0, each, Double::sum, end, null);
        }
    }

    /// A reduction of whole numbers.
    ///
    /// @param start what it begins with, by the numbers' type
    private record Whole(ToLongFunction<OnnxType> start, LongBinaryOperator join) {}

    private static final Reduction SUM = Reduction.of(0, Double::sum, new Whole(type -> 0, Long::sum));
    private static final Reduction PRODUCT = Reduction.of(1, (a, b) -> a * b, new Whole(type -> 1, (a, b) -> a * b));
    private static final Reduction GREATEST =
            Reduction.of(Double.NEGATIVE_INFINITY, Math::max, new Whole(OnnxType::least, Math::max));
    private static final Reduction LEAST =
            Reduction.of(Double.POSITIVE_INFINITY, Math::min, new Whole(OnnxType::greatest, Math::min));

    /// The opset from which the axes of the sum are an input; of the others they are from 18 on.
    private static final int SUM_AXES_INPUT = 13;

    private static final int AXES_INPUT = 18;

    static final List<Operator> OPERATORS = List.of(
            reduction("ReduceL1", Reduction.sum(Math::abs, x -> x)),
            reduction("ReduceL2", Reduction.sum(x -> x * x, Math::sqrt)),
            reduction("ReduceLogSum", Reduction.sum(x -> x, Math::log)),
            Operator.of("ReduceLogSumExp", 1, 2, Reductions::logSumExp, "axes", "keepdims", "noop_with_empty_axes"),
            reduction("ReduceMax", GREATEST),
            Operator.of("ReduceMean", 1, 2, Reductions::mean, "axes", "keepdims", "noop_with_empty_axes"),
            reduction("ReduceMin", LEAST),
            reduction("ReduceProd", PRODUCT),
            reduction("ReduceSum", SUM),
            reduction("ReduceSumSquare", Reduction.sum(x -> x * x, x -> x)));

    private Reductions() {}

    private static Operator reduction(String name, Reduction reduction) {
        int inputSince = name.equals("ReduceSum") ? SUM_AXES_INPUT : AXES_INPUT;
        return Operator.of(
                name,
                1,
                2,
                call -> reduce(call, call.input(0), axes(call, inputSince), keeps(call), reduction),
                "axes",
                "keepdims",
                "noop_with_empty_axes");
    }

    private static boolean keeps(Call call) {
        return call.attributes().integer("keepdims", 1) != 0;
    }

    private static int[] axes(Call call, int inputSince) {
        if (call.inputs() > 1 && call.opset() < inputSince) {
            throw call.refused("axes as an input, which came with opset " + inputSince);
        }
        int rank = call.input(0).rank();
        long[] axes =
                call.opset() < inputSince ? call.attributes().integers("axes") : call.has(1) ? call.wholes(1) : null;
        if (axes == null || axes.length == 0) {
            return call.attributes().flag("noop_with_empty_axes") ? new int[0] : Shapes.all(rank);
        }
        return call.axes(axes, rank);
    }

    /// @param axes the axes that are reduced
    private static OnnxTensor reduce(Call call, OnnxTensor x, int[] axes, boolean keeps, Reduction reduction) {
        int[] kept = kept(x, axes);
        int[] extents = keeps ? kept : squeezed(kept, axes);
        if (!x.type().real()) {
            return reduceWholes(call, x, kept, extents, reduction);
        }
        return call.reals(x.type(), extents, y -> {
            double[] values = x.doubles();
            int @Nullable [] to = Shapes.broadcastPlaces(kept, x.extents());
            Arrays.fill(y, reduction.start);
            for (int i = 0; i < values.length; i++) {
                int at = to == null ? i : to[i];
                y[at] = reduction.join.applyAsDouble(y[at], reduction.each.applyAsDouble(values[i]));
            }
            Arrays.setAll(y, i -> reduction.end.applyAsDouble(y[i]));
        });
    }

    private static OnnxTensor reduceWholes(Call call, OnnxTensor x, int[] kept, int[] extents, Reduction reduction) {
        return call.wholes(x.type(), extents, y -> {
            long[] values = x.longs();
            int @Nullable [] to = Shapes.broadcastPlaces(kept, x.extents());
            Whole whole = reduction.whole;
            if (whole != null) {
                Arrays.fill(y, whole.start.applyAsLong(x.type()));
                for (int i = 0; i < values.length; i++) {
                    int at = to == null ? i : to[i];
                    y[at] = whole.join.applyAsLong(y[at], values[i]);
                }
                return;
            }
            double[] sums = new double[y.length];
            Arrays.fill(sums, reduction.start);
            for (int i = 0; i < values.length; i++) {
                int at = to == null ? i : to[i];
                sums[at] = reduction.join.applyAsDouble(sums[at], reduction.each.applyAsDouble(values[i]));
            }
            Arrays.setAll(y, i -> (long) reduction.end.applyAsDouble(sums[i]));
        });
    }

    /// The extents with those that are reduced set to 1.
    private static int[] kept(OnnxTensor x, int[] axes) {
        int[] kept = x.extents();
        for (int axis : axes) {
            kept[axis] = 1;
        }
        return kept;
    }

    private static int[] squeezed(int[] kept, int[] axes) {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            int axis = i;
            if (Arrays.stream(axes).noneMatch(a -> a == axis)) {
                left.add(kept[i]);
            }
        }
        return left.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int reducedCount(OnnxTensor x, int[] axes) {
        int count = 1;
        for (int axis : axes) {
            count *= x.extent(axis);
        }
        return count;
    }

    private static OnnxTensor mean(Call call) {
        OnnxTensor x = call.input(0);
        int[] axes = axes(call, AXES_INPUT);
        int count = reducedCount(x, axes);
        return reduce(call, x, axes, keeps(call), Reduction.sum(v -> v, sum -> sum / count));
    }

    /// Shifted by the greatest element, so that no exponential overflows.
    private static OnnxTensor logSumExp(Call call) {
        OnnxTensor x = call.real(0);
        int[] axes = axes(call, AXES_INPUT);
        int[] kept = kept(x, axes);
        return call.reals(x.type(), keeps(call) ? kept : squeezed(kept, axes), y -> {
            double[] values = x.doubles();
            int @Nullable [] to = Shapes.broadcastPlaces(kept, x.extents());
            double[] greatest = new double[y.length];
            Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
            for (int i = 0; i < values.length; i++) {
                int at = to == null ? i : to[i];
                greatest[at] = Math.max(greatest[at], values[i]);
            }
            for (int i = 0; i < values.length; i++) {
                int at = to == null ? i : to[i];
                y[at] += Math.exp(Double.isInfinite(greatest[at]) ? values[i] : values[i] - greatest[at]);
            }
            Arrays.setAll(y, i -> Math.log(y[i]) + (Double.isInfinite(greatest[i]) ? 0 : greatest[i]));
        });
    }
}
