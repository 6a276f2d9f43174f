package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fovea.facerec.server.Limits;
import org.fovea.tests.server.Served.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are too many, or none of HTTP. After every one the server still answers.
class LoadAttackTest {
    @TempDir
    private Path folder;

    @Test
    void tooManyRequestsAreToldWhenToComeAgain() throws IOException {
        try (Served served = Served.in(folder, Limits.standard().withRequestsPerMinute(5))) {
            for (int i = 0; i < 5; i++) {
                assertEquals(200, served.get("/v1/collections").status());
            }
            Reply refused = served.get("/v1/collections");
            assertEquals("too-many-requests", refused.type());
            assertTrue(Integer.parseInt(refused.header("Retry-After")) <= 12, refused.header("Retry-After"));
            served.assertAlive();
        }
    }

    @Test
    void noMorePhotographsAreTakenOnThanMayBe() throws Exception {
        try (Served served = Served.in(folder, Limits.standard().withPhotographs(2))) {
            served.faces.running.acquire(1000);
            List<CompletableFuture<Integer>> waiting = Stream.of(1, 2)
                    .map(i -> CompletableFuture.supplyAsync(() -> {
                        try {
                            return served.photo("/v1/detect", PaintedFaces.png(1, i, 1))
                                    .status();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .toList();
            String active = "";
            for (int i = 0; i < 400 && !active.contains("fovea_http_requests_active 3\n"); i++) { // they, and this one
                Thread.sleep(10);
                active = new String(served.get("/metrics").response().body(), StandardCharsets.UTF_8);
            }
            Thread.sleep(200); // from being counted to having their places
            Reply refused = served.photo("/v1/detect", PaintedFaces.png(1, 3, 1));
            assertEquals("busy", refused.type());
            assertEquals("1", refused.header("Retry-After"));
            byte[] two = Served.form("a", PaintedFaces.png(1, 4, 1), "b", PaintedFaces.png(1, 5, 1));
            assertEquals("busy", served.form("/v1/explain", two).type());
            served.faces.running.release(1000);
            for (CompletableFuture<Integer> one : waiting) {
                assertEquals(200, one.get(30, TimeUnit.SECONDS));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /v1 HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /LONG HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1 HTTP/1.1\r\nHost: localhost\r\nX: LONGLONGLONGLONGLONG\r\n\r\n",
                "GET /v1 HTTP/1.1\r\nHost : localhost\r\n\r\n",
                "POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                "POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: abc\r\n\r\n",
                "POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked"
                        + "\r\n\r\nzzz\r\n",
                "POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void brokenRequestsGetOneRefusalAndTheEndOfTheConnection(String request) throws IOException {
        try (Served served = Served.in(folder, Limits.standard().withBodyTime(Duration.ofSeconds(1)))) {
            String answer = served.raw(request.replace("LONG", "x".repeat(5000)), Duration.ofSeconds(5));
            assertFalse(answer.contains(" 200 "), answer);
            assertFalse(answer.endsWith("."), "the connection stays open after: " + answer);
            served.assertAlive();
        }
    }
}
