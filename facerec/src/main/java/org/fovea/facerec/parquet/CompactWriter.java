package org.fovea.facerec.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// A writer of Thrift's [compact
/// protocol](https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md), in which Parquet's
/// headers are: of structs, lists, whole numbers and texts, which is all that they take.
///
/// A field is its type and by how much its number exceeds the last one's, in a byte, then its value; numbers are
/// zigzag varints; a struct ends with a 0.
final class CompactWriter {
    static final int I32 = 5;
    static final int I64 = 6;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int STRUCT = 12;

    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /// The number of the last field of each struct that is open.
    private final Deque<Integer> last = new ArrayDeque<>();

    /// Opens a struct that is an element of a list, or the outermost.
    void open() {
        last.push(0);
    }

    /// Opens a struct that is a field.
    void open(int field) {
        field(field, STRUCT);
        open();
    }

    void close() {
        last.pop();
        out.write(0);
    }

    void i32(int field, int value) {
        field(field, I32);
        i32(value);
    }

    void i64(int field, long value) {
        field(field, I64);
        varint(value << 1 ^ value >> 63);
    }

    void text(int field, String value) {
        field(field, BINARY);
        text(value);
    }

    /// Begins a list; its elements follow.
    void list(int field, int type, int size) {
        field(field, LIST);
        if (size < SHORT_LIST) {
            out.write(size << 4 | type);
        } else {
            out.write(0xF0 | type);
            varint(size);
        }
    }

    /// An element of a list.
    void i32(int value) {
        varint(Integer.toUnsignedLong(value << 1 ^ value >> 31));
    }

    /// An element of a list.
    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    /// Fields come in the order of their numbers, none more than 15 above the one before.
    private void field(int number, int type) {
        int above = number - last.pop();
        assert above > 0 && above <= 15 : "field " + number + " is " + above + " above the last";
        last.push(number);
        out.write(above << 4 | type);
    }

    private void varint(long value) {
        varint(out, value);
    }

    /// Writes a number in groups of seven bits, the lowest first, each byte but the last with its highest bit set.
    static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] bytes() {
        assert last.isEmpty() : last.size() + " structs are open";
        return out.toByteArray();
    }
}
