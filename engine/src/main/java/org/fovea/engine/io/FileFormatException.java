package org.fovea.engine.io;

import java.io.IOException;

/// A file breaks its format, or does not hold what was asked of it.
///
/// The message reads `faces.safetensors: byte 8: expected '{', found 'x'`. Text that comes from the file is shortened
/// and its control characters are escaped, so that a message can go to a terminal as it is.
public final class FileFormatException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 80;
    private static final int LONGEST_PART = 2_000;

    private final String source;
    private final long offset;
    private final String expected;
    private final String found;

    /// @param source the file, as its reader named it
    /// @param offset the byte, counted from the file's first, where the expectation was not met
    /// @param expected what the format asks for there
    /// @param found what stands there
    public FileFormatException(String source, long offset, String expected, String found) {
        super(plain(source, LONGEST_PART) + ": byte " + offset + ": expected " + plain(expected, LONGEST_PART)
                + ", found " + plain(found, LONGEST_PART));
        this.source = source;
        this.offset = offset;
        this.expected = plain(expected, LONGEST_PART);
        this.found = plain(found, LONGEST_PART);
    }

    /// The file, as its reader named it.
    public String source() {
        return source;
    }

    /// The byte, counted from the file's first, where the expectation was not met.
    public long offset() {
        return offset;
    }

    /// What the format asks for at [#offset()].
    public String expected() {
        return expected;
    }

    /// What stands at [#offset()].
    public String found() {
        return found;
    }

    /// Text from a file between quotation marks, fit for a message: shortened, and without control characters.
    static String quote(String text) {
        return "\"" + plain(text, LONGEST_QUOTE) + "\"";
    }

    /// At most `longest` characters of a text that may come from a file, control characters escaped.
    static String plain(String text, int longest) {
        StringBuilder plain = new StringBuilder();
        int end = Math.min(text.length(), longest);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c) || Character.getType(c) == Character.FORMAT) {
                plain.append(String.format("\\u%04x", (int) c));
            } else {
                plain.append(c);
            }
        }
        return plain.append(end < text.length() ? "…" : "").toString();
    }
}
