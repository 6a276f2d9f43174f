package org.fovea.engine.io;

import static org.fovea.engine.io.Damage.bytes;
import static org.fovea.engine.io.NpyTest.dictionary;
import static org.fovea.engine.io.NpyTest.npy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// npy files that break their format, by accident or on purpose.
class NpyDamageTest {
    private static final byte[] EIGHT = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};

    @TempDir
    Path folder;

    private static void readAll(Path path) throws IOException {
        Npy file = Npy.read(path);
        if (file.dtype().floating()) {
            file.doubles();
            file.tensor();
        } else {
            file.longs();
        }
    }

    private FileFormatException refused(byte[] file, long offset) throws IOException {
        return Damage.refused(folder, file, offset, NpyDamageTest::readAll);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyPartOfAFileIsRefused(int version) throws IOException {
        byte[] whole = npy(version, dictionary("<f4", "True", "(2, 1)", 64), EIGHT);
        Damage.refusesEveryPart(folder, whole, NpyDamageTest::readAll);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3"})
    void damagedFilesAreReadOrRefused(int version, long seed) throws IOException {
        byte[] good = npy(version, dictionary("<f4", "False", "(2, 1)", 60), EIGHT);
        Damage.fuzz(folder, good, 72, seed, 1_500, NpyDamageTest::readAll);
    }

    @Test
    void anotherKindOfFileIsRefused() throws IOException {
        assertEquals("the bytes \\x93NUMPY", refused(new byte[200], 0).expected());
        refused(bytes("\u0093NUMPY", new byte[100]), 0); // the sign's UTF-8 is two bytes
        refused(bytes("PK\u0003\u0004 a zip, as npz files are"), 0);
    }

    @Test
    void anUnknownVersionIsRefused() throws IOException {
        for (int[] version : new int[][] {{0, 0}, {4, 0}, {255, 0}, {1, 1}, {3, 255}}) {
            byte[] file = npy(1, dictionary("<f4", "False", "(2,)", 118), EIGHT);
            file[6] = (byte) version[0];
            file[7] = (byte) version[1];
            assertEquals(version[0] + "." + version[1], refused(file, 6).found());
        }
    }

    @Test
    void aHeaderLengthThatCannotBeIsRefused() throws IOException {
        byte[] dictionary = dictionary("<f4", "False", "(2,)", 118);
        for (int length : new int[] {127, 200, 65_535}) {
            byte[] file = npy(1, dictionary, EIGHT);
            file[8] = (byte) length;
            file[9] = (byte) (length >> 8);
            FileFormatException refused = refused(file, 8);
            assertEquals("a header of at most 126 bytes", refused.expected());
            assertEquals(Integer.toString(length), refused.found());
        }
        for (long length : new long[] {127, 65_536, 1L << 31, (1L << 32) - 1}) {
            byte[] file = npy(2, dictionary, EIGHT);
            for (int i = 0; i < 4; i++) {
                file[8 + i] = (byte) (length >> (8 * i));
            }
            assertEquals(Long.toString(length), refused(file, 8).found());
        }
        assertEquals(
                "a header of at most 65535 bytes",
                refused(npy(2, dictionary("<f4", "False", "(2,)", 65_536), EIGHT), 8)
                        .expected());
        refused(npy(1, new byte[0], EIGHT), 10);
        byte[] shorter = npy(1, dictionary, EIGHT);
        shorter[8] = 20;
        refused(shorter, 30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`[]`| 0",
                "`{`| 1",
                "`{}`| 1",
                "`{'descr': '<f4', 'fortran_order': False}`| 39",
                "`{'descr': '<f4', 'shape': (2,)}`| 30",
                "`{'shape': (2,), 'fortran_order': False}`| 38",
                "`{'descr': '<f4', 'descr': '<f4'}`| 17",
                "`{'descr': '<f4', 'other': 1}`| 17",
                "`{'descr' '<f4'}`| 9",
                "`{'descr': }`| 10",
                "`{'descr': <f4}`| 10",
                "`{'descr': '<f4}`| 15",
                "`{'descr': '<f\\x34'}`| 13",
                "`{'descr': '<f4' 'fortran_order': False}`| 16",
                "`{'descr': ['<f4'], 'fortran_order': False, 'shape': (2,)}`| 10",
                "`{'descr': [('a', '<f4'), ('b', '<f4')], 'fortran_order': False, 'shape': (1,)}`| 10",
                "`{'descr': '<f4', 'fortran_order': false, 'shape': (2,)}`| 34",
                "`{'descr': '<f4', 'fortran_order': Falsy, 'shape': (2,)}`| 38",
                "`{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}`| 34",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': 2}`| 50",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': [2]}`| 50",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (2)}`| 52",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (2 1)}`| 53",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (,)}`| 51",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (2,,)}`| 53",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}`| 51",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,)}`| 52",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (2LL,)}`| 53",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,)}`| 51",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2)}`| 50",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (2305843009213693952, 2)}`| 50",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x`| 56",
                "`{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}{}`| 55",
                "`__import__('os')`| 0"
            })
    void aDictionaryThatIsNoneIsRefusedAtItsByte(String dictionary, int offset) throws IOException {
        refused(npy(1, bytes(dictionary), EIGHT), 10 + offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "<", "f4", "=f4", "|f4", "<f16", "<f3", "<c8", "|O", "<U2", "|S8", "|V8", "<M8[s]", "<i16", "<u8",
                "<i3", "|i2", "<f4 ", "<F4", "object"
            })
    void aTypeThatIsNotReadIsRefused(String descr) throws IOException {
        FileFormatException refused = refused(npy(1, dictionary(descr, "False", "(2,)", 118), EIGHT), 10 + 10);
        assertEquals("\"" + descr + "\"", refused.found());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"<f4| (1,)| 4", "<f4| (3,)| 12", "<f8| (2,)| 16", "<f2| (2, 3)| 12", "<f4| ()| 4", "<f4| (0,)| 0"})
    void aShapeThatDoesNotFitTheDataIsRefused(String descr, String shape, int bytes) throws IOException {
        FileFormatException refused = refused(npy(1, dictionary(descr, "False", shape, 118), EIGHT), 128);
        assertTrue(refused.expected().startsWith(bytes + " bytes of data"), refused.getMessage());
        assertEquals("8 bytes", refused.found());
    }

    @Test
    void aHeaderOfOtherBytesThanTextIsRefused() throws IOException {
        byte[] dictionary = dictionary("<f4", "False", "(2,)", 118);
        for (int at : new int[] {0, 3, 9, 12, 20, 40, 52, 80, 117}) {
            for (byte b : new byte[] {0, 7, 0x1b, 0x7f, (byte) 0x80, (byte) 0xff}) {
                byte[] changed = dictionary.clone();
                changed[at] = b;
                FileFormatException refused =
                        Damage.refused(folder, npy(1, changed, EIGHT), at + 10L, NpyDamageTest::readAll);
                assertTrue(refused.getMessage().chars().noneMatch(Character::isISOControl), refused.getMessage());
            }
        }
    }
}
