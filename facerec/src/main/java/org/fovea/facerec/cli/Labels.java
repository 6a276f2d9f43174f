package org.fovea.facerec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.facerec.data.Printable;

/// The names of a classifier's outputs, from a file: one a line, or JSON in the forms that people have:
///
/// - `["cat", "dog"]`;
/// - `{"0": "cat", "1": "dog"}`, and `{"0": ["n02123045", "cat"], …}`, of which the last is the name;
/// - `{"cat": 0, "dog": 1}`;
/// - an object with one of these under `id2label`, `label2id`, `labels`, `classes` or `names`.
final class Labels {
    private static final int MOST_BYTES = 1 << 24;
    private static final List<String> KEYS = List.of("id2label", "label2id", "labels", "classes", "names");

    private Labels() {}

    /// @param count how many outputs there are
    /// @throws IOException if the file cannot be read or does not hold as many names
    static List<String> read(Path file, int count) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(Printable.of(file) + ": names in at most " + MOST_BYTES + " bytes expected, found "
                    + Files.size(file));
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replaceFirst("^\\ufeff", "");
        List<String> names;
        try {
            String start = text.stripLeading();
            names = start.startsWith("[") || start.startsWith("{")
                    ? names(new ObjectMapper().readTree(text))
                    : text.stripTrailing().lines().map(String::strip).toList();
        } catch (JsonProcessingException e) {
            throw new IOException(
                    Printable.of(file) + ": begins as JSON and is none: " + Printable.of(e.getOriginalMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(Printable.of(file) + ": " + Printable.of(String.valueOf(e.getMessage())), e);
        }
        if (names.size() != count) {
            throw new IOException(
                    Printable.of(file) + ": " + names.size() + " names for " + count + " outputs" + hint(names, count));
        }
        return names;
    }

    private static String hint(List<String> names, int count) {
        return Math.abs(names.size() - count) == 1
                ? "; some networks have an output for the background, and some lists a line for it"
                : "";
    }

    private static List<String> names(JsonNode json) {
        for (String key : KEYS) {
            if (json.isObject() && json.path(key).isContainerNode()) {
                return names(json.get(key));
            }
        }
        String[] names = new String[json.size()];
        if (json.isArray()) {
            for (int i = 0; i < names.length; i++) {
                names[i] = name(json.get(i));
            }
            return List.of(names);
        }
        for (var entry : new ArrayList<>(json.properties())) {
            boolean byName = entry.getValue().isInt();
            String number = byName ? entry.getValue().asText() : entry.getKey();
            int at = number.matches("\\d{1,8}") ? Integer.parseInt(number) : -1;
            if (at < 0 || at >= names.length || names[at] != null) {
                throw new IllegalArgumentException("names of the outputs 0 to " + (names.length - 1)
                        + " expected, each once; found \"" + entry.getKey() + "\": " + entry.getValue());
            }
            names[at] = byName ? entry.getKey() : name(entry.getValue());
        }
        return Arrays.asList(names);
    }

    private static String name(JsonNode value) {
        JsonNode name = value.isArray() && !value.isEmpty() ? value.get(value.size() - 1) : value;
        if (!name.isValueNode()) {
            throw new IllegalArgumentException("a name expected, found " + value);
        }
        return name.asText();
    }
}
