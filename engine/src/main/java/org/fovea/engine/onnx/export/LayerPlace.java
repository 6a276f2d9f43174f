package org.fovea.engine.onnx.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// What a layer sees of the place in the graph where it is written: the values that it reads, the name of the one that
/// it is to write, and means to add nodes and constants.
///
/// Values are channels first at every rank. Shapes are those of one example and channels last, as layers have them.
final class LayerPlace {
    private final OnnxGraphBuilder graph;
    private final String name;
    private final String y;
    private final List<String> inputs;
    private final List<Shape> shapes;
    private final Shape shape;

    /// @param name what names of constants and of values in between begin with
    /// @param y the value to write, whose name is claimed
    LayerPlace(OnnxGraphBuilder graph, String name, String y, List<String> inputs, List<Shape> shapes, Shape shape) {
        this.graph = graph;
        this.name = name;
        this.y = y;
        this.inputs = inputs;
        this.shapes = shapes;
        this.shape = shape;
    }

    /// The first value read.
    String x() {
        return inputs.getFirst();
    }

    /// All values read.
    List<String> inputs() {
        return inputs;
    }

    /// One example's shape of the first value read.
    Shape inputShape() {
        return shapes.getFirst();
    }

    /// One example's shape of a value read.
    Shape inputShape(int i) {
        return shapes.get(i);
    }

    /// One example's shape of the value to write.
    Shape shape() {
        return shape;
    }

    /// A parameter as a constant, laid out as ONNX and PyTorch have it.
    String parameter(Layer layer, Parameter parameter) {
        return constant(parameter.name(), ParameterLayout.channelsFirst(layer, parameter));
    }

    /// A parameter with a value a channel, so that it meets the channels of x: (C, 1, 1) for pictures.
    String perChannel(Parameter parameter) {
        int[] extents = new int[Math.max(1, inputShape().rank())];
        Arrays.fill(extents, 1);
        extents[0] = parameter.value().size();
        return graph.constant(
                name + "." + parameter.name(), OnnxTensor.of(parameter.value().data(), extents));
    }

    private String constant(String suffix, Tensor value) {
        return graph.constant(
                name + "." + suffix, OnnxTensor.of(value.data(), value.shape().toArray()));
    }

    /// A constant.
    String constant(String suffix, OnnxTensor value) {
        return graph.constant(name + "." + suffix, value);
    }

    /// A single number as a constant.
    String number(String suffix, double value) {
        return graph.constant(name + "." + suffix, OnnxTensor.of(new float[] {(float) value}));
    }

    /// A list of whole numbers as a constant.
    String wholes(String suffix, long... values) {
        return graph.constant(name + "." + suffix, OnnxTensor.of(values, values.length));
    }

    /// Adds a node whose output the layer reads again.
    ///
    /// @return its output
    String step(String operator, List<String> read, Map<String, Object> attributes) {
        return graph.node(operator, name + "/" + operator.toLowerCase(Locale.ROOT), read, attributes);
    }

    /// Adds the node whose output is the layer's.
    void result(String operator, List<String> read, Map<String, Object> attributes) {
        graph.write(operator, List.of(y), read, attributes);
    }

    /// Adds the node that computes the layer's output from its inputs alone.
    void result(String operator, Map<String, Object> attributes) {
        result(operator, inputs, attributes);
    }

    /// Whether an example's values stand in the same order with the channels first and last, and under one shape.
    static boolean movesNothing(Shape example) {
        return example.rank() < 2;
    }

    /// 0, 2, 3, …, 1.
    static long[] toChannelsLast(int rank) {
        return IntStream.rangeClosed(0, rank)
                .mapToLong(i -> i == 0 ? 0 : i == rank ? 1 : i + 1)
                .toArray();
    }

    /// 0, last, 1, 2, ….
    static long[] toChannelsFirst(int rank) {
        return IntStream.rangeClosed(0, rank)
                .mapToLong(i -> i == 0 ? 0 : i == 1 ? rank : i - 1)
                .toArray();
    }

    /// The values read with further ones behind them.
    List<String> with(String... further) {
        List<String> all = new ArrayList<>(inputs);
        all.addAll(List.of(further));
        return all;
    }

    /// A value read, with the channels last.
    String last(int i) {
        Shape example = shapes.get(i);
        return movesNothing(example)
                ? inputs.get(i)
                : step("Transpose", List.of(inputs.get(i)), Map.of("perm", toChannelsLast(example.rank())));
    }

    /// A value with so many axes of one element more.
    ///
    /// @param first where the first of them stands
    String unsqueezed(String value, int first, int more) {
        long[] ones = LongStream.range(first, (long) first + more).toArray();
        return more == 0 ? value : step("Unsqueeze", List.of(value, wholes("ones", ones)), Map.of());
    }

    /// Adds the node whose output is the layer's, were it not that its channels are last.
    void resultLast(String operator, List<String> read, Map<String, Object> attributes) {
        if (movesNothing(shape)) {
            result(operator, read, attributes);
        } else {
            String last = step(operator, read, attributes);
            result("Transpose", List.of(last), Map.of("perm", toChannelsFirst(shape.rank())));
        }
    }

    /// Where an axis of one example stands in the value that is read.
    long axis(int axis) {
        int own = Axes.of(inputShape(), axis);
        return own == inputShape().rank() - 1 ? 1 : own + 2;
    }

    /// Where an axis of one example stands in the value that is read, once its channels are last.
    long axisLast(int axis) {
        return 1L + Axes.of(inputShape(), axis);
    }

    long[] axes(int... axes) {
        return Arrays.stream(axes).mapToLong(this::axis).toArray();
    }

    /// A number for the batch, then those for the axes of one example with the channels last.
    static long[] batched(long batch, int... each) {
        return LongStream.concat(LongStream.of(batch), Arrays.stream(each).asLongStream())
                .toArray();
    }

    /// What there is for each axis of one example, in the order of the value that is read.
    ///
    /// @param batch what there is for the batch's
    double[] perAxis(double batch, double... each) {
        double[] all = new double[each.length + 1];
        all[0] = batch;
        for (int axis = 0; axis < each.length; axis++) {
            all[(int) axis(axis)] = each[axis];
        }
        return all;
    }

    /// As [#perAxis(double, double...)], of whole numbers.
    long[] perAxis(long batch, int... each) {
        return Arrays.stream(perAxis(
                        (double) batch, Arrays.stream(each).asDoubleStream().toArray()))
                .mapToLong(value -> (long) value)
                .toArray();
    }
}
