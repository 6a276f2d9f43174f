package org.fovea.engine.io;

import static org.fovea.engine.io.Damage.bytes;
import static org.fovea.engine.io.Damage.little;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Base64;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    /// What NumPy 2.4 saves of `np.asfortranarray(np.arange(6, dtype='>i2').reshape(2, 3))`, Base64.
    private static final String FROM_NUMPY =
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH"
                    + "0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAADAAEA"
                    + "BAACAAU=";

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsReadBitForBit() throws IOException {
        float[] values = {0, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
        for (Shape shape : new Shape[] {Shape.of(6), Shape.of(2, 3), Shape.of(3, 1, 2), Shape.of(1, 1, 1, 6)}) {
            Npy file = written(Tensor.of(shape, values));
            assertEquals(DType.F32, file.dtype());
            assertEquals(shape, file.shape());
            Tensor read = file.tensor();
            assertEquals(shape, read.shape());
            for (int i = 0; i < values.length; i++) {
                assertEquals(Float.floatToRawIntBits(values[i]), Float.floatToRawIntBits(read.data()[i]));
            }
        }
        Npy scalar = written(Tensor.of(Shape.of(), 2.5f));
        assertEquals(Shape.of(), scalar.shape());
        assertEquals(2.5f, scalar.tensor().get());
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, 200_001})
    void arraysLongerThanAChunkAreWhole(int n) throws IOException {
        Xoshiro256 random = new Xoshiro256(n);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat();
        }
        assertArrayEquals(
                values, written(Tensor.of(Shape.of(n), values)).tensor().data());
    }

    @Test
    void elementsThatAreBytesAreWrittenAsTheyAre() throws IOException {
        Path path = folder.resolve("x.npy");
        Npy.write(path, Tensor.of(Shape.of(2, 3), 0, 1, 2, 3, 4, 5));
        byte[] expected = Files.readAllBytes(path);
        byte[] elements = floats(0, 1, 2, 3, 4, 5);
        Path other = folder.resolve("y.npy");
        Npy.write(other, DType.F32, new int[] {2, 3}, out -> AtomicFile.writeFully(out, ByteBuffer.wrap(elements)));
        assertArrayEquals(expected, Files.readAllBytes(other));
        var more = assertThrows(
                IllegalArgumentException.class,
                () -> Npy.write(
                        other, DType.F32, new int[] {7}, out -> AtomicFile.writeFully(out, ByteBuffer.wrap(elements))));
        assertEquals("extents [7] of F32 take 28 bytes, 24 were written", more.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Npy.write(other, DType.F32, new int[] {-1}, out -> {}));
        assertArrayEquals(expected, Files.readAllBytes(other));
        Npy.write(other, DType.F32, new int[] {0, 128}, out -> {});
        assertArrayEquals(new long[] {0, 128}, Npy.read(other).extents());
    }

    @Test
    void writesTheBytesThatNumpyDoes() throws IOException {
        Npy.write(folder.resolve("x.npy"), Tensor.of(Shape.of(2, 3), 0, 1, 2, 3, 4, 5));
        byte[] expected = bytes(start(1), dictionary("<f4", "False", "(2, 3)", 118), floats(0, 1, 2, 3, 4, 5));
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("x.npy")));
        Npy.write(folder.resolve("x.npy"), Tensor.of(Shape.of(1), 7));
        assertArrayEquals(
                bytes(start(1), dictionary("<f4", "False", "(1,)", 118), floats(7)),
                Files.readAllBytes(folder.resolve("x.npy")));
        Npy.write(folder.resolve("x.npy"), Tensor.of(Shape.of(), 7));
        assertArrayEquals(
                bytes(start(1), dictionary("<f4", "False", "()", 118), floats(7)),
                Files.readAllBytes(folder.resolve("x.npy")));
    }

    @Test
    void everyTypeIsWrittenAsItIsRead() throws IOException {
        double[] reals = {0.1, -2, Double.NaN, 65504, 0x1p-24, Double.NEGATIVE_INFINITY};
        assertRounded(DType.F64, reals, reals);
        assertRounded(DType.F32, reals, 0.1f, -2, Double.NaN, 65504, 0x1p-24, Double.NEGATIVE_INFINITY);
        assertRounded(DType.F16, reals, 0x1.998p-4, -2, Double.NaN, 65504, 0x1p-24, Double.NEGATIVE_INFINITY);
        assertKept(DType.I64, Long.MIN_VALUE, Long.MAX_VALUE);
        assertKept(DType.I32, Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertKept(DType.I16, Short.MIN_VALUE, Short.MAX_VALUE);
        assertKept(DType.I8, Byte.MIN_VALUE, Byte.MAX_VALUE);
        assertKept(DType.U32, 0, 4294967295L);
        assertKept(DType.U16, 0, 65535);
        assertKept(DType.U8, 0, 255);
        assertKept(DType.BOOL, 0, 1);
        Path path = folder.resolve("x.npy");
        Npy.write(path, DType.I8, new int[] {2, 0, 3}, new long[0]);
        assertArrayEquals(new long[] {2, 0, 3}, Npy.read(path).extents());
        Npy.write(path, DType.U8, new int[] {2}, new long[] {254, 7});
        byte[] asNumpy = bytes(start(1), dictionary("|u1", "False", "(2,)", 118), new byte[] {(byte) 254, 7});
        assertArrayEquals(asNumpy, Files.readAllBytes(path));
    }

    private void assertRounded(DType dtype, double[] written, double... expected) throws IOException {
        Path path = folder.resolve("reals.npy");
        Npy.write(path, dtype, new int[] {2, 3}, written);
        assertEquals(dtype, Npy.read(path).dtype());
        assertEquals(Shape.of(2, 3), Npy.read(path).shape());
        assertArrayEquals(expected, Npy.read(path).doubles(), dtype.toString());
    }

    private void assertKept(DType dtype, long least, long greatest) throws IOException {
        Path path = folder.resolve("wholes.npy");
        Npy.write(path, dtype, new int[] {2}, new long[] {least, greatest});
        assertEquals(dtype, Npy.read(path).dtype());
        assertArrayEquals(new long[] {least, greatest}, Npy.read(path).longs(), dtype.toString());
        if (dtype != DType.I64) {
            for (long beyond : new long[] {least - 1, greatest + 1}) {
                assertNotWritten(beyond + " is no number of the type " + dtype, dtype, 1, beyond);
            }
        }
    }

    private void assertNotWritten(String told, DType dtype, int extent, long... values) {
        Path path = folder.resolve("not.npy");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Npy.write(path, dtype, new int[] {extent}, values));
        assertEquals(told, refused.getMessage());
        assertFalse(Files.exists(path));
    }

    @Test
    void whatATypeCannotSayIsNotWritten() {
        assertNotWritten("1 is no number of the type F32", DType.F32, 1, 1);
        assertNotWritten("extents [3] do not hold 2 elements", DType.I8, 3, 1, 2);
        assertNotWritten("extents [-1] do not hold 1 elements", DType.I8, -1, 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> Npy.write(folder.resolve("x.npy"), DType.BF16, new int[] {1}, new double[] {1}));
    }

    @Test
    void dataBeginAtAMultipleOfSixtyFourHoweverLongTheShape() throws IOException {
        for (int rank = 0; rank <= 60; rank++) {
            int[] extents = new int[rank];
            Arrays.fill(extents, 1);
            Path path = folder.resolve("rank.npy");
            Npy.write(path, Tensor.of(Shape.of(extents), 3));
            assertEquals(0, (Files.size(path) - 4) % 64, "rank " + rank);
            assertEquals('\n', Files.readAllBytes(path)[(int) Files.size(path) - 5]);
            assertEquals(Shape.of(extents), Npy.read(path).shape());
        }
        int[] tooMany = new int[30_000];
        Arrays.fill(tooMany, 1);
        assertThrows(
                IllegalArgumentException.class, () -> Npy.write(folder.resolve("many.npy"), Tensor.zeros(tooMany)));
    }

    @Test
    void readsWhatNumpySaved() throws IOException {
        Npy file = read(Base64.getDecoder().decode(FROM_NUMPY));
        assertEquals(DType.I16, file.dtype());
        assertEquals(Shape.of(2, 3), file.shape());
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5}, file.longs());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryVersion(int version) throws IOException {
        for (int length : new int[] {60, 116, 118, 500, 65_535}) {
            Npy file = read(npy(version, dictionary("<f4", "False", "(2,)", length), floats(3, 4)));
            assertArrayEquals(new float[] {3, 4}, file.tensor().data());
        }
    }

    @Test
    void readsADictionaryAsPythonWouldHowEverItIsSetOut() throws IOException {
        for (String dictionary : new String[] {
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
            "{'shape':(2,),'fortran_order':False,'descr':'<f4'}",
            "  { \"descr\" : \"<f4\" ,\n\t\"fortran_order\" : False , \"shape\" : ( 2 , ) , } \n ",
            "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }"
        }) {
            assertArrayEquals(
                    new float[] {3, 4},
                    read(npy(1, bytes(dictionary), floats(3, 4))).tensor().data(),
                    dictionary);
        }
        assertEquals(
                Shape.of(1, 2),
                read(npy(1, dictionary("<f4", "False", "(1, 2,)", 118), floats(3, 4)))
                        .shape());
    }

    @Test
    void everyTypeIsReadExactlyInEitherByteOrder() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            String o = order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
            assertFloats(o + "f8", DType.F64, in(order, 16).putDouble(0.1).putDouble(1e300), 0.1, 1e300);
            assertFloats(o + "f4", DType.F32, in(order, 8).putFloat(0.1f).putFloat(-2), 0.1f, -2);
            assertFloats(
                    o + "f2", DType.F16, in(order, 4).putShort((short) 0x3c00).putShort((short) 1), 1, 0x1p-24);
            assertWhole(
                    o + "i8", DType.I64, in(order, 16).putLong(Long.MIN_VALUE).putLong(7), Long.MIN_VALUE, 7);
            assertWhole(o + "i4", DType.I32, in(order, 8).putInt(-2).putInt(7), -2, 7);
            assertWhole(o + "u4", DType.U32, in(order, 8).putInt(-2).putInt(7), 4294967294L, 7);
            assertWhole(o + "i2", DType.I16, in(order, 4).putShort((short) -2).putShort((short) 7), -2, 7);
            assertWhole(o + "u2", DType.U16, in(order, 4).putShort((short) -2).putShort((short) 7), 65534, 7);
        }
        for (String o : new String[] {"<", ">", "|"}) {
            assertWhole(o + "i1", DType.I8, little(2).put((byte) -2).put((byte) 7), -2, 7);
            assertWhole(o + "u1", DType.U8, little(2).put((byte) -2).put((byte) 7), 254, 7);
            assertWhole(o + "b1", DType.BOOL, little(2).put((byte) 1).put((byte) 0), 1, 0);
        }
    }

    private void assertFloats(String descr, DType dtype, ByteBuffer data, double... expected) throws IOException {
        Npy file = read(npy(1, dictionary(descr, "False", "(2,)", 118), data.array()));
        assertEquals(dtype, file.dtype());
        assertArrayEquals(expected, file.doubles(), descr);
        assertArrayEquals(
                new float[] {(float) expected[0], (float) expected[1]},
                file.tensor().data(),
                descr);
        assertThrows(FileFormatException.class, file::longs);
    }

    private void assertWhole(String descr, DType dtype, ByteBuffer data, long... expected) throws IOException {
        Npy file = read(npy(1, dictionary(descr, "False", "(2,)", 118), data.array()));
        assertEquals(dtype, file.dtype());
        assertArrayEquals(expected, file.longs(), descr);
        assertThrows(FileFormatException.class, file::doubles);
        assertThrows(FileFormatException.class, file::tensor);
    }

    @Test
    void fortranOrderIsTurnedIntoRows() throws IOException {
        // Element (i, j, k) of shape (2, 3, 4) holds 100·i + 10·j + k; the first index runs fastest in the file.
        float[] stored = new float[24];
        double[] expected = new double[24];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 4; k++) {
                    stored[i + 2 * j + 6 * k] = 100 * i + 10 * j + k;
                    expected[(i * 3 + j) * 4 + k] = 100 * i + 10 * j + k;
                }
            }
        }
        Npy file = read(npy(1, dictionary("<f4", "True", "(2, 3, 4)", 118), floats(stored)));
        assertEquals(Shape.of(2, 3, 4), file.shape());
        assertArrayEquals(expected, file.doubles());
        Tensor tensor = file.tensor();
        assertEquals(123, tensor.get(1, 2, 3));
        byte[] whole = new byte[24];
        for (int i = 0; i < 24; i++) {
            whole[i] = (byte) stored[i];
        }
        long[] longs =
                read(npy(1, dictionary("|u1", "True", "(2, 3, 4)", 118), whole)).longs();
        for (int i = 0; i < 24; i++) {
            assertEquals((long) expected[i], longs[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"'(0,)'", "'(3, 0)'", "'(0, 4611686018427387904)'"})
    void emptyArraysAreReadWithoutAShape(String shape) throws IOException {
        for (String fortran : new String[] {"False", "True"}) {
            Npy floats = read(npy(1, dictionary("<f8", fortran, shape, 118), new byte[0]));
            assertEquals(0, floats.doubles().length);
            assertEquals(
                    shape.replace(",)", ")"),
                    Arrays.toString(floats.extents()).replace('[', '(').replace(']', ')'));
            assertThrows(FileFormatException.class, floats::shape);
            assertThrows(FileFormatException.class, floats::tensor);
            assertEquals(
                    0,
                    read(npy(1, dictionary("<i8", fortran, shape, 118), new byte[0]))
                            .longs()
                            .length);
        }
    }

    @Test
    void aFileThatChangedSinceIsRefused() throws IOException {
        Path path = folder.resolve("x.npy");
        Npy.write(path, Tensor.of(Shape.of(1), 1));
        Npy file = Npy.read(path);
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
        FileFormatException refused = assertThrows(FileFormatException.class, file::tensor);
        assertTrue(refused.getMessage().contains(path.toString()), refused.getMessage());
    }

    private Npy written(Tensor tensor) throws IOException {
        Path path = folder.resolve("written.npy");
        Npy.write(path, tensor);
        return Npy.read(path);
    }

    private Npy read(byte[] file) throws IOException {
        return Npy.read(Files.write(folder.resolve("made.npy"), file));
    }

    private static byte[] start(int version) {
        return bytes(new byte[] {(byte) 0x93}, "NUMPY", new byte[] {(byte) version, 0, 118, 0});
    }

    /// A file of a version with this dictionary and these bytes of data.
    static byte[] npy(int version, byte[] dictionary, byte... data) {
        int length = dictionary.length;
        return bytes(
                new byte[] {(byte) 0x93},
                "NUMPY",
                new byte[] {(byte) version, 0},
                version == 1 ? new byte[] {(byte) length, (byte) (length >> 8)} : (Object) length,
                dictionary,
                data);
    }

    /// NumPy's dictionary, padded to a length.
    static byte[] dictionary(String descr, String fortran, String shape, int length) {
        String text = "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
        return bytes(text, " ".repeat(Math.max(0, length - text.length() - 1)), "\n");
    }

    private static byte[] floats(float... values) {
        ByteBuffer data = little(4 * values.length);
        for (float value : values) {
            data.putFloat(value);
        }
        return data.array();
    }

    private static ByteBuffer in(ByteOrder order, int bytes) {
        return ByteBuffer.allocate(bytes).order(order);
    }

    @Test
    void extentsAsPythonTwoWroteThemAreRead() throws IOException {
        byte[] file = bytes(start(1), dictionary("<f4", "False", "(2L, 3L)", 118), floats(0, 1, 2, 3, 4, 5));
        Npy read = Npy.read(Files.write(folder.resolve("x.npy"), file));
        assertEquals(Shape.of(2, 3), read.shape());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, read.tensor().data());
    }

    @Test
    void whatIsNotFiniteIsRefusedWithItsPlaceWhereFiniteNumbersAreAskedFor() throws IOException {
        Npy two = written(Tensor.of(Shape.of(2, 3), 0, 1, 2, 3, Float.NaN, Float.NEGATIVE_INFINITY));
        FileFormatException refused = assertThrows(FileFormatException.class, two::finiteTensor);
        assertEquals("NaN at index [1, 1] and 1 more that are not finite", refused.found());
        assertTrue(refused.getMessage().contains(".npy"), refused.getMessage());
        Npy one = written(Tensor.of(Shape.of(2), Float.POSITIVE_INFINITY, 1));
        assertEquals(
                "Infinity at index [0]",
                assertThrows(FileFormatException.class, one::finiteTensor).found());
        Tensor fine = Tensor.of(Shape.of(2), Float.MAX_VALUE, -Float.MIN_VALUE);
        assertArrayEquals(fine.data(), written(fine).finiteTensor().data());
    }
}
