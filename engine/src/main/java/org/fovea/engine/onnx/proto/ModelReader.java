package org.fovea.engine.onnx.proto;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.fovea.engine.io.ForeignFile;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.jspecify.annotations.Nullable;

/// Reads the messages of a model, each method one message of the schema; the numbers are the schema's.
final class ModelReader {
    /// The most axes of a tensor, far beyond what anything uses.
    static final int MOST_AXES = 64;

    /// The most numbers of an attribute; tensors hold what is more.
    private static final int MOST_LISTED = 1 << 20;

    private static final int LONGEST_QUOTE = 80;

    private final Wire wire;
    private final ExternalData external;

    private ModelReader(Wire wire, ExternalData external) {
        this.wire = wire;
        this.external = external;
    }

    /// What is read from a wire.
    private interface Reading<T> {
        T read(Wire wire, ExternalData external) throws IOException;
    }

    /// Reads the model that is a whole file.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is none
    static Messages.Model model(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
            throw new FileFormatException(path.toString(), 0, "a file", "none");
        }
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(path))) {
            return model(stream, Files.size(path), path, path.toString());
        } catch (FileFormatException e) {
            String other = ForeignFile.givenForOnnx(path);
            throw other == null ? e : new FileFormatException(path.toString(), 0, "an ONNX file", other);
        }
    }

    /// Reads the model that is a whole stream.
    ///
    /// @param folder where files that hold tensors are looked for: beside this path; null for nowhere
    static Messages.Model model(InputStream stream, long size, @Nullable Path folder, String source)
            throws IOException {
        return reading(stream, size, folder, source, (wire, external) -> new ModelReader(wire, external).model());
    }

    /// Reads the tensor that is a whole file.
    static OnnxTensor tensor(Path path) throws IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(path))) {
            return reading(stream, Files.size(path), path, path.toString(), TensorReader::readAll)
                    .tensor();
        }
    }

    private static <T> T reading(InputStream stream, long size, @Nullable Path path, String source, Reading<T> reading)
            throws IOException {
        Wire wire = new Wire(stream, source, size);
        try {
            return reading.read(wire, new ExternalData(path, source));
        } catch (OutOfMemoryError e) {
            // A file of gigabytes, or many tensors of one large file beside it: nothing of them is held any more here.
            long heap = Runtime.getRuntime().maxMemory() >> 20;
            throw wire.refused("a model that fits in the heap of " + heap + " MiB", "one that does not");
        } catch (InvalidProtocolBufferException e) {
            String found = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw wire.refused("a protobuf message", found);
        }
    }

    /// Text from a file between quotation marks, shortened.
    static String quote(String text) {
        return "\"" + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text) + "\"";
    }

    private Messages.Model model() throws IOException {
        long irVersion = 0;
        String producer = "";
        Map<String, Integer> opsets = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Messages.Graph graph = null;
        List<Messages.Function> functions = new ArrayList<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> irVersion = wire.number();
                case 2 -> producer = wire.text();
                case 7 -> {
                    if (graph != null) {
                        throw wire.refused("one graph", "a second");
                    }
                    graph = graph();
                }
                case 8 -> opset(opsets);
                case 14 -> entry(wire, metadata);
                case 25 -> functions.add(function());
                default -> wire.skip();
            }
        }
        if (graph == null) {
            throw wire.refused("an ONNX model, which has a graph", "none");
        }
        return new Messages.Model(irVersion, producer, opsets, metadata, graph, functions);
    }

    private void opset(Map<String, Integer> opsets) throws IOException {
        String domain = "";
        long version = 0;
        long at = wire.at();
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> domain = domain(wire.text());
                case 2 -> version = wire.number();
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        if (version < 0 || version > Integer.MAX_VALUE) {
            throw wire.refused(at, "an opset's version", Long.toString(version));
        }
        if (opsets.putIfAbsent(domain, (int) version) != null) {
            throw wire.refused(at, "one opset of each domain", "a second of " + quote(domain));
        }
    }

    /// ONNX's own domain has two spellings.
    private static String domain(String text) {
        return text.equals("ai.onnx") ? "" : text;
    }

    static void entry(Wire wire, Map<String, String> entries) throws IOException {
        String key = "";
        String value = "";
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> key = wire.text();
                case 2 -> value = wire.text();
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        entries.put(key, value);
    }

    private Messages.Graph graph() throws IOException {
        long at = wire.at();
        String name = "";
        List<Messages.Node> nodes = new ArrayList<>();
        List<Messages.Initializer> initializers = new ArrayList<>();
        List<OnnxValue> inputs = new ArrayList<>();
        List<OnnxValue> outputs = new ArrayList<>();
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> addNode(nodes);
                case 2 -> name = wire.text();
                case 5 -> initializers.add(TensorReader.read(wire, external));
                case 11 -> inputs.add(value());
                case 12 -> outputs.add(value());
                case 15 -> throw wire.refused("no sparse initializers", "one");
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        return new Messages.Graph(name, nodes, initializers, inputs, outputs, at);
    }

    private void addNode(List<Messages.Node> nodes) throws IOException {
        if (nodes.size() == Unfolding.MOST_NODES) {
            throw wire.refused("at most " + Unfolding.MOST_NODES + " nodes", "more");
        }
        nodes.add(node());
    }

    private Messages.Node node() throws IOException {
        long at = wire.at();
        String name = "";
        String operator = "";
        String domain = "";
        String overload = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<Messages.Attribute> attributes = new ArrayList<>();
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> inputs.add(wire.text());
                case 2 -> outputs.add(wire.text());
                case 3 -> name = wire.text();
                case 4 -> operator = wire.text();
                case 5 -> attributes.add(attribute());
                case 7 -> domain = domain(wire.text());
                case 8 -> overload = wire.text();
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        return new Messages.Node(name, operator, domain, overload, inputs, outputs, attributes, at);
    }

    private Messages.Attribute attribute() throws IOException {
        long at = wire.at();
        AttributeValue value = new AttributeValue();
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> value.name = wire.text();
                case 2 -> value.f = wire.real();
                case 3 -> value.i = wire.number();
                case 4 -> value.s = wire.text();
                case 5 -> value.t = TensorReader.read(wire, external).tensor();
                case 6 -> value.g = graph();
                case 7 -> wire.fixed32(value.floats, MOST_LISTED);
                case 8 -> wire.numbers(value.ints, MOST_LISTED);
                case 9 -> value.strings.add(wire.text());
                case 20 -> value.type = (int) wire.number();
                case 21 -> value.reference = wire.text();
                default -> {
                    value.other |= wire.field() != 13; // 13 is a comment
                    wire.skip();
                }
            }
        }
        wire.leave(outer);
        Object held = value.value();
        if (held == null && value.reference.isEmpty()) {
            throw wire.refused(
                    at, "attribute " + quote(value.name) + " to hold what its type says", "type " + value.type);
        }
        return new Messages.Attribute(value.name, held, value.reference, at);
    }

    /// A value that goes into a graph or comes out of it.
    private OnnxValue value() throws IOException {
        long at = wire.at();
        String name = "";
        int outer = wire.enter();
        TensorType type = null;
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = wire.text();
                case 2 -> type = type();
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        OnnxType element = type == null ? null : OnnxType.of(type.element);
        // Within a node's graph, values may go untyped; where the type matters, the builder asks.
        if (type != null && element == null) {
            throw wire.refused(
                    at, "value " + quote(name) + " to be a tensor of a type read here", OnnxType.nameOf(type.element));
        }
        return new OnnxValue(name, element == null ? OnnxType.FLOAT : element, type == null ? null : type.extents);
    }

    /// A tensor's type as a value declares it.
    private record TensorType(long element, @Nullable List<OnnxValue.Extent> extents) {}

    private TensorType type() throws IOException {
        TensorType type = null;
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> type = tensorType();
                case 4 -> throw wire.refused("a tensor", "a sequence");
                case 5 -> throw wire.refused("a tensor", "a map");
                case 8 -> throw wire.refused("a tensor", "a sparse tensor");
                case 9 -> throw wire.refused("a tensor", "an optional one");
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        if (type == null) {
            throw wire.refused("a tensor", "no type");
        }
        return type;
    }

    private TensorType tensorType() throws IOException {
        long element = 0;
        List<OnnxValue.Extent> extents = null;
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> element = wire.number();
                case 2 -> extents = extents();
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        return new TensorType(element, extents);
    }

    private List<OnnxValue.Extent> extents() throws IOException {
        List<OnnxValue.Extent> extents = new ArrayList<>();
        int outer = wire.enter();
        while (wire.next()) {
            if (wire.field() == 1) {
                extents.add(extent());
            } else {
                wire.skip();
            }
        }
        wire.leave(outer);
        if (extents.size() > MOST_AXES) {
            throw wire.refused("at most " + MOST_AXES + " axes", Integer.toString(extents.size()));
        }
        return extents;
    }

    private OnnxValue.Extent extent() throws IOException {
        long size = -1;
        String symbol = "";
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> size = wire.number();
                case 2 -> symbol = wire.text();
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        if (size > OnnxTensor.MOST) {
            throw wire.refused("an extent that one array can hold (2^31 - 9)", Long.toString(size));
        }
        return new OnnxValue.Extent((int) Math.max(size, -1), symbol);
    }

    private Messages.Function function() throws IOException {
        long at = wire.at();
        String name = "";
        String domain = "";
        String overload = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Messages.@Nullable Attribute> attributes = new LinkedHashMap<>();
        List<Messages.Node> nodes = new ArrayList<>();
        Map<String, Integer> opsets = new LinkedHashMap<>();
        int outer = wire.enter();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = wire.text();
                case 4 -> inputs.add(wire.text());
                case 5 -> outputs.add(wire.text());
                case 6 -> attributes.put(wire.text(), null);
                case 7 -> addNode(nodes);
                case 9 -> opset(opsets);
                case 10 -> domain = domain(wire.text());
                case 11 -> {
                    Messages.Attribute attribute = attribute();
                    attributes.put(attribute.name(), attribute);
                }
                case 13 -> overload = wire.text();
                default -> wire.skip();
            }
        }
        wire.leave(outer);
        return new Messages.Function(name, domain, overload, inputs, outputs, attributes, nodes, opsets, at);
    }
}
