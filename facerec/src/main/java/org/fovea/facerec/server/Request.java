package org.fovea.facerec.server;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A request, when a route has been found for it.
///
/// @param path the values of the route's braces, decoded
/// @param query the parameters behind the question mark, decoded; only those that the route knows
/// @param role what the asker may do
/// @param contentType of the body; empty where none is said
/// @param html whether the answer is rather to be HTML than JSON, where there is both
/// @param body read when it is first wanted
record Request(
        Map<String, String> path, Map<String, String> query, Role role, String contentType, boolean html, Body body) {
    /// A body that is still to arrive.
    interface Body {
        /// @throws Problem if it is too large or too slow
        byte[] bytes() throws Problem;
    }

    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    String query(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    /// A whole number of the query.
    int number(String name, int otherwise, int least, int most) throws Problem {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new Problem(
                Problem.Kind.BAD_REQUEST, name + ": a whole number from " + least + " to " + most + " expected");
    }

    boolean truth(String name) throws Problem {
        return switch (query(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Problem(Problem.Kind.BAD_REQUEST, name + ": true or false expected");
        };
    }

    <T> T json(Class<T> type) throws Problem {
        if (!mediaType().equals("application/json")) {
            throw new Problem(Problem.Kind.UNSUPPORTED_TYPE, "application/json expected");
        }
        return Json.read(body.bytes(), type);
    }

    /// The body's content type in small letters, without parameters.
    String mediaType() {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /// A photograph: the body as it is, or the one part of a form.
    byte[] photograph() throws Problem {
        String type = mediaType();
        if (type.equals("multipart/form-data")) {
            return Objects.requireNonNull(photographs("photograph").get("photograph"));
        }
        if (type.startsWith("image/") || type.equals("application/octet-stream")) {
            return body.bytes();
        }
        throw new Problem(
                Problem.Kind.UNSUPPORTED_TYPE,
                "a photograph expected: image/*, application/octet-stream, or the part \"photograph\" of"
                        + " multipart/form-data");
    }

    /// The photographs of a form that has these parts and no other.
    Map<String, byte[]> photographs(String... names) throws Problem {
        if (!mediaType().equals("multipart/form-data")) {
            throw new Problem(
                    Problem.Kind.UNSUPPORTED_TYPE,
                    "multipart/form-data with the parts " + String.join(", ", names) + " expected");
        }
        Map<String, byte[]> parts = Multipart.parts(contentType, body.bytes());
        if (!parts.keySet().equals(Set.of(names))) {
            throw new Problem(
                    Problem.Kind.BAD_REQUEST,
                    "multipart/form-data with the parts " + String.join(", ", names) + " expected, found "
                            + parts.size() + " parts, not all of these names");
        }
        return parts;
    }
}
