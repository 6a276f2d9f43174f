package org.fovea.engine.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.random.Xoshiro256;

/// A graph from a line of text, from `x` to `y` and whatever else is asked for:
///
/// ```
/// Add x 3 a; Clip a 0 6 b; ReduceMean b axes=-1 c; Mul c [4] y
/// ```
///
/// Each node has its operator, what it reads, and last what it writes. A number is a constant; `[4]` a constant of such
/// extents with random numbers; `:2,3` one of whole numbers; `-` an input that is left out; `axes=1,2` and `alpha=0.5`
/// are attributes. Nodes are of opset 13.
final class WrittenGraph {
    private final OnnxType type;
    private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Xoshiro256 random = new Xoshiro256(7);

    private WrittenGraph(OnnxType type) {
        this.type = type;
    }

    /// @param type of all that is no shape
    /// @param outputs beside `y`
    static OnnxModel of(String text, OnnxType type, String... outputs) throws UnsupportedOnnxException {
        WrittenGraph graph = new WrittenGraph(type);
        Arrays.stream(text.split(";")).map(String::trim).forEach(graph::node);
        List<OnnxValue> results = new ArrayList<>(List.of(new OnnxValue("y", type, null)));
        Arrays.stream(outputs).forEach(name -> results.add(new OnnxValue(name, type, null)));
        List<OnnxValue> inputs = List.of(new OnnxValue("x", type, null));
        return OnnxModel.of(new OnnxGraph("written", inputs, results, graph.nodes, graph.constants));
    }

    private void node(String line) {
        String[] words = line.split(" +");
        List<String> reads = new ArrayList<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String word : Arrays.copyOfRange(words, 1, words.length - 1)) {
            if (word.contains("=")) {
                String[] parts = word.split("=");
                attributes.put(parts[0], attribute(parts[0], parts[1]));
            } else {
                reads.add(value(word));
            }
        }
        String writes = words[words.length - 1];
        nodes.add(new OnnxNode(
                writes, "", words[0], 13, reads, List.of(writes), new OnnxAttributes(attributes), nodes.size()));
    }

    private static Object attribute(String name, String value) {
        return switch (name) {
            case "axes", "perm", "strides", "pads" -> wholes(value);
            case "axis", "keepdims" -> Long.valueOf(value);
            default -> Float.valueOf(value);
        };
    }

    private static long[] wholes(String text) {
        return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    }

    private String value(String word) {
        if (word.equals("-")) {
            return "";
        }
        if (word.startsWith(":")) {
            long[] numbers = wholes(word.substring(1));
            return constant(word, OnnxTensor.of(numbers, numbers.length));
        }
        if (word.startsWith("[")) {
            int[] extents = Arrays.stream(wholes(word.substring(1, word.length() - 1)))
                    .mapToInt(Math::toIntExact)
                    .toArray();
            double[] values = new double[OnnxTensor.count(extents)];
            Arrays.setAll(values, i -> (float) (0.5 + random.nextDouble()));
            return constant(word + constants.size(), OnnxTensor.ofReals(type, values, extents));
        }
        if (Character.isDigit(word.charAt(0))) {
            double[] number = {Float.parseFloat(word)};
            return constant(word, OnnxTensor.ofReals(type, number, new int[0]));
        }
        return word;
    }

    private String constant(String name, OnnxTensor value) {
        constants.put(name, value);
        return name;
    }
}
