package org.fovea.engine.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxType;

/// A protobuf message under construction, and those of ONNX's schema that the tests need.
final class Message {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int BOOL = 9;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Message bytes(int field, byte[] bytes) {
        varint((long) field << 3 | 2);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Message text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message message) {
        return bytes(field, message.toByteArray());
    }

    /// A number of 32 bits.
    Message real(int field, float value) {
        varint((long) field << 3 | 5);
        ByteBuffer bits = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
        out.writeBytes(bits.array());
        return this;
    }

    /// The fields of another message.
    Message append(Message other) {
        out.writeBytes(other.toByteArray());
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    /// A node; `parts` are attributes.
    static Message node(String operator, List<String> inputs, List<String> outputs, Message... parts) {
        Message node = new Message();
        inputs.forEach(name -> node.text(1, name));
        outputs.forEach(name -> node.text(2, name));
        node.text(3, "the " + operator).text(4, operator);
        for (Message part : parts) {
            node.message(5, part);
        }
        return node;
    }

    static Message integer(String name, long value) {
        return new Message().text(1, name).number(3, value).number(20, 2);
    }

    static Message real(String name, float value) {
        return new Message().text(1, name).real(2, value).number(20, 1);
    }

    static Message word(String name, String value) {
        return new Message().text(1, name).text(4, value).number(20, 3);
    }

    static Message integers(String name, long... values) {
        Message attribute = new Message().text(1, name).number(20, 7);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute;
    }

    static Message graphAttribute(String name, Message graph) {
        return new Message().text(1, name).message(6, graph).number(20, 5);
    }

    static Message tensorAttribute(String name, Message tensor) {
        return new Message().text(1, name).message(5, tensor).number(20, 4);
    }

    /// An attribute that is a function's.
    static Message reference(String name, String of) {
        return new Message().text(1, name).number(20, 2).text(21, of);
    }

    static Message floats(String name, long[] extents, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        return tensor(name, OnnxType.FLOAT.code(), extents).bytes(9, raw.array());
    }

    static Message longs(String name, long... values) {
        Message tensor = tensor(name, INT64, values.length);
        for (long value : values) {
            tensor.number(7, value);
        }
        return tensor;
    }

    static Message truth(String name, boolean value) {
        return tensor(name, BOOL).number(5, value ? 1 : 0);
    }

    /// A tensor whose numbers are still to come.
    static Message tensor(String name, int type, long... extents) {
        Message tensor = new Message();
        for (long extent : extents) {
            tensor.number(1, extent);
        }
        return tensor.number(2, type).text(8, name);
    }

    /// An input or output of FLOAT; an extent of -1 is open.
    static Message value(String name, long... extents) {
        return value(FLOAT, name, extents);
    }

    static Message value(int type, String name, long... extents) {
        Message shape = new Message();
        for (long extent : extents) {
            shape.message(1, extent < 0 ? new Message().text(2, "open") : new Message().number(1, extent));
        }
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /// A graph of nodes, constants, inputs and outputs.
    static Message graph(List<Message> nodes, List<Message> constants, List<Message> inputs, List<Message> outputs) {
        Message graph = new Message().text(2, "graph");
        nodes.forEach(node -> graph.message(1, node));
        constants.forEach(constant -> graph.message(5, constant));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        return graph;
    }

    /// A function of the domain `own`.
    static Message function(String name, List<String> inputs, List<String> outputs, Message... nodes) {
        Message function = new Message().text(1, name).text(10, "own").message(9, opset("", 17));
        inputs.forEach(input -> function.text(4, input));
        outputs.forEach(output -> function.text(5, output));
        for (Message node : nodes) {
            function.message(7, node);
        }
        return function;
    }

    static Message opset(String domain, long version) {
        return new Message().text(1, domain).number(2, version);
    }

    static byte[] model(long opset, Message graph, Message... functions) {
        Message model = new Message()
                .number(1, 8)
                .text(2, "a test")
                .message(8, opset("", opset))
                .message(8, opset("own", 1));
        model.message(7, graph);
        for (Message function : functions) {
            model.message(25, function);
        }
        return model.toByteArray();
    }
}
