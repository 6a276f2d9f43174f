package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.integers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.Reshape;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.tensor.Shape;

/// A layer beside what ONNX says that it computes. The network has one flat input, cut into the layer's inputs `x0`,
/// `x1`, …, so that one array is all there is to vary; its node `y` is the layer. The ONNX graph has the same inputs
/// with the batch before them, the layer's parameters, and an output `y`, all in double.
final class LayerCase {
    private static final int DOUBLE = 11;

    final String name;
    final List<Shape> inputs;
    private final UnaryOperator<NetworkBuilder> layers;
    private final List<Message> nodes = new ArrayList<>();
    private final List<Message> constants = new ArrayList<>();
    /// Whether inputs and parameters are from 0.1 to 2.1 instead of from −2 to 2.
    boolean positive;

    private LayerCase(String name, List<Shape> inputs, UnaryOperator<NetworkBuilder> layers) {
        this.name = name;
        this.inputs = inputs;
        this.layers = layers;
    }

    static LayerCase of(String name, Layer layer, Shape... inputs) {
        String[] reads = new String[inputs.length];
        for (int i = 0; i < reads.length; i++) {
            reads[i] = "x" + i;
        }
        return of(name, b -> b.add("y", layer, reads), inputs);
    }

    static LayerCase of(String name, UnaryOperator<NetworkBuilder> layers, Shape... inputs) {
        return new LayerCase(name, List.of(inputs), layers);
    }

    LayerCase positive() {
        positive = true;
        return this;
    }

    /// Adds a node from `reads` to `writes`, both separated by blanks.
    LayerCase node(String operator, String reads, String writes, Message... attributes) {
        nodes.add(Message.node(operator, List.of(reads.split(" ")), List.of(writes.split(" ")), attributes));
        return this;
    }

    /// Adds a node between pictures that are channels first, from `x0` to `y` and with further inputs `more`.
    LayerCase pictures(String operator, String more, Message... attributes) {
        nodes.add(Message.node("Transpose", List.of("x0"), List.of("first"), integers("perm", 0, 3, 1, 2)));
        node(operator, ("first " + more).trim(), "second", attributes);
        return node("Transpose", "second", "y", integers("perm", 0, 2, 3, 1));
    }

    LayerCase constant(Message tensor) {
        constants.add(tensor);
        return this;
    }

    /// @param both whether the inputs stand behind y in the output, so that each has another reader
    Network network(boolean both) {
        int size = inputs.stream().mapToInt(Shape::size).sum();
        NetworkBuilder builder = Network.builder(name, Shape.of(size));
        int from = 0;
        for (int i = 0; i < inputs.size(); i++) {
            builder.add("cut" + i, new Slice(0, from, from + inputs.get(i).size(), 1), "input");
            builder.add("x" + i, new Reshape(inputs.get(i)));
            from += inputs.get(i).size();
        }
        builder = layers.apply(builder.from("x0")).flatten("flat");
        if (!both) {
            return builder.build();
        }
        List<String> parts = new ArrayList<>(List.of("flat"));
        for (int i = 0; i < inputs.size(); i++) {
            builder.from("x" + i).flatten("flat" + i);
            parts.add("flat" + i);
        }
        return builder.concatenate("all", parts.toArray(String[]::new)).build();
    }

    OnnxModel model(Network network) throws IOException {
        List<Message> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.add(Message.value(DOUBLE, "x" + i, extents(inputs.get(i).batch(1), -1)));
        }
        network.parameters()
                .forEach((name, p) ->
                        values.add(Message.value(DOUBLE, name, extents(p.value().shape(), 0))));
        List<Message> outputs = List.of(Message.value(DOUBLE, "y", extents(Shape.of(1), -1)));
        return OnnxModel.read(Message.model(24, Message.graph(nodes, constants, values, outputs)), name);
    }

    private static long[] extents(Shape shape, long first) {
        long[] extents = Arrays.stream(shape.toArray()).asLongStream().toArray();
        if (first != 0) {
            extents[0] = first;
        }
        return extents;
    }

    /// y by the definition.
    ///
    /// @param x (N, all inputs)
    double[] define(OnnxModel model, Network network, double[] x, Map<Parameter, double[]> parameters) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        int size = network.input().shape().size();
        int batch = x.length / size;
        int from = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Shape shape = inputs.get(i);
            double[] values = new double[batch * shape.size()];
            for (int n = 0; n < batch; n++) {
                System.arraycopy(x, n * size + from, values, n * shape.size(), shape.size());
            }
            from += shape.size();
            tensors.put("x" + i, tensor(values, shape.batch(batch)));
        }
        network.parameters()
                .forEach((name, p) ->
                        tensors.put(name, tensor(parameters.get(p), p.value().shape())));
        return model.run(tensors).get("y").doubles();
    }

    private static OnnxTensor tensor(double[] values, Shape shape) {
        return OnnxTensor.ofReals(OnnxType.DOUBLE, values, shape.toArray());
    }

    @Override
    public String toString() {
        return name;
    }
}
