package org.fovea.facerec.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fovea.engine.io.FileFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is written is found again; another reader holds the writer to the format in the module `tests`.
class ParquetFileTest {
    @TempDir
    private Path folder;

    private static List<ParquetColumn> columns(int rows, int length) {
        List<String> names = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        int[] numbers = new int[rows];
        for (int i = 0; i < rows; i++) {
            names.add("ü".repeat(i % 5) + i);
            numbers[i] = -i;
            float[] vector = new float[length];
            Arrays.fill(vector, 0.5f);
            vector[0] = i;
            vectors.add(vector);
        }
        return List.of(
                ParquetColumn.texts("name", names),
                ParquetColumn.ints("box.number", numbers),
                ParquetColumn.vectors("vector", vectors));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "1, 3", "5, 128", "300, 65"})
    void vectorsStandWhereTheFileSays(int rows, int length) throws IOException {
        Path file = folder.resolve("x.parquet");
        ParquetWriter.write(file, columns(rows, length), Map.of());
        ParquetFile read = ParquetFile.read(file);
        assertEquals(rows, read.rows());
        ParquetFile.Span span = read.vectors("vector");
        assertEquals(4L * rows * length, span.length());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            int at = (int) span.offset() + 4 * row * length;
            assertEquals(row, bytes.getFloat(at));
            for (int k = 1; k < length; k++) {
                assertEquals(0.5f, bytes.getFloat(at + 4 * k));
            }
        }
    }

    @Test
    void metadataAreFoundAgainAndFilesAreTheSame() throws IOException {
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < 40; i++) { // more than a short list has
            metadata.put("key " + i, "ä\n\"".repeat(i * i));
        }
        Path one = folder.resolve("one.parquet");
        Path two = folder.resolve("two.parquet");
        ParquetWriter.write(one, columns(7, 4), metadata);
        ParquetWriter.write(two, columns(7, 4), metadata);
        assertEquals(metadata, ParquetFile.read(one).metadata());
        assertEquals(
                List.of("box.number", "name", "vector.list.element"),
                ParquetFile.read(one).columns().keySet().stream().sorted().toList());
        assertEquals(-1, Files.mismatch(one, two));
    }

    @Test
    void aTableWithoutRowsHasItsMetadata() throws IOException {
        Path file = folder.resolve("x.parquet");
        ParquetWriter.write(file, columns(0, 4), Map.of("a", "b"));
        ParquetFile read = ParquetFile.read(file);
        assertEquals(0, read.rows());
        assertEquals(Map.of("a", "b"), read.metadata());
        assertEquals(0, read.vectors("vector").length());
    }

    @Test
    void columnsOfDifferentLengthsAreRefused() {
        List<ParquetColumn> uneven =
                List.of(ParquetColumn.ints("a", new int[] {1, 2}), ParquetColumn.floats("b", new float[] {1}));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> ParquetWriter.write(folder.resolve("x"), uneven, Map.of()))
                .getMessage();
        assertEquals("columns of one length expected, found a: INT, 2 rows, and b: FLOAT, 1 rows", message);
        assertThrows(
                IllegalArgumentException.class,
                () -> ParquetColumn.vectors("v", List.of(new float[] {1}, new float[] {1, 2})));
        assertThrows(IllegalArgumentException.class, () -> ParquetColumn.vectors("v", List.of(new float[0])));
    }

    /// Cut short anywhere, or with any byte of the footer changed, it is refused or read, and nothing else happens.
    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = folder.resolve("x.parquet");
        ParquetWriter.write(file, columns(3, 2), Map.of("key", "text"));
        byte[] whole = Files.readAllBytes(file);
        Path damaged = folder.resolve("damaged");
        for (int length = 0; length < whole.length; length++) {
            Files.write(damaged, Arrays.copyOf(whole, length));
            var refused = assertThrows(FileFormatException.class, () -> ParquetFile.read(damaged));
            assertTrue(refused.getMessage().contains("damaged: byte "), refused.getMessage());
        }
        int footer = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 8);
        int refused = 0;
        for (int at = whole.length - 8 - footer; at < whole.length; at++) {
            for (int change : new int[] {1, 0x80, 0xFF}) {
                byte[] other = whole.clone();
                other[at] ^= (byte) change;
                Files.write(damaged, other);
                try {
                    ParquetFile.read(damaged).vectors("vector");
                } catch (FileFormatException e) {
                    refused++;
                }
            }
        }
        assertTrue(refused > footer, refused + " of " + 3 * footer + " changes refused");
    }

    @Test
    void wholeNumbersSurviveTheCompactProtocol() {
        long[] numbers = {
            0, 1, -1, 63, 64, -64, -65, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
        };
        var writer = new CompactWriter();
        writer.open();
        for (int i = 0; i < numbers.length; i++) {
            writer.i64(i + 1, numbers[i]);
        }
        writer.i32(numbers.length + 15, Integer.MIN_VALUE);
        writer.close();
        ByteBuffer bytes = ByteBuffer.wrap(writer.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, Object> read = new CompactReader(bytes).struct();
        long[] found = new long[numbers.length];
        Arrays.setAll(found, i -> (Long) read.get(i + 1));
        assertArrayEquals(numbers, found);
        assertEquals((long) Integer.MIN_VALUE, read.get(numbers.length + 15));
    }
}
