package org.fovea.engine.onnx.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A graph under construction: each value gets a name of its own, and each node reads what is there already.
///
/// ```
/// OnnxGraphBuilder b = new OnnxGraphBuilder("doubled");
/// String x = b.input("x", 3, 8, 8);                                        // FLOAT N×3×8×8
/// String two = b.constant("two", OnnxTensor.of(new float[] {2}));
/// b.output(b.node("Mul", "y", List.of(x, two), Map.of()), 3, 8, 8);
/// OnnxGraph graph = b.build();
/// ```
///
/// Values go by the names they are wished to have; one that is taken gets a number behind it. Nodes are of opset
/// [#OPSET]. What no output depends on is left out when the graph is built.
public final class OnnxGraphBuilder {
    /// The version of ONNX's operators that nodes are of.
    public static final int OPSET = 17;

    /// The name of the extent that stands for the batch.
    public static final String BATCH = "N";

    private final String name;
    private final Set<String> claimed = new HashSet<>();
    /// The values that there are: inputs, constants, outputs of nodes.
    private final Set<String> written = new HashSet<>();
    private final List<OnnxValue> inputs = new ArrayList<>();
    private final List<OnnxValue> outputs = new ArrayList<>();
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();

    /// @param name the graph's
    public OnnxGraphBuilder(String name) {
        this.name = name;
    }

    /// A name that no other value has, now or later.
    ///
    /// @param wish what it is where that is not taken
    public String claim(String wish) {
        String free = wish;
        for (int i = 2; free.isEmpty() || !claimed.add(free); i++) {
            free = wish + "_" + i;
        }
        return free;
    }

    /// Adds an input of FLOAT, whose first extent is the batch's, which is left open.
    ///
    /// @param example the extents after it
    /// @return the name that it has got
    public String input(String wish, int... example) {
        String input = claim(wish);
        inputs.add(batched(input, example));
        written.add(input);
        return input;
    }

    /// Adds a constant.
    ///
    /// @return the name that it has got
    public String constant(String wish, OnnxTensor value) {
        String constant = claim(wish);
        constants.put(constant, value);
        written.add(constant);
        return constant;
    }

    /// Adds a node that writes one value.
    ///
    /// @param attributes as [OnnxAttributes] holds them
    /// @return the name that the value has got
    /// @throws IllegalArgumentException if an input is not there
    public String node(String operator, String wish, List<String> inputs, Map<String, Object> attributes) {
        String output = claim(wish);
        write(operator, List.of(output), inputs, attributes);
        return output;
    }

    /// Adds a node that writes values whose names were claimed before.
    ///
    /// @throws IllegalArgumentException if an input is not there, an output was not claimed or is written already
    public void write(String operator, List<String> outputs, List<String> inputs, Map<String, Object> attributes) {
        for (String input : inputs) {
            if (!input.isEmpty() && !written.contains(input)) {
                throw new IllegalArgumentException(operator + " reads \"" + input + "\", which nothing has written");
            }
        }
        for (String output : outputs) {
            if (!claimed.contains(output) || !written.add(output)) {
                throw new IllegalArgumentException(
                        operator + " writes \"" + output + "\", whose name is not claimed, or another's");
            }
        }
        OnnxAttributes held = new OnnxAttributes(attributes);
        nodes.add(new OnnxNode(outputs.getFirst(), "", operator, OPSET, inputs, outputs, held, 0));
    }

    /// Makes a value of FLOAT an output of the graph; its first extent is the batch's.
    ///
    /// @param example the extents after it
    /// @throws IllegalArgumentException if nothing has written the value
    public void output(String value, int... example) {
        if (!written.contains(value)) {
            throw new IllegalArgumentException("nothing has written the output \"" + value + "\"");
        }
        outputs.add(batched(value, example));
    }

    private static OnnxValue batched(String value, int... example) {
        List<OnnxValue.Extent> extents = new ArrayList<>();
        extents.add(new OnnxValue.Extent(-1, BATCH));
        for (int extent : example) {
            extents.add(new OnnxValue.Extent(extent, ""));
        }
        return new OnnxValue(value, OnnxType.FLOAT, extents);
    }

    /// The graph: what its outputs depend on, and all of its inputs.
    ///
    /// @throws IllegalStateException if it has no output
    public OnnxGraph build() {
        if (outputs.isEmpty()) {
            throw new IllegalStateException("the graph \"" + name + "\" has no output");
        }
        Set<String> needed = new HashSet<>();
        outputs.forEach(output -> needed.add(output.name()));
        List<OnnxNode> kept = new ArrayList<>();
        for (OnnxNode node : nodes.reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.addFirst(node);
                needed.addAll(node.inputs());
            }
        }
        Map<String, OnnxTensor> read = new LinkedHashMap<>(constants);
        read.keySet().retainAll(needed);
        return new OnnxGraph(name, inputs, outputs, kept, read);
    }
}
