package org.fovea.facerec.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A column of a Parquet file with its values, none of which is missing.
///
/// A name with points in it, `box.left`, is that of a field in a group; the fields of a group stand one after the
/// other.
public final class ParquetColumn {
    /// What the column's values are.
    enum Kind {
        TEXT(6),
        INT(1),
        FLOAT(4),
        VECTOR(4);

        /// The number of the physical type: BYTE_ARRAY, INT32 or FLOAT.
        final int type;

        Kind(int type) {
            this.type = type;
        }
    }

    private final String name;
    private final Kind kind;
    private final int rows;
    private final long values;
    private final byte[] page;

    private ParquetColumn(String name, Kind kind, int rows, long values, byte[] page) {
        this.name = name;
        this.kind = kind;
        this.rows = rows;
        this.values = values;
        this.page = page;
    }

    /// A column of texts.
    public static ParquetColumn texts(String name, List<String> values) {
        List<byte[]> texts = values.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        byte[] page = page(
                name,
                texts.stream().mapToLong(text -> Integer.BYTES + text.length).sum());
        ByteBuffer out = littleEndian(page);
        texts.forEach(text -> out.putInt(text.length).put(text));
        return new ParquetColumn(name, Kind.TEXT, values.size(), values.size(), page);
    }

    /// A column of whole numbers.
    public static ParquetColumn ints(String name, int[] values) {
        byte[] page = page(name, (long) Integer.BYTES * values.length);
        littleEndian(page).asIntBuffer().put(values);
        return new ParquetColumn(name, Kind.INT, values.length, values.length, page);
    }

    /// A column of numbers.
    public static ParquetColumn floats(String name, float[] values) {
        byte[] page = page(name, (long) Float.BYTES * values.length);
        littleEndian(page).asFloatBuffer().put(values);
        return new ParquetColumn(name, Kind.FLOAT, values.length, values.length, page);
    }

    /// A column of lists of numbers, each list as long as the others.
    ///
    /// A page of lists begins with the repetition levels (0 where a list begins, 1 where it goes on) and the
    /// definition levels (1: there is a number), each as the length in bytes and runs; the numbers follow, one
    /// after the other.
    ///
    /// @throws IllegalArgumentException if there are lists of no numbers, or the lists do not fit into one page
    public static ParquetColumn vectors(String name, List<float[]> values) {
        int rows = values.size();
        int length = rows == 0 ? 0 : values.getFirst().length;
        if (rows > 0 && (length == 0 || values.stream().anyMatch(vector -> vector.length != length))) {
            throw new IllegalArgumentException(
                    "column " + name + ": lists of one length, at least 1, expected; the first has " + length);
        }
        var repetition = new ByteArrayOutputStream();
        for (int row = 0; row < rows; row++) {
            run(repetition, 1, 0);
            run(repetition, length - 1, 1);
        }
        var definition = new ByteArrayOutputStream();
        long count = (long) rows * length;
        run(definition, count, 1);
        byte[] page = page(name, 2L * Integer.BYTES + repetition.size() + definition.size() + Float.BYTES * count);
        ByteBuffer out = littleEndian(page);
        out.putInt(repetition.size()).put(repetition.toByteArray());
        out.putInt(definition.size()).put(definition.toByteArray());
        for (float[] vector : values) {
            out.asFloatBuffer().put(vector);
            out.position(out.position() + Float.BYTES * length);
        }
        return new ParquetColumn(name, Kind.VECTOR, rows, count, page);
    }

    /// A run of one level, 0 or 1: twice its length, then the level.
    private static void run(ByteArrayOutputStream out, long length, int level) {
        if (length > 0) {
            CompactWriter.varint(out, length << 1);
            out.write(level);
        }
    }

    /// Room for a page, of which a header tells the size in 32 bits.
    private static byte[] page(String name, long bytes) {
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("column " + name + ": " + bytes
                    + " bytes do not fit into a page of at most 2 GiB; make more files");
        }
        return new byte[(int) bytes];
    }

    private static ByteBuffer littleEndian(byte[] page) {
        return ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    int rows() {
        return rows;
    }

    /// How many numbers or texts there are, in all lists together.
    long values() {
        return values;
    }

    /// The column's only page, without its header. Shared, not to be written to.
    byte[] page() {
        return page;
    }

    @Override
    public String toString() {
        return name + ": " + kind + ", " + rows + " rows";
    }
}
