package org.fovea.facerec.parquet;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fovea.engine.io.FileFormatException;

/// A Parquet file's footer, and where the numbers of a column of lists stand: as much as it takes to go on with files
/// that [ParquetWriter] has written.
///
/// @param rows how many there are
/// @param metadata texts by their names
/// @param columns where each column's page stands, with its header, by the path in the schema; none without rows
public record ParquetFile(Path file, long rows, Map<String, String> metadata, Map<String, Span> columns) {
    private static final int TAIL = Integer.BYTES + ParquetWriter.MAGIC.length;
    /// More than any page's header takes that has no statistics.
    private static final int LONGEST_HEADER = 128;

    /// A stretch of a file.
    ///
    /// @param offset in bytes
    /// @param length in bytes
    public record Span(long offset, long length) {}

    /// What can be read of bytes.
    @FunctionalInterface
    private interface Parser<T> {
        T parse(ByteBuffer bytes);
    }

    /// Reads the footer of a file.
    ///
    /// @throws FileFormatException if the file is no Parquet file
    /// @throws IOException if it cannot be read
    public static ParquetFile read(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            long size = in.size();
            byte[] magic = new byte[ParquetWriter.MAGIC.length];
            if (size >= magic.length + TAIL) {
                ByteBuffer tail = bytes(in, size - TAIL, TAIL);
                long length = Integer.toUnsignedLong(tail.getInt());
                tail.get(magic);
                if (Arrays.equals(magic, ParquetWriter.MAGIC) && length <= size - TAIL) {
                    return parse(file, in, size - TAIL - length, (int) length, bytes -> of(file, bytes));
                }
            }
            throw new FileFormatException(
                    file.toString(), Math.max(0, size - TAIL), "the length of a footer and PAR1", "other bytes");
        }
    }

    private static <T> T parse(Path file, FileChannel in, long at, int length, Parser<T> parser) throws IOException {
        try {
            return parser.parse(bytes(in, at, length));
        } catch (IllegalArgumentException | BufferUnderflowException | ClassCastException e) {
            throw new FileFormatException(file.toString(), at, "a header of Parquet", "other bytes: " + e);
        }
    }

    private static ByteBuffer bytes(FileChannel in, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && in.read(bytes, at + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static ParquetFile of(Path file, ByteBuffer bytes) {
        Map<?, ?> footer = new CompactReader(bytes).struct();
        Map<String, String> metadata = new HashMap<>();
        for (Object pair : list(footer, 5)) {
            metadata.put(text(field((Map<?, ?>) pair, 1)), text(field((Map<?, ?>) pair, 2)));
        }
        Map<String, Span> columns = new HashMap<>();
        for (Object group : list(footer, 4)) {
            for (Object chunk : list((Map<?, ?>) group, 1)) {
                Map<?, ?> about = (Map<?, ?>) field((Map<?, ?>) chunk, 3);
                String path = list(about, 3).stream().map(ParquetFile::text).collect(Collectors.joining("."));
                columns.put(path, new Span((Long) field(about, 9), (Long) field(about, 7)));
            }
        }
        return new ParquetFile(file, (Long) field(footer, 3), Map.copyOf(metadata), Map.copyOf(columns));
    }

    private static Object field(Map<?, ?> struct, int number) {
        Object value = struct.get(number);
        if (value == null) {
            throw new IllegalArgumentException("no field " + number + " among " + struct.keySet());
        }
        return value;
    }

    private static List<?> list(Map<?, ?> struct, int number) {
        return (List<?>) field(struct, number);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    /// Where the numbers of a column of lists stand: 32-bit floats, little-endian, one list after the other. Of
    /// length 0 where there are no rows.
    ///
    /// @throws FileFormatException if there is no such column
    /// @throws IOException if the file cannot be read
    public Span vectors(String column) throws IOException {
        if (rows == 0) {
            return new Span(0, 0);
        }
        Span chunk = columns.get(column + ".list.element");
        if (chunk == null) {
            throw new FileFormatException(
                    file.toString(),
                    0,
                    "a column of lists " + column,
                    columns.keySet().toString());
        }
        try (FileChannel in = FileChannel.open(file)) {
            int most = (int) Math.min(LONGEST_HEADER, chunk.length());
            int header = parse(file, in, chunk.offset(), most, bytes -> {
                new CompactReader(bytes).struct();
                return bytes.position();
            });
            long at = chunk.offset() + header;
            for (int levels = 0; levels < 2; levels++) { // repetition and definition, each behind its length
                at += Integer.BYTES + parse(file, in, at, Integer.BYTES, ByteBuffer::getInt);
            }
            return new Span(at, chunk.offset() + chunk.length() - at);
        }
    }
}
