package org.fovea.engine.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fovea.engine.layer.Input;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Layers;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.NetworkBuilder;
import org.fovea.engine.network.Node;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A whole network in a safetensors file: its structure as JSON in the metadata, its parameters as arrays named
/// `node.parameter`. One file may hold several networks under prefixes of their own.
///
/// The structure, under the key `<prefix>network`:
///
/// ```
/// {"name":"small","nodes":[
///   {"name":"input","type":"input","reads":[],"options":{"shape":[64,64,1]}},
///   {"name":"conv1","type":"conv2d","reads":["input"],"options":{"in":1,"out":32,…}}, …]}
/// ```
public final class ModelFile {
    private static final String STRUCTURE = "network";
    /// Names the outputs where they are others than the last node.
    private static final String OUTPUTS = "outputs";

    /// So much of a layer's or a builder's complaint, which may hold text from the file, stands in a message.
    private static final int LONGEST_COMPLAINT = 400;

    private ModelFile() {}

    /// Writes one network, without a prefix.
    public static void write(Path path, Network network) throws IOException {
        SafeTensorsWriter writer = SafeTensors.writer();
        add(writer, "", network);
        writer.write(path);
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws FileFormatException if the file holds no network, or one whose arrays do not fit its structure or
    ///     hold what is not a finite number
    public static Network read(Path path) throws IOException {
        return network(SafeTensors.read(path), "");
    }

    /// Adds a network to a file that is being put together.
    ///
    /// @param prefix goes before every name, so that networks do not meet; empty for none
    public static void add(SafeTensorsWriter writer, String prefix, Network network) {
        writer.metadata(prefix + STRUCTURE, Json.write(structure(network)));
        network.parameters().forEach((name, p) -> writer.add(prefix + name, p.value()));
    }

    private static Map<String, Object> structure(Network network) {
        List<Object> nodes = new ArrayList<>();
        for (Node node : network.nodes()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", node.name());
            entry.put("type", node.layer().type());
            entry.put("reads", node.inputs());
            entry.put("options", node.layer().options().asMap());
            nodes.add(entry);
        }
        Map<String, Object> structure = new LinkedHashMap<>();
        structure.put("name", network.name());
        structure.put("nodes", nodes);
        if (!network.outputs().equals(List.of(network.nodes().getLast()))) {
            structure.put(OUTPUTS, network.outputs().stream().map(Node::name).toList());
        }
        return structure;
    }

    /// The network that was added to the file under `prefix`.
    ///
    /// @throws FileFormatException if there is none, or its arrays do not fit its structure or hold what is not a
    ///     finite number
    public static Network network(SafeTensors file, String prefix) throws IOException {
        String json = file.metadata().get(prefix + STRUCTURE);
        if (json == null) {
            throw unfit(
                    file, "a network under the metadata key " + FileFormatException.quote(prefix + STRUCTURE), "none");
        }
        Network network;
        try {
            Object parsed = Json.parse(file.path().toString(), json.getBytes(StandardCharsets.UTF_8), 0);
            network = build(parsed, numbers(file));
        } catch (FileFormatException e) {
            String complaint = "at byte " + e.offset() + " of it " + e.found() + " instead of " + e.expected();
            throw unfit(file, "the structure of a network", complaint);
        } catch (IllegalArgumentException | ArithmeticException e) {
            String complaint = FileFormatException.plain(String.valueOf(e.getMessage()), LONGEST_COMPLAINT);
            throw unfit(file, "the structure of a network", complaint);
        }
        for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
            read(file, prefix + entry.getKey(), entry.getValue().value());
        }
        return network;
    }

    private static void read(SafeTensors file, String name, Tensor into) throws IOException {
        String expected = "an array " + FileFormatException.quote(name) + " of shape " + into.shape();
        if (!file.has(name)) {
            throw unfit(file, expected, "none");
        }
        Tensor value = file.finiteTensor(name);
        if (!value.shape().equals(into.shape())) {
            throw unfit(file, expected, value.shape().toString());
        }
        System.arraycopy(value.data(), 0, into.data(), 0, into.size());
    }

    private static FileFormatException unfit(SafeTensors file, String expected, String found) {
        return new FileFormatException(file.path().toString(), 0, expected, found);
    }

    /// How many numbers there are in all of the file's arrays.
    private static long numbers(SafeTensors file) throws FileFormatException {
        long numbers = 0;
        for (String name : file.names()) {
            numbers += Arrays.stream(file.extents(name)).reduce(1, Math::multiplyExact);
        }
        return numbers;
    }

    /// @param numbers how many there are for parameters; a structure that asks for more is refused before layers
    ///     allocate what they ask for
    private static Network build(@Nullable Object parsed, long numbers) {
        Map<?, ?> structure = object(parsed);
        List<?> nodes = list(structure.get("nodes"));
        if (nodes.isEmpty() || !(layer(object(nodes.getFirst())) instanceof Input input)) {
            throw new IllegalArgumentException("the first node must be an input");
        }
        NetworkBuilder builder = Network.builder(
                string(structure.get("name")),
                input.outputShape(List.of()),
                string(object(nodes.getFirst()).get("name")));
        long left = numbers;
        for (Object entry : nodes.subList(1, nodes.size())) {
            Map<?, ?> node = object(entry);
            double weights = weights(object(node.get("options")));
            if (weights > left) {
                throw new IllegalArgumentException("node \"" + node.get("name") + "\" with "
                        + String.format(Locale.ROOT, "%.0f", weights) + " weights, where arrays hold " + left);
            }
            left -= (long) weights;
            String[] reads =
                    list(node.get("reads")).stream().map(ModelFile::string).toArray(String[]::new);
            if (reads.length == 0 && layer(node) instanceof Input another) {
                builder.input(string(node.get("name")), another.outputShape(List.of()));
                continue;
            }
            if (reads.length == 0) {
                throw new IllegalArgumentException("node \"" + node.get("name") + "\" reads nothing");
            }
            builder.add(string(node.get("name")), layer(node), reads);
        }
        if (structure.containsKey(OUTPUTS)) {
            builder.outputs(
                    list(structure.get(OUTPUTS)).stream().map(ModelFile::string).toArray(String[]::new));
        }
        return builder.build();
    }

    /// The size of the largest parameter that a layer of these options has: (KH, KW, in / groups, out) or
    /// (channels).
    private static double weights(Map<?, ?> options) {
        double channels = options.get("channels") instanceof Number c ? c.doubleValue() : 0;
        if (!(options.get("in") instanceof Number in) || !(options.get("out") instanceof Number out)) {
            return Math.max(channels, 0);
        }
        double weights = in.doubleValue() * out.doubleValue();
        if (options.get("kernel") instanceof List<?> kernel) {
            for (Object extent : kernel) {
                weights *= extent instanceof Number n ? n.doubleValue() : 1;
            }
        }
        double groups = options.get("groups") instanceof Number g ? Math.max(1, g.doubleValue()) : 1;
        return Math.max(weights / groups, 0);
    }

    private static Layer layer(Map<?, ?> node) {
        Map<String, Object> options = new LinkedHashMap<>();
        object(node.get("options")).forEach((key, value) -> options.put(string(key), value));
        return Layers.create(string(node.get("type")), new Options(options));
    }

    private static Map<?, ?> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("expected an object, found " + value);
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("expected a list, found " + value);
    }

    private static String string(@Nullable Object value) {
        if (value instanceof String string) {
            return string;
        }
        throw new IllegalArgumentException("expected a string, found " + value);
    }
}
