package org.fovea.facerec.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Texts as addresses hold them, with %XX for bytes of UTF-8, decoded strictly (RFC 3986, section 2.1). A path is
/// divided before it is decoded, so that %2F is a letter of a name and no division.
final class Encoded {
    private Encoded() {}

    static List<String> path(String raw) throws Problem {
        if (!raw.startsWith("/")) {
            throw wrong();
        }
        List<String> decoded = new ArrayList<>();
        for (String segment : Route.segments(raw)) {
            decoded.add(text(segment));
        }
        return decoded;
    }

    static Map<String, String> query(String raw) throws Problem {
        Map<String, String> values = new HashMap<>();
        if (raw.isEmpty()) {
            return values;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = text(equals < 0 ? pair : pair.substring(0, equals));
            if (values.put(
                            name,
                            equals < 0 ? "" : text(pair.substring(equals + 1).replace('+', ' ')))
                    != null) {
                throw new Problem(Problem.Kind.BAD_REQUEST, "a parameter is there twice");
            }
        }
        return values;
    }

    private static String text(String raw) throws Problem {
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                boolean whole = i + 2 < raw.length();
                int high = whole ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = whole ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw wrong();
                }
                bytes.write(16 * high + low);
                i += 2;
            } else if (c >= ' ' && c < 0x7f) {
                bytes.write(c);
            } else {
                throw wrong();
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong();
        }
    }

    private static Problem wrong() {
        return new Problem(
                Problem.Kind.BAD_REQUEST, "the address is not ASCII with percent signs for other bytes of UTF-8");
    }
}
