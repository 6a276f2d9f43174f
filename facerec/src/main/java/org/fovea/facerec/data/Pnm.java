package org.fovea.facerec.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The PNM family, as netpbm's manual pages have it: plain and raw bitmaps (P1, P4), grey maps (P2, P5), pixel maps
/// (P3, P6), and PAM (P7) in grey or RGB, each with or without transparency, which lies on white.
///
/// Read here because TwelveMonkeys' reader (3.13) rounds most depths to 8 bits, gives samples above the header's
/// largest value as something else, and stumbles over a comment between samples. A sample above the largest value is
/// refused.
final class Pnm {
    private static final int LARGEST_MAXVAL = 65_535;

    private final byte[] bytes;
    private int at = 2;
    private long width;
    private long height;
    private int depth;
    private int maxval;
    private boolean alpha;
    private boolean plain;

    private Pnm(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param bytes the file, which begins with `P1` to `P7`
    /// @throws RefusedPictureException if it is in order but of a kind that is not read
    /// @throws IOException if it is damaged
    static Picture read(byte[] bytes, ReadingOptions options) throws IOException {
        var pnm = new Pnm(bytes);
        int kind = bytes[1] - '0';
        if (kind == 7) {
            pnm.readPamHeader();
        } else {
            pnm.readHeader(kind);
        }
        if (pnm.width < 1 || pnm.height < 1) {
            throw new IOException("it claims " + pnm.width + "×" + pnm.height + " pixels");
        }
        if (pnm.maxval < 1 || pnm.maxval > LARGEST_MAXVAL) {
            throw new IOException("its largest value is " + pnm.maxval + "; it must be 1 to " + LARGEST_MAXVAL);
        }
        options.check(pnm.width, pnm.height);
        return kind == 1 || kind == 4 ? pnm.bitmap() : pnm.samples();
    }

    private void readHeader(int kind) throws IOException {
        plain = kind <= 3;
        depth = kind % 3 == 0 ? 3 : 1;
        width = number();
        height = number();
        maxval = kind == 1 || kind == 4 ? 1 : (int) number();
        separator();
    }

    /// PAM's header: a line a field, in any order, to `ENDHDR`.
    private void readPamHeader() throws IOException {
        line(); // what is left of the first
        String type = "";
        for (String line = line(); !line.equals("ENDHDR"); line = line()) {
            String[] words = line.split("\\s+", 2);
            String value = words.length == 2 ? words[1].strip() : "";
            switch (words[0]) {
                case "WIDTH" -> width = pamNumber(words[0], value);
                case "HEIGHT" -> height = pamNumber(words[0], value);
                case "DEPTH" -> depth = (int) pamNumber(words[0], value);
                case "MAXVAL" -> maxval = (int) pamNumber(words[0], value);
                case "TUPLTYPE" -> type = type.isEmpty() ? value : type + " " + value;
                case "" -> {}
                default -> {
                    if (!line.startsWith("#")) {
                        throw new IOException("its header has the line \"" + Printable.of(line) + "\"");
                    }
                }
            }
        }
        alpha = type.isEmpty() ? depth == 2 || depth == 4 : type.endsWith("_ALPHA");
        int colours = alpha ? depth - 1 : depth;
        boolean known = switch (type.replace("_ALPHA", "")) {
            case "" -> colours == 1 || colours == 3;
            case "BLACKANDWHITE", "GRAYSCALE" -> colours == 1;
            case "RGB" -> colours == 3;
            default -> false;
        };
        if (!known) {
            throw new RefusedPictureException("of " + depth + " samples a pixel"
                    + (type.isEmpty() ? "" : " of type " + Printable.of(type)) + "; grey and RGB are read");
        }
    }

    private static long pamNumber(String field, String value) throws IOException {
        if (!value.matches("\\d{1,9}")) {
            throw new IOException("its header has " + field + " " + Printable.of(value));
        }
        return Long.parseLong(value);
    }

    private String line() throws EOFException {
        int from = at;
        while (u8() != '\n') {
            // on to the line's end
        }
        return new String(bytes, from, at - 1 - from, StandardCharsets.ISO_8859_1).strip();
    }

    private Picture bitmap() throws IOException {
        // A raw row fills whole bytes; in a plain one each pixel is a digit, with or without space between.
        require(plain ? width * height : (width + 7) / 8 * height);
        float[] to = new float[(int) (width * height)];
        for (int y = 0, k = 0; y < height; y++) {
            int bits = 0;
            for (int x = 0; x < width; x++, bits <<= 1) {
                if (plain) {
                    bits = plainBit() << 7;
                } else if (x % 8 == 0) {
                    bits = u8();
                }
                to[k++] = (bits & 0x80) == 0 ? 1 : 0; // ones are ink
            }
        }
        return new Picture((int) width, (int) height, 1, to);
    }

    private int plainBit() throws IOException {
        skipSpace();
        int digit = u8();
        if (digit != '0' && digit != '1') {
            throw unexpected("0 or 1", digit);
        }
        return digit - '0';
    }

    private Picture samples() throws IOException {
        int bytesEach = plain ? 2 : maxval > 255 ? 2 : 1; // plain: a digit and a space, but for the last
        require(width * height * depth * bytesEach - (plain ? 1 : 0));
        int channels = alpha ? depth - 1 : depth;
        float[] to = new float[Math.toIntExact(width * height * channels)];
        float scale = 1f / maxval;
        for (int y = 0, k = 0; y < height; y++) {
            for (int x = 0; x < width; x++, k += channels) {
                for (int c = 0; c < channels; c++) {
                    to[k + c] = sample(y, x) * scale;
                }
                if (alpha) {
                    Pixels.onWhite(to, k, channels, sample(y, x) * scale);
                }
            }
        }
        return new Picture((int) width, (int) height, channels, to);
    }

    private long sample(int row, int column) throws IOException {
        long value = plain ? number() : maxval > 255 ? u8() << 8 | u8() : u8();
        if (value > maxval) {
            throw new RefusedPictureException("with a sample of " + value + " in row " + row + ", column " + column
                    + ", above the largest value " + maxval + " that its header gives");
        }
        return value;
    }

    /// Makes sure that the raster can be there, before room is made for it.
    private void require(long raster) throws EOFException {
        if (bytes.length - at < raster) {
            throw new EOFException();
        }
    }

    private long number() throws IOException {
        skipSpace();
        int digit = u8();
        if (digit < '0' || digit > '9') {
            throw unexpected("a number", digit);
        }
        long value = (long) digit - '0';
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            value = 10 * value + (bytes[at++] - '0');
            if (value > Integer.MAX_VALUE) {
                throw new IOException("it holds a number above " + Integer.MAX_VALUE + " at byte " + (at - 1));
            }
        }
        return value;
    }

    private IOException unexpected(String expected, int found) {
        return new IOException(
                expected + " expected at byte " + (at - 1) + ", found \"" + Printable.of("" + (char) found) + "\"");
    }

    private void skipSpace() throws EOFException {
        while (at < bytes.length && (Character.isWhitespace(bytes[at]) || bytes[at] == '#')) {
            separator();
        }
    }

    /// One character between header and raster; a comment counts as the end of its line.
    private void separator() throws EOFException {
        if (u8() == '#') {
            while (at < bytes.length && bytes[at++] != '\n') {
                // on to the line's end
            }
        }
    }

    private int u8() throws EOFException {
        if (at >= bytes.length) {
            throw new EOFException();
        }
        return bytes[at++] & 0xff;
    }
}
