package org.fovea.engine.onnx.proto;

import java.util.List;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxValue;
import org.jspecify.annotations.Nullable;

/// The schema's messages as far as they are used, as the file has them: read, not yet held against each other.
final class Messages {
    private Messages() {}

    /// A whole file.
    ///
    /// @param opsets the version of each domain's operators
    /// @param metadata what the producer noted
    record Model(
            long irVersion,
            String producer,
            Map<String, Integer> opsets,
            Map<String, String> metadata,
            Graph graph,
            List<Function> functions) {}

    /// A graph, the file's own or one within a node.
    record Graph(
            String name,
            List<Node> nodes,
            List<Initializer> initializers,
            List<OnnxValue> inputs,
            List<OnnxValue> outputs,
            long offset) {}

    /// A tensor under a name.
    record Initializer(String name, OnnxTensor tensor, long offset) {}

    /// A node.
    record Node(
            String name,
            String operator,
            String domain,
            String overload,
            List<String> inputs,
            List<String> outputs,
            List<Attribute> attributes,
            long offset) {}

    /// An attribute.
    ///
    /// @param value as [org.fovea.engine.onnx.graph.OnnxAttributes] holds it, or a [Graph]; null where the
    ///     attribute is a function's
    /// @param reference the function's attribute that it stands for, empty where it has a value of its own
    record Attribute(String name, @Nullable Object value, String reference, long offset) {}

    /// A local function.
    ///
    /// @param attributes the attributes' values where a call gives none, null where it must
    record Function(
            String name,
            String domain,
            String overload,
            List<String> inputs,
            List<String> outputs,
            Map<String, @Nullable Attribute> attributes,
            List<Node> nodes,
            Map<String, Integer> opsets,
            long offset) {
        /// The operator that this function is.
        String key() {
            return key(domain, name, overload);
        }

        static String key(String domain, String name, String overload) {
            return domain + "\n" + name + "\n" + overload;
        }
    }
}
