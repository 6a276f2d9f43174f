package org.fovea.facerec.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;

/// The fields of a JSON object, each asked for by name and held to what it should be; those that nobody asked for can
/// be refused in the end. What is wrong is an [IllegalArgumentException] that names the key.
final class CardFields {
    private static final int LONGEST_QUOTE = 60;
    private static final int MOST_PIXELS = 4_096;
    private static final int CHANNELS = 3;

    private final JsonNode object;
    private final String what;
    private final Set<String> asked = new LinkedHashSet<>();

    /// @param what what messages call the object
    CardFields(JsonNode object, String what) {
        if (!object.isObject()) {
            throw new IllegalArgumentException(what + ", {…}, expected; found " + quoted(object));
        }
        this.object = object;
        this.what = what;
    }

    private Optional<JsonNode> field(String key) {
        asked.add(key);
        return Optional.ofNullable(object.get(key));
    }

    private JsonNode neededField(String key) {
        return field(key).orElseThrow(() -> new IllegalArgumentException(what + " without \"" + key + "\""));
    }

    private static IllegalArgumentException wrong(String key, String expected, JsonNode found) {
        return new IllegalArgumentException("\"" + key + "\": " + expected + " expected, found " + quoted(found));
    }

    private static String quoted(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    }

    Optional<String> text(String key) {
        return field(key).map(node -> {
            if (!node.isTextual() || node.asText().isBlank()) {
                throw wrong(key, "a text", node);
            }
            return node.asText();
        });
    }

    boolean truth(String key) {
        return field(key)
                .map(node -> {
                    if (!node.isBoolean()) {
                        throw wrong(key, "true or false", node);
                    }
                    return node.asBoolean();
                })
                .orElse(false);
    }

    OptionalDouble number(String key) {
        Optional<JsonNode> node = field(key);
        return node.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number(key, node.get()));
    }

    double needed(String key) {
        return number(key, neededField(key));
    }

    private static double number(String key, JsonNode node) {
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
            throw wrong(key, "a number", node);
        }
        return node.asDouble();
    }

    /// One of an enum's names, in capital letters.
    <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        JsonNode node = neededField(key);
        for (E value : type.getEnumConstants()) {
            if (node.isTextual() && node.asText().toUpperCase(Locale.ROOT).equals(value.name())) {
                return value;
            }
        }
        throw wrong(key, "one of " + Arrays.toString(type.getEnumConstants()), node);
    }

    /// A width and a height.
    int[] sides(String key) {
        JsonNode node = neededField(key);
        if (!node.isArray() || node.size() != 2 || !isSide(node.get(0)) || !isSide(node.get(1))) {
            throw wrong(key, "[width, height], each from 1 to " + MOST_PIXELS + ",", node);
        }
        return new int[] {node.get(0).asInt(), node.get(1).asInt()};
    }

    private static boolean isSide(JsonNode node) {
        return node.isInt() && node.asInt() >= 1 && node.asInt() <= MOST_PIXELS;
    }

    /// Three numbers, or one that stands for all three.
    double[] oneOrThree(String key) {
        JsonNode node = neededField(key);
        double[] values = new double[CHANNELS];
        if (node.isNumber()) {
            Arrays.fill(values, number(key, node));
            return values;
        }
        if (!node.isArray() || node.size() != CHANNELS) {
            throw wrong(key, "a number or three", node);
        }
        for (int c = 0; c < CHANNELS; c++) {
            values[c] = number(key, node.get(c));
        }
        return values;
    }

    /// Pairs of numbers.
    double[][] pairs(String key) {
        JsonNode node = neededField(key);
        if (!node.isArray()) {
            throw wrong(key, "[[number, number], …]", node);
        }
        double[][] pairs = new double[node.size()][];
        for (int i = 0; i < pairs.length; i++) {
            JsonNode pair = node.get(i);
            if (!pair.isArray() || pair.size() != 2) {
                throw wrong(key + "[" + i + "]", "[number, number]", pair);
            }
            pairs[i] = new double[] {number(key, pair.get(0)), number(key, pair.get(1))};
        }
        return pairs;
    }

    /// Five points.
    Optional<Landmarks> points(String key) {
        if (field(key).isEmpty()) {
            return Optional.empty();
        }
        List<Point> points = new ArrayList<>();
        for (double[] pair : pairs(key)) {
            points.add(new Point(pair[0], pair[1]));
        }
        if (points.size() != Landmarks.COUNT) {
            throw wrong(key, "five points [x, y]", object.get(key));
        }
        return Optional.of(Landmarks.of(points));
    }

    Optional<CardFields> object(String key) {
        return field(key).map(node -> new CardFields(node, "\"" + key + "\""));
    }

    /// Refuses keys that were not asked for.
    void checkNothingElse() {
        for (String key : object.propertyStream().map(entry -> entry.getKey()).toList()) {
            if (!asked.contains(key)) {
                throw new IllegalArgumentException(what + " with \"" + key + "\", which is not one of " + asked);
            }
        }
    }
}
