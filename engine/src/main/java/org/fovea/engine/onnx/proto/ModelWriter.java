package org.fovea.engine.onnx.proto;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;

/// Writes a model's messages, the numbers behind the names being those of `onnx.proto`. The same model gives the same
/// bytes.
final class ModelWriter {
    /// The schema's numbers of an attribute's kinds.
    private static final int REAL = 1;

    private static final int WHOLE = 2;
    private static final int TEXT = 3;
    private static final int WHOLES = 7;

    private ModelWriter() {}

    static void write(OnnxFile file, OutputStream to) throws IOException {
        MessageWriter model = model(file);
        if (model.size() > MessageWriter.MOST_BYTES) {
            throw new IllegalArgumentException("an ONNX file holds at most " + MessageWriter.MOST_BYTES
                    + " bytes, and \"" + file.graph().name() + "\" has " + model.size());
        }
        CodedOutputStream out = CodedOutputStream.newInstance(to, 1 << 16);
        model.write(out);
        out.flush();
    }

    private static MessageWriter model(OnnxFile file) {
        MessageWriter model = new MessageWriter().number(1, file.irVersion()).text(2, file.producer());
        model.message(7, graph(file.graph()));
        new TreeMap<>(file.opsets())
                .forEach((domain, version) ->
                        model.message(8, new MessageWriter().text(1, domain).number(2, version)));
        new TreeMap<>(file.metadata())
                .forEach((key, value) ->
                        model.message(14, new MessageWriter().text(1, key).text(2, value)));
        return model;
    }

    private static MessageWriter graph(OnnxGraph graph) {
        MessageWriter message = new MessageWriter();
        graph.nodes().forEach(node -> message.message(1, node(node)));
        message.text(2, graph.name());
        graph.constants().forEach((name, tensor) -> message.message(5, tensor(name, tensor)));
        graph.inputs().forEach(input -> message.message(11, value(input)));
        graph.outputs().forEach(output -> message.message(12, value(output)));
        return message;
    }

    private static MessageWriter node(OnnxNode node) {
        MessageWriter message = new MessageWriter();
        node.inputs().forEach(input -> message.text(1, input));
        node.outputs().forEach(output -> message.text(2, output));
        message.text(3, node.name()).text(4, node.operator());
        for (String name : new TreeSet<>(node.attributes().names())) {
            message.message(5, attribute(node, name));
        }
        return node.domain().isEmpty() ? message : message.text(7, node.domain());
    }

    private static MessageWriter attribute(OnnxNode node, String name) {
        OnnxAttributes attributes = node.attributes();
        MessageWriter message = new MessageWriter().text(1, name);
        return switch (Objects.requireNonNull(attributes.value(name))) {
            case Float ignored ->
                message.real(2, (float) attributes.real(name, 0)).number(20, REAL);
            case Long ignored -> message.number(3, attributes.integer(name, 0)).number(20, WHOLE);
            case String text -> message.text(4, text).number(20, TEXT);
            case long[] values -> {
                for (long value : values) {
                    message.number(8, value);
                }
                yield message.number(20, WHOLES);
            }
            default ->
                throw new IllegalArgumentException(
                        node.described() + ": attribute " + name + " is of a kind that is not written");
        };
    }

    private static MessageWriter tensor(String name, OnnxTensor tensor) {
        MessageWriter message = new MessageWriter();
        for (int extent : tensor.extents()) {
            message.number(1, extent);
        }
        message.number(2, tensor.type().code()).text(8, name);
        return switch (tensor.type()) {
            case FLOAT -> message.floats(9, tensor.floats());
            case INT64 -> message.longs(9, tensor.longs());
            default ->
                throw new IllegalArgumentException("constant \"" + name + "\" is " + tensor + "; "
                        + List.of(OnnxType.FLOAT, OnnxType.INT64) + " are written");
        };
    }

    private static MessageWriter value(OnnxValue value) {
        MessageWriter tensor = new MessageWriter().number(1, value.type().code());
        List<OnnxValue.Extent> extents = value.extents();
        if (extents != null) {
            MessageWriter shape = new MessageWriter();
            for (OnnxValue.Extent extent : extents) {
                MessageWriter dimension = new MessageWriter();
                shape.message(
                        1, extent.size() < 0 ? dimension.text(2, extent.symbol()) : dimension.number(1, extent.size()));
            }
            tensor.message(2, shape);
        }
        return new MessageWriter().text(1, value.name()).message(2, new MessageWriter().message(1, tensor));
    }
}
