package org.fovea.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fovea.engine.random.Xoshiro256;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static @Nullable Object parse(String json) throws FileFormatException {
        return Json.parse("file.json", json.getBytes(StandardCharsets.UTF_8), 0);
    }

    private static FileFormatException refused(String json) {
        return assertThrows(FileFormatException.class, () -> parse(json), json);
    }

    @Test
    void readsEveryKindOfValue() throws FileFormatException {
        assertEquals(Map.of(), parse("{}"));
        assertEquals(List.of(), parse(" [ ] "));
        assertEquals("", parse("\"\""));
        assertEquals(true, parse("true"));
        assertEquals(false, parse("\tfalse\r\n"));
        assertNull(parse("null"));
        assertEquals(0L, parse("0"));
        assertEquals(0L, parse("-0"));
        assertEquals(Long.MAX_VALUE, parse("9223372036854775807"));
        assertEquals(Long.MIN_VALUE, parse("-9223372036854775808"));
        assertEquals(1.0, parse("1.0"));
        assertEquals(-0.25e-3, parse("-0.25E-3"));
        assertEquals(1e5, parse("1e+5"));
        assertEquals(0.0, parse("1e-999"), "too small for a double, which zero is nearest to");
        assertEquals(Map.of("a", List.of(1L, Map.of("b", "c"))), parse("{ \"a\" : [ 1 , { \"b\" : \"c\" } ] }"));
    }

    @Test
    void keepsTheOrderOfKeys() throws FileFormatException {
        Map<?, ?> object = (Map<?, ?>) parse("{\"z\":1,\"a\":2,\"m\":3}");
        assertEquals("[z, a, m]", String.valueOf(object == null ? null : object.keySet()));
    }

    @Test
    void readsEscapes() throws FileFormatException {
        assertEquals("\"\\/\b\f\n\r\t", parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""));
        assertEquals("Aß€\u0000", parse("\"\\u0041\\u00df\\u20AC\\u0000\""));
        assertEquals("😀 😀", parse("\"\\ud83d\\ude00 😀\""));
        assertEquals("\u007f\u2028", parse("\"\u007f\u2028\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``| 0",
                "`  `| 2",
                "{| 1",
                "{\"a\"| 4",
                "{\"a\":| 5",
                "{\"a\":1| 6",
                "{\"a\":1,| 7",
                "{\"a\":1,}| 7",
                "{,}| 1",
                "{a:1}| 1",
                "{1:1}| 1",
                "[1,]| 3",
                "[1 2]| 3",
                "[| 1",
                "]| 0",
                "tru| 3",
                "trux| 3",
                "TRUE| 0",
                "nul| 3",
                "NaN| 0",
                "Infinity| 0",
                "-Infinity| 1",
                "+1| 0",
                ".5| 0",
                "-| 1",
                "-a| 1",
                "1.| 2",
                "1.e3| 2",
                "1e| 2",
                "1e+| 3",
                "01| 1",
                "-01| 2",
                "0x10| 1",
                "1_000| 1",
                "1 2| 2",
                "\"a| 2",
                "\"\\x\"| 2",
                "\"\\u12g4\"| 5",
                "\"\\u12| 5",
                "\"\\| 2",
                "'a'| 0",
                "/* */ 1| 0",
                "1 // x| 2"
            })
    void refusesWhatIsNoJsonAtItsByte(String json, long offset) {
        FileFormatException refused = refused(json);
        assertEquals(offset, refused.offset(), refused.getMessage());
        assertEquals("file.json", refused.source());
    }

    @Test
    void countsBytesFromTheBase() {
        FileFormatException refused = assertThrows(
                FileFormatException.class,
                () -> Json.parse("x", "{\"größe\":?}".getBytes(StandardCharsets.UTF_8), 1_000));
        assertEquals(1_000 + 11, refused.offset());
        assertEquals("x: byte 1011: expected a JSON value, found '?'", refused.getMessage());
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        for (String json : new String[] {"9223372036854775808", "-9223372036854775809", "1e309", "-1e309"}) {
            FileFormatException refused = refused("[" + json + "]");
            assertEquals(1, refused.offset());
            assertEquals("\"" + json + "\"", refused.found());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\u0041", "\\ud83d\\ud83d"})
    void refusesHalfSurrogates(String escape) {
        FileFormatException refused = refused("\"ab" + escape + "\"");
        assertTrue(refused.offset() >= 3, refused.getMessage());
    }

    @Test
    void refusesControlCharactersInStrings() {
        for (char c = 0; c < 0x20; c++) {
            assertEquals(2, refused("\"a" + c + "\"").offset());
        }
    }

    @Test
    void refusesKeysTwice() {
        assertEquals(7, refused("{\"a\":1,\"a\":1}").offset());
        assertEquals(7, refused("{\"a\":1,\"\\u0061\":1}").offset());
        assertEquals(12, refused("[{\"b\":{\"a\":1,\"a\":1}}]").offset() - 1);
    }

    @Test
    void nestsToItsLimitAndNoFurther() throws FileFormatException {
        int most = Json.MAX_DEPTH;
        Object value = parse("[".repeat(most) + "]".repeat(most));
        assertEquals("[".repeat(most) + "]".repeat(most), Json.write(value));
        assertEquals(most, refused("[".repeat(most + 1) + "]".repeat(most + 1)).offset());
        assertEquals(
                5L * most,
                refused("{\"a\":".repeat(most + 1) + "1" + "}".repeat(most + 1)).offset());
        assertEquals(most, refused("[".repeat(1_000_000)).offset());
        List<Object> deep = new ArrayList<>();
        for (int depth = 1; depth <= most; depth++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<Object> tooDeep = deep;
        assertThrows(IllegalArgumentException.class, () -> Json.write(tooDeep));
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThrows(IllegalArgumentException.class, () -> Json.write(endless));
    }

    @Test
    void locatesTheValuesOfAnObject() throws FileFormatException {
        byte[] json = " {\"a\": 1, \"b\":[{}]}".getBytes(StandardCharsets.UTF_8);
        Map<String, Json.Located> members = Json.parseObject("x", json, 100);
        assertEquals(new Json.Located(1L, 107), members.get("a"));
        assertEquals(new Json.Located(List.of(Map.of()), 114), members.get("b"));
        FileFormatException refused = assertThrows(
                FileFormatException.class, () -> Json.parseObject("x", "[]".getBytes(StandardCharsets.UTF_8), 100));
        assertEquals(100, refused.offset());
    }

    @Test
    void writesTheShortestText() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("z", List.of());
        object.put("a", Map.of());
        object.put("n", Arrays.asList(1L, 2, (short) 3, (byte) 4, 0.5, 0.1f, true, null));
        object.put("s", "\"\\/\b\n\r\t\u0001é😀");
        assertEquals(
                "{\"z\":[],\"a\":{},\"n\":[1,2,3,4,0.5,0.10000000149011612,true,null],"
                        + "\"s\":\"\\\"\\\\/\\u0008\\n\\r\\t\\u0001é😀\"}",
                Json.write(object));
    }

    @Test
    void refusesToWriteWhatJsonHasNoFormFor() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Float.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Set.of()));
        assertThrows(IllegalArgumentException.class, () -> Json.write(List.of('c')));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of(1, 1)));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Collections.singletonMap(null, 1)));
        assertThrows(IllegalArgumentException.class, () -> Json.write("\ud83d"));
        assertThrows(IllegalArgumentException.class, () -> Json.write("\ude00\ud83d"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatWasWrittenIsReadAgain(long seed) throws FileFormatException {
        Xoshiro256 random = new Xoshiro256(seed);
        for (int i = 0; i < 500; i++) {
            Object value = value(random, 4);
            String text = Json.write(value);
            assertEquals(value, parse(text), text);
            assertEquals(text, Json.write(parse(text)));
        }
    }

    private static @Nullable Object value(Xoshiro256 random, int depth) {
        switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0:
                return random.nextLong() >> random.nextInt(64);
            case 1:
                double d = Double.longBitsToDouble(random.nextLong());
                return Double.isFinite(d) ? d : 1.5;
            case 2:
                return random.nextBoolean();
            case 3:
                return null;
            case 4:
                return string(random);
            case 5:
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                return list;
            default:
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(string(random), value(random, depth - 1));
                }
                return map;
        }
    }

    private static String string(Xoshiro256 random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }
}
