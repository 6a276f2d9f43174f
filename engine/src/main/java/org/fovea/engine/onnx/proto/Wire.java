package org.fovea.engine.onnx.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.fovea.engine.io.FileFormatException;

/// The fields of protobuf messages, one after the other, and where each stands in the file.
///
/// ```
/// int outer = wire.enter();
/// while (wire.next()) {
///     switch (wire.field()) {
///         case 1 -> name = wire.text();
///         default -> wire.skip();
///     }
/// }
/// wire.leave(outer);
/// ```
final class Wire {
    /// Messages within messages: a model of plain graphs needs seven.
    private static final int DEEPEST = 64;
    /// Nodes, attributes, names and other small things: each takes a hundred times the memory that it takes in a
    /// file.
    private static final int MOST_ITEMS = 1_000_000;

    /// Enough for the labels of a classifier among a file's metadata.
    private static final int LONGEST_TEXT = 1 << 24;

    private final CodedInputStream in;
    private final String source;
    private final long size;
    private int depth;
    private int items;
    private int tag;

    /// @param size the file's length in bytes
    Wire(InputStream stream, String source, long size) {
        this.in = CodedInputStream.newInstance(stream);
        this.source = source;
        this.size = size;
    }

    /// Where the next byte stands.
    long at() {
        return in.getTotalBytesRead();
    }

    /// The field's number.
    int field() {
        return WireFormat.getTagFieldNumber(tag);
    }

    /// Goes to the next field; false at the message's end.
    boolean next() throws IOException {
        tag = in.readTag();
        return tag != 0;
    }

    /// Begins a message.
    ///
    /// @return what [#leave] wants at its end
    int enter() throws IOException {
        count();
        if (++depth > DEEPEST) {
            throw refused("at most " + DEEPEST + " messages within each other", "more");
        }
        return in.pushLimit(length());
    }

    void leave(int outer) throws IOException {
        if (in.getBytesUntilLimit() != 0) {
            throw refused("the message to end", in.getBytesUntilLimit() + " more bytes");
        }
        in.popLimit(outer);
        depth--;
    }

    /// Counts one of the small things a file holds.
    private void count() throws FileFormatException {
        if (++items > MOST_ITEMS) {
            throw refused("at most " + MOST_ITEMS + " nodes, values, attributes and names", "more");
        }
    }

    long number() throws IOException {
        expect(WireFormat.WIRETYPE_VARINT, "a number");
        return in.readInt64();
    }

    float real() throws IOException {
        expect(WireFormat.WIRETYPE_FIXED32, "a float");
        return in.readFloat();
    }

    String text() throws IOException {
        count();
        int length = length();
        if (length > LONGEST_TEXT) {
            throw refused("at most " + LONGEST_TEXT + " bytes of text in field " + field(), length + " bytes");
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    byte[] bytes() throws IOException {
        return in.readRawBytes(length());
    }

    /// Reads one number of a list.
    @FunctionalInterface
    private interface Element {
        long read() throws IOException;
    }

    /// Whole numbers, packed or one alone, appended to `to`, which holds at most `most`.
    void numbers(Numbers to, int most) throws IOException {
        list(to, most, WireFormat.WIRETYPE_VARINT, in::readInt64);
    }

    /// Fixed numbers of 32 bits as raw bits.
    void fixed32(Numbers to, int most) throws IOException {
        list(to, most, WireFormat.WIRETYPE_FIXED32, in::readFixed32);
    }

    /// Fixed numbers of 64 bits as raw bits.
    void fixed64(Numbers to, int most) throws IOException {
        list(to, most, WireFormat.WIRETYPE_FIXED64, in::readFixed64);
    }

    private void list(Numbers to, int most, int alone, Element element) throws IOException {
        if (WireFormat.getTagWireType(tag) == alone) {
            add(to, most, element);
            return;
        }
        int outer = in.pushLimit(length());
        while (in.getBytesUntilLimit() > 0) {
            add(to, most, element);
        }
        in.popLimit(outer);
    }

    private void add(Numbers to, int most, Element element) throws IOException {
        if (to.count() == most) {
            throw refused("at most " + most + " numbers in field " + field(), "more");
        }
        to.add(element.read());
    }

    void skip() throws IOException {
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> in.readInt64();
            case WireFormat.WIRETYPE_FIXED32 -> in.skipRawBytes(4);
            case WireFormat.WIRETYPE_FIXED64 -> in.skipRawBytes(8);
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.skipRawBytes(length());
            default -> throw refused("a protobuf field", "wire type " + WireFormat.getTagWireType(tag));
        }
    }

    /// The length of what follows, which must be there: nothing is allocated for bytes that the file does not have.
    private int length() throws IOException {
        expect(WireFormat.WIRETYPE_LENGTH_DELIMITED, "bytes with their length");
        long at = at();
        int length = in.readRawVarint32();
        int limit = in.getBytesUntilLimit();
        long left = limit < 0 ? size - at() : Math.min(limit, size - at());
        if (length < 0 || length > left) {
            throw refused(
                    at, "at most " + left + " bytes in field " + field(), Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    private void expect(int wireType, String what) throws FileFormatException {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw refused("field " + field() + " to be " + what, "wire type " + WireFormat.getTagWireType(tag));
        }
    }

    FileFormatException refused(String expected, String found) {
        return refused(at(), expected, found);
    }

    FileFormatException refused(long at, String expected, String found) {
        return new FileFormatException(source, at, expected, found);
    }
}
