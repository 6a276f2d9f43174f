package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// One of the graph's nodes while it is lowered: what it reads, what it must compute, and the network to add layers to.
final class Site {
    private final OnnxNode node;
    private final Map<String, OnnxTensor> constants;
    private final Map<String, Value> values;
    private final List<OnnxTensor> outlines;
    private final Assembly assembly;

    /// @param constants by name
    /// @param values what the network holds, by name
    /// @param outlines type and extents of each output
    Site(
            OnnxNode node,
            Map<String, OnnxTensor> constants,
            Map<String, Value> values,
            List<OnnxTensor> outlines,
            Assembly assembly) {
        this.node = node;
        this.constants = constants;
        this.values = values;
        this.outlines = outlines;
        this.assembly = assembly;
    }

    OnnxNode node() {
        return node;
    }

    OnnxAttributes attributes() {
        return node.attributes();
    }

    int inputs() {
        return node.inputs().size();
    }

    private String name(int i) {
        return i < node.inputs().size() ? node.inputs().get(i) : "";
    }

    /// Input `i` where it is a constant; null where it is none or left out.
    @Nullable
    OnnxTensor constant(int i) {
        return constants.get(name(i));
    }

    /// Input `i` where the network computes it; null where it is a constant or left out.
    @Nullable
    Value value(int i) {
        return values.get(name(i));
    }

    /// Whether there is an input `i`.
    boolean has(int i) {
        return !name(i).isEmpty();
    }

    /// Whether input `i` is there and is no constant.
    boolean computed(int i) {
        return value(i) != null;
    }

    /// Input `i`, which is [#computed].
    Value input(int i) {
        return Objects.requireNonNull(value(i));
    }

    /// Type and extents of the first output.
    OnnxTensor outline() {
        return outlines.getFirst();
    }

    /// Type and extents of an output.
    OnnxTensor outline(int output) {
        return outlines.get(output);
    }

    /// How many outputs are wanted.
    int outputs() {
        return outlines.size();
    }

    /// Input `i`, whatever it is.
    Operand operand(int i) {
        return new Operand(value(i), constant(i));
    }

    /// The whole numbers of input `i`, or of an attribute where that is null; null where there are neither.
    ///
    /// @throws IllegalArgumentException if the input is computed
    long @Nullable [] wholes(int i, String attribute) {
        if (computed(i)) {
            throw new IllegalArgumentException(node.described() + ": input " + i + " is not known ahead");
        }
        OnnxTensor given = constant(i);
        return given == null ? attributes().integers(attribute) : given.longs();
    }

    /// Whether all that is computed, here and before, is of floating-point types.
    boolean real() {
        return outlines.stream().allMatch(outline -> outline.type().real())
                && node.inputs().stream()
                        .map(values::get)
                        .filter(Objects::nonNull)
                        .allMatch(value -> value.type().real());
    }

    /// Adds a layer that computes the first output, under the name of the file's node.
    Value add(Layer layer, ValueLayout layout, Value... values) {
        return assembly.add(node.name(), layer, outline(), layout, values);
    }

    /// As [#add(Layer, ValueLayout, Value...)], for any output.
    Value add(int output, Layer layer, ValueLayout layout, Value... values) {
        return assembly.add(node.name(), layer, outline(output), layout, values);
    }

    /// Input 0 as the first output: the same elements under other extents, where they lie.
    Value seen() {
        Value x = input(0);
        return x.seenAs(x.layout(), outline(), node.name());
    }

    /// Adds a layer that computes something on the way to an output.
    Value addBefore(String suffix, Layer layer, OnnxTensor outline, ValueLayout layout, Value... values) {
        return assembly.add(node.name() + suffix, layer, outline, layout, values);
    }

    /// Adds a layer that computes the first output, or, where others follow, what they read: of the output's
    /// extents as well.
    Value step(boolean last, Layer layer, ValueLayout layout, Value... values) {
        return last ? add(layer, layout, values) : addBefore("_before", layer, outline(), layout, values);
    }

    /// As [Assembly#arranged].
    Value arranged(Value value, ValueLayout layout, Shape shape) {
        return assembly.arranged(value, layout, shape);
    }

    /// The value with its axes in memory in this order, at a node that has its extents in this order.
    Value arranged(Value value, int... axes) {
        return arranged(value, ValueLayout.of(value.extents(), axes), Assembly.shape(value.extents(), axes));
    }

    /// The value where it lies, at a node of another shape.
    Value shaped(Value value, Shape shape) {
        return arranged(value, value.layout(), shape);
    }

    /// One example's shape at the node that holds a value.
    Shape shape(Value value) {
        return assembly.shape(value);
    }

    /// The value as a picture (H, W, C), from (1, C, H, W) or, of height 1, from (1, C, W); null where it is none.
    @Nullable
    Value picture(Value value) {
        int[] extents = value.extents();
        if (extents.length < 3 || extents.length > 4 || extents[0] != 1) {
            return null;
        }
        ValueLayout layout = channelsLast(extents);
        return extents.length == 4
                ? arranged(value, layout, Shape.of(extents[2], extents[3], extents[1]))
                : arranged(value, layout, Shape.of(1, extents[2], extents[1]));
    }

    /// The value with its second axis, the channels, last in memory.
    Value channelsLast(Value value) {
        int[] extents = value.extents();
        return arranged(value, channelsLastAxes(extents.length));
    }

    /// The layout of a value whose second axis is last in memory.
    static ValueLayout channelsLast(int[] extents) {
        return ValueLayout.of(extents, channelsLastAxes(extents.length));
    }

    private static int[] channelsLastAxes(int rank) {
        return lastAxes(rank, Math.min(1, rank - 1));
    }

    /// All axes, those given last.
    static int[] lastAxes(int rank, int... last) {
        IntStream others =
                IntStream.range(0, rank).filter(axis -> IntStream.of(last).noneMatch(other -> other == axis));
        return IntStream.concat(others, IntStream.of(last)).toArray();
    }

    /// An axis counted from the first.
    static int axis(long axis, int rank) {
        return (int) (axis < 0 ? axis + rank : axis);
    }
}
