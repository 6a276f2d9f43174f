package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The header of an npy file, read and checked against the file's length.
///
/// @param transposed whether the elements stand in another order than the row-major one
/// @param count the product of `extents`
/// @param describedAt where in the file the dictionary begins
/// @param dataAt where in the file the elements begin
record NpyHeader(
        DType dtype, ByteOrder order, boolean transposed, long[] extents, long count, long describedAt, long dataAt) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final String TYPES = "f2, f4, f8, i1, i2, i4, i8, u1, u2, u4 or b1 with its byte order";

    static NpyHeader read(DataFile file) throws IOException {
        try (FileChannel channel = file.open()) {
            byte[] magic = bytes(file, channel, 0, MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                String other = ForeignFile.describe(file, channel);
                throw file.refused(0, "the bytes \\x93NUMPY", other != null ? other : Arrays.toString(magic));
            }
            byte[] version = bytes(file, channel, MAGIC.length, 2);
            if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
                throw file.refused(
                        MAGIC.length,
                        "version 1.0, 2.0 or 3.0",
                        Byte.toUnsignedInt(version[0]) + "." + Byte.toUnsignedInt(version[1]));
            }
            int lengthAt = MAGIC.length + 2;
            int lengthBytes = version[0] == 1 ? 2 : 4;
            byte[] little = Arrays.copyOf(bytes(file, channel, lengthAt, lengthBytes), Long.BYTES);
            long length = ByteBuffer.wrap(little).order(ByteOrder.LITTLE_ENDIAN).getLong();
            int describedAt = lengthAt + lengthBytes;
            long longest = Math.min(Npy.MAX_HEADER_BYTES, file.size() - describedAt);
            if (length > longest) {
                throw file.refused(lengthAt, "a header of at most " + longest + " bytes", Long.toString(length));
            }
            byte[] dictionary = bytes(file, channel, describedAt, (int) length);
            return new Dictionary(file, dictionary, describedAt).read();
        }
    }

    private static byte[] bytes(DataFile file, FileChannel channel, long offset, int count) throws IOException {
        byte[] bytes = new byte[count];
        file.readFully(channel, offset, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /// Reads the Python dictionary: three keys, each once, in any order, with values of the one form each can have.
    private static final class Dictionary {
        private final DataFile file;
        private final byte[] text;
        private final int base;
        private int at;

        Dictionary(DataFile file, byte[] text, int base) {
            this.file = file;
            this.text = text;
            this.base = base;
        }

        NpyHeader read() throws FileFormatException {
            Set<String> seen = new HashSet<>();
            String descr = "";
            int descrAt = 0;
            boolean fortran = false;
            long[] extents = {};
            int shapeAt = 0;
            expect('{');
            while (next() != '}') {
                int keyAt = at;
                String key = string();
                if (!seen.add(key)) {
                    throw refused(keyAt, "every key once", FileFormatException.quote(key) + " again");
                }
                expect(':');
                next();
                switch (key) {
                    case "descr" -> {
                        descrAt = at;
                        descr = string();
                    }
                    case "fortran_order" -> fortran = truth();
                    case "shape" -> {
                        shapeAt = at;
                        extents = tuple();
                    }
                    default ->
                        throw refused(keyAt, "'descr', 'fortran_order' or 'shape'", FileFormatException.quote(key));
                }
                if (next() != ',') {
                    break;
                }
                at++;
            }
            int closedAt = at;
            expect('}');
            if (seen.size() != 3) {
                throw refused(closedAt, "'descr', 'fortran_order' and 'shape'", "only " + seen);
            }
            if (next() != END) {
                throw unexpected("white space up to the header's end");
            }
            return header(descr, descrAt, fortran, extents, shapeAt);
        }

        private NpyHeader header(String descr, int descrAt, boolean fortran, long[] extents, int shapeAt)
                throws FileFormatException {
            DType dtype = dtype(descr, descrAt);
            ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            long count;
            long bytes;
            try {
                count = Arrays.stream(extents).reduce(1, Math::multiplyExact);
                bytes = Math.multiplyExact(count, dtype.bytes());
            } catch (ArithmeticException overflow) {
                throw refused(shapeAt, "a shape whose size fits in 63 bits", Arrays.toString(extents));
            }
            long dataAt = (long) base + text.length;
            if (bytes != file.size() - dataAt) {
                throw file.refused(
                        dataAt,
                        bytes + " bytes of data, for " + descr + " of shape " + Arrays.toString(extents),
                        file.size() - dataAt + " bytes");
            }
            boolean transposed = fortran && extents.length > 1 && count > 1;
            return new NpyHeader(dtype, order, transposed, extents, count, base, dataAt);
        }

        private DType dtype(String descr, int descrAt) throws FileFormatException {
            boolean ordered = descr.startsWith("<") || descr.startsWith(">");
            if (ordered || descr.startsWith("|")) {
                DType dtype = switch (descr.substring(1)) {
                    case "f2" -> DType.F16;
                    case "f4" -> DType.F32;
                    case "f8" -> DType.F64;
                    case "i1" -> DType.I8;
                    case "i2" -> DType.I16;
                    case "i4" -> DType.I32;
                    case "i8" -> DType.I64;
                    case "u1" -> DType.U8;
                    case "u2" -> DType.U16;
                    case "u4" -> DType.U32;
                    case "b1" -> DType.BOOL;
                    default -> null;
                };
                if (dtype != null && (ordered || dtype.bytes() == 1)) {
                    return dtype;
                }
            }
            throw refused(descrAt, "a type " + TYPES + " (<, > or |)", FileFormatException.quote(descr));
        }

        private String string() throws FileFormatException {
            int quote = next();
            if (quote != '\'' && quote != '"') {
                throw unexpected("a string");
            }
            int start = ++at;
            while (at < text.length && text[at] != quote) {
                // No key and no type that is read here needs an escape.
                if (text[at] < 0x20 || text[at] == 0x7f || text[at] == '\\') {
                    throw unexpected("printable ASCII without '\\' in a string");
                }
                at++;
            }
            String string = new String(text, start, at - start, StandardCharsets.US_ASCII);
            expect((char) quote);
            return string;
        }

        private boolean truth() throws FileFormatException {
            boolean truth = next() == 'T';
            if (!truth && next() != 'F') {
                throw unexpected("True or False");
            }
            for (char c : (truth ? "True" : "False").toCharArray()) {
                expectHere(c);
            }
            return truth;
        }

        private long[] tuple() throws FileFormatException {
            expect('(');
            List<Long> numbers = new ArrayList<>();
            boolean comma = true;
            while (next() != ')') {
                if (!comma) {
                    throw unexpected("',' or ')'");
                }
                numbers.add(number());
                comma = next() == ',';
                if (comma) {
                    at++;
                }
            }
            if (numbers.size() == 1 && !comma) {
                throw unexpected("',' after the only extent, or Python has a number here and no tuple");
            }
            at++;
            return numbers.stream().mapToLong(Long::longValue).toArray();
        }

        private long number() throws FileFormatException {
            int start = at;
            while (at < text.length && text[at] >= '0' && text[at] <= '9') {
                at++;
            }
            if (at == start) {
                throw unexpected("an extent, a whole number from 0 on");
            }
            String digits = new String(text, start, at - start, StandardCharsets.US_ASCII);
            if (here() == 'L') { // as Python 2 wrote its long integers
                at++;
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException tooLarge) {
                throw refused(start, "an extent of at most 63 bits", FileFormatException.quote(digits));
            }
        }

        private static final int END = -1;

        /// The byte after white space, or [#END]; it is not passed.
        private int next() {
            while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
                at++;
            }
            return here();
        }

        private int here() {
            return at < text.length ? Byte.toUnsignedInt(text[at]) : END;
        }

        private void expect(char c) throws FileFormatException {
            next();
            expectHere(c);
        }

        private void expectHere(char c) throws FileFormatException {
            if (here() != c) {
                throw unexpected("'" + c + "'");
            }
            at++;
        }

        private FileFormatException unexpected(String expected) {
            int c = here();
            String found = c == END
                    ? "the end of the header"
                    : c >= 0x20 && c < 0x7f ? "'" + (char) c + "'" : String.format("the byte 0x%02x", c);
            return refused(at, expected, found);
        }

        private FileFormatException refused(int position, String expected, String found) {
            return file.refused(base + position, expected, found);
        }
    }
}
