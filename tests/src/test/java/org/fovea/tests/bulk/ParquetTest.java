package org.fovea.tests.bulk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.parquet.ParquetColumn;
import org.fovea.facerec.parquet.ParquetFile;
import org.fovea.facerec.parquet.ParquetWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What we write in Parquet is what parquet-java reads.
class ParquetTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "1, 2", "7, 3", "100, 512", "3000, 7"})
    void everyValueIsReadBitForBit(int rows, int length) throws IOException {
        var random = new Xoshiro256(rows + length);
        List<String> texts = new ArrayList<>();
        int[] ints = new int[rows];
        float[] floats = new float[rows];
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            texts.add(i % 7 == 0 ? "" : "päth\n/" + i + "😀".repeat(i % 3));
            ints[i] = (int) random.nextLong();
            floats[i] = i % 5 == 0 ? Float.NaN : Float.intBitsToFloat((int) random.nextLong());
            float[] vector = new float[length];
            for (int k = 0; k < length; k++) {
                vector[k] = k % 9 == 8 ? -0f : random.nextFloat() - 0.5f;
            }
            vectors.add(vector);
        }
        Path file = folder.resolve("x.parquet");
        Map<String, String> metadata = Map.of("a", "b", "ü", "x".repeat(1000), "nothing", "");
        ParquetWriter.write(
                file,
                List.of(
                        ParquetColumn.texts("path", texts),
                        ParquetColumn.ints("a.number", ints),
                        ParquetColumn.floats("a.b.c", floats),
                        ParquetColumn.vectors("vector", vectors)),
                metadata);
        Table table = Table.read(file);
        assertEquals("""
            message faces {
              required binary path (STRING);
              required group a {
                required int32 number;
                required group b {
                  required float c;
                }
              }
              required group vector (LIST) {
                repeated group list {
                  required float element;
                }
              }
            }
            """, table.schema().replace(" columnorder(TYPE_DEFINED_ORDER)", "")); // of which nothing is said
        assertEquals(metadata, table.metadata());
        assertEquals(rows, table.rows().size());
        for (int i = 0; i < rows; i++) {
            Group row = table.rows().get(i);
            assertEquals(texts.get(i), row.getString("path", 0));
            assertEquals(ints[i], row.getGroup("a", 0).getInteger("number", 0));
            assertEquals(
                    Float.floatToRawIntBits(floats[i]),
                    Float.floatToRawIntBits(
                            row.getGroup("a", 0).getGroup("b", 0).getFloat("c", 0)));
            assertArrayEquals(vectors.get(i), Table.vector(row, "vector"));
        }
    }

    @Test
    void aTableWithoutRowsIsOne() throws IOException {
        Path file = folder.resolve("x.parquet");
        ParquetWriter.write(
                file,
                List.of(ParquetColumn.ints("n", new int[0]), ParquetColumn.vectors("vector", List.of())),
                Map.of());
        Table table = Table.read(file);
        assertEquals(List.of(), table.rows());
        assertTrue(table.schema().contains("required group vector (LIST) {"), table.schema());
    }

    @Test
    void aPageThatWasDamagedIsNoticed() throws IOException {
        Path file = folder.resolve("x.parquet");
        ParquetWriter.write(file, List.of(ParquetColumn.vectors("vector", List.of(new float[] {1, 2, 3}))), Map.of());
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) ParquetFile.read(file).vectors("vector").offset()] ^= 1;
        Files.write(file, bytes);
        assertThrows(Exception.class, () -> Table.read(file));
    }
}
