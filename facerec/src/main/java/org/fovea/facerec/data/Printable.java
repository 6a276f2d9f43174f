package org.fovea.facerec.data;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Names of files and people as they may be printed: a name can hold line ends, a terminal's control sequences, or
/// bytes that are no text at all.
public final class Printable {
    private static final String UNDECODABLE = "\uFFFD";

    private Printable() {}

    /// A text with what would not be seen or would steer a terminal escaped as in Java: `\n`, `\t`, `\r`, `\u001b`;
    /// so are line separators, the marks that reverse the direction of writing, and halves of surrogate pairs.
    public static String of(String text) {
        if (text.codePoints().noneMatch(Printable::isEscaped)) {
            return text;
        }
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isEscaped(c)) {
                printable.append(escape(c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }

    /// A path as [#of(String)] writes it, with names in UTF-8 readable in a C locale too, see [#text(Path)].
    public static String of(Path path) {
        return of(text(path));
    }

    private static boolean isEscaped(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        };
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", c);
        };
    }

    /// A path's text, nothing escaped.
    ///
    /// In a C locale (`LC_ALL=C`) Java decodes every byte above 127 in a file's name to the same U+FFFD, so that
    /// Jörg and Järg become one; elsewhere it does so with bytes that the locale's encoding does not know. Such a
    /// name is decoded from its bytes as UTF-8; where it is not that either, its odd bytes stand as `\xFC`.
    static String text(Path path) {
        String decoded = path.toString();
        if (!decoded.contains(UNDECODABLE)) {
            return decoded;
        }
        List<String> names = new ArrayList<>();
        for (Path name : path) {
            names.add(name.toString().contains(UNDECODABLE) ? utf8(bytes(name)) : name.toString());
        }
        String root = path.getRoot() == null ? "" : path.getRoot().toString();
        return root + String.join(path.getFileSystem().getSeparator(), names);
    }

    /// The bytes of a single name. Only a path's URI shows them: it writes each that is not plain ASCII as %XX.
    private static byte[] bytes(Path name) {
        URI uri = name.toUri();
        String path = uri.getRawPath();
        String last = path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
        String escaped = last.endsWith("/") ? last.substring(0, last.length() - 1) : last;
        ByteBuffer bytes = ByteBuffer.allocate(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.put((byte) HexFormat.fromHexDigits(escaped, i + 1, i + 3));
                i += 2;
            } else {
                bytes.put((byte) escaped.charAt(i));
            }
        }
        byte[] raw = new byte[bytes.flip().remaining()];
        bytes.get(raw);
        return raw;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException other) {
            StringBuilder text = new StringBuilder();
            for (byte b : bytes) {
                text.append(b >= 0 ? String.valueOf((char) b) : String.format("\\x%02X", b));
            }
            return text.toString();
        }
    }
}
