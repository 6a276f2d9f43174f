package org.fovea.engine.onnx.proto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Reads a TensorProto: its numbers as raw bytes, as typed lists, or in a file beside the model.
final class TensorReader {
    private static final int STRING = 8;

    private final Wire wire;
    private final ExternalData external;
    private final long offset;
    private final Numbers extents = new Numbers();
    private final Numbers numbers = new Numbers();
    private final Map<String, String> location = new HashMap<>();
    private String name = "";
    private long code;
    /// The field that holds the numbers, 0 before one was met.
    private int holder;
    private byte @Nullable [] raw;
    private boolean outside;

    private TensorReader(Wire wire, ExternalData external) {
        this.wire = wire;
        this.external = external;
        this.offset = wire.at();
    }

    /// Reads one, the wire standing at its length.
    static Messages.Initializer read(Wire wire, ExternalData external) throws IOException {
        TensorReader reader = new TensorReader(wire, external);
        int outer = wire.enter();
        reader.fields();
        wire.leave(outer);
        return new Messages.Initializer(reader.name, reader.tensor(), reader.offset);
    }

    /// Reads one that is the whole file.
    static Messages.Initializer readAll(Wire wire, ExternalData external) throws IOException {
        TensorReader reader = new TensorReader(wire, external);
        reader.fields();
        return new Messages.Initializer(reader.name, reader.tensor(), reader.offset);
    }

    private void fields() throws IOException {
        while (wire.next()) {
            int field = wire.field();
            switch (field) {
                case 1 -> wire.numbers(extents, ModelReader.MOST_AXES);
                case 2 -> code = wire.number();
                case 3 -> throw wire.refused("a tensor in one piece", "a segment of one");
                case 4 -> {
                    held(field);
                    wire.fixed32(numbers, OnnxTensor.MOST);
                }
                case 5, 7, 11 -> {
                    held(field);
                    wire.numbers(numbers, OnnxTensor.MOST);
                }
                case 8 -> name = wire.text();
                case 9 -> {
                    held(field);
                    raw = wire.bytes();
                }
                case 10 -> {
                    held(field);
                    wire.fixed64(numbers, OnnxTensor.MOST);
                }
                case 13 -> ModelReader.entry(wire, location);
                case 14 -> outside = wire.number() == 1;
                default -> wire.skip();
            }
        }
    }

    private void held(int field) throws IOException {
        if (holder != 0 && (holder != field || field == 9)) {
            throw wire.refused(what() + " to hold its numbers once", "them in fields " + holder + " and " + field);
        }
        holder = field;
    }

    private OnnxTensor tensor() throws IOException {
        OnnxType type = OnnxType.of(code);
        if (type == null) {
            throw refused(
                    "numbers of a type that is read here",
                    OnnxType.nameOf(code) + (code == STRING ? ", texts are not read" : ""));
        }
        int[] shape = shape();
        int count = OnnxTensor.count(shape);
        if (outside) {
            if (holder != 0) {
                throw refused("its numbers in a file beside the model", "some here too");
            }
            raw = external.read(location, type.bytes(count), what(), offset);
            holder = 9;
        }
        if (raw != null) {
            long bytes = type.bytes(count);
            if (raw.length != bytes) {
                throw refused(bytes + " bytes for " + type + " " + OnnxTensor.text(shape), raw.length + " bytes");
            }
            return decoded(type, shape, count, raw);
        }
        // Values of 4 bits stand two in a number.
        int stored = type.bits() == 4 ? (count + 1) / 2 : count;
        if (numbers.count() != stored) {
            throw refused(
                    stored + " numbers for " + type + " " + OnnxTensor.text(shape), Integer.toString(numbers.count()));
        }
        return listed(type, shape, count);
    }

    private int[] shape() throws IOException {
        long[] wide = extents.toArray();
        boolean empty = Arrays.stream(wide).anyMatch(extent -> extent == 0);
        long product = 1;
        for (long extent : wide) {
            boolean fits = extent >= 0 && extent <= OnnxTensor.MOST;
            product = fits && !empty ? product * extent : product;
            if (!fits || product > OnnxTensor.MOST) {
                throw refused("extents from 0 on that one array can hold (2^31 - 9 elements)", text(wide));
            }
        }
        return Arrays.stream(wide).mapToInt(extent -> (int) extent).toArray();
    }

    private static String text(long[] extents) {
        return Arrays.toString(Arrays.copyOf(extents, Math.min(extents.length, 8)))
                + (extents.length > 8 ? " and " + (extents.length - 8) + " more" : "");
    }

    /// From the numbers of a typed list; which list belongs to which type, the schema says.
    private OnnxTensor listed(OnnxType type, int[] shape, int count) throws IOException {
        int expected = switch (type) {
            case FLOAT -> 4;
            case DOUBLE -> 10;
            case INT64 -> 7;
            case UINT32, UINT64 -> 11;
            default -> 5;
        };
        if (holder != expected && count > 0) {
            throw refused("numbers of " + type + " in field " + expected, "them in field " + holder);
        }
        return switch (type) {
            case FLOAT -> OnnxTensor.of(numbers.toFloats(), shape);
            case DOUBLE -> OnnxTensor.ofReals(type, numbers.toDoubles(), shape);
            case FLOAT16, BFLOAT16 -> {
                ByteBuffer bits = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
                for (long number : numbers.toArray()) {
                    bits.putShort((short) number);
                }
                yield decoded(type, shape, count, bits.array());
            }
            case UINT4, INT4 -> {
                byte[] pairs = new byte[numbers.count()];
                long[] values = numbers.toArray();
                for (int i = 0; i < pairs.length; i++) {
                    pairs[i] = (byte) values[i];
                }
                yield decoded(type, shape, count, pairs);
            }
            default -> {
                long[] values = numbers.toArray();
                for (long value : values) {
                    if (type.wrap(value) != value) {
                        throw refused("numbers of " + type, Long.toString(value));
                    }
                }
                yield OnnxTensor.ofWholes(type, values, shape);
            }
        };
    }

    /// From raw bytes, little-endian.
    private OnnxTensor decoded(OnnxType type, int[] shape, int count, byte[] bytes) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (type == OnnxType.FLOAT) {
            float[] values = new float[count];
            from.asFloatBuffer().get(values);
            return OnnxTensor.of(values, shape);
        }
        if (type.real()) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = switch (type) {
                    case FLOAT16 -> Float.float16ToFloat(from.getShort(2 * i));
                    case BFLOAT16 -> Float.intBitsToFloat(from.getShort(2 * i) << 16);
                    default -> from.getDouble(8 * i);
                };
            }
            return OnnxTensor.ofReals(type, values, shape);
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (type.bits()) {
                case 4 -> bytes[i / 2] >> (4 * (i % 2));
                case 8 -> bytes[i];
                case 16 -> from.getShort(2 * i);
                case 32 -> from.getInt(4 * i);
                default -> from.getLong(8 * i);
            };
            if (type == OnnxType.BOOL && (values[i] & ~1) != 0) {
                throw refused("truth values, 0 or 1", Long.toString(values[i] & 0xff));
            }
        }
        return OnnxTensor.ofWholes(type, values, shape);
    }

    private String what() {
        return "tensor " + ModelReader.quote(name);
    }

    private IOException refused(String expected, String found) {
        return wire.refused(offset, what() + " to have " + expected, found);
    }
}
