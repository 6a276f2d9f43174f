package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Layout;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A reference network as an ONNX model (opset 17) for one batch size, batch norm folded into the convolution before
/// it, as PyTorch's exporter leaves it. It knows the layers that the reference networks have, and refuses others.
final class OnnxModel {
    private static final int FLOAT = 1;

    private final Network network;
    private final Protobuf graph = new Protobuf();
    /// Under which name the graph has a node's output: a folded batch norm's is its convolution's.
    private final Map<String, String> outputs = new HashMap<>();

    private OnnxModel(Network network) {
        this.network = network;
    }

    /// The file's bytes. Input `x` (N, C, H, W), output `y` (N, classes) or (N, C, H, W).
    static byte[] of(Network network, int batch) {
        return new OnnxModel(network).encode(batch);
    }

    /// (H, W, C) as (C, H, W); a vector stays as it is.
    static Shape channelsFirst(Shape example) {
        return example.rank() == 1 ? example : Shape.of(example.channels(), example.extent(0), example.extent(1));
    }

    private byte[] encode(int batch) {
        outputs.put(network.input().name(), "x");
        network.nodes().stream().skip(1).forEach(this::add);
        String last = output(network.output().name());
        node("Identity", "y", List.of(last), List.of());
        graph.text(2, network.name());
        graph.message(11, value("x", channelsFirst(network.input().shape()).batch(batch)));
        graph.message(12, value("y", channelsFirst(network.output().shape()).batch(batch)));
        Protobuf opset = new Protobuf().text(1, "").number(2, 17);
        return new Protobuf()
                .number(1, 8)
                .text(2, "fovea")
                .message(7, graph)
                .message(8, opset)
                .toByteArray();
    }

    private void add(Node node) {
        List<String> inputs = node.inputs().stream().map(this::output).toList();
        String name = node.name();
        outputs.putIfAbsent(name, name);
        switch (node.layer()) {
            case Conv2d conv -> convolution(name, conv, inputs.getFirst());
            case BatchNorm _ -> folded(node);
            case MaxPool pool ->
                node(
                        "MaxPool",
                        name,
                        inputs,
                        List.of(
                                ints("kernel_shape", pool.kernelH(), pool.kernelW()),
                                ints("strides", pool.stride(), pool.stride())));
            case Dense dense -> {
                List<String> operands = new ArrayList<>(inputs);
                operands.add(initializer(name + ".weight", dense.weight().value()));
                operands.add(
                        initializer(name + ".bias", dense.parameters().getLast().value()));
                node("Gemm", name, operands, List.of());
            }
            default -> {
                switch (node.layer().type()) {
                    case "relu" -> node("Relu", name, inputs, List.of());
                    case "add" -> node("Add", name, inputs, List.of());
                    case "global_average_pool" -> {
                        node("GlobalAveragePool", name + ".map", inputs, List.of());
                        node("Flatten", name, List.of(name + ".map"), List.of());
                    }
                    default -> throw new IllegalArgumentException(node + " is not among the layers written here");
                }
            }
        }
    }

    /// The convolution, with the batch norm that is its only reader.
    private void convolution(String name, Conv2d conv, String input) {
        Tensor w = conv.weight().value().copy();
        int oc = w.shape().channels();
        Tensor bias =
                conv.bias() == null ? Tensor.zeros(oc) : conv.bias().value().copy();
        List<Node> readers =
                network.nodes().stream().filter(n -> n.inputs().contains(name)).toList();
        if (readers.size() == 1 && readers.getFirst().layer() instanceof BatchNorm norm) {
            fold(norm, w, bias);
            outputs.put(readers.getFirst().name(), name);
        }
        Conv2d.Geometry g = conv.geometry();
        List<String> operands =
                List.of(input, initializer(name + ".weight", Layout.hwioToOihw(w)), initializer(name + ".bias", bias));
        node(
                "Conv",
                name,
                operands,
                List.of(
                        ints("kernel_shape", g.kernelH(), g.kernelW()),
                        ints("strides", g.strideH(), g.strideW()),
                        ints("pads", g.padTop(), g.padLeft(), g.padBottom(), g.padRight())));
    }

    private void folded(Node norm) {
        if (output(norm.name()).equals(norm.name())) {
            throw new IllegalArgumentException(norm + " follows no convolution that it could be folded into");
        }
    }

    /// w·s and (bias − mean)·s + beta with s = gamma / √(var + ε).
    static void fold(BatchNorm norm, Tensor w, Tensor bias) {
        int oc = bias.size();
        for (int k = 0; k < oc; k++) {
            double scale = norm.gamma().value().data()[k]
                    / Math.sqrt(norm.runningVar().value().data()[k] + norm.epsilon());
            for (int i = k; i < w.size(); i += oc) {
                w.data()[i] = (float) (w.data()[i] * scale);
            }
            double shifted = bias.data()[k] - norm.runningMean().value().data()[k];
            bias.data()[k] = (float) (shifted * scale + norm.beta().value().data()[k]);
        }
    }

    private String output(String node) {
        return outputs.getOrDefault(node, node);
    }

    // --- messages of onnx.proto ---

    private void node(String type, String output, List<String> inputs, List<Protobuf> attributes) {
        Protobuf node = new Protobuf();
        inputs.forEach(i -> node.text(1, i));
        node.text(2, output).text(3, output).text(4, type);
        attributes.forEach(a -> node.message(5, a));
        graph.message(1, node);
    }

    private static Protobuf ints(String name, long... values) {
        Protobuf attribute = new Protobuf().text(1, name);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute.number(20, 7);
    }

    private String initializer(String name, Tensor values) {
        Protobuf tensor = new Protobuf();
        for (int extent : values.shape().toArray()) {
            tensor.number(1, extent);
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).floats(9, values.data()));
        return name;
    }

    private static Protobuf value(String name, Shape shape) {
        Protobuf extents = new Protobuf();
        Arrays.stream(shape.toArray()).forEach(e -> extents.message(1, new Protobuf().number(1, e)));
        Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, extents);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
