package org.fovea.engine.onnx.proto;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A protobuf message that is put together field by field. Its size is known before it is written, as the format asks
/// of messages within messages; arrays are not copied until then.
final class MessageWriter {
    /// What a file of this format holds at most, and so any message within it.
    static final long MOST_BYTES = Integer.MAX_VALUE;

    private static final int CHUNK = 1 << 14;

    /// A field, tag and all.
    private interface Field {
        void write(CodedOutputStream out) throws IOException;
    }

    private final List<Field> fields = new ArrayList<>();
    private long size;

    /// The bytes of all fields.
    long size() {
        return size;
    }

    void write(CodedOutputStream out) throws IOException {
        for (Field field : fields) {
            field.write(out);
        }
    }

    private MessageWriter add(long bytes, Field field) {
        size += bytes;
        fields.add(field);
        return this;
    }

    MessageWriter number(int field, long value) {
        return add(CodedOutputStream.computeInt64Size(field, value), out -> out.writeInt64(field, value));
    }

    MessageWriter real(int field, float value) {
        return add(CodedOutputStream.computeFloatSize(field, value), out -> out.writeFloat(field, value));
    }

    /// @throws IllegalArgumentException if UTF-8 has no form for the text
    MessageWriter text(int field, String value) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(
                    ModelReader.quote(value) + " has a surrogate without its partner, UTF-8 has no form for it");
        }
        return add(CodedOutputStream.computeStringSize(field, value), out -> out.writeString(field, value));
    }

    MessageWriter message(int field, MessageWriter message) {
        long length = message.size;
        return add(head(field, length) + length, out -> {
            writeHead(out, field, length);
            message.write(out);
        });
    }

    /// Numbers as raw bytes, little-endian.
    MessageWriter floats(int field, float[] values) {
        long length = 4L * values.length;
        return add(head(field, length) + length, out -> {
            writeHead(out, field, length);
            FloatBuffer from = FloatBuffer.wrap(values);
            ByteBuffer chunk = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            while (from.hasRemaining()) {
                int n = Math.min(CHUNK, from.remaining());
                chunk.asFloatBuffer().put(from.slice(from.position(), n));
                from.position(from.position() + n);
                out.writeRawBytes(chunk.array(), 0, 4 * n);
            }
        });
    }

    /// Numbers as raw bytes, little-endian.
    MessageWriter longs(int field, long[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return add(head(field, bytes.capacity()) + bytes.capacity(), out -> {
            writeHead(out, field, bytes.capacity());
            out.writeRawBytes(bytes.array());
        });
    }

    private static long head(int field, long length) {
        return (long) CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt64SizeNoTag(length);
    }

    private static void writeHead(CodedOutputStream out, int field, long length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt64NoTag(length);
    }
}
