package org.fovea.engine.io;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as RFC 8259 has it, read strictly and written deterministically; for the headers of files, not for the world.
///
/// | JSON | Java, read | Java, written |
/// |---|---|---|
/// | object | `LinkedHashMap<String, Object>` in the file's order | `Map` with `String` keys, in its order |
/// | array | `ArrayList<Object>` | `List` |
/// | string | `String` | `String` |
/// | number without fraction and exponent | `Long` | `Long`, `Integer`, `Short`, `Byte` |
/// | any other number | `Double` | `Double`, `Float` |
/// | `true`, `false`, `null` | `Boolean`, `null` | `Boolean`, `null` |
///
/// What is refused though some readers accept it: a key twice in one object, nesting beyond [#MAX_DEPTH], numbers that
/// do not fit (a whole number beyond 64 bits, one that would be infinite), surrogates without their partner, malformed
/// UTF-8, a byte order mark, anything after the value but white space.
final class Json {
    /// How deep objects and arrays may nest; a value that is neither has depth 0.
    static final int MAX_DEPTH = 64;

    private Json() {}

    /// Reads the one value that `utf8` holds.
    ///
    /// @param source names the file in errors
    /// @param base where `utf8` begins in that file; errors count from the file's first byte
    /// @throws FileFormatException if the bytes are not the UTF-8 of a JSON value within the limits above
    static @Nullable Object parse(String source, byte[] utf8, long base) throws FileFormatException {
        return new JsonParser(source, utf8, base).document();
    }

    /// A value of an object, and where it stands in the file.
    record Located(@Nullable Object value, long offset) {}

    /// Reads the one object that `utf8` holds, and keeps where in the file its values (not theirs in turn) begin.
    ///
    /// @throws FileFormatException as [#parse] does, and if the value is no object
    static Map<String, Located> parseObject(String source, byte[] utf8, long base) throws FileFormatException {
        return new JsonParser(source, utf8, base).objectDocument();
    }

    /// The text of a value: no white space, keys in the map's order, numbers in their shortest exact form, only
    /// what must be escaped escaped. The same value gives the same text.
    ///
    /// @throws IllegalArgumentException if the value, or one in it, is of another type than the table lists, is not
    ///     a finite number, is a string with a surrogate without its partner, or nests beyond [#MAX_DEPTH]
    static String write(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value, 0);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Object value, int depth) {
        switch (value) {
            case null -> text.append("null");
            case String string -> appendString(text, string);
            case Boolean bool -> text.append(bool);
            case Long number -> text.append(number);
            case Integer number -> text.append(number);
            case Short number -> text.append(number);
            case Byte number -> text.append(number);
            case Double number -> appendDouble(text, number);
            // The float's exact value: its own shortest form, read as a double and rounded, may be another float.
            case Float number -> appendDouble(text, number.doubleValue());
            case Map<?, ?> object -> appendObject(text, object, deeper(depth));
            case List<?> array -> appendArray(text, array, deeper(depth));
            default ->
                throw new IllegalArgumentException(
                        "JSON has no form for a " + value.getClass().getName());
        }
    }

    private static int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            throw new IllegalArgumentException("JSON value nests deeper than " + MAX_DEPTH);
        }
        return depth + 1;
    }

    private static void appendDouble(StringBuilder text, double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no form for the number " + number);
        }
        text.append(number);
    }

    private static void appendObject(StringBuilder text, Map<?, ?> object, int depth) {
        String separator = "{";
        for (Map.Entry<?, ?> member : object.entrySet()) {
            if (!(member.getKey() instanceof String key)) {
                throw new IllegalArgumentException("JSON keys are strings, found " + member.getKey());
            }
            text.append(separator);
            appendString(text, key);
            text.append(':');
            append(text, member.getValue(), depth);
            separator = ",";
        }
        text.append(object.isEmpty() ? "{}" : "}");
    }

    private static void appendArray(StringBuilder text, List<?> array, int depth) {
        String separator = "[";
        for (Object element : array) {
            text.append(separator);
            append(text, element, depth);
            separator = ",";
        }
        text.append(array.isEmpty() ? "[]" : "]");
    }

    private static void appendString(StringBuilder text, String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else if (!Character.isSurrogate(c)) {
                        text.append(c);
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < string.length()
                            && Character.isLowSurrogate(string.charAt(i + 1))) {
                        text.append(c).append(string.charAt(++i));
                    } else {
                        throw new IllegalArgumentException(
                                "character " + i + " of the string is a surrogate without its partner");
                    }
                }
            }
        }
        text.append('"');
    }
}
