package org.fovea.engine.io;

import static org.fovea.engine.io.Damage.bytes;
import static org.fovea.engine.io.Damage.little;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsReadBitForBit() throws IOException {
        float[] floats = {0, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN, -7};
        long[] longs = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE, 42};
        byte[] raw = {0, 1, 127, (byte) 128, (byte) 255};
        Path path = folder.resolve("all.safetensors");
        SafeTensors.writer()
                .metadata("epoch", "12")
                .metadata("note", "naïve \"quoted\"\n")
                .add("raw", raw, Shape.of(5))
                .add("floats", Tensor.of(Shape.of(2, 1, 4), floats))
                .add("longs", longs, Shape.of(2, 3))
                .add("scalar", Tensor.of(Shape.of(), 2.5f))
                .write(path);
        SafeTensors file = SafeTensors.read(path);
        assertEquals(path, file.path());
        assertEquals(Map.of("epoch", "12", "note", "naïve \"quoted\"\n"), file.metadata());
        assertEquals(List.of("longs", "floats", "scalar", "raw"), file.names(), "widest elements first");
        assertEquals(DType.F32, file.dtype("floats"));
        assertEquals(Shape.of(2, 1, 4), file.shape("floats"));
        assertArrayEquals(new long[] {2, 1, 4}, file.extents("floats"));
        assertArrayEquals(bits(floats), bits(file.tensor("floats").data()));
        assertEquals(Shape.of(), file.shape("scalar"));
        assertEquals(2.5f, file.tensor("scalar").get());
        assertEquals(DType.I64, file.dtype("longs"));
        assertArrayEquals(longs, file.longs("longs"));
        assertEquals(DType.U8, file.dtype("raw"));
        assertArrayEquals(new long[] {0, 1, 127, 128, 255}, file.longs("raw"));
        assertTrue(file.has("raw"));
        assertFalse(file.has("note"));
    }

    @ParameterizedTest
    @CsvSource({"1", "65535", "65536", "65537", "200001"})
    void arraysLongerThanAChunkAreWhole(int n) throws IOException {
        Xoshiro256 random = new Xoshiro256(n);
        float[] floats = new float[n];
        long[] longs = new long[n];
        byte[] raw = new byte[n];
        random.nextBytes(raw);
        for (int i = 0; i < n; i++) {
            floats[i] = random.nextFloat();
            longs[i] = random.nextLong();
        }
        Path path = folder.resolve("long.safetensors");
        SafeTensors.writer()
                .add("f", Tensor.of(Shape.of(n), floats))
                .add("l", longs, Shape.of(n))
                .add("b", raw, Shape.of(n))
                .write(path);
        SafeTensors file = SafeTensors.read(path);
        assertArrayEquals(floats, file.tensor("f").data());
        assertArrayEquals(longs, file.longs("l"));
        assertArrayEquals(IntStream.range(0, n).mapToLong(i -> raw[i] & 0xff).toArray(), file.longs("b"));
        assertArrayEquals(IntStream.range(0, n).mapToDouble(i -> floats[i]).toArray(), file.doubles("f"));
    }

    @Test
    void everyFloatingTypeIsReadExactly() throws IOException {
        ByteBuffer f64 =
                little(32).putDouble(0.1).putDouble(1e300).putDouble(-0.0).putDouble(Double.MIN_VALUE);
        assertFloats("F64", f64, new double[] {0.1, 1e300, -0.0, Double.MIN_VALUE});
        ByteBuffer f32 = little(16)
                .putFloat(0.1f)
                .putFloat(Float.MAX_VALUE)
                .putFloat(-0f)
                .putFloat(3);
        assertFloats("F32", f32, new double[] {0.1f, Float.MAX_VALUE, -0.0, 3});
        ByteBuffer f16 = little(12)
                .putShort((short) 0x3c00)
                .putShort((short) 0xc000)
                .putShort((short) 0x7bff)
                .putShort((short) 0x0001)
                .putShort((short) 0x7c00)
                .putShort((short) 0x3555);
        assertFloats(
                "F16", f16, new double[] {1, -2, 65504, Math.scalb(1.0, -24), Double.POSITIVE_INFINITY, 1365.0 / 4096});
        ByteBuffer bf16 = little(10)
                .putShort((short) 0x3f80)
                .putShort((short) 0xc040)
                .putShort((short) 0xff80)
                .putShort((short) 0x0001)
                .putShort((short) 0x3fc0);
        assertFloats("BF16", bf16, new double[] {1, -3, Double.NEGATIVE_INFINITY, Math.scalb(1.0, -133), 1.5});
    }

    private void assertFloats(String dtype, ByteBuffer data, double[] expected) throws IOException {
        SafeTensors file = one(dtype, expected.length, data.array());
        assertEquals(DType.valueOf(dtype), file.dtype("x"));
        assertArrayEquals(expected, file.doubles("x"), dtype);
        float[] rounded = new float[expected.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) expected[i];
        }
        assertArrayEquals(bits(rounded), bits(file.tensor("x").data()), dtype);
        FileFormatException refused = assertThrows(FileFormatException.class, () -> file.longs("x"));
        assertTrue(refused.getMessage().contains("\"x\"") && refused.found().startsWith(dtype), refused.getMessage());
    }

    @Test
    void everyWholeTypeIsReadExactly() throws IOException {
        assertWhole("I64", little(16).putLong(Long.MIN_VALUE).putLong(7), Long.MIN_VALUE, 7);
        assertWhole("I32", little(8).putInt(Integer.MIN_VALUE).putInt(7), Integer.MIN_VALUE, 7);
        assertWhole("I16", little(4).putShort((short) -32768).putShort((short) 7), -32768, 7);
        assertWhole("I8", little(2).put((byte) -128).put((byte) 7), -128, 7);
        assertWhole("U32", little(8).putInt(-1).putInt(7), 4294967295L, 7);
        assertWhole("U16", little(4).putShort((short) -1).putShort((short) 7), 65535, 7);
        assertWhole("U8", little(2).put((byte) -1).put((byte) 7), 255, 7);
        assertWhole("BOOL", little(2).put((byte) 1).put((byte) 0), 1, 0);
    }

    private void assertWhole(String dtype, ByteBuffer data, long... expected) throws IOException {
        SafeTensors file = one(dtype, expected.length, data.array());
        assertArrayEquals(expected, file.longs("x"), dtype);
        assertThrows(FileFormatException.class, () -> file.tensor("x"));
        FileFormatException refused = assertThrows(FileFormatException.class, () -> file.doubles("x"));
        assertTrue(refused.getMessage().contains("\"x\"") && refused.found().startsWith(dtype), refused.getMessage());
    }

    @Test
    void aTruthValueIsZeroOrOne() throws IOException {
        SafeTensors file = one("BOOL", 3, new byte[] {1, 0, 2});
        FileFormatException refused = assertThrows(FileFormatException.class, () -> file.longs("x"));
        assertEquals(Files.size(file.path()) - 1, refused.offset());
        assertEquals("2", refused.found());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0]", "[3,0]", "[0,4611686018427387904]"})
    void emptyArraysAreReadWithoutAShape(String extents) throws IOException {
        for (DType dtype : DType.values()) {
            String json = "{\"none\":{\"dtype\":\"" + dtype + "\",\"shape\":" + extents
                    + ",\"data_offsets\":[1,1]},\"some\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
            SafeTensors file = SafeTensors.read(write(json, (byte) 9));
            assertEquals(List.of("some", "none"), file.names());
            assertEquals(extents, Arrays.toString(file.extents("none")).replace(" ", ""));
            if (dtype.floating()) {
                assertEquals(0, file.doubles("none").length);
                FileFormatException refused = assertThrows(FileFormatException.class, () -> file.tensor("none"));
                assertTrue(refused.getMessage().contains("\"none\""), refused.getMessage());
            } else {
                assertEquals(0, file.longs("none").length);
            }
            assertThrows(FileFormatException.class, () -> file.shape("none"));
            assertArrayEquals(new long[] {9}, file.longs("some"));
        }
    }

    @Test
    void aFileMayHoldNothing() throws IOException {
        Path path = folder.resolve("empty.safetensors");
        SafeTensors.writer().write(path);
        SafeTensors file = SafeTensors.read(path);
        assertEquals(List.of(), file.names());
        assertEquals(Map.of(), file.metadata());
        assertEquals(16, Files.size(path));
        assertEquals(List.of(), SafeTensors.read(write("{\"__metadata__\":{}}")).names());
    }

    @Test
    void namesMayBeAnyText() throws IOException {
        List<String> names = List.of(
                "",
                " ",
                "a.b/c",
                "__metadata",
                "quote\" and \\backslash",
                "line\nbreak\ttab\u0000nul\u001f",
                "größe/日本語",
                "😀",
                "\u2028\ufeff\u200b",
                "../../up",
                "n".repeat(10_000));
        SafeTensorsWriter writer = SafeTensors.writer();
        for (int i = 0; i < names.size(); i++) {
            writer.add(names.get(i), Tensor.of(Shape.of(1), i)).metadata(names.get(i), names.get(i) + i);
        }
        Path path = folder.resolve("names.safetensors");
        writer.write(path);
        SafeTensors file = SafeTensors.read(path);
        assertEquals(names, file.names());
        assertEquals(names, List.copyOf(file.metadata().keySet()));
        for (int i = 0; i < names.size(); i++) {
            assertEquals(i, file.tensor(names.get(i)).get(0));
            assertEquals(names.get(i) + i, file.metadata().get(names.get(i)));
        }
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path path = folder.resolve("bytes.safetensors");
        SafeTensors.writer()
                .metadata("k", "v")
                .add("b", new byte[] {5, 6}, Shape.of(2))
                .add("f", Tensor.of(Shape.of(1, 1), 1))
                .write(path);
        String json = "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"f\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[4,6]}}";
        String padded = json + " ".repeat(-json.length() & 7);
        assertArrayEquals(
                bytes((long) padded.length(), padded, Float.floatToIntBits(1), new byte[] {5, 6}),
                Files.readAllBytes(path));
    }

    @Test
    void theWriterRefusesWhatCannotBeRead() {
        SafeTensorsWriter writer = SafeTensors.writer();
        Tensor one = Tensor.zeros(1);
        writer.add("a", one).metadata("k", "v");
        assertThrows(IllegalArgumentException.class, () -> writer.add("a", one));
        assertThrows(IllegalArgumentException.class, () -> writer.add("a", new long[1], Shape.of(1)));
        assertThrows(IllegalArgumentException.class, () -> writer.metadata("k", "other"));
        assertThrows(IllegalArgumentException.class, () -> writer.add("__metadata__", one));
        assertThrows(IllegalArgumentException.class, () -> writer.add("half \ud83d", one));
        assertThrows(IllegalArgumentException.class, () -> writer.metadata("half \ude00", ""));
        assertThrows(IllegalArgumentException.class, () -> writer.metadata("half", "\ud83d"));
        assertEquals(
                "entry \"b\": shape 2×2 holds 4 elements, the array has 3",
                assertThrows(IllegalArgumentException.class, () -> writer.add("b", new long[3], Shape.of(2, 2)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> writer.add("b", new byte[3], Shape.of(2, 2)));
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThereAre() throws IOException {
        SafeTensors file = one("F32", 1, new byte[4]);
        FileFormatException refused = assertThrows(FileFormatException.class, () -> file.tensor("y"));
        assertEquals("an entry \"y\"", refused.expected());
        assertEquals("1 entry: \"x\"", refused.found());
        assertThrows(FileFormatException.class, () -> file.dtype("y"));
        assertThrows(FileFormatException.class, () -> file.shape("y"));
        assertThrows(FileFormatException.class, () -> file.extents("y"));
        assertThrows(FileFormatException.class, () -> file.longs("y"));
        assertThrows(FileFormatException.class, () -> file.doubles("y"));
    }

    @Test
    void anArrayBeyondAShapeIsRefusedBeforeItIsAllocated() throws IOException {
        // A file with a hole: its length is 2^32 bytes and more, its blocks on the disk are few.
        String json = "{\"x\":{\"dtype\":\"U8\",\"shape\":[65536,65536],\"data_offsets\":[0,4294967296]}}";
        Path path = write(json);
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), 8 + json.length() + 4294967295L);
        }
        SafeTensors file = SafeTensors.read(path);
        assertArrayEquals(new long[] {65536, 65536}, file.extents("x"));
        FileFormatException refused = assertThrows(FileFormatException.class, () -> file.longs("x"));
        assertTrue(refused.getMessage().contains("\"x\""), refused.getMessage());
        assertThrows(FileFormatException.class, () -> file.shape("x"));
    }

    @Test
    void aFileThatChangedSinceIsRefused() throws IOException {
        Path path = folder.resolve("changing.safetensors");
        SafeTensors.writer().add("x", Tensor.of(Shape.of(1), 1)).write(path);
        SafeTensors file = SafeTensors.read(path);
        assertEquals(1, file.tensor("x").get(0));
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
        assertThrows(FileFormatException.class, () -> file.tensor("x"));

        SafeTensors again = SafeTensors.read(path);
        SafeTensors.writer().add("x", Tensor.of(Shape.of(1), 2)).write(path);
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
        FileFormatException refused = assertThrows(
                FileFormatException.class, () -> again.tensor("x"), "another file under the name, of the same length");
        assertTrue(refused.getMessage().contains(path.toString()), refused.getMessage());
        Files.delete(path);
        assertThrows(IOException.class, () -> again.tensor("x"));
    }

    @Test
    void oneInstanceServesSeveralThreads() throws IOException {
        SafeTensorsWriter writer = SafeTensors.writer();
        for (int i = 0; i < 16; i++) {
            float[] values = new float[10_000];
            Arrays.fill(values, i);
            writer.add("a" + i, Tensor.of(Shape.of(values.length), values));
        }
        Path path = folder.resolve("shared.safetensors");
        writer.write(path);
        SafeTensors file = SafeTensors.read(path);
        long wrong = IntStream.range(0, 64)
                .parallel()
                .filter(i -> {
                    try {
                        for (float value : file.tensor("a" + i % 16).data()) {
                            if (value != i % 16) {
                                return true;
                            }
                        }
                        return false;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .count();
        assertEquals(0, wrong);
    }

    private SafeTensors one(String dtype, int n, byte[] data) throws IOException {
        return SafeTensors.read(write(
                "{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + n + "],\"data_offsets\":[0," + data.length + "]}}",
                data));
    }

    private Path write(String json, byte... data) throws IOException {
        byte[] header = bytes(json);
        return Files.write(folder.resolve("made.safetensors"), bytes((long) header.length, header, data));
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    /// Checkpoints hold counters and quantised weights beside what is computed with.
    @ParameterizedTest
    @ValueSource(strings = {"U64", "F8_E4M3", "C64", "f32", ""})
    void anArrayOfAnotherTypeIsRefusedOnlyWhenItIsAskedFor(String dtype) throws IOException {
        String json = "{\"seen\":{\"dtype\":\"" + dtype + "\",\"shape\":[1],\"data_offsets\":[4,12]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        byte[] header = bytes(json);
        Path path = Files.write(folder.resolve("more"), bytes((long) header.length, header, new byte[12]));
        SafeTensors file = SafeTensors.read(path);
        assertEquals(List.of("w", "seen"), file.names());
        assertArrayEquals(new long[] {1}, file.extents("seen"));
        assertArrayEquals(new float[] {0}, file.tensor("w").data());
        for (Executable asked : new Executable[] {
            () -> file.dtype("seen"), () -> file.tensor("seen"), () -> file.doubles("seen"), () -> file.longs("seen")
        }) {
            FileFormatException refused = assertThrows(FileFormatException.class, asked);
            assertTrue(
                    refused.expected().startsWith("entry \"seen\" to have one of the dtypes [F64"), refused.expected());
            assertEquals("\"" + dtype + "\"", refused.found());
        }
    }
}
