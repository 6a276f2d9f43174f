package org.fovea.engine.onnx.operator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// Operators that rank elements: the greatest of each vector, and the boxes that others do not cover.
final class Selections {
    static final List<Operator> OPERATORS = List.of(
            Operator.of("ArgMax", 1, 1, call -> arg(call, 1), "axis", "keepdims", "select_last_index"),
            Operator.of("ArgMin", 1, 1, call -> arg(call, -1), "axis", "keepdims", "select_last_index"),
            Operator.of("NonMaxSuppression", 2, 5, Selections::nonMaxSuppression, "center_point_box")
                    .since(10)
                    .heavy(),
            Operator.ofMany("TopK", 1, 2, Selections::topK, "axis", "k", "largest", "sorted"));

    private Selections() {}

    /// Compares elements of a tensor by their places.
    @FunctionalInterface
    private interface Order {
        int compare(int a, int b);

        static Order of(OnnxTensor x) {
            if (x.type().real()) {
                double[] values = x.doubles();
                return (a, b) -> Double.compare(values[a], values[b]);
            }
            long[] values = x.longs();
            return x.type() == OnnxType.UINT64
                    ? (a, b) -> Long.compareUnsigned(values[a], values[b])
                    : (a, b) -> Long.compare(values[a], values[b]);
        }
    }

    /// @param sign 1 for the greatest, -1 for the least
    private static OnnxTensor arg(Call call, int sign) {
        OnnxTensor x = call.input(0);
        int axis = call.axis(call.attributes().integer("axis", 0), x.rank());
        int[] extents = x.extents();
        int length = extents[axis];
        int inner = Shapes.product(extents, axis + 1, extents.length);
        if (length == 0) {
            throw call.refused("the greatest or least of none along axis " + axis + " of " + x);
        }
        boolean last = call.attributes().flag("select_last_index");
        extents[axis] = 1;
        int[] dropped = IntStream.range(0, extents.length)
                .filter(i -> i != axis)
                .map(i -> extents[i])
                .toArray();
        boolean keeps = call.attributes().integer("keepdims", 1) != 0;
        return call.wholes(OnnxType.INT64, keeps ? extents : dropped, y -> {
            Order order = Order.of(x);
            for (int i = 0; i < y.length; i++) {
                int first = i / inner * length * inner + i % inner;
                int best = 0;
                for (int k = 1; k < length; k++) {
                    int better = sign * order.compare(first + k * inner, first + best * inner);
                    best = better > 0 || (last && better == 0) ? k : best;
                }
                y[i] = best;
            }
        });
    }

    /// The k greatest or least of each vector and where they stood; of equal ones the first comes first.
    private static List<OnnxTensor> topK(Call call) {
        OnnxTensor x = call.input(0);
        int axis = call.axis(call.attributes().integer("axis", -1), x.rank());
        long k = call.opset() < 10 ? call.attributes().integer("k", -1) : (long) call.scalar(1, -1);
        int[] extents = x.extents();
        int length = extents[axis];
        if (k < 0 || k > length) {
            throw call.refused("the first " + k + " of " + length);
        }
        extents[axis] = (int) k;
        int sign = call.attributes().integer("largest", 1) != 0 ? -1 : 1;
        int inner = Shapes.product(extents, axis + 1, extents.length);
        OnnxTensor values = call.select(x, null, extents, source -> rank(x, sign, length, inner, (int) k, source));
        OnnxTensor indices = call.wholes(OnnxType.INT64, extents, y -> {
            int[] source = new int[y.length];
            rank(x, sign, length, inner, (int) k, source);
            for (int i = 0; i < y.length; i++) {
                y[i] = source[i] / inner % length;
            }
        });
        return List.of(values, indices);
    }

    private static void rank(OnnxTensor x, int sign, int length, int inner, int k, int[] source) {
        if (source.length == 0) {
            return;
        }
        Order order = Order.of(x);
        int outer = x.count() / length / inner;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * length * inner + i;
                List<Integer> ranked = IntStream.range(0, length)
                        .mapToObj(along -> first + along * inner)
                        .sorted((a, b) -> sign * order.compare(a, b))
                        .limit(k)
                        .toList();
                for (int along = 0; along < k; along++) {
                    source[(o * k + along) * inner + i] = ranked.get(along);
                }
            }
        }
    }

    /// For each class of each picture the boxes of the greatest scores of which none covers another by more than a
    /// share: rows of picture, class and box.
    private static OnnxTensor nonMaxSuppression(Call call) {
        OnnxTensor boxes = call.known(0);
        OnnxTensor scores = call.known(1);
        boolean fits = boxes.rank() == 3
                && scores.rank() == 3
                && boxes.extent(2) == 4
                && scores.extent(0) == boxes.extent(0)
                && scores.extent(2) == boxes.extent(1);
        if (!fits) {
            throw call.refused("boxes of " + boxes + " and scores of " + scores);
        }
        int most = (int) Math.clamp(call.scalar(2, 0), 0, OnnxTensor.MOST);
        double share = call.scalar(3, 0);
        double least = call.scalar(4, Double.NEGATIVE_INFINITY);
        boolean centred = call.attributes().flag("center_point_box");
        double[] corners = corners(boxes.doubles(), centred);
        double[] score = scores.doubles();
        int count = boxes.extent(1);
        List<long[]> chosen = new ArrayList<>();
        for (int n = 0; n < scores.extent(0); n++) {
            for (int c = 0; c < scores.extent(1); c++) {
                int first = (n * scores.extent(1) + c) * count;
                List<Integer> ranked = IntStream.range(0, count)
                        .filter(i -> score[first + i] > least)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -score[first + i]))
                        .toList();
                for (int box : uncovered(corners, n * count, ranked, most, share)) {
                    chosen.add(new long[] {n, c, box});
                }
            }
        }
        return call.wholes(OnnxType.INT64, new int[] {chosen.size(), 3}, y -> {
            for (int i = 0; i < y.length; i++) {
                y[i] = chosen.get(i / 3)[i % 3];
            }
        });
    }

    private static List<Integer> uncovered(double[] corners, int first, List<Integer> ranked, int most, double share) {
        List<Integer> kept = new ArrayList<>();
        for (int box : ranked) {
            if (kept.size() == most) {
                break;
            }
            if (kept.stream().noneMatch(other -> overlap(corners, first + other, first + box) > share)) {
                kept.add(box);
            }
        }
        return kept;
    }

    /// Each box as its least and greatest coordinates; they may be given in either order, or as a centre and
    /// lengths.
    private static double[] corners(double[] boxes, boolean centred) {
        double[] corners = new double[boxes.length];
        for (int i = 0; i < boxes.length; i += 4) {
            for (int axis = 0; axis < 2; axis++) {
                double a = boxes[i + axis];
                double b = boxes[i + axis + 2];
                corners[i + axis] = centred ? a - b / 2 : Math.min(a, b);
                corners[i + axis + 2] = centred ? a + b / 2 : Math.max(a, b);
            }
        }
        return corners;
    }

    /// The area that two boxes share over the area that they cover together.
    private static double overlap(double[] corners, int a, int b) {
        double shared = 1;
        double areaA = 1;
        double areaB = 1;
        for (int axis = 0; axis < 2; axis++) {
            int i = 4 * a + axis;
            int k = 4 * b + axis;
            shared *= Math.max(0, Math.min(corners[i + 2], corners[k + 2]) - Math.max(corners[i], corners[k]));
            areaA *= corners[i + 2] - corners[i];
            areaB *= corners[k + 2] - corners[k];
        }
        return shared == 0 ? 0 : shared / (areaA + areaB - shared);
    }
}
