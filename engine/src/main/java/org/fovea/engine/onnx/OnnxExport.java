package org.fovea.engine.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fovea.engine.io.AtomicFile;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Node;
import org.fovea.engine.onnx.export.NetworkExport;
import org.fovea.engine.onnx.export.ParameterLayout;
import org.fovea.engine.onnx.graph.OnnxGraph;
import org.fovea.engine.onnx.graph.OnnxGraphBuilder;
import org.fovea.engine.onnx.graph.OnnxNode;
import org.fovea.engine.onnx.proto.OnnxFile;
import org.fovea.engine.tensor.Tensor;

/// A graph that becomes an ONNX file: a network's, or one that was put together of several.
///
/// ```
/// OnnxExport.of(network).write(Path.of("faces.onnx"));
/// ```
///
/// The file is of opset 17, holds its weights, and leaves the batch's extent open. It computes what the network
/// computes outside training. Its input has the name of the network's input node, its output that of the last node;
/// every node's value has the node's name and every parameter is a constant `node.parameter`, filters as (O, I, KH, KW)
/// and dense weights as (out, in).
public final class OnnxExport {
    /// The format's version that came with opset 17.
    private static final int IR_VERSION = 8;

    /// Where the channels of what goes in and comes out are.
    public enum Axes {
        /// (N, C, H, W), which other tools expect.
        CHANNELS_FIRST,

        /// (N, H, W, C), as the engine has it.
        CHANNELS_LAST
    }

    private final OnnxGraph graph;
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private OnnxExport(OnnxGraph graph) {
        this.graph = graph;
    }

    /// A network with the channels first.
    ///
    /// @throws IllegalArgumentException as [#append] does
    public static OnnxExport of(Network network) {
        return of(network, Axes.CHANNELS_FIRST);
    }

    /// A network.
    ///
    /// @param axes of its input and output
    /// @throws IllegalArgumentException as [#append] does
    public static OnnxExport of(Network network, Axes axes) {
        return of(NetworkExport.graph(network, axes == Axes.CHANNELS_LAST));
    }

    /// A graph that a builder has made.
    ///
    /// @throws IllegalArgumentException if a node is of another opset than the builder's
    public static OnnxExport of(OnnxGraph graph) {
        for (OnnxNode node : graph.nodes()) {
            if (node.opset() != OnnxGraphBuilder.OPSET || !node.domain().isEmpty()) {
                throw new IllegalArgumentException(
                        node.described() + ": nodes of ONNX's opset " + OnnxGraphBuilder.OPSET + " are written");
            }
        }
        return new OnnxExport(graph);
    }

    /// Adds the nodes of a network to a graph that holds more than it.
    ///
    /// @param prefix before the names of its nodes and parameters
    /// @param input the value that the network reads, channels first
    /// @return the value of each of its nodes by the node's name, channels first
    /// @throws IllegalArgumentException if there are layers that have no form in ONNX here, layers from outside the
    ///     engine and fused ones among them; the message names every such node and its type
    public static Map<String, String> append(OnnxGraphBuilder graph, String prefix, Network network, String input) {
        return NetworkExport.append(graph, prefix, network, input);
    }

    /// The parameters of a network as ONNX and PyTorch lay them out, by their full names: filters (O, I, KH, KW),
    /// dense weights (out, in), all else as it is.
    public static Map<String, Tensor> parameters(Network network) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Node node : network.nodes()) {
            node.layer()
                    .parameters()
                    .forEach(
                            p -> all.put(node.name() + "." + p.name(), ParameterLayout.channelsFirst(node.layer(), p)));
        }
        return all;
    }

    /// Adds an entry to the file's metadata, replacing one of the same key.
    public OnnxExport metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /// What is written.
    public OnnxGraph graph() {
        return graph;
    }

    /// Writes the file beside its place and moves it there whole.
    ///
    /// @throws IllegalArgumentException if it would be longer than such a file can be, 2 GiB
    /// @throws IllegalStateException if protobuf-java is not there
    /// @throws IOException if writing fails; what stood at `path` is then still there
    public void write(Path path) throws IOException {
        OnnxModel.requireProtobuf();
        AtomicFile.write(path, channel -> write(Channels.newOutputStream(channel)));
    }

    /// The file's bytes.
    ///
    /// @throws IllegalStateException if protobuf-java is not there
    public byte[] toByteArray() {
        OnnxModel.requireProtobuf();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(OutputStream out) throws IOException {
        new OnnxFile(IR_VERSION, "fovea", Map.of("", OnnxGraphBuilder.OPSET), metadata, graph).write(out);
    }
}
