package org.fovea.engine.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.random.Xoshiro256;

/// A graph of one operator's node: what it reads, computed or constant, and its attributes.
final class OperatorCase {
    private static final Xoshiro256 RANDOM = new Xoshiro256(5);

    final String operator;
    private final int opset;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, int[]> inputs = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
    private final List<String> reads = new ArrayList<>();
    private int outputs = 1;
    private boolean positive;

    OperatorCase(String operator, int opset) {
        this.operator = operator;
        this.opset = opset;
    }

    /// Adds an input that is computed.
    OperatorCase x(int... extents) {
        reads.add("x" + reads.size());
        inputs.put(reads.getLast(), extents);
        return this;
    }

    /// Adds a constant of random numbers from 0.1 to 1.1.
    OperatorCase w(int... extents) {
        float[] values = new float[OnnxTensor.count(extents)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f + RANDOM.nextFloat();
        }
        return constant(OnnxTensor.of(values, extents));
    }

    OperatorCase numbers(float... values) {
        return constant(OnnxTensor.of(values, values.length));
    }

    OperatorCase wholes(long... values) {
        return constant(OnnxTensor.of(values, values.length));
    }

    OperatorCase constant(OnnxTensor value) {
        reads.add("w" + reads.size());
        constants.put(reads.getLast(), value);
        return this;
    }

    /// Leaves an input out.
    OperatorCase none() {
        reads.add("");
        return this;
    }

    OperatorCase with(String attribute, Object value) {
        attributes.put(
                attribute,
                switch (value) {
                    case Integer number -> number.longValue();
                    case Double number -> number.floatValue();
                    default -> value;
                });
        return this;
    }

    OperatorCase with(String attribute, long... values) {
        attributes.put(attribute, values);
        return this;
    }

    OperatorCase outputs(int count) {
        outputs = count;
        return this;
    }

    /// Inputs from 0.1 to 2.1 instead of from −2 to 2.
    OperatorCase positive() {
        positive = true;
        return this;
    }

    /// Whether an input has channels that may lie last.
    boolean hasPictures() {
        return inputs.values().stream().anyMatch(extents -> extents.length > 2);
    }

    /// The inputs' extents in the graph.
    ///
    /// @param last whether its values are turned round before the node reads them, so that channels lie last
    Map<String, int[]> extents(boolean last) {
        Map<String, int[]> all = new LinkedHashMap<>();
        inputs.forEach((name, extents) -> all.put(name, last ? turned(extents) : extents));
        return all;
    }

    private static int[] turned(int[] extents) {
        return extents.length < 3
                ? extents
                : IntStream.range(0, extents.length)
                        .map(i -> extents[i == 0 ? 0 : i == extents.length - 1 ? 1 : i + 1])
                        .toArray();
    }

    OnnxGraph graph(OnnxType type, boolean last) {
        List<OnnxNode> nodes = new ArrayList<>();
        List<OnnxValue> values = new ArrayList<>();
        List<String> reading = new ArrayList<>(reads);
        inputs.forEach((name, extents) -> {
            values.add(new OnnxValue(name, type, null));
            if (last && extents.length > 2) {
                long[] perm = IntStream.range(0, extents.length)
                        .mapToLong(i -> i == 0 ? 0 : i == 1 ? extents.length - 1 : i - 1)
                        .toArray();
                reading.set(reading.indexOf(name), name + "t");
                nodes.add(node("Transpose", List.of(name), List.of(name + "t"), Map.of("perm", perm)));
            }
        });
        Map<String, OnnxTensor> known = new LinkedHashMap<>();
        constants.forEach((name, value) -> known.put(name, of(value, type)));
        Map<String, Object> given = new LinkedHashMap<>(attributes);
        for (String attribute : List.of("to", "stash_type")) {
            given.computeIfPresent(attribute, (name, value) -> type == OnnxType.DOUBLE ? 11L : 1L);
        }
        List<String> between =
                IntStream.range(0, outputs).mapToObj(i -> "z" + i).toList();
        nodes.add(node(operator, reading, between, given));
        // A node behind it, so that there is one where the operator gives but another view of what it reads.
        List<String> writes =
                between.stream().map(name -> name.replace('z', 'y')).toList();
        for (int i = 0; i < outputs; i++) {
            nodes.add(node("Neg", List.of(between.get(i)), List.of(writes.get(i)), Map.of()));
        }
        List<OnnxValue> results =
                writes.stream().map(name -> new OnnxValue(name, type, null)).toList();
        return new OnnxGraph(operator, values, results, nodes, known);
    }

    private OnnxNode node(String operator, List<String> from, List<String> to, Map<String, Object> attributes) {
        return new OnnxNode(to.getFirst(), "", operator, opset, from, to, new OnnxAttributes(attributes), 0);
    }

    private static OnnxTensor of(OnnxTensor value, OnnxType type) {
        return value.type().real() ? OnnxTensor.ofReals(type, value.doubles(), value.extents()) : value;
    }

    /// Random numbers that a `float` holds.
    Map<String, double[]> numbers() {
        Map<String, double[]> all = new LinkedHashMap<>();
        inputs.forEach((name, extents) -> {
            double[] values = new double[OnnxTensor.count(extents)];
            Arrays.setAll(values, i -> positive ? 0.1f + 2 * RANDOM.nextFloat() : 4 * RANDOM.nextFloat() - 2);
            Arrays.setAll(values, i -> (float) values[i]);
            all.put(name, values);
        });
        return all;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(operator + " in opset " + opset);
        reads.forEach(name -> text.append(' ')
                .append(
                        inputs.containsKey(name)
                                ? Arrays.toString(inputs.get(name))
                                : constants
                                        .getOrDefault(name, OnnxTensor.of(new float[0], 0))
                                        .toString()));
        attributes.forEach((name, value) -> text.append(' ').append(name));
        return text.toString();
    }
}
