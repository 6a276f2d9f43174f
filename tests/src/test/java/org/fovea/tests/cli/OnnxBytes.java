package org.fovea.tests.cli;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Small ONNX files, for commands that read them.
final class OnnxBytes {
    static final int FLOAT = 1;

    private OnnxBytes() {}

    /// A protobuf message: a field's number, its value (an Integer, a String or a message's bytes), the next
    /// number.
    static byte[] message(Object... fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (int i = 0; i < fields.length; i += 2) {
                int field = (Integer) fields[i];
                switch (fields[i + 1]) {
                    case Integer number -> out.writeInt64(field, number);
                    case String text -> out.writeString(field, text);
                    case byte[] message -> out.writeByteArray(field, message);
                    default -> throw new IllegalArgumentException("no field: " + fields[i + 1]);
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... messages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            bytes.writeBytes(message);
        }
        return bytes.toByteArray();
    }

    /// An input or output; an extent of -1 is open.
    static byte[] value(String name, int type, int... extents) {
        byte[] shape = {};
        for (int extent : extents) {
            shape = joined(shape, message(1, extent < 0 ? message(2, "open") : message(1, extent)));
        }
        return message(1, name, 2, message(1, message(1, type, 2, shape)));
    }

    /// A node of one output.
    static byte[] node(String operator, String output, String... inputs) {
        byte[] node = message(2, output, 3, "the " + operator, 4, operator);
        for (String input : inputs) {
            node = joined(node, message(1, input));
        }
        return node;
    }

    /// A model of opset 17.
    static byte[] model(List<byte[]> nodes, List<byte[]> inputs, List<byte[]> outputs) {
        byte[] graph = message(2, "graph");
        for (byte[] node : nodes) {
            graph = joined(graph, message(1, node));
        }
        for (byte[] input : inputs) {
            graph = joined(graph, message(11, input));
        }
        for (byte[] output : outputs) {
            graph = joined(graph, message(12, output));
        }
        return message(1, 8, 2, "a test", 7, graph, 8, message(1, "", 2, 17));
    }
}
