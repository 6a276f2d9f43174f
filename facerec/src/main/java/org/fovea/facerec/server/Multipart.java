package org.fovea.facerec.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a body of multipart/form-data by their names (RFC 7578, RFC 2046 section 5.1), read strictly: nothing
/// stands before the first boundary, names are there and differ, and the last boundary is.
final class Multipart {
    private static final int MOST_PARTS = 4;
    private static final int LONGEST_HEAD = 4096;
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)multipart/form-data\\s*;.*?\\bboundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*");
    private static final Pattern NAME =
            Pattern.compile("(?i)content-disposition:\\s*form-data\\s*;(?:.*;)?\\s*name=\"([^\"]{1,60})\".*");
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] body;
    private final byte[] delimiter;
    private int at;

    private Multipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// @throws Problem if the content type names no boundary or the body is not of this form
    static Map<String, byte[]> parts(String contentType, byte[] body) throws Problem {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.matches()) {
            throw wrong("the content type names no boundary");
        }
        return new Multipart(body, boundary.group(1) == null ? boundary.group(2) : boundary.group(1)).read();
    }

    private Map<String, byte[]> read() throws Problem {
        byte[] first = Arrays.copyOfRange(delimiter, 2, delimiter.length);
        if (!startsWith(first, 0)) {
            throw wrong("the body does not begin with the boundary");
        }
        at = first.length;
        Map<String, byte[]> parts = new LinkedHashMap<>();
        while (!startsWith(new byte[] {'-', '-'}, at)) {
            if (!startsWith(new byte[] {'\r', '\n'}, at)) {
                throw wrong("no line ends after a boundary");
            }
            if (parts.size() == MOST_PARTS) {
                throw wrong("more than " + MOST_PARTS + " parts");
            }
            String name = readHead();
            int end = find(delimiter, at, body.length);
            if (end < 0) {
                throw wrong("the body ends within the part \"" + name + "\"");
            }
            if (parts.put(name, Arrays.copyOfRange(body, at, end)) != null) {
                throw wrong("two parts of the name \"" + name + "\"");
            }
            at = end + delimiter.length;
        }
        return parts;
    }

    /// The name in the lines before a part's content, which `at` then stands at.
    private String readHead() throws Problem {
        int end = find(END_OF_HEAD, at, Math.min(body.length, at + LONGEST_HEAD));
        if (end < 0) {
            throw wrong("a part's head does not end within " + LONGEST_HEAD + " bytes");
        }
        String head = new String(body, at, end - at, StandardCharsets.UTF_8);
        at = end + END_OF_HEAD.length;
        for (String line : head.split("\r\n", -1)) {
            Matcher name = NAME.matcher(line);
            if (name.matches()) {
                return name.group(1);
            }
        }
        throw wrong("a part without a name");
    }

    private boolean startsWith(byte[] what, int from) {
        return from + what.length <= body.length && Arrays.equals(body, from, from + what.length, what, 0, what.length);
    }

    private int find(byte[] what, int from, int to) {
        for (int i = from; i + what.length <= to; i++) {
            if (body[i] == what[0] && startsWith(what, i)) {
                return i;
            }
        }
        return -1;
    }

    private static Problem wrong(String what) {
        return new Problem(Problem.Kind.BAD_REQUEST, "multipart/form-data: " + what);
    }
}
