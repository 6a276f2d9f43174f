package org.fovea.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.onnx.operator.Operators;
import org.fovea.engine.onnx.proto.OnnxFile;

/// A small ONNX graph while it is drawn at random: a node reads values that are there already, and is computed as soon
/// as it is drawn, so that the next one knows the extents. One that Fovea refuses stays, as the last: whether it is
/// right to is for ONNX Runtime to say.
final class RandomGraph {
    private static final long IR_VERSION = 8;
    /// Values beyond are not read by further nodes; with them go graphs that overflow.
    private static final double MOST_MAGNITUDE = 1000;

    private static final int MOST_ELEMENTS = 20_000;

    final RandomGenerator random;
    final int opset;
    private final Map<String, OnnxTensor> values = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final List<OnnxNode> nodes = new ArrayList<>();
    /// What has been computed without rounding; whoever compares or counts reads only these.
    private final Set<String> exact = new HashSet<>();

    private boolean refused;

    RandomGraph(RandomGenerator random, int opset) {
        this.random = random;
        this.opset = opset;
    }

    // --- what is drawn ---

    /// From `least` to `most`.
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /// True once in `n` times.
    boolean once(int n) {
        return random.nextInt(n) == 0;
    }

    @SafeVarargs
    final <T> T oneOf(T... all) {
        return all[random.nextInt(all.length)];
    }

    /// So many numbers from `least` to `most`.
    long[] several(int count, int least, int most) {
        return random.longs(count, least, most + 1L).toArray();
    }

    private double[] numbers(int count, boolean quarters) {
        double[] drawn = new double[count];
        // Quarters meet their equals, and 0.
        Arrays.setAll(drawn, i -> quarters ? random.nextInt(-12, 13) / 4.0 : (float) random.nextGaussian());
        return drawn;
    }

    // --- values ---

    String input(OnnxType type, int... extents) {
        String name = "x" + inputs.size();
        OnnxTensor value = OnnxTensor.ofReals(type, numbers(OnnxTensor.count(extents), once(3)), extents);
        inputs.put(name, value);
        values.put(name, value);
        exact.add(name);
        return name;
    }

    /// A constant of random numbers.
    String constant(OnnxType type, int... extents) {
        String name = constant(OnnxTensor.of(narrow(numbers(OnnxTensor.count(extents), once(4))), extents));
        return type == OnnxType.FLOAT ? name : cast(name, type);
    }

    private static float[] narrow(double[] wide) {
        float[] narrow = new float[wide.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) wide[i];
        }
        return narrow;
    }

    /// A constant of FLOAT or INT64.
    String constant(OnnxTensor value) {
        String name = "c" + constants.size();
        constants.put(name, value);
        values.put(name, value);
        exact.add(name);
        return name;
    }

    String longs(long... numbers) {
        return constant(OnnxTensor.of(numbers, numbers.length));
    }

    /// One number of a type.
    String scalar(OnnxType type, double number) {
        String name = constant(OnnxTensor.of(new float[] {(float) number}));
        return type == OnnxType.FLOAT ? name : cast(name, type);
    }

    String cast(String name, OnnxType type) {
        return node("Cast", List.of(name), Map.of("to", (long) type.code()));
    }

    /// Random numbers that are no constants: they hang on an input.
    String computed(OnnxType type, int... extents) {
        String input = inputs.keySet().iterator().next();
        String some = node("Relu", List.of(input), Map.of());
        String flat = node("Reshape", List.of(some, longs(-1)), Map.of());
        String first = node("Gather", List.of(flat, constant(OnnxTensor.of(new long[] {0}))), Map.of());
        String like = value(first).type() == type ? first : cast(first, type);
        return node("Add", List.of(constant(type, extents), like), Map.of());
    }

    OnnxTensor value(String name) {
        OnnxTensor value = values.get(name);
        if (value == null) {
            throw new Refused();
        }
        return value;
    }

    boolean isExact(String name) {
        return exact.contains(name);
    }

    /// One of the values that are no constants, the newest ones most often.
    ///
    /// @throws Refused if there is none of the kind
    String pick(Predicate<OnnxTensor> kind) {
        return pickNamed(name -> kind.test(value(name)));
    }

    /// The same among those that are exact.
    String pickExact(Predicate<OnnxTensor> kind) {
        return pickNamed(name -> exact.contains(name) && kind.test(value(name)));
    }

    private String pickNamed(Predicate<String> kind) {
        List<String> fit = values.keySet().stream()
                .filter(name -> !constants.containsKey(name))
                .filter(kind)
                .toList();
        if (fit.isEmpty()) {
            throw new Refused();
        }
        int back = Math.min((int) (random.nextExponential() * 1.2), fit.size() - 1);
        return fit.get(fit.size() - 1 - back);
    }

    // --- nodes ---

    /// Ends the drawing of a node: there is nothing that it could read, or it was refused.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(null, null, false, false);
        }
    }

    String node(String operator, List<String> reads, Map<String, ?> attributes) {
        return node(operator, 1, reads, attributes).getFirst();
    }

    /// Adds a node.
    ///
    /// @param reads the names of values; an empty one for what is left out
    /// @throws Refused if it cannot be computed
    List<String> node(String operator, int outputs, List<String> reads, Map<String, ?> attributes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            names.add("v" + nodes.size() + (i == 0 ? "" : "_" + i));
        }
        OnnxAttributes held = new OnnxAttributes(new LinkedHashMap<>(attributes));
        OnnxNode node = new OnnxNode(names.getFirst(), "", operator, opset, reads, names, held, nodes.size());
        nodes.add(node);
        List<OnnxTensor> computed;
        try {
            computed = Operators.evaluate(node, values, MOST_ELEMENTS);
        } catch (IllegalArgumentException e) {
            refused = true;
            throw new Refused();
        }
        if (!computed.stream().limit(outputs).allMatch(RandomGraph::isModest)) {
            nodes.removeLast();
            throw new Refused();
        }
        boolean same = RandomNodes.EXACT.contains(operator)
                && reads.stream().allMatch(name -> name.isEmpty() || exact.contains(name));
        for (int i = 0; i < outputs; i++) {
            values.put(names.get(i), computed.get(i));
            if (same || !computed.get(i).type().real()) {
                exact.add(names.get(i));
            }
        }
        return names;
    }

    private static boolean isModest(OnnxTensor value) {
        return !value.isOutline()
                && value.count() > 0 // of none ONNX Runtime makes divisions by 0, and the process ends
                && value.count() <= MOST_ELEMENTS
                && Arrays.stream(value.doubles()).allMatch(x -> Math.abs(x) <= MOST_MAGNITUDE);
    }

    /// Whether the last node is one that Fovea refuses.
    boolean isRefused() {
        return refused;
    }

    int size() {
        return nodes.size();
    }

    Map<String, OnnxTensor> inputs() {
        return inputs;
    }

    /// Other inputs, of more examples or more columns.
    Map<String, OnnxTensor> larger() {
        boolean examples = once(2);
        int more = between(1, 2);
        Map<String, OnnxTensor> others = new LinkedHashMap<>();
        inputs.forEach((name, value) -> {
            int[] extents = value.extents();
            int axis = examples ? 0 : extents.length - 1;
            extents[axis] += examples || extents[axis] > 1 ? more : 0; // one column may have to fit many
            others.put(name, OnnxTensor.ofReals(value.type(), numbers(OnnxTensor.count(extents), false), extents));
        });
        return others;
    }

    // --- the file ---

    /// The graph's bytes. What no node reads is an output, and some of what is read too.
    ///
    /// @param open whether the inputs' extents are left open
    byte[] encode(boolean open) {
        Map<String, Integer> opsets = Map.of("", opset);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new OnnxFile(IR_VERSION, "random", opsets, Map.of(), graph(open)).write(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private OnnxGraph graph(boolean open) {
        Set<String> read =
                nodes.stream().flatMap(node -> node.inputs().stream()).collect(Collectors.toSet());
        List<OnnxValue> results = new ArrayList<>();
        for (OnnxNode node : nodes) {
            for (String name : node.outputs()) {
                if (!read.contains(name) || once(6) || Boolean.getBoolean("fovea.all")) {
                    results.add(new OnnxValue(name, type(node, name), null));
                }
            }
        }
        List<OnnxValue> declared = new ArrayList<>();
        inputs.forEach((name, value) -> declared.add(new OnnxValue(name, value.type(), extents(value, open))));
        Map<String, OnnxTensor> held = new LinkedHashMap<>(constants);
        held.keySet().retainAll(read);
        return new OnnxGraph("random", declared, results, nodes, held);
    }

    /// A refused node's output is mostly of its first input's type.
    private OnnxType type(OnnxNode node, String name) {
        OnnxTensor value = values.get(name);
        OnnxTensor first = values.get(node.inputs().getFirst());
        return value != null ? value.type() : first != null ? first.type() : OnnxType.FLOAT;
    }

    private static List<OnnxValue.Extent> extents(OnnxTensor value, boolean open) {
        List<OnnxValue.Extent> extents = new ArrayList<>();
        for (int extent : value.extents()) {
            extents.add(open ? new OnnxValue.Extent(-1, "") : new OnnxValue.Extent(extent, ""));
        }
        return extents;
    }

    /// The nodes, a line for each, with what they read and how.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("opset " + opset + ", inputs " + inputs);
        for (OnnxNode node : nodes) {
            text.append("\n  ").append(node.operator()).append(' ').append(node.outputs());
            node.outputs().forEach(name -> text.append(' ').append(values.get(name)));
            text.append(" of");
            for (String name : node.inputs()) {
                OnnxTensor constant = constants.get(name);
                text.append(' ').append(name);
                if (constant != null) {
                    text.append('=').append(constant);
                    if (constant.count() <= 12) {
                        text.append(Arrays.toString(constant.doubles()));
                    }
                }
            }
            for (String attribute : node.attributes().names()) {
                Object held = node.attributes().value(attribute);
                text.append(' ').append(attribute).append('=');
                text.append(held instanceof long[] list ? Arrays.toString(list) : held);
            }
        }
        return text.toString();
    }
}
