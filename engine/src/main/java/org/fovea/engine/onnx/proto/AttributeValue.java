package org.fovea.engine.onnx.proto;

import java.util.ArrayList;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// An AttributeProto's fields while they are read.
final class AttributeValue {
    String name = "";
    String reference = "";

    @Nullable
    Float f;

    @Nullable
    Long i;

    @Nullable
    String s;

    @Nullable
    OnnxTensor t;

    Messages.@Nullable Graph g;
    final Numbers floats = new Numbers();
    final Numbers ints = new Numbers();
    final List<String> strings = new ArrayList<>();
    /// The schema's number of the kind, 0 in files from before it was noted.
    int type;
    /// Whether there was a field of a kind that is not read.
    boolean other;

    /// What the attribute holds: what its type says, or in old files what is there; null where that is nothing or
    /// of a kind that is not read.
    @Nullable
    Object value() {
        return switch (type) {
            // protobuf need not write a number that is 0, nor a text that is empty.
            case 1 -> f == null ? Float.valueOf(0) : f;
            case 2 -> i == null ? Long.valueOf(0) : i;
            case 3 -> s == null ? "" : s;
            case 4 -> t;
            case 5 -> g;
            case 6 -> floats.toFloats();
            case 7 -> ints.toArray();
            case 8 -> List.copyOf(strings);
            case 0 -> other ? null : present();
            default -> null;
        };
    }

    private @Nullable Object present() {
        if (f != null || i != null || s != null) {
            return f != null ? f : i != null ? i : s;
        }
        if (t != null || g != null) {
            return t != null ? t : g;
        }
        if (floats.count() > 0) {
            return floats.toFloats();
        }
        return strings.isEmpty() ? ints.toArray() : List.copyOf(strings);
    }
}
