package org.fovea.engine.onnx.operator;

import java.util.List;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// Softmax and its kin: each vector along an axis is normalised by itself.
final class Softmaxes {
    static final List<Operator> OPERATORS = List.of(
            Operator.of("LogSoftmax", 1, 1, call -> softmax(call, true), "axis"),
            Operator.of("LpNormalization", 1, 1, Softmaxes::lpNormalization, "axis", "p"),
            Operator.of("Softmax", 1, 1, call -> softmax(call, false), "axis"));

    private Softmaxes() {}

    /// What is done to one vector, whose elements stand `stride` apart.
    @FunctionalInterface
    private interface Vector {
        void apply(double[] x, double[] y, int first, int stride, int length);
    }

    private static OnnxTensor each(Call call, int outer, int length, int inner, Vector vector) {
        OnnxTensor x = call.real(0);
        return call.reals(x.type(), x.extents(), y -> {
            double[] values = x.doubles();
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    vector.apply(values, y, o * length * inner + i, inner, length);
                }
            }
        });
    }

    /// From opset 13 on along one axis; before that over all axes from that one on.
    private static OnnxTensor softmax(Call call, boolean log) {
        OnnxTensor x = call.real(0);
        boolean one = call.opset() >= 13;
        int[] extents = x.extents();
        long given = call.attributes().integer("axis", one ? -1 : 1);
        // In the older sense the axis may stand behind the last.
        int axis = !one && given == x.rank() ? x.rank() : call.axis(given, x.rank());
        int outer = Shapes.product(extents, 0, axis);
        int length = one ? extents[axis] : Shapes.product(extents, axis, extents.length);
        int inner = one ? Shapes.product(extents, axis + 1, extents.length) : 1;
        return each(call, outer, length, inner, log ? Softmaxes::logSoftmaxOf : Softmaxes::softmaxOf);
    }

    private static void softmaxOf(double[] x, double[] y, int first, int stride, int length) {
        double greatest = greatest(x, first, stride, length);
        double sum = 0;
        for (int i = 0, at = first; i < length; i++, at += stride) {
            y[at] = Math.exp(x[at] - greatest);
            sum += y[at];
        }
        for (int i = 0, at = first; i < length; i++, at += stride) {
            y[at] /= sum;
        }
    }

    private static void logSoftmaxOf(double[] x, double[] y, int first, int stride, int length) {
        double greatest = greatest(x, first, stride, length);
        double sum = 0;
        for (int i = 0, at = first; i < length; i++, at += stride) {
            sum += Math.exp(x[at] - greatest);
        }
        double log = Math.log(sum);
        for (int i = 0, at = first; i < length; i++, at += stride) {
            y[at] = x[at] - greatest - log;
        }
    }

    private static double greatest(double[] x, int first, int stride, int length) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0, at = first; i < length; i++, at += stride) {
            greatest = Math.max(greatest, x[at]);
        }
        return greatest;
    }

    /// A vector of norm 0 becomes NaN, as ONNX's own tests have it.
    private static OnnxTensor lpNormalization(Call call) {
        OnnxTensor x = call.real(0);
        int[] extents = x.extents();
        int axis = call.axis(call.attributes().integer("axis", -1), x.rank());
        long p = call.attributes().integer("p", 2);
        if (p != 1 && p != 2) {
            throw call.refused("p is " + p + ", not 1 or 2");
        }
        return each(
                call,
                Shapes.product(extents, 0, axis),
                extents[axis],
                Shapes.product(extents, axis + 1, extents.length),
                (from, to, first, stride, length) -> {
                    double sum = 0;
                    for (int i = 0, at = first; i < length; i++, at += stride) {
                        sum += p == 1 ? Math.abs(from[at]) : from[at] * from[at];
                    }
                    double norm = p == 1 ? sum : Math.sqrt(sum);
                    for (int i = 0, at = first; i < length; i++, at += stride) {
                        to[at] = from[at] / norm;
                    }
                });
    }
}
