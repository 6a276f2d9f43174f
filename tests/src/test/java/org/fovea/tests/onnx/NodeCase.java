package org.fovea.tests.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.fovea.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// A case of ONNX's own node tests: a folder with a model and, in folders within, inputs and the outputs they give.
record NodeCase(Path folder, OnnxModel model) {
    /// The tolerances of ONNX's own runner.
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-7;

    /// What sums in `float` may lose of the largest magnitude.
    private static final double SUMS = 1e-6;

    static NodeCase read(Path folder) throws IOException {
        return new NodeCase(folder, OnnxModel.inspect(folder.resolve("model.onnx")));
    }

    String name() {
        return folder.getFileName().toString();
    }

    /// The operator of the only node; Constant where it was read as the value it gives, empty where there are
    /// several.
    String operator() {
        List<OnnxNode> nodes = model.graph().nodes();
        return nodes.isEmpty()
                ? "Constant"
                : nodes.size() > 1 ? "" : nodes.getFirst().operator();
    }

    /// What went wrong, in words; empty where the outputs are the expected ones.
    String run() throws IOException {
        if (!model.unsupported().isEmpty()) {
            return model.unsupported().toString();
        }
        List<Path> sets;
        try (var all = Files.list(folder)) {
            sets = all.filter(path -> path.getFileName().toString().startsWith("test_data_set_"))
                    .sorted()
                    .toList();
        }
        for (Path set : sets) {
            String problem = run(set);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        return sets.isEmpty() ? "no data" : "";
    }

    private String run(Path set) throws IOException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        int next = 0;
        for (OnnxValue input : model.graph().inputs()) {
            inputs.put(input.name(), OnnxModel.readTensor(set.resolve("input_" + next++ + ".pb")));
        }
        Map<String, OnnxTensor> outputs;
        try {
            outputs = model.run(inputs);
        } catch (RuntimeException e) {
            return e.toString();
        }
        next = 0;
        for (Map.Entry<String, OnnxTensor> output : outputs.entrySet()) {
            OnnxTensor expected = OnnxModel.readTensor(set.resolve("output_" + next++ + ".pb"));
            String problem = difference(output.getValue(), expected, 0);
            if (!problem.isEmpty()) {
                return output.getKey() + ": " + problem;
            }
        }
        String problem = shapesFound(inputs, outputs);
        return problem.isEmpty() ? fast(inputs, outputs) : problem;
    }

    /// A runner must give what the definitions do, but for what sums in `float` lose.
    private String fast(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        Map<String, OnnxTensor> fast;
        try {
            fast = model.runner(Workers.common()).run(inputs);
        } catch (RuntimeException e) {
            return "a runner: " + e;
        }
        for (Map.Entry<String, OnnxTensor> output : outputs.entrySet()) {
            OnnxTensor expected = output.getValue();
            double largest = 0;
            for (double value : expected.doubles()) {
                largest = Math.max(largest, Math.abs(Double.isFinite(value) ? value : 0));
            }
            OnnxTensor actual = fast.get(output.getKey());
            String problem = actual == null ? "none" : difference(actual, expected, SUMS * largest);
            if (!problem.isEmpty()) {
                return "a runner's " + output.getKey() + ": " + problem;
            }
        }
        return "";
    }

    /// The extents found without the inputs' numbers must be those that came out; or it must be said that none can
    /// be.
    private String shapesFound(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        Map<String, int[]> extents = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> extents.put(name, tensor.extents()));
        Map<String, OnnxTensor> outlines = model.specialised(extents).outlines();
        for (Map.Entry<String, OnnxTensor> output : outputs.entrySet()) {
            OnnxTensor outline = outlines.get(output.getKey());
            if (outline != null
                    && (!Arrays.equals(outline.extents(), output.getValue().extents())
                            || outline.type() != output.getValue().type())) {
                return "the outline is " + outline + ", the output " + output.getValue();
            }
        }
        return "";
    }

    /// Whether layers alone compute the case where one of its inputs is computed and the others are constants, as
    /// weights are in files. Every choice of that input must give what the definitions do.
    ///
    /// @throws AssertionError if one does not
    boolean layers() throws IOException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        for (OnnxValue input : model.graph().inputs()) {
            inputs.put(
                    input.name(),
                    OnnxModel.readTensor(folder.resolve("test_data_set_0/input_" + inputs.size() + ".pb")));
        }
        Map<String, OnnxTensor> outputs = model.run(inputs);
        boolean layers = onlyLayers(model.graph(), inputs);
        for (OnnxValue computed : model.graph().inputs()) {
            OnnxTensor x = Objects.requireNonNull(inputs.get(computed.name()));
            if (!x.type().real()) {
                continue;
            }
            Map<String, OnnxTensor> constants = new LinkedHashMap<>(inputs);
            constants.remove(computed.name());
            OnnxGraph graph = new OnnxGraph(
                    name(),
                    List.of(computed),
                    model.graph().outputs(),
                    model.graph().nodes(),
                    constants);
            NodeCase variant = new NodeCase(folder, OnnxModel.of(graph));
            String problem = variant.fast(Map.of(computed.name(), x), outputs);
            if (!problem.isEmpty()) {
                throw new AssertionError(name() + " of " + computed.name() + " alone: " + problem);
            }
            layers |= onlyLayers(graph, Map.of(computed.name(), x));
        }
        return layers;
    }

    /// Behind each output there stands another node, so that there is a network even where the case itself is but
    /// another view of what it reads.
    private static boolean onlyLayers(OnnxGraph graph, Map<String, OnnxTensor> inputs) throws IOException {
        List<OnnxNode> nodes = new ArrayList<>(graph.nodes());
        List<OnnxValue> outputs = new ArrayList<>();
        for (OnnxValue output : graph.outputs()) {
            String name = output.name() + "_negative";
            List<String> reads = List.of(output.name());
            nodes.add(new OnnxNode(name, "", "Neg", 13, reads, List.of(name), OnnxAttributes.NONE, 0));
            outputs.add(new OnnxValue(name, output.type(), null));
        }
        OnnxModel model = OnnxModel.of(new OnnxGraph(graph.name(), graph.inputs(), outputs, nodes, graph.constants()));
        Map<String, int[]> extents = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> extents.put(name, tensor.extents()));
        try {
            LoweredModel lowered = model.lowered(extents);
            return lowered.byDefinition().isEmpty() && lowered.rest().isEmpty();
        } catch (IllegalArgumentException e) {
            return false; // no network has a part in it
        }
    }

    /// Whether what goes in first and what comes out are of 32 or 16 bits and a point.
    boolean real() {
        return model.graph().inputs().stream().anyMatch(input -> isReal(input.type()))
                && model.graph().outputs().stream().allMatch(output -> isReal(output.type()));
    }

    private static boolean isReal(@Nullable OnnxType type) {
        return type == OnnxType.FLOAT || type == OnnxType.FLOAT16 || type == OnnxType.BFLOAT16;
    }

    private static String difference(OnnxTensor actual, OnnxTensor expected, double allowed) {
        if (actual.type() != expected.type() || !Arrays.equals(actual.extents(), expected.extents())) {
            return "expected " + expected + ", computed " + actual;
        }
        double[] a = actual.doubles();
        double[] e = expected.doubles();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < a.length; i++) {
            boolean same = a[i] == e[i] || Double.isNaN(a[i]) && Double.isNaN(e[i]);
            if (!same && !(Math.abs(a[i] - e[i]) <= ABSOLUTE + allowed + RELATIVE * Math.abs(e[i]))) {
                wrong.add("[" + i + "] " + a[i] + " for " + e[i]);
            }
        }
        return wrong.isEmpty()
                ? ""
                : wrong.size() + " of " + a.length + ": " + wrong.subList(0, Math.min(4, wrong.size()));
    }
}
