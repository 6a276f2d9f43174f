package org.fovea.engine.onnx.operator;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Comparisons, logic, and the choice between two inputs.
final class Comparisons {
    static final List<Operator> OPERATORS = List.of(
            Operator.of("And", 2, 2, call -> logic(call, (a, b) -> a & b)),
            Operator.of("Equal", 2, 2, call -> compare(call, sign -> sign == 0)),
            Operator.of("Greater", 2, 2, call -> compare(call, sign -> sign == 1)),
            Operator.of("GreaterOrEqual", 2, 2, call -> compare(call, sign -> sign == 0 || sign == 1))
                    .since(12),
            Operator.of("IsNaN", 1, 1, Comparisons::isNaN).since(9),
            Operator.of("Less", 2, 2, call -> compare(call, sign -> sign == -1)),
            Operator.of("LessOrEqual", 2, 2, call -> compare(call, sign -> sign == 0 || sign == -1))
                    .since(12),
            Operator.of("Not", 1, 1, Comparisons::not).since(1),
            Operator.of("Or", 2, 2, call -> logic(call, (a, b) -> a | b)),
            Operator.of("Where", 3, 3, Comparisons::where).since(9),
            Operator.of("Xor", 2, 2, call -> logic(call, (a, b) -> a ^ b)));

    /// What comparing with NaN gives.
    private static final int NEITHER = 2;

    private Comparisons() {}

    /// @param holds of -1, 0 or 1 as the first is less, equal or greater
    private static OnnxTensor compare(Call call, IntPredicate holds) {
        OnnxTensor a = call.input(0);
        OnnxTensor b = call.input(1);
        call.sameTypes(a, b);
        int[] extents = Shapes.broadcast(a.extents(), b.extents());
        return call.wholes(OnnxType.BOOL, extents, y -> {
            int @Nullable [] leftAt = Shapes.broadcastPlaces(a.extents(), extents);
            int @Nullable [] rightAt = Shapes.broadcastPlaces(b.extents(), extents);
            boolean real = a.type().real();
            double[] left = real ? a.doubles() : new double[0];
            double[] right = real ? b.doubles() : new double[0];
            long[] wholeLeft = real ? new long[0] : a.longs();
            long[] wholeRight = real ? new long[0] : b.longs();
            for (int i = 0; i < y.length; i++) {
                int k = leftAt == null ? i : leftAt[i];
                int l = rightAt == null ? i : rightAt[i];
                int sign = real
                        ? sign(left[k], right[l])
                        : a.type() == OnnxType.UINT64
                                ? Integer.signum(Long.compareUnsigned(wholeLeft[k], wholeRight[l]))
                                : Long.compare(wholeLeft[k], wholeRight[l]);
                y[i] = holds.test(sign) ? 1 : 0;
            }
        });
    }

    private static int sign(double a, double b) {
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : NEITHER;
    }

    private static OnnxTensor logic(Call call, LongBinaryOperator f) {
        OnnxTensor a = truth(call, 0);
        OnnxTensor b = truth(call, 1);
        int[] extents = Shapes.broadcast(a.extents(), b.extents());
        return call.wholes(OnnxType.BOOL, extents, y -> {
            long[] left = a.longs();
            long[] right = b.longs();
            int @Nullable [] leftAt = Shapes.broadcastPlaces(a.extents(), extents);
            int @Nullable [] rightAt = Shapes.broadcastPlaces(b.extents(), extents);
            for (int i = 0; i < y.length; i++) {
                y[i] = f.applyAsLong(left[leftAt == null ? i : leftAt[i]], right[rightAt == null ? i : rightAt[i]]);
            }
        });
    }

    private static OnnxTensor truth(Call call, int i) {
        OnnxTensor x = call.input(i);
        if (x.type() != OnnxType.BOOL) {
            throw call.refused("input " + i + " is " + x + ", not truth values");
        }
        return x;
    }

    private static OnnxTensor not(Call call) {
        OnnxTensor x = truth(call, 0);
        return call.wholes(OnnxType.BOOL, x.extents(), y -> {
            long[] values = x.longs();
            for (int i = 0; i < y.length; i++) {
                y[i] = 1 - values[i];
            }
        });
    }

    private static OnnxTensor isNaN(Call call) {
        OnnxTensor x = call.real(0);
        return call.wholes(OnnxType.BOOL, x.extents(), y -> {
            double[] values = x.doubles();
            for (int i = 0; i < y.length; i++) {
                y[i] = Double.isNaN(values[i]) ? 1 : 0;
            }
        });
    }

    private static OnnxTensor where(Call call) {
        OnnxTensor condition = truth(call, 0);
        OnnxTensor yes = call.input(1);
        OnnxTensor no = call.input(2);
        call.sameTypes(yes, no);
        int[] extents = Shapes.broadcast(condition.extents(), Shapes.broadcast(yes.extents(), no.extents()));
        return call.select(Movements.join(call, List.of(yes, no)), null, extents, source -> {
            long[] holds = condition.longs();
            int @Nullable [] conditionAt = Shapes.broadcastPlaces(condition.extents(), extents);
            int @Nullable [] yesAt = Shapes.broadcastPlaces(yes.extents(), extents);
            int @Nullable [] noAt = Shapes.broadcastPlaces(no.extents(), extents);
            for (int i = 0; i < source.length; i++) {
                boolean first = holds[conditionAt == null ? i : conditionAt[i]] != 0;
                source[i] = first ? (yesAt == null ? i : yesAt[i]) : yes.count() + (noAt == null ? i : noAt[i]);
            }
        });
    }
}
