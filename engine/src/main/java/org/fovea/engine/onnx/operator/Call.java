package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// One node as its definition sees it: inputs, attributes, opset, and the place to ask for outputs.
public final class Call {
    private final OnnxNode node;
    private final List<@Nullable OnnxTensor> inputs;
    private final int most;
    private final int mostComputed;
    private final boolean outline;

    /// @param inputs null for an optional one that is left out
    /// @param most how many elements an output may have: a larger one is refused
    /// @param mostComputed how many elements of an output are computed: a larger one becomes an outline
    public Call(OnnxNode node, List<@Nullable OnnxTensor> inputs, int most, int mostComputed) {
        this.node = node;
        this.inputs = inputs;
        this.most = most;
        this.mostComputed = mostComputed;
        this.outline = inputs.stream().filter(Objects::nonNull).anyMatch(OnnxTensor::isOutline);
    }

    /// An output cannot be told, not even its extents, because an input's numbers are not known.
    public static final class Undetermined extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undetermined(String message) {
            super(message, null, false, false);
        }
    }

    OnnxAttributes attributes() {
        return node.attributes();
    }

    int opset() {
        return node.opset();
    }

    /// How many inputs there are, those left out at the end not counted.
    int inputs() {
        return inputs.size();
    }

    /// How many outputs the node has names for.
    int outputs() {
        return node.outputs().size();
    }

    boolean has(int i) {
        return i < inputs.size() && inputs.get(i) != null;
    }

    @Nullable
    OnnxTensor optional(int i) {
        return i < inputs.size() ? inputs.get(i) : null;
    }

    OnnxTensor input(int i) {
        OnnxTensor input = optional(i);
        if (input == null) {
            throw refused("input " + i + " is missing");
        }
        return input;
    }

    /// An input of a floating-point type.
    OnnxTensor real(int i) {
        OnnxTensor input = input(i);
        if (!input.type().real()) {
            throw refused("input " + i + " is " + input + ", not of a floating-point type");
        }
        return input;
    }

    /// The numbers of an input that says what to do: an axis, a shape, a count.
    long[] wholes(int i) {
        OnnxTensor input = known(i);
        if (input.type().real()) {
            throw refused("input " + i + " is " + input + ", not whole numbers");
        }
        return input.longs();
    }

    /// Whole numbers that are an attribute in older opsets and an input in newer ones; null where they are left
    /// out.
    long @Nullable [] wholes(String attribute, int input) {
        if (has(input)) {
            return wholes(input);
        }
        return attributes().integers(attribute);
    }

    /// A single number that an input gives, or `otherwise` where it is left out.
    double scalar(int i, double otherwise) {
        if (!has(i)) {
            return otherwise;
        }
        OnnxTensor input = known(i);
        if (input.count() != 1) {
            throw refused("input " + i + " is " + input + ", not one number");
        }
        return input.doubles()[0];
    }

    /// An input whose numbers are needed to tell the outputs' extents.
    OnnxTensor known(int i) {
        OnnxTensor input = input(i);
        if (input.isOutline()) {
            throw new Undetermined("the numbers of input " + i + " are not known");
        }
        return input;
    }

    /// An axis counted from the first; a negative one counts from the last.
    int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw refused("axis " + axis + " of " + rank);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /// Axes counted from the first, each at most once.
    int[] axes(long[] axes, int rank) {
        if (axes.length > rank) {
            throw refused(axes.length + " axes of " + rank);
        }
        int[] counted = new int[axes.length];
        boolean[] seen = new boolean[rank];
        for (int i = 0; i < axes.length; i++) {
            counted[i] = axis(axes[i], rank);
            if (seen[counted[i]]) {
                throw refused("axis " + counted[i] + " twice");
            }
            seen[counted[i]] = true;
        }
        return counted;
    }

    /// An extent or count that fits an `int`.
    int count(long value) {
        if (value < 0 || value > OnnxTensor.MOST) {
            throw refused("an extent or count of " + value);
        }
        return (int) value;
    }

    /// An output of a floating-point type, computed in double precision by `fill`.
    OnnxTensor reals(OnnxType type, int[] extents, Consumer<double[]> fill) {
        int count = room(extents);
        if (outline || count > mostComputed) {
            return OnnxTensor.outline(type, extents);
        }
        double[] values = new double[count];
        fill.accept(values);
        return OnnxTensor.ofReals(type, values, extents);
    }

    /// An output of whole numbers or truth values, computed by `fill`.
    OnnxTensor wholes(OnnxType type, int[] extents, Consumer<long[]> fill) {
        int count = room(extents);
        if (outline || count > mostComputed) {
            return OnnxTensor.outline(type, extents);
        }
        long[] values = new long[count];
        fill.accept(values);
        return OnnxTensor.ofWholes(type, values, extents);
    }

    /// An output of elements of `x`.
    ///
    /// @param fill sets for each element which of `x` it is, or -1 for the one element of `filler`
    OnnxTensor select(OnnxTensor x, @Nullable OnnxTensor filler, int[] extents, Consumer<int[]> fill) {
        int count = room(extents);
        if (outline || x.isOutline() || count > mostComputed) {
            return OnnxTensor.outline(x.type(), extents);
        }
        int[] source = new int[count];
        fill.accept(source);
        return x.select(source, filler, extents);
    }

    /// The elements of `x` under other extents.
    OnnxTensor reshaped(OnnxTensor x, int[] extents) {
        if (outline && OnnxTensor.count(extents) == x.count()) {
            return OnnxTensor.outline(x.type(), extents);
        }
        return x.reshaped(extents);
    }

    /// The elements of an output of these extents, if so many are allowed.
    private int room(int[] extents) {
        int count = OnnxTensor.count(extents);
        if (count > most || extents.length > 64) {
            throw refused("an output of " + OnnxTensor.text(Arrays.copyOf(extents, Math.min(extents.length, 64)))
                    + ", at most " + most + " elements are allowed");
        }
        return count;
    }

    /// Refuses inputs of different types.
    void sameTypes(OnnxTensor a, OnnxTensor b) {
        if (a.type() != b.type()) {
            throw refused("inputs of types " + a.type() + " and " + b.type());
        }
    }

    /// What is thrown where inputs or attributes do not fit the operator.
    IllegalArgumentException refused(String what) {
        return new IllegalArgumentException(what);
    }
}
