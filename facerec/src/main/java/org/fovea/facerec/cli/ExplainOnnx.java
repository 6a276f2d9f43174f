package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.onnx.LoweredModel;
import org.fovea.engine.onnx.OnnxPort;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.View;
import org.fovea.facerec.report.OutputKind;
import org.fovea.gradcam.Layers;
import org.fovea.gradcam.SimilarityLayer;
import org.jspecify.annotations.Nullable;

/// An ONNX file as something that can be explained: the part of its network before the output that is asked about, and
/// what that output's numbers are.
final class ExplainOnnx {
    private final Path file;
    private final OnnxQuestionOptions options;
    private final OnnxPictures pictures;
    private final LoweredModel lowered;

    private ExplainOnnx(Path file, OnnxQuestionOptions options, OnnxPictures pictures) {
        this.file = file;
        this.options = options;
        this.pictures = pictures;
        lowered = pictures.model();
    }

    /// What is explained.
    ///
    /// @param reading how the picture of `--similar` is read
    /// @throws IOException if a file cannot be read, or is no model that reads pictures
    /// @throws IllegalArgumentException if the options do not fit the file or each other
    static ExplainModel read(Path file, OnnxQuestionOptions options, ReadingOptions reading, Workers workers)
            throws IOException {
        if (options.similar != null && (options.cell != null || options.labels != null)) {
            throw new IllegalArgumentException(
                    "--similar explains a whole embedding; --cell and --labels do not go with it");
        }
        OnnxPictures pictures = OnnxPictures.read(file, options.pictures, options.size, options.crop());
        return new ExplainOnnx(file, options, pictures).model(reading, workers);
    }

    private ExplainModel model(ReadingOptions reading, Workers workers) throws IOException {
        OnnxPort port = port();
        String node = port != null ? port.node() : node(Objects.requireNonNull(options.outputName));
        Network network = lowered.network().upTo(node).build();
        if (network.inputs().size() > 1) {
            throw new IllegalArgumentException(
                    Printable.of(file) + ": the network reads several inputs, and pictures are one");
        }
        if (options.similar != null) {
            return similar(network, node, options.similar, reading, workers);
        }
        ExplainOutputs outputs = outputs(network, port);
        return model(network, outputs, null);
    }

    private ExplainModel model(Network network, ExplainOutputs outputs, @Nullable PairQuestion pair) {
        View whole = View.whole(pictures.input().width(), pictures.input().height());
        return new ExplainModel(
                List.of(new FaceNetwork(network, whole, Standardisation.NONE)),
                outputs,
                pictures.input(),
                null,
                new ExplainModel.Foreign(pictures.scaling(), pictures.axes(), pictures.remark(), pair));
    }

    // --- which output ---

    /// The model's output that is asked about; null where another of the network's nodes is.
    private @Nullable OnnxPort port() {
        String name = options.outputName;
        List<OnnxPort> all = lowered.outputs();
        if (name != null) {
            return all.stream()
                    .filter(port -> port.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }
        if (all.size() == 1) {
            return all.getFirst();
        }
        throw new IllegalArgumentException(
                all.isEmpty()
                        ? Printable.of(file) + ": no output is computed by the network that gradients go through; "
                                + behind() + "; --output-name takes one of its nodes, such as \""
                                + lowered.network().nodes().getLast().name() + "\""
                        : Printable.of(file) + " has several outputs; say which with --output-name: "
                                + all.stream().map(ExplainOnnx::told).collect(Collectors.joining(", ")));
    }

    private String behind() {
        return lowered.rest().stream().map(OnnxNode::described).collect(Collectors.joining(", ", "", " run behind it"));
    }

    private static String told(OnnxPort port) {
        return port.name() + " " + OnnxTensor.text(port.extents());
    }

    private String node(String name) {
        for (OnnxNode behind : lowered.rest()) {
            if (behind.name().equals(name) || behind.outputs().contains(name)) {
                throw new IllegalArgumentException("--output-name " + name + ": " + behind.described()
                        + " runs behind the network, by its definition, and has no gradient");
            }
        }
        if (lowered.network().nodes().stream().noneMatch(node -> node.name().equals(name))) {
            throw new IllegalArgumentException("--output-name: \"" + name + "\" is no output of " + Printable.of(file)
                    + " (" + lowered.outputs().stream().map(ExplainOnnx::told).collect(Collectors.joining(", "))
                    + ") and no node of its network (fovea inspect lists them)");
        }
        return name;
    }

    // --- what its numbers are ---

    private ExplainOutputs outputs(Network network, @Nullable OnnxPort port) throws IOException {
        Node output = network.output();
        int[] extents = port == null ? output.shape().batch(1).toArray() : port.extents();
        int count = output.shape().size();
        boolean softmax = !Layers.logits(network).equals(output.name());
        boolean vector = options.cell == null && isVector(extents);
        if (options.labels != null) {
            if (!vector) {
                throw new IllegalArgumentException("--labels names the outputs of a classifier; \"" + output.name()
                        + "\" puts out " + OnnxTensor.text(extents));
            }
            return ExplainOutputs.classes(Labels.read(options.labels, count));
        }
        if (vector) {
            // A softmax says that these are classes, and one row is what classifiers mostly put out.
            boolean row = port != null && port.extents().length == 2 && !(output.layer() instanceof Softmax);
            String called = softmax || row ? "class " : "output ";
            return ExplainOutputs.classes(
                    IntStream.range(0, count).mapToObj(k -> called + k).toList());
        }
        String of = port == null ? output.name() : port.name();
        List<String> names = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            names.add(of
                    + ExplainOutputs.index(port == null ? index(place, extents) : port.index(place))
                    + (softmax ? " before softmax" : ""));
        }
        return new ExplainOutputs(OutputKind.CELLS, of, names, options.cell == null ? null : place(port, extents));
    }

    /// (1, C), or (1, C, 1, 1) of a convolutional head.
    private static boolean isVector(int[] extents) {
        return extents.length <= 2 || (extents.length == 4 && extents[2] == 1 && extents[3] == 1);
    }

    private int place(@Nullable OnnxPort port, int[] extents) {
        int[] cell = Objects.requireNonNull(options.cell);
        try {
            if (port != null) {
                return port.place(cell);
            }
            int place = 0;
            for (int axis = 0; axis < extents.length; axis++) {
                if (cell.length != extents.length || cell[axis] < 0 || cell[axis] >= extents[axis]) {
                    throw new IllegalArgumentException(
                            "the node puts out " + OnnxTensor.text(extents) + " (channels last)");
                }
                place = place * extents[axis] + cell[axis];
            }
            return place;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--cell " + ExplainOutputs.index(cell) + ": " + e.getMessage(), e);
        }
    }

    private static int[] index(int place, int[] extents) {
        int[] index = new int[extents.length];
        for (int axis = extents.length - 1, rest = place; axis >= 0; axis--) {
            index[axis] = rest % extents[axis];
            rest /= extents[axis];
        }
        return index;
    }

    // --- similarity ---

    /// The second picture of a pair.
    ///
    /// @param network with the embedding as its last node
    /// @param values as the network reads the picture
    /// @param shown the same for the eye
    record PairQuestion(Network network, String node, String name, Tensor values, Picture shown) {}

    private ExplainModel similar(Network network, String node, Path other, ReadingOptions reading, Workers workers)
            throws IOException {
        Shape shape = network.output().shape();
        if (shape.rank() == 3 && shape.extent(0) * shape.extent(1) > 1) {
            throw new IllegalArgumentException("--similar compares embeddings; \"" + node + "\" puts out " + shape
                    + ", which has height and width");
        }
        Picture shown;
        try {
            shown = pictures.input().options().apply(PictureFile.read(other, reading));
        } catch (IllegalArgumentException e) { // the crop is not inside the picture
            throw new IllegalArgumentException(Printable.of(other) + ": " + e.getMessage(), e);
        }
        Tensor values = pictures.scaling().tensor(shown);
        float[] reference = network.trace(1, workers)
                .forward(values)
                .activation(node)
                .data()
                .clone();
        String name = String.valueOf(other.getFileName());
        ExplainOutputs outputs =
                new ExplainOutputs(OutputKind.SIMILARITY, name, List.of("similarity to " + name), null);
        Network compared = SimilarityLayer.of(network, node, reference);
        return model(compared, outputs, new PairQuestion(network, node, name, values, shown));
    }
}
