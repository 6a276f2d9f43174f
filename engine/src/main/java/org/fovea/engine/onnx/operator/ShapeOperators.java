package org.fovea.engine.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Operators that ask for extents, change them, or make tensors of given ones; and those that change nothing.
final class ShapeOperators {
    static final List<Operator> OPERATORS = List.of(
            Operator.of("Cast", 1, 1, ShapeOperators::cast, "to", "saturate", "round_mode"),
            Operator.of("CastLike", 2, 2, ShapeOperators::castLike, "saturate", "round_mode")
                    .since(15),
            Operator.of("ConstantOfShape", 1, 1, ShapeOperators::constantOfShape, "value")
                    .since(9),
            Operator.ofMany("Dropout", 1, 3, ShapeOperators::dropout, "ratio", "seed"),
            Operator.of("Flatten", 1, 1, ShapeOperators::flatten, "axis"),
            Operator.of("Identity", 1, 1, call -> call.input(0)),
            Operator.of("Range", 3, 3, ShapeOperators::range, "stash_type").since(11),
            Operator.of("Reshape", 2, 2, ShapeOperators::reshape, "allowzero"),
            Operator.of("Shape", 1, 1, ShapeOperators::shape, "start", "end"),
            Operator.of("Size", 1, 1, ShapeOperators::size),
            Operator.of("Squeeze", 1, 2, ShapeOperators::squeeze, "axes"),
            Operator.of("Unsqueeze", 1, 2, ShapeOperators::unsqueeze, "axes"));

    private ShapeOperators() {}

    private static OnnxTensor cast(Call call) {
        long code = call.attributes().integer("to", 0);
        OnnxType type = OnnxType.of(code);
        if (type == null) {
            throw call.refused("a cast to " + OnnxType.nameOf(code));
        }
        return cast(call, call.input(0), type);
    }

    private static OnnxTensor castLike(Call call) {
        return cast(call, call.input(0), call.input(1).type());
    }

    /// Real numbers lose what is behind the point, whole ones the bits that the new type has no room for.
    private static OnnxTensor cast(Call call, OnnxTensor x, OnnxType type) {
        if (type == x.type()) {
            return x;
        }
        if (type.real()) {
            return call.reals(type, x.extents(), y -> System.arraycopy(x.doubles(), 0, y, 0, y.length));
        }
        if (!x.type().real()) {
            return call.wholes(type, x.extents(), y -> System.arraycopy(x.longs(), 0, y, 0, y.length));
        }
        return call.wholes(type, x.extents(), y -> {
            double[] values = x.doubles();
            for (int i = 0; i < y.length; i++) {
                double value = values[i];
                if (type == OnnxType.BOOL) {
                    y[i] = value == 0 ? 0 : 1;
                } else if (type == OnnxType.UINT64 && value >= 0x1p63) {
                    y[i] = (long) (value - 0x1p63) + Long.MIN_VALUE;
                } else {
                    y[i] = (long) value;
                }
            }
        });
    }

    private static OnnxTensor constantOfShape(Call call) {
        OnnxTensor value = call.attributes().tensor("value");
        OnnxTensor one = value == null ? OnnxTensor.of(new float[1], 1) : value;
        if (one.count() != 1) {
            throw call.refused("a value of " + one + ", not one number");
        }
        int[] extents = extents(call, call.wholes(0));
        return call.select(one, null, extents, source -> Arrays.fill(source, 0));
    }

    private static int[] extents(Call call, long[] wide) {
        return Arrays.stream(wide).mapToInt(call::count).toArray();
    }

    /// Not in training: nothing is dropped, and the mask says so.
    private static List<OnnxTensor> dropout(Call call) {
        OnnxTensor x = call.input(0);
        boolean training = call.has(2) && call.scalar(2, 0) != 0;
        if (training && call.scalar(1, 0.5) != 0) {
            throw call.refused("a dropout in training, which is random");
        }
        if (call.outputs() < 2) {
            return List.of(x);
        }
        if (call.opset() < 10) {
            return List.of(x, call.reals(x.type(), x.extents(), y -> Arrays.fill(y, 1)));
        }
        return List.of(x, call.wholes(OnnxType.BOOL, x.extents(), y -> Arrays.fill(y, 1)));
    }

    /// Two axes: those before the axis as one, those from it on as another.
    private static OnnxTensor flatten(Call call) {
        OnnxTensor x = call.input(0);
        long given = call.attributes().integer("axis", 1);
        int axis = given == x.rank() ? x.rank() : call.axis(given, x.rank());
        int[] extents = x.extents();
        return call.reshaped(
                x, new int[] {Shapes.product(extents, 0, axis), Shapes.product(extents, axis, extents.length)});
    }

    private static OnnxTensor range(Call call) {
        OnnxTensor start = call.known(0);
        OnnxTensor delta = call.known(2);
        call.sameTypes(start, call.known(1));
        call.sameTypes(start, delta);
        double step = call.scalar(2, 0);
        double from = call.scalar(0, 0);
        double steps = Math.ceil((call.scalar(1, 0) - from) / step);
        if (step == 0 || Double.isNaN(steps) || steps > OnnxTensor.MOST) {
            throw call.refused("a range from " + from + " to " + call.scalar(1, 0) + " by " + step);
        }
        int[] extents = {(int) Math.max(steps, 0)};
        if (start.type().real()) {
            return call.reals(start.type(), extents, y -> Arrays.setAll(y, i -> from + i * step));
        }
        long first = start.longs()[0];
        long by = delta.longs()[0];
        return call.wholes(start.type(), extents, y -> Arrays.setAll(y, i -> first + i * by));
    }

    /// An extent of 0 is the input's, unless `allowzero`; one of -1 is what is left.
    private static OnnxTensor reshape(Call call) {
        OnnxTensor x = call.input(0);
        long[] wanted = call.wholes(1).clone();
        boolean zeros = call.attributes().flag("allowzero");
        int left = -1;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] == 0 && !zeros) {
                wanted[i] = x.extent(call.axis(i, x.rank()));
            }
            if (wanted[i] == -1) {
                if (left >= 0) {
                    throw call.refused("two extents of -1 in " + Arrays.toString(wanted));
                }
                left = i;
                wanted[i] = 1;
            }
        }
        int known = OnnxTensor.count(extents(call, wanted));
        if (left >= 0) {
            if (known == 0 || x.count() % known != 0) {
                throw call.refused(x + " in parts of " + known);
            }
            wanted[left] = x.count() / known;
        }
        return call.reshaped(x, extents(call, wanted));
    }

    /// Known even where the numbers of the input are not.
    private static OnnxTensor shape(Call call) {
        OnnxTensor x = call.input(0);
        OnnxAttributes attributes = call.attributes();
        int start = clamped(attributes.integer("start", 0), x.rank());
        int end = clamped(attributes.integer("end", x.rank()), x.rank());
        long[] extents = IntStream.range(start, Math.max(start, end))
                .mapToLong(x::extent)
                .toArray();
        return OnnxTensor.of(extents, extents.length);
    }

    private static int clamped(long axis, int rank) {
        return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
    }

    private static OnnxTensor size(Call call) {
        return OnnxTensor.of(new long[] {call.input(0).count()});
    }

    /// The opset from which axes are an input.
    private static final int AXES_INPUT = 13;

    private static long @Nullable [] axes(Call call) {
        boolean input = call.opset() >= AXES_INPUT;
        if (input ? call.attributes().has("axes") : call.has(1)) {
            throw call.refused("axes as an " + (input ? "attribute" : "input") + " in opset " + call.opset());
        }
        return call.wholes("axes", 1);
    }

    private static OnnxTensor squeeze(Call call) {
        OnnxTensor x = call.input(0);
        long[] given = axes(call);
        boolean[] gone = new boolean[x.rank()];
        if (given != null) {
            for (int axis : call.axes(given, x.rank())) {
                gone[axis] = true;
            }
        }
        List<Integer> extents = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (gone[i] && x.extent(i) != 1) {
                throw call.refused("axis " + i + " of " + x + " is not 1");
            }
            if (given == null ? x.extent(i) != 1 : !gone[i]) {
                extents.add(x.extent(i));
            }
        }
        return call.reshaped(x, extents.stream().mapToInt(Integer::intValue).toArray());
    }

    private static OnnxTensor unsqueeze(Call call) {
        OnnxTensor x = call.input(0);
        long[] given = axes(call);
        if (given == null) {
            throw call.refused("no axes");
        }
        int[] extents = new int[Math.min(x.rank() + given.length, 128)];
        for (int axis : call.axes(given, extents.length)) {
            extents[axis] = 1;
        }
        for (int i = 0, from = 0; i < extents.length; i++) {
            if (extents[i] == 0) {
                extents[i] = x.extent(from++);
            }
        }
        return call.reshaped(x, extents);
    }
}
