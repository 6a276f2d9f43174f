package org.fovea.engine.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.operator.Operators;
import org.fovea.engine.onnx.proto.OnnxFile;
import org.fovea.engine.parallel.Workers;

/// A model from an ONNX file.
///
/// [#run] runs it by the operators' definitions, which are written to be right and read: a reference, and the way to
/// run what has no faster one. A [#runner] runs it on the engine's kernels, and [#lowered] gives the network that does.
public final class OnnxModel {
    /// The format's version that a graph from memory would be written in.
    private static final long IR_VERSION = 8;

    private final String source;
    private final OnnxFile file;
    private final InferenceModels forInference;

    private OnnxModel(String source, OnnxFile file) {
        this.source = source;
        this.file = file;
        forInference = new InferenceModels(file.graph());
    }

    /// Reads a model all of whose operators are supported.
    ///
    /// @throws org.fovea.engine.io.FileFormatException if the file is not a model or contradicts itself
    /// @throws UnsupportedOnnxException if it uses what is not supported
    /// @throws IllegalStateException if protobuf-java is not there
    public static OnnxModel read(Path path) throws IOException {
        OnnxModel model = inspect(path);
        model.requireSupported();
        return model;
    }

    /// Reads a model from memory; its tensors must all be in it.
    ///
    /// @param source what messages call it
    /// @throws IOException as for a file
    public static OnnxModel read(byte[] bytes, String source) throws IOException {
        requireProtobuf();
        OnnxModel model = new OnnxModel(source, OnnxFile.read(bytes, source));
        model.requireSupported();
        return model;
    }

    /// A model of a graph that is there already, as [org.fovea.engine.onnx.graph.OnnxGraphBuilder] makes them.
    ///
    /// @throws UnsupportedOnnxException if it uses what is not supported
    public static OnnxModel of(OnnxGraph graph) throws UnsupportedOnnxException {
        Map<String, Integer> opsets = new TreeMap<>();
        graph.nodes().forEach(node -> opsets.merge(node.domain(), node.opset(), Math::max));
        OnnxModel model = new OnnxModel(graph.name(), new OnnxFile(IR_VERSION, "", opsets, Map.of(), graph));
        model.requireSupported();
        return model;
    }

    /// Reads a model without asking whether its operators are supported; [#unsupported()] says.
    ///
    /// @throws org.fovea.engine.io.FileFormatException if the file is not a model or contradicts itself
    /// @throws IllegalStateException if protobuf-java is not there
    public static OnnxModel inspect(Path path) throws IOException {
        requireProtobuf();
        return new OnnxModel(path.toString(), OnnxFile.read(path));
    }

    /// Reads a tensor that is a file of its own (a serialised TensorProto).
    ///
    /// @throws org.fovea.engine.io.FileFormatException if the file is not such a tensor
    /// @throws IllegalStateException if protobuf-java is not there
    public static OnnxTensor readTensor(Path path) throws IOException {
        requireProtobuf();
        return OnnxFile.readTensor(path);
    }

    /// @throws IllegalStateException if protobuf-java is not there
    static void requireProtobuf() {
        boolean there;
        try {
            Class<?> protobuf = Class.forName("com.google.protobuf.CodedInputStream");
            there = OnnxModel.class.getModule().canRead(protobuf.getModule());
        } catch (ClassNotFoundException e) {
            there = false;
        }
        if (!there) {
            throw new IllegalStateException(
                    "ONNX files take protobuf-java: put com.google.protobuf:protobuf-java on the class path,"
                            + " or on the module path with --add-modules com.google.protobuf where Fovea is there");
        }
    }

    private void requireSupported() throws UnsupportedOnnxException {
        List<String> problems = unsupported();
        if (!problems.isEmpty()) {
            throw new UnsupportedOnnxException(source, problems);
        }
    }

    /// What is not supported, a line for each node; empty for a model that can be run.
    public List<String> unsupported() {
        List<String> problems = new ArrayList<>();
        for (OnnxNode node : graph().nodes()) {
            String problem = Operators.unsupported(node);
            if (problem != null) {
                problems.add(node.described() + ": " + problem);
            }
        }
        return problems;
    }

    /// The model's graph.
    public OnnxGraph graph() {
        return file.graph();
    }

    /// The program that wrote the file, empty where it did not say.
    public String producer() {
        return file.producer();
    }

    /// The version of each domain's operators, the empty name being ONNX's own.
    public Map<String, Integer> opsets() {
        return file.opsets();
    }

    /// What the file's producer noted in it.
    public Map<String, String> metadata() {
        return file.metadata();
    }

    /// Runs the model.
    ///
    /// @param inputs a tensor for each of the graph's inputs, by name
    /// @return a tensor for each of the graph's outputs, by name, in their order
    /// @throws IllegalArgumentException if inputs are missing or do not fit, or a node cannot be computed
    public Map<String, OnnxTensor> run(Map<String, OnnxTensor> inputs) {
        return new Evaluation(graph()).run(inputs);
    }

    /// The model's graph for inputs of given extents: whatever is known before the inputs' numbers are is computed,
    /// and the extents of everything else are found.
    ///
    /// @param extents those of each of the graph's inputs, by name
    /// @throws IllegalArgumentException if extents are missing or do not fit
    public SpecialisedGraph specialised(Map<String, int[]> extents) {
        return Specialisation.of(graph(), extents);
    }

    /// The model as a network, for inputs of given extents: the way to its gradients. The first extent of all
    /// inputs is their batch where the model allows it ([LoweredModel#batch()]); 1 is as good as any other.
    ///
    /// @param extents those of each of the graph's inputs, by name
    /// @throws IllegalArgumentException if extents are missing or do not fit, or a network has no part in the model
    public LoweredModel lowered(Map<String, int[]> extents) {
        LoweredModel lowered = LoweredModel.of(graph(), extents);
        if (lowered == null) {
            throw new IllegalArgumentException(source + ": none of its nodes can be part of a network");
        }
        return lowered;
    }

    /// What runs the model fast. Runners on different threads share the weights.
    ///
    /// @param workers the threads it uses
    public OnnxRunner runner(Workers workers) {
        return new OnnxRunner(forInference, workers);
    }

    @Override
    public String toString() {
        return source + ": " + graph().nodes().size() + " nodes, inputs " + graph().inputs() + ", outputs "
                + graph().outputs();
    }
}
