package org.fovea.engine.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One reading of a JSON text, by recursive descent over its bytes, so that every error knows its byte. See [Json].
final class JsonParser {
    private static final int END = -1;

    private final String source;
    private final byte[] text;
    private final long base;
    private int at;

    JsonParser(String source, byte[] text, long base) {
        this.source = source;
        this.text = text;
        this.base = base;
    }

    @Nullable
    Object document() throws FileFormatException {
        checkUtf8();
        skipSpace();
        Object value = value(0);
        end();
        return value;
    }

    Map<String, Json.Located> objectDocument() throws FileFormatException {
        checkUtf8();
        skipSpace();
        Map<String, Json.Located> members = members(1);
        end();
        return members;
    }

    private void end() throws FileFormatException {
        skipSpace();
        if (at < text.length) {
            throw unexpected("the end of the JSON text");
        }
    }

    private @Nullable Object value(int depth) throws FileFormatException {
        return switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw unexpected("a JSON value");
        };
    }

    private Map<String, @Nullable Object> object(int depth) throws FileFormatException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        members(depth).forEach((key, located) -> object.put(key, located.value()));
        return object;
    }

    private Map<String, Json.Located> members(int depth) throws FileFormatException {
        checkDepth(depth);
        expect('{');
        Map<String, Json.Located> members = new LinkedHashMap<>();
        skipSpace();
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            int keyAt = at;
            String key = string();
            if (members.containsKey(key)) {
                throw refused(keyAt, "every key once in an object", FileFormatException.quote(key) + " again");
            }
            skipSpace();
            expect(':');
            skipSpace();
            long offset = base + at;
            members.put(key, new Json.Located(value(depth), offset));
            skipSpace();
            if (peek() == '}') {
                at++;
                return members;
            }
            if (peek() != ',') {
                throw unexpected("',' or '}'");
            }
            at++;
            skipSpace();
        }
    }

    private List<@Nullable Object> array(int depth) throws FileFormatException {
        checkDepth(depth);
        expect('[');
        List<@Nullable Object> array = new ArrayList<>();
        skipSpace();
        if (peek() == ']') {
            at++;
            return array;
        }
        while (true) {
            array.add(value(depth));
            skipSpace();
            if (peek() == ']') {
                at++;
                return array;
            }
            if (peek() != ',') {
                throw unexpected("',' or ']'");
            }
            at++;
            skipSpace();
        }
    }

    private <T extends @Nullable Object> T word(String word, T value) throws FileFormatException {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private Number number() throws FileFormatException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        boolean whole = true;
        if (peek() == '.') {
            whole = false;
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            whole = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        String digits = new String(text, start, at - start, StandardCharsets.US_ASCII);
        if (whole) { // not ?:, which would make a double of either
            return wholeNumber(digits, start);
        }
        return finiteNumber(digits, start);
    }

    private void digits() throws FileFormatException {
        if (!isDigit(peek())) {
            throw unexpected("a digit");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private Long wholeNumber(String digits, int start) throws FileFormatException {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException tooLarge) {
            throw refused(start, "a whole number of at most 64 bits", FileFormatException.quote(digits));
        }
    }

    private Double finiteNumber(String digits, int start) throws FileFormatException {
        double number = Double.parseDouble(digits);
        if (Double.isInfinite(number)) {
            throw refused(start, "a number that a double can hold", FileFormatException.quote(digits));
        }
        return number;
    }

    private String string() throws FileFormatException {
        int start = at;
        expect('"');
        StringBuilder string = new StringBuilder();
        int plain = at;
        while (true) {
            int c = peek();
            if (c == '"' || c == '\\') {
                string.append(new String(text, plain, at - plain, StandardCharsets.UTF_8));
                at++;
                if (c == '"') {
                    return string.toString();
                }
                escape(string);
                plain = at;
            } else if (c == END) {
                throw unexpected("'\"' to close the string of byte " + (base + start));
            } else if (c < 0x20) {
                throw unexpected("control characters in a string to be escaped");
            } else {
                at++;
            }
        }
    }

    private void escape(StringBuilder string) throws FileFormatException {
        int escapeAt = at - 1;
        int c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/' -> string.append((char) c);
            case 'b' -> string.append('\b');
            case 'f' -> string.append('\f');
            case 'n' -> string.append('\n');
            case 'r' -> string.append('\r');
            case 't' -> string.append('\t');
            case 'u' -> unicodeEscape(string, escapeAt);
            default -> {
                at--;
                throw unexpected("one of \" \\ / b f n r t u after '\\'");
            }
        }
    }

    private void unicodeEscape(StringBuilder string, int escapeAt) throws FileFormatException {
        char first = hex4();
        string.append(first);
        if (!Character.isSurrogate(first)) {
            return;
        }
        if (Character.isHighSurrogate(first) && peek() == '\\') {
            at++;
            expect('u');
            char second = hex4();
            if (Character.isLowSurrogate(second)) {
                string.append(second);
                return;
            }
        }
        throw refused(escapeAt, "surrogates in pairs, high before low", String.format("\\u%04x alone", (int) first));
    }

    private char hex4() throws FileFormatException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int c = peek();
            // Not Character.digit alone: it takes digits of other scripts, but bytes above 127 come as such here.
            int digit = c == END || c > 0x7f ? -1 : Character.digit(c, 16);
            if (digit < 0) {
                throw unexpected("four hexadecimal digits after '\\u'");
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private void skipSpace() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    private int peek() {
        return at < text.length ? Byte.toUnsignedInt(text[at]) : END;
    }

    private void expect(char c) throws FileFormatException {
        if (peek() != c) {
            throw unexpected("'" + c + "'");
        }
        at++;
    }

    private void checkDepth(int depth) throws FileFormatException {
        if (depth > Json.MAX_DEPTH) {
            throw refused(at, "JSON that nests at most " + Json.MAX_DEPTH + " deep", "one level more");
        }
    }

    /// Strings are decoded piece by piece later; malformed bytes are found here, once, with their place.
    private void checkUtf8() throws FileFormatException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(text);
        CharBuffer out = CharBuffer.allocate(4096);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw refused(in.position(), "UTF-8", String.format("the byte 0x%02x", text[in.position()]));
        }
    }

    private FileFormatException unexpected(String expected) {
        int c = peek();
        String found = c == END
                ? "the end of the JSON text"
                : c >= 0x20 && c < 0x7f ? "'" + (char) c + "'" : String.format("the byte 0x%02x", c);
        return refused(at, expected, found);
    }

    private FileFormatException refused(int position, String expected, String found) {
        return new FileFormatException(source, base + position, expected, found);
    }
}
