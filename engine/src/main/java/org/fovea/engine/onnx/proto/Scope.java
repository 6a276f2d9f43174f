package org.fovea.engine.onnx.proto;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a node stands while functions and constant branches are unfolded into one flat graph: what its names are
/// there.
///
/// @param parent whose names are seen too, null for the graph itself and for functions, which see their own alone
/// @param prefix before the names that this scope makes, empty for the graph itself
/// @param own the names that this scope makes
/// @param bound names that stand for another scope's: a function's inputs
/// @param attributes what a function's attributes are in this call
record Scope(
        @Nullable Scope parent,
        String prefix,
        Set<String> own,
        Map<String, String> bound,
        Map<String, Messages.Attribute> attributes,
        Map<String, Integer> opsets) {
    /// The graph itself, whose names stay.
    static Scope ofGraph(Map<String, Integer> opsets) {
        return new Scope(null, "", Set.of(), Map.of(), Map.of(), opsets);
    }

    /// What a name is in the flat graph.
    String resolve(String name) {
        if (name.isEmpty()) {
            return name;
        }
        if (own.contains(name)) {
            return prefix + name;
        }
        String other = bound.get(name);
        if (other != null) {
            return other;
        }
        return parent == null ? prefix + name : parent.resolve(name);
    }

    /// The names of what nodes write.
    static Set<String> written(List<Messages.Node> nodes) {
        Set<String> names = new HashSet<>();
        nodes.forEach(node -> names.addAll(node.outputs()));
        return names;
    }
}
