package org.fovea.facerec.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What requests go through, part by part; the whole server is tried in the tests of all modules.
class ServerPartsTest {
    @TempDir
    private Path folder;

    @Test
    void everyProblemIsDescribedAndNoOther() throws IOException {
        String described;
        try (InputStream in = Page.class.getResourceAsStream("page/openapi.yaml")) {
            described = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Problem.Kind kind : Problem.Kind.values()) {
            assertTrue(described.contains("- " + kind.type() + "\n"), kind.type());
        }
        assertEquals(Problem.Kind.values().length, described.split("- urn:fovea:problem:", -1).length - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html                                 | true",
                "text/html,application/xhtml+xml,*/*;q=0.8 | true",
                "TEXT/HTML; q=0.9, application/json;q=0.8  | true",
                "application/json;q=0, text/*;q=0.1        | true",
                "*/*                                       | false",
                "application/json, text/html;q=0.5         | false",
                "application/json, text/html               | false",
                "text/html;q=0, */*                        | false",
                "image/png                                 | false",
                ";;;,,=q=q;q=9                             | false",
                "''                                        | false",
            })
    void htmlGoesToWhoWouldRatherHaveIt(String accept, boolean html) {
        assertEquals(html, Accepted.html(accept));
    }

    @Test
    void aBucketFillsWithTime() {
        var rate = new RateLimit(60);
        long now = -5;
        for (int i = 0; i < 60; i++) {
            assertEquals(0, rate.take("a", now));
        }
        assertEquals(1, rate.take("a", now));
        assertEquals(0, rate.take("b", now));
        assertEquals(0, rate.take("a", now + 1_000_000_000L));
        assertEquals(1, rate.take("a", now + 1_000_000_000L));
        var slow = new RateLimit(2);
        slow.take("a", 0);
        slow.take("a", 0);
        assertEquals(30, slow.take("a", 0));
        var any = new RateLimit(0);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(0, any.take("a", 0));
        }
    }

    @Test
    void keysAreKnownByTheirHashesAlone() throws IOException {
        String key = ApiKeys.fresh();
        assertEquals(49, key.length());
        Path file = Files.writeString(
                folder.resolve("keys"), "\n# the door\n  " + ApiKeys.line(key, Role.READ, "door") + "  \n");
        ApiKeys keys = ApiKeys.read(file);
        assertEquals(Optional.of(new ApiKeys.Holder("door", Role.READ)), keys.holder(key));
        assertEquals(Optional.empty(), keys.holder(key + " "));
        assertEquals(Optional.empty(), keys.holder(""));
        assertEquals(Optional.empty(), ApiKeys.none().holder(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# none\n", "read door 12ab\n", "admin door HASH\n", "read HASH\n", "read do or HASH\n"})
    void aFileOfNoKeysIsRefused(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), lines.replace("HASH", "a".repeat(64)));
        assertThrows(IOException.class, () -> ApiKeys.read(file));
    }

    @Test
    void addressesAreDividedBeforeTheyAreDecoded() throws Problem {
        assertEquals(List.of("a", "b/c", "é", ""), Encoded.path("/a/b%2Fc/%C3%A9/"));
        assertEquals(Map.of("x", "a b&c", "y", ""), Encoded.query("x=a+b%26c&y"));
        for (String wrong : List.of("a", "/%", "/%2", "/%g1", "/%FF", "/é")) {
            assertThrows(Problem.class, () -> Encoded.path(wrong), wrong);
        }
        assertThrows(Problem.class, () -> Encoded.query("x=1&x=2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": 5}            | the field \"name\" is missing or of another type than expected",
                "{\"name\": null}         | the field \"name\" is missing or of another type than expected",
                "{}                       | the field \"name\" is missing or of another type than expected",
                "{\"name\": \"a\", \"x\": 1} | there is no field \"x\" here",
                "[]                       | one JSON object expected",
                "{\"name\": \"a\"} {}     | one JSON object expected",
                "null                     | a JSON object expected, found null",
                "{\"name                   | the body is not JSON as expected: "
            })
    void aBodyOfAnotherFormIsRefusedInItsOwnTerms(String body, String told) {
        Problem problem = assertThrows(
                Problem.class, () -> Json.read(body.getBytes(StandardCharsets.UTF_8), Views.NewCollection.class));
        assertTrue(String.valueOf(problem.getMessage()).startsWith(told.strip()), problem.getMessage());
    }

    @Test
    void numbersAreNumbersAndNotTexts() throws Problem {
        assertEquals(
                1,
                Json.read("{\"fmr\": 1}".getBytes(StandardCharsets.UTF_8), Views.NewCalibration.class)
                        .fmr());
        assertThrows(
                Problem.class,
                () -> Json.read("{\"fmr\": \"0.1\"}".getBytes(StandardCharsets.UTF_8), Views.NewCalibration.class));
    }

    @Test
    void aFormsPartsAreTheirBytes() throws Problem {
        byte[] body = ("--b\r\n"
                        + "Content-Type: image/png\r\n"
                        + "content-disposition: form-data; filename=\"a;b\"; name=\"a\"\r\n"
                        + "\r\n\r\n"
                        + "--c\r\n"
                        + "\0\r\n"
                        + "--b\r\n"
                        + "Content-Disposition: form-data; name=\"b\"\r\n\r\n\r\n"
                        + "--b--\r\n"
                        + "after")
                .getBytes(StandardCharsets.ISO_8859_1);
        Map<String, byte[]> parts = Multipart.parts("multipart/form-data; charset=x; boundary=b", body);
        assertEquals(List.of("a", "b"), List.copyOf(parts.keySet()));
        assertArrayEquals("\r\n--c\r\n\0".getBytes(StandardCharsets.ISO_8859_1), parts.get("a"));
        assertArrayEquals(new byte[0], parts.get("b"));
    }
}
