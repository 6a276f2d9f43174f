package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The elements of one stored array, converted while they are read, a chunk at a time.
///
/// @param offset where the first element's first byte stands in the file
/// @param count how many elements there are
record Elements(DataFile file, long offset, int count, DType dtype, ByteOrder order) {
    /// The most elements that one Java array holds on every JVM, and that a `Shape` admits.
    static final int MAX_COUNT = Integer.MAX_VALUE - 8;

    /// Large enough that a read's fixed cost vanishes, small enough to stay in the second-level cache. A multiple
    /// of 8, so that no element lies across two chunks.
    private static final int CHUNK_BYTES = 1 << 18;

    /// Takes `n` elements, of which the first is element `first` of the array, from position 0 of `chunk` on.
    @FunctionalInterface
    private interface Taker {
        void take(ByteBuffer chunk, int first, int n) throws IOException;
    }

    /// Puts `n` elements, of which the first is element `first` of the array, into `chunk` from its position 0 on.
    @FunctionalInterface
    interface Giver {
        void put(ByteBuffer chunk, int first, int n);
    }

    /// Writes `count` elements, little-endian, from the channel's position on.
    static void write(FileChannel channel, DType dtype, int count, Giver giver) throws IOException {
        int perChunk = CHUNK_BYTES / dtype.bytes();
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(count, perChunk) * dtype.bytes());
        chunk.order(ByteOrder.LITTLE_ENDIAN);
        for (int first = 0; first < count; ) {
            int n = Math.min(perChunk, count - first);
            giver.put(chunk.clear(), first, n);
            // The giver may have put through a view, which leaves the position where it was.
            AtomicFile.writeFully(channel, chunk.position(0).limit(n * dtype.bytes()));
            first += n;
        }
    }

    /// Gives numbers as elements of a floating type that npy has, rounded to it.
    static Giver reals(DType dtype, double[] values) {
        return (chunk, first, n) -> {
            for (int i = first; i < first + n; i++) {
                switch (dtype) {
                    case F64 -> chunk.putDouble(values[i]);
                    case F32 -> chunk.putFloat((float) values[i]);
                    case F16 -> chunk.putShort(Float.floatToFloat16((float) values[i]));
                    default -> throw new IllegalStateException(dtype + " is not written");
                }
            }
        };
    }

    /// Gives whole numbers or truth values as elements of a type that holds them.
    static Giver wholes(DType dtype, long[] values) {
        return (chunk, first, n) -> {
            for (int i = first; i < first + n; i++) {
                switch (dtype.bytes()) {
                    case 8 -> chunk.putLong(values[i]);
                    case 4 -> chunk.putInt((int) values[i]);
                    case 2 -> chunk.putShort((short) values[i]);
                    default -> chunk.put((byte) values[i]);
                }
            }
        };
    }

    /// Whether a number is one of a whole type's, or of the truth values 0 and 1.
    static boolean holds(DType dtype, long value) {
        return switch (dtype) {
            case I64 -> true;
            case I32 -> value == (int) value;
            case I16 -> value == (short) value;
            case I8 -> value == (byte) value;
            case U32 -> value == Integer.toUnsignedLong((int) value);
            case U16 -> value == Short.toUnsignedLong((short) value);
            case U8 -> value == Byte.toUnsignedLong((byte) value);
            case BOOL -> value == 0 || value == 1;
            case F16, BF16, F32, F64 -> false;
        };
    }

    /// The elements of a floating type as `float`; F64 is rounded to the nearest `float`, infinity included.
    float[] floats() throws IOException {
        float[] values = new float[count];
        forEachChunk((chunk, first, n) -> {
            switch (dtype) {
                case F32 -> chunk.asFloatBuffer().get(values, first, n);
                case F64 -> {
                    for (int i = 0; i < n; i++) {
                        values[first + i] = (float) chunk.getDouble(8 * i);
                    }
                }
                case F16 -> {
                    for (int i = 0; i < n; i++) {
                        values[first + i] = Float.float16ToFloat(chunk.getShort(2 * i));
                    }
                }
                case BF16 -> {
                    for (int i = 0; i < n; i++) {
                        values[first + i] = bfloat16(chunk.getShort(2 * i));
                    }
                }
                default -> throw new IllegalStateException(dtype + " is no floating type");
            }
        });
        return values;
    }

    /// The first element that is NaN or infinite, in words; null where all are finite.
    static @Nullable String notFinite(Tensor tensor) {
        float[] data = tensor.data();
        int first = -1;
        int count = 0;
        for (int i = 0; i < data.length; i++) {
            if (!Float.isFinite(data[i])) {
                first = count == 0 ? i : first;
                count++;
            }
        }
        if (count == 0) {
            return null;
        }
        String text = data[first] + " at index " + index(tensor.shape(), first);
        return count == 1 ? text : text + " and " + (count - 1) + " more that are not finite";
    }

    /// Where element `i` stands, a number an axis: `[2, 0, 1]`.
    private static String index(Shape shape, int i) {
        int[] index = new int[shape.rank()];
        int rest = i;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.extent(axis);
            rest /= shape.extent(axis);
        }
        return Arrays.toString(index);
    }

    /// The elements of a floating type as `double`, which is exact for all of them.
    double[] doubles() throws IOException {
        double[] values = new double[count];
        if (dtype != DType.F64) {
            float[] narrow = floats();
            for (int i = 0; i < count; i++) {
                values[i] = narrow[i];
            }
            return values;
        }
        forEachChunk((chunk, first, n) -> chunk.asDoubleBuffer().get(values, first, n));
        return values;
    }

    /// The elements of a whole type, or truth values as 0 and 1, as `long`, which is exact for all of them.
    long[] longs() throws IOException {
        long[] values = new long[count];
        forEachChunk((chunk, first, n) -> {
            for (int i = 0; i < n; i++) {
                values[first + i] = switch (dtype) {
                    case I64 -> chunk.getLong(8 * i);
                    case I32 -> chunk.getInt(4 * i);
                    case U32 -> Integer.toUnsignedLong(chunk.getInt(4 * i));
                    case I16 -> chunk.getShort(2 * i);
                    case U16 -> Short.toUnsignedLong(chunk.getShort(2 * i));
                    case I8 -> chunk.get(i);
                    case U8 -> Byte.toUnsignedLong(chunk.get(i));
                    case BOOL -> truth(chunk.get(i), first + i);
                    default -> throw new IllegalStateException(dtype + " is no whole type");
                };
            }
        });
        return values;
    }

    private static float bfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    private long truth(byte value, int index) throws FileFormatException {
        if (value != 0 && value != 1) {
            throw file.refused(offset + index, "a truth value, 0 or 1", Integer.toString(Byte.toUnsignedInt(value)));
        }
        return value;
    }

    private void forEachChunk(Taker taker) throws IOException {
        int perChunk = CHUNK_BYTES / dtype.bytes();
        ByteBuffer chunk =
                ByteBuffer.allocate(Math.min(count, perChunk) * dtype.bytes()).order(order);
        try (FileChannel channel = file.open()) {
            for (int first = 0; first < count; ) {
                int n = Math.min(perChunk, count - first);
                chunk.clear().limit(n * dtype.bytes());
                file.readFully(channel, offset + (long) first * dtype.bytes(), chunk);
                taker.take(chunk.flip(), first, n);
                first += n;
            }
        }
    }
}
