package org.fovea.engine.onnx.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The attributes of a node by name, each asked for as the kind that its operator expects.
///
/// A value is a `Long`, a `Float`, a `String`, a `long[]`, a `float[]`, a `List` of strings or an [OnnxTensor].
public final class OnnxAttributes {
    /// No attributes.
    public static final OnnxAttributes NONE = new OnnxAttributes(Map.of());

    private final Map<String, Object> values;

    /// @param values by name, in the file's order
    public OnnxAttributes(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// The names, in the file's order.
    public Set<String> names() {
        return values.keySet();
    }

    /// Whether there is an attribute of this name.
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// What an attribute holds, a list as a copy; null where there is none of this name.
    public @Nullable Object value(String name) {
        return switch (values.get(name)) {
            case long[] wholes -> wholes.clone();
            case float[] reals -> reals.clone();
            case null -> null;
            case Object other -> other;
        };
    }

    /// A whole number, or `otherwise` where there is none of this name.
    public long integer(String name, long otherwise) {
        Long value = get(name, Long.class, "a whole number");
        return value == null ? otherwise : value;
    }

    /// Whether a whole number is not 0; false where there is none of this name.
    public boolean flag(String name) {
        return integer(name, 0) != 0;
    }

    /// A real number, or `otherwise` where there is none of this name.
    public double real(String name, double otherwise) {
        Float value = get(name, Float.class, "a real number");
        return value == null ? otherwise : value;
    }

    /// A text, or `otherwise` where there is none of this name.
    public String text(String name, String otherwise) {
        String value = get(name, String.class, "a text");
        return value == null ? otherwise : value;
    }

    /// Whole numbers as a copy, or null where there are none of this name.
    public long @Nullable [] integers(String name) {
        long[] value = get(name, long[].class, "a list of whole numbers");
        return value == null ? null : value.clone();
    }

    /// Real numbers as a copy, or null where there are none of this name.
    public float @Nullable [] reals(String name) {
        float[] value = get(name, float[].class, "a list of real numbers");
        return value == null ? null : value.clone();
    }

    /// A tensor, or null where there is none of this name.
    public @Nullable OnnxTensor tensor(String name) {
        return get(name, OnnxTensor.class, "a tensor");
    }

    private <T> @Nullable T get(String name, Class<T> kind, String described) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException("attribute " + name + " is " + described(value) + ", not " + described);
        }
        return kind.cast(value);
    }

    private static String described(Object value) {
        return switch (value) {
            case Long ignored -> "a whole number";
            case Float ignored -> "a real number";
            case String ignored -> "a text";
            case long[] ignored -> "a list of whole numbers";
            case float[] ignored -> "a list of real numbers";
            case List<?> ignored -> "a list of texts";
            default -> "a tensor";
        };
    }
}
