package org.fovea.engine.io;

import static org.fovea.engine.io.Damage.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// safetensors files that break their format, by accident or on purpose.
class SafeTensorsDamageTest {
    private static final byte[] FOUR = {1, 2, 3, 4};

    @TempDir
    Path folder;

    private byte[] good;

    @BeforeEach
    void writeAGoodFile() throws IOException {
        Path path = folder.resolve("good");
        SafeTensors.writer()
                .metadata("epoch", "12")
                .add("conv.weight", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4))
                .add("labels", new long[] {7, 8}, Shape.of(2))
                .add("raw", new byte[] {0, 1, 1}, Shape.of(3))
                .write(path);
        good = Files.readAllBytes(path);
    }

    private static void readAll(Path path) throws IOException {
        SafeTensors file = SafeTensors.read(path);
        for (String name : file.names()) {
            if (file.dtype(name).floating()) {
                file.doubles(name);
                file.tensor(name);
            } else {
                file.longs(name);
            }
        }
    }

    @Test
    void everyPartOfAFileIsRefused() throws IOException {
        Damage.refusesEveryPart(folder, good, SafeTensorsDamageTest::readAll);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesAreReadOrRefused(long seed) throws IOException {
        Damage.fuzz(folder, good, 280, seed, 1_500, SafeTensorsDamageTest::readAll);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 21, 100_000_001, 1L << 32, (1L << 32) + 2})
    void aHeaderLengthThatCannotBeIsRefused(long length) throws IOException {
        FileFormatException refused = refused(bytes(length, "{}", new byte[18]), 0);
        assertEquals(Long.toUnsignedString(length), refused.found());
        assertTrue(refused.expected().contains("28 bytes"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9})
    void aFileTooShortForAHeaderIsRefused(int length) throws IOException {
        refused(new byte[length], length < 8 ? length : 0);
    }

    @Test
    void aHeaderThatIsNoObjectIsRefused() throws IOException {
        for (String json : new String[] {"[]", "12", "\"{\"", " {}", "\ufeff{}", "null"}) {
            refused(file(json), 8);
        }
        refused(file("{ "), 10);
        refused(file("{} x"), 11);
        refused(file("{}{}"), 10);
        refused(bytes(3L, "{}", new byte[1]), 10);
    }

    @Test
    void jsonThatIsNoneIsRefusedWhereItEnds() throws IOException {
        refused(file("{'x':1}"), 9);
        refused(file("{\"x\" 1}"), 13);
        refused(file("{\"x\":}"), 13);
        refused(file("{\"x\":1,}"), 15);
        refused(file("{\"x\":01}"), 14);
    }

    @Test
    void malformedUtf8IsRefusedAtItsByte() throws IOException {
        for (int[] malformed :
                new int[][] {{0xff}, {0xc0, 0x80}, {0xe2, 0x82}, {0xed, 0xa0, 0x80}, {0xf4, 0x90, 0x80, 0x80}, {0x80}
                }) {
            byte[] raw = new byte[malformed.length];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = (byte) malformed[i];
            }
            byte[] json = bytes("{\"ab", raw, "\":0}");
            FileFormatException refused = refused(bytes((long) json.length, json), 12);
            assertEquals("UTF-8", refused.expected());
            assertEquals(String.format("the byte 0x%02x", malformed[0]), refused.found());
        }
    }

    @Test
    void jsonThatNestsDeepIsRefused() throws IOException {
        for (int depth : new int[] {65, 1_000, 1_000_000}) {
            FileFormatException refused = refused(file("{\"x\":" + "[".repeat(depth)), 8 + 5 + 63);
            assertTrue(refused.expected().contains("64"), refused.getMessage());
            refused(file("{\"x\":".repeat(depth)), 8 + 5 * 64);
        }
    }

    @Test
    void aNameTwiceIsRefused() throws IOException {
        String entry = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}";
        assertEquals(
                "\"x\" again",
                refused(file("{\"x\":" + entry + ",\"x\":" + entry + "}", FOUR), 8 + 6 + entry.length())
                        .found());
        refused(file("{\"x\":" + entry + ",\"\\u0078\":" + entry + "}", FOUR), 8 + 6 + entry.length());
        refused(file("{\"x\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}"), 8 + 6 + 13);
        refused(file("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}"), 8 + 24);
        refused(file("{\"__metadata__\":{},\"__metadata__\":{}}"), 8 + 19);
    }

    @Test
    void anEntryHasThreeKeys() throws IOException {
        for (String entry : new String[] {
            "1",
            "null",
            "\"x\"",
            "[]",
            "{}",
            "{\"dtype\":\"U8\",\"shape\":[4]}",
            "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4],\"more\":1}",
            "{\"dtype\":\"U8\",\"shape\":[4],\"offsets\":[0,4]}"
        }) {
            FileFormatException refused = refused(file("{\"x\":" + entry + "}", FOUR), 8 + 5);
            assertTrue(refused.expected().startsWith("entry \"x\" "), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "null", "[]", "{}", "true"})
    void aTypeThatIsNoNameIsRefused(String dtype) throws IOException {
        refusedEntry(dtype, "[4]", "[0,4]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4",
                "null",
                "\"4\"",
                "{}",
                "[-4]",
                "[4.0]",
                "[4e0]",
                "[\"4\"]",
                "[null]",
                "[[4]]",
                "[true]",
                "[3]",
                "[5]",
                "[2,3]",
                "[]",
                "[0]",
                "[9223372036854775807,2]",
                "[4294967296,4294967296]",
                "[4294967296,4294967296,0]",
                "[9223372036854775807,9223372036854775807,9223372036854775807]"
            })
    void aShapeThatDoesNotFitTheDataIsRefused(String shape) throws IOException {
        refusedEntry("\"U8\"", shape, "[0,4]");
    }

    @ParameterizedTest
    @CsvSource({"F64, 0", "F32, 2", "F16, 1", "BF16, 4", "I64, 1", "I32, 2", "I16, 3", "U32, 3", "U16, 4"})
    void aTypeOfAnotherSizeIsRefused(String dtype, int n) throws IOException {
        FileFormatException refused = refusedEntry("\"" + dtype + "\"", "[" + n + "]", "[0,4]");
        int bytes = n * DType.valueOf(dtype).bytes();
        assertTrue(refused.expected().contains("to have " + bytes + " bytes of data"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4",
                "[]",
                "[0]",
                "[0,4,4]",
                "[4,0]",
                "[-1,3]",
                "[0,-4]",
                "[0,5]",
                "[1,5]",
                "[0,4.0]",
                "[0,\"4\"]",
                "[0,9223372036854775807]",
                "[-9223372036854775808,-9223372036854775804]"
            })
    void offsetsBeyondTheDataAreRefused(String offsets) throws IOException {
        refusedEntry("\"U8\"", "[4]", offsets);
    }

    @Test
    void aNumberBeyondSixtyFourBitsIsRefusedWhereItStands() throws IOException {
        String before = "{\"x\":{\"dtype\":\"U8\",\"shape\":[";
        refused(file(before + "9223372036854775808],\"data_offsets\":[0,4]}}", FOUR), 8 + before.length());
        refused(file(before + "1e999],\"data_offsets\":[0,4]}}", FOUR), 8 + before.length());
    }

    @Test
    void overlapsHolesAndLeftoversAreRefused() throws IOException {
        FileFormatException overlap = refusedPair("[0,2]", 2, "[1,4]", 3, new byte[4]);
        assertTrue(overlap.expected().contains("\"b\"") && overlap.expected().contains("\"a\" ends"));
        assertTrue(overlap.found().startsWith("an overlap"), overlap.getMessage());
        assertTrue(refusedPair("[0,4]", 4, "[0,4]", 4, new byte[4]).found().startsWith("an overlap"));
        assertTrue(refusedPair("[0,1]", 1, "[2,4]", 2, new byte[4]).found().startsWith("a hole"));
        FileFormatException late =
                refused(file("{\"x\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[1,4]}}", FOUR), 8 + 5);
        assertTrue(late.expected().contains("where the header ends"), late.getMessage());
        String json = "{\"x\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}";
        FileFormatException leftover = refused(file(json, FOUR), 8 + json.length() + 3);
        assertEquals("1 more bytes", leftover.found());
        refused(file("{}", FOUR), 10);
        refused(file("{\"__metadata__\":{}}", FOUR), 8 + 19);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "[]", "\"x\"", "{\"a\":1}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":[\"b\"]}"})
    void metadataAreStrings(String metadata) throws IOException {
        FileFormatException refused = refused(file("{\"__metadata__\":" + metadata + "}"), 8 + 16);
        assertTrue(refused.expected().startsWith("__metadata__"), refused.getMessage());
    }

    @Test
    void whatAFileSaysIsHarmlessInAMessage() throws IOException {
        String name = "\\u001b[2J\\u0007\\ud83d\\ude00\\u202e" + "n".repeat(5_000);
        FileFormatException refused = refused(file("{\"" + name + "\":1}"), 8 + name.length() + 4);
        assertTrue(refused.getMessage().contains("\\u001b[2J\\u0007"), refused.getMessage());
        assertTrue(refused.getMessage().contains("\\u202e"), refused.getMessage());
        assertFalse(refused.getMessage().chars().anyMatch(Character::isISOControl));
        assertTrue(refused.expected().length() < 300, refused.getMessage());
        FileFormatException number = refused(file("{\"x\":" + "9".repeat(5_000) + "}"), 13);
        assertTrue(number.found().length() < 100, number.getMessage());
    }

    private FileFormatException refusedEntry(String dtype, String shape, String offsets) throws IOException {
        String entry = "{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
        FileFormatException refused = refused(file("{\"conv.weight\":" + entry + "}", FOUR), 8 + 15);
        assertTrue(refused.expected().startsWith("entry \"conv.weight\" "), refused.getMessage());
        return refused;
    }

    private FileFormatException refusedPair(String offsetsA, int a, String offsetsB, int b, byte[] data)
            throws IOException {
        String first = "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + a + "],\"data_offsets\":" + offsetsA + "},\"b\":";
        String second = "{\"dtype\":\"U8\",\"shape\":[" + b + "],\"data_offsets\":" + offsetsB + "}}";
        return refused(file(first + second, data), 8 + first.length());
    }

    private FileFormatException refused(byte[] file, long offset) throws IOException {
        return Damage.refused(folder, file, offset, SafeTensorsDamageTest::readAll);
    }

    private static byte[] file(String json, byte... data) {
        byte[] header = bytes(json);
        return bytes((long) header.length, header, data);
    }
}
