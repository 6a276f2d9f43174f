package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Functions of two or more numbers, taken of elements at the same place of inputs that are broadcast to each other.
final class Arithmetic {
    private static final int ANY = Integer.MAX_VALUE;

    static final List<Operator> OPERATORS = List.of(
            Operator.of("Add", 2, 2, call -> binary(call, Double::sum, Long::sum)),
            Operator.of("Clip", 1, 3, Arithmetic::clip, "min", "max"),
            Operator.of("Div", 2, 2, call -> binary(call, (a, b) -> a / b, quotient(call))),
            Operator.of("Max", 1, ANY, call -> fold(call, Math::max, greater(call))),
            Operator.of("Mean", 1, ANY, Arithmetic::mean),
            Operator.of("Min", 1, ANY, call -> fold(call, Math::min, less(call))),
            Operator.of("Mod", 2, 2, Arithmetic::mod, "fmod").since(10),
            Operator.of("Mul", 2, 2, call -> binary(call, (a, b) -> a * b, (a, b) -> a * b)),
            Operator.of("PRelu", 2, 2, Arithmetic::prelu),
            Operator.of("Pow", 2, 2, Arithmetic::pow),
            Operator.of("Sub", 2, 2, call -> binary(call, (a, b) -> a - b, (a, b) -> a - b)),
            Operator.of("Sum", 1, ANY, call -> fold(call, Double::sum, Long::sum)));

    private Arithmetic() {}

    private static OnnxTensor binary(Call call, DoubleBinaryOperator f, LongBinaryOperator whole) {
        call.sameTypes(call.input(0), call.input(1));
        return combine(call, call.input(0), call.input(1), f, whole);
    }

    /// All inputs, from the left.
    private static OnnxTensor fold(Call call, DoubleBinaryOperator f, LongBinaryOperator whole) {
        OnnxTensor all = call.input(0);
        for (int i = 1; i < call.inputs(); i++) {
            call.sameTypes(all, call.input(i));
            all = combine(call, all, call.input(i), f, whole);
        }
        return all;
    }

    /// One output of the type of `a`; `b` may be of another.
    private static OnnxTensor combine(
            Call call, OnnxTensor a, OnnxTensor b, DoubleBinaryOperator f, LongBinaryOperator whole) {
        int[] extents = Shapes.broadcast(a.extents(), b.extents());
        if (a.type().real()) {
            return call.reals(a.type(), extents, y -> {
                double[] left = a.doubles();
                double[] right = b.doubles();
                int @Nullable [] leftAt = Shapes.broadcastPlaces(a.extents(), extents);
                int @Nullable [] rightAt = Shapes.broadcastPlaces(b.extents(), extents);
                for (int i = 0; i < y.length; i++) {
                    y[i] = f.applyAsDouble(
                            left[leftAt == null ? i : leftAt[i]], right[rightAt == null ? i : rightAt[i]]);
                }
            });
        }
        return call.wholes(a.type(), extents, y -> {
            long[] left = a.longs();
            long[] right = b.longs();
            int @Nullable [] leftAt = Shapes.broadcastPlaces(a.extents(), extents);
            int @Nullable [] rightAt = Shapes.broadcastPlaces(b.extents(), extents);
            for (int i = 0; i < y.length; i++) {
                y[i] = whole.applyAsLong(left[leftAt == null ? i : leftAt[i]], right[rightAt == null ? i : rightAt[i]]);
            }
        });
    }

    private static boolean unsigned(Call call) {
        return call.input(0).type() == OnnxType.UINT64;
    }

    private static LongBinaryOperator quotient(Call call) {
        return (a, b) -> {
            if (b == 0) {
                throw call.refused("a division of " + a + " by 0");
            }
            return unsigned(call) ? Long.divideUnsigned(a, b) : a / b;
        };
    }

    private static LongBinaryOperator greater(Call call) {
        return unsigned(call) ? (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b : Math::max;
    }

    private static LongBinaryOperator less(Call call) {
        return unsigned(call) ? (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b : Math::min;
    }

    /// Before opset 11 the bounds are attributes. Where the lower is above the upper, the upper holds.
    private static OnnxTensor clip(Call call) {
        OnnxTensor x = call.input(0);
        OnnxTensor low = call.opset() < 11 ? bound(call, "min", x) : call.optional(1);
        OnnxTensor high = call.opset() < 11 ? bound(call, "max", x) : call.optional(2);
        OnnxTensor clipped = x;
        for (OnnxTensor bound : Arrays.asList(low, high)) {
            if (bound != null) {
                call.sameTypes(x, bound);
                if (bound.count() != 1) {
                    throw call.refused("a bound of " + bound + ", not one number");
                }
            }
        }
        if (low != null) {
            clipped = combine(call, clipped, low.reshaped(), Math::max, greater(call));
        }
        if (high != null) {
            clipped = combine(call, clipped, high.reshaped(), Math::min, less(call));
        }
        return clipped;
    }

    private static @Nullable OnnxTensor bound(Call call, String name, OnnxTensor x) {
        if (!call.attributes().has(name)) {
            return null;
        }
        return OnnxTensor.ofReals(x.type(), new double[] {call.attributes().real(name, 0)});
    }

    /// The sum is rounded only once, with the division.
    private static OnnxTensor mean(Call call) {
        int[] extents = call.real(0).extents();
        for (int i = 1; i < call.inputs(); i++) {
            call.sameTypes(call.input(0), call.input(i));
            extents = Shapes.broadcast(extents, call.input(i).extents());
        }
        int[] common = extents;
        return call.reals(call.input(0).type(), common, y -> {
            for (int k = 0; k < call.inputs(); k++) {
                double[] x = call.input(k).doubles();
                int @Nullable [] at = Shapes.broadcastPlaces(call.input(k).extents(), common);
                for (int i = 0; i < y.length; i++) {
                    y[i] += x[at == null ? i : at[i]];
                }
            }
            for (int i = 0; i < y.length; i++) {
                y[i] /= call.inputs();
            }
        });
    }

    /// With `fmod` the sign is the dividend's, without it the divisor's.
    private static OnnxTensor mod(Call call) {
        boolean fmod = call.attributes().flag("fmod");
        LongBinaryOperator whole = (a, b) -> {
            if (b == 0) {
                throw call.refused("a division of " + a + " by 0");
            }
            return unsigned(call) ? Long.remainderUnsigned(a, b) : fmod ? a % b : Math.floorMod(a, b);
        };
        DoubleBinaryOperator real = (a, b) -> fmod ? a % b : a - b * Math.floor(a / b);
        return binary(call, real, whole);
    }

    /// A whole base may have a real exponent, and the other way round; the power has the base's type.
    private static OnnxTensor pow(Call call) {
        OnnxTensor base = call.input(0);
        OnnxTensor exponent = call.input(1);
        if (base.type().real()) {
            return combine(call, base, exponent, Math::pow, Long::sum);
        }
        OnnxTensor wide = base.isOutline()
                ? OnnxTensor.outline(OnnxType.DOUBLE, base.extents())
                : OnnxTensor.ofReals(OnnxType.DOUBLE, base.doubles(), base.extents());
        OnnxTensor power = combine(call, wide, exponent, Math::pow, Long::sum);
        return call.wholes(base.type(), power.extents(), y -> {
            double[] values = power.doubles();
            for (int i = 0; i < y.length; i++) {
                y[i] = (long) values[i];
            }
        });
    }

    /// A slope for each channel is often written [C], which by the letter would be one for each column: where it
    /// does not fit the columns and fits the channels, it is the channels'.
    private static OnnxTensor prelu(Call call) {
        OnnxTensor x = call.input(0);
        OnnxTensor slope = call.input(1);
        call.sameTypes(x, slope);
        boolean channels = slope.rank() == 1
                && x.rank() > 2
                && slope.count() != 1
                && slope.count() != x.extent(x.rank() - 1)
                && slope.count() == x.extent(1);
        if (channels) {
            int[] extents = new int[x.rank() - 1];
            Arrays.fill(extents, 1);
            extents[0] = slope.count();
            slope = call.reshaped(slope, extents);
        }
        if (!Arrays.equals(Shapes.broadcast(x.extents(), slope.extents()), x.extents())) {
            throw call.refused("a slope of " + slope + " for " + x);
        }
        return combine(call, x, slope, (a, b) -> a < 0 ? a * b : a, (a, b) -> a < 0 ? a * b : a);
    }
}
