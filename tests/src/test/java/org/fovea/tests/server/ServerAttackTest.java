package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.server.ApiKeys;
import org.fovea.facerec.server.Limits;
import org.fovea.facerec.server.Role;
import org.fovea.facerec.server.ServerSettings;
import org.fovea.tests.server.Served.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that mean no good, and what each gets. After every one the server still answers.
class ServerAttackTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private ServerSettings settings() {
        return ServerSettings.local(folder.resolve("galleries"));
    }

    private Served served(Limits limits) throws IOException {
        return new Served(settings().withLimits(limits));
    }

    private static void assertAlive(Served served) throws IOException {
        assertEquals(200, served.get("/health/live").status());
    }

    private static String post(Served served, String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost:"
                + served.server.address().getPort() + "\r\nContent-Type: image/png\r\n" + headers + "\r\n\r\n";
    }

    private static String statusLine(String answer) {
        return answer.lines().findFirst().orElse("(nothing)");
    }

    @Test
    void aBodyThatIsSaidToBeHugeIsNotBegun() throws IOException {
        try (Served served = served(Limits.standard())) {
            long began = System.nanoTime();
            String answer = served.raw(post(served, "/v1/detect", "Content-Length: 9999999999"), PATIENCE);
            assertTrue(statusLine(answer).contains(" 413 "), answer);
            assertTrue(answer.contains("urn:fovea:problem:body-too-large"), answer);
            assertTrue(System.nanoTime() - began < PATIENCE.toNanos() / 2, "the connection was closed");
            assertAlive(served);
        }
    }

    @Test
    void aHugeBodyInPiecesEndsAtTheLimit() throws IOException {
        try (Served served = served(Limits.standard().withBodyBytes(100_000))) {
            String piece = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            String answer = served.raw(
                    post(served, "/v1/detect", "Transfer-Encoding: chunked\r\nConnection: close") + piece.repeat(40)
                            + "0\r\n\r\n",
                    PATIENCE);
            assertTrue(statusLine(answer).contains(" 413 "), answer);
            assertEquals(
                    "body-too-large",
                    served.photo("/v1/detect", new byte[100_001]).type());
            assertAlive(served);
        }
    }

    @Test
    void aBodyThatDripsIsNotWaitedFor() throws Exception {
        Limits limits = Limits.standard().withBodyTime(Duration.ofMillis(700)).withPhotographs(1);
        try (Served served = served(limits);
                Socket socket = new Socket(
                        served.server.address().getHost(),
                        served.server.address().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write(post(served, "/v1/detect", "Content-Length: 1000").getBytes(StandardCharsets.US_ASCII));
            var answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return Served.until(socket);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 100 && !answer.isDone(); i++) {
                try {
                    out.write('x');
                    out.flush();
                } catch (IOException closed) {
                    break;
                }
                Thread.sleep(50);
            }
            assertTrue(statusLine(answer.get(20, TimeUnit.SECONDS)).contains(" 408 "), answer.get());
            assertEquals(
                    200, served.photo("/v1/detect", PaintedFaces.png(1, 1, 1)).status(), "its place is free");
        }
    }

    /// The connection is closed, with an answer or without: there may be nobody at its other end.
    @Test
    void aBodyThatStopsIsNotWaitedFor() throws IOException {
        Limits limits = Limits.standard().withBodyTime(Duration.ofMillis(700)).withPhotographs(1);
        try (Served served = served(limits)) {
            long began = System.nanoTime();
            String answer = served.raw(post(served, "/v1/detect", "Content-Length: 1000") + "xxx", PATIENCE);
            assertTrue(System.nanoTime() - began < PATIENCE.toNanos() / 2, "the connection was closed");
            assertTrue(answer.length() < 2 || statusLine(answer).contains(" 408 "), answer);
            assertEquals(
                    200, served.photo("/v1/detect", PaintedFaces.png(1, 1, 1)).status(), "its place is free");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--BOUNDARY",
                "--BOUNDARY--\r\n",
                "--BOUNDARY\r\n",
                "--BOUNDARY\r\n\r\n",
                "--BOUNDARYx\r\n\r\n--BOUNDARY--",
                "preamble\r\n--BOUNDARY\r\n\r\n--BOUNDARY--",
                "--BOUNDARY\r\nContent-Disposition: form-data\r\n\r\nx\r\n--BOUNDARY--",
                "--BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
                "--BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--BOUNDARY--",
                "--BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--BOUNDARY\r\n"
                        + "Content-Disposition: form-data; name=\"a\"\r\n\r\ny\r\n--BOUNDARY--",
                "--BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--BOUNDARY\r\n"
                        + "Content-Disposition: form-data; name=\"c\"\r\n\r\ny\r\n--BOUNDARY--"
            })
    void badFormsAreRefused(String body) throws IOException {
        try (Served served = served(Limits.standard())) {
            Reply reply = served.form(
                    "/v1/verify", body.replace("BOUNDARY", Served.BOUNDARY).getBytes(StandardCharsets.US_ASCII));
            assertEquals("bad-request", reply.type(), reply.body().toString());
        }
    }

    @Test
    void formsOfManyPartsAndEndlessHeadsAreRefused() throws IOException {
        try (Served served = served(Limits.standard())) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                many.append("--").append(Served.BOUNDARY).append("\r\nContent-Disposition: form-data; name=\"p");
                many.append(i).append("\"\r\n\r\nx\r\n");
            }
            many.append("--").append(Served.BOUNDARY).append("--");
            String head = "--" + Served.BOUNDARY + "\r\nX: " + "y;".repeat(1_000_000) + "\r\n\r\n";
            for (String body : List.of(many.toString(), head)) {
                assertEquals(
                        "bad-request",
                        served.form("/v1/verify", body.getBytes(StandardCharsets.US_ASCII))
                                .type());
            }
            Reply without = served.reply(
                    served.request("POST", "/v1/verify", new byte[] {1}).header("Content-Type", "multipart/form-data"));
            assertEquals("bad-request", without.type());
        }
    }

    @Test
    void noNameLeadsOutOfTheFolder() throws IOException {
        Files.createDirectories(folder.resolve("secret"));
        Files.writeString(folder.resolve("secret/gallery.mv"), "x");
        try (Served served = served(Limits.standard())) {
            for (String path : List.of(
                    "/v1/collections/..%2Fsecret",
                    "/v1/collections/..",
                    "/v1/collections/%2e%2e%2fsecret/people",
                    "/v1/collections/..%5Csecret",
                    "/v1/collections/secret%00",
                    "/v1/collections/%2Fetc%2Fpasswd")) {
                for (String method : List.of("GET", "DELETE")) {
                    String answer = served.raw(
                            method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                            PATIENCE);
                    assertTrue(statusLine(answer).matches("HTTP/1.1 40[045] .*"), method + path + ": " + answer);
                }
            }
            for (String path :
                    List.of("/../../etc/passwd", "/page/../openapi.yaml", "/page.js/..", "/%2e%2e/page.js", "//etc")) {
                String answer = served.raw(
                        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", PATIENCE);
                assertTrue(statusLine(answer).matches("HTTP/1.1 40[0-9] .*"), path + ": " + answer);
            }
            for (String name :
                    List.of("..", "../x", "a/b", "a\\\\b", "", "-a", "A", "a.b", "x".repeat(64), "con.", "\\u0000")) {
                assertEquals(
                        "bad-name",
                        served.json("POST", "/v1/collections", "{\"name\": \"" + name + "\"}")
                                .type(),
                        name);
            }
            try (Stream<Path> left = Files.list(folder.resolve("galleries"))) {
                assertEquals(List.of(), left.toList());
            }
            assertTrue(Files.exists(folder.resolve("secret/gallery.mv")));
        }
    }

    @Test
    void peoplesNamesAreTextAndNothingElse() throws IOException {
        try (Served served = served(Limits.standard())) {
            served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            for (String name : List.of("%00", "%1B%5B31m", "%E2%80%AEabc", "a".repeat(201), "%20")) {
                Reply reply =
                        served.photo("/v1/collections/staff/people/" + name + "/pictures", PaintedFaces.png(1, 1, 1));
                assertEquals("bad-name", reply.type(), name);
            }
            for (String name : List.of("%FF", "%C0%AF", "%4", "%zz")) {
                String answer = served.raw(
                        "GET /v1/collections/staff/people/" + name
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                        PATIENCE);
                assertTrue(statusLine(answer).contains(" 400 "), name + ": " + answer);
            }
            Reply odd =
                    served.photo("/v1/collections/staff/people/..%2F%3Cscript%3E/pictures", PaintedFaces.png(1, 1, 1));
            assertEquals("../<script>", odd.body().get("person").asText());
            assertEquals(
                    204,
                    served.delete("/v1/collections/staff/people/..%2F%3Cscript%3E")
                            .status());
        }
    }

    @Test
    void keysDecideWhoMayDoWhat() throws IOException {
        String reader = ApiKeys.fresh();
        String writer = ApiKeys.fresh();
        Path file = Files.writeString(
                folder.resolve("keys"),
                "# two\n" + ApiKeys.line(reader, Role.READ, "door") + "\n" + ApiKeys.line(writer, Role.WRITE, "office")
                        + "\n");
        assertFalse(Files.readString(file).contains(reader));
        try (Served served = new Served(settings().withKeys(ApiKeys.read(file)))) {
            Reply none = served.get("/v1/collections");
            assertEquals("key-needed", none.type());
            assertEquals(401, none.status());
            assertTrue(none.header("WWW-Authenticate").startsWith("Bearer"));
            assertEquals("key-needed", served.get("/metrics").type());
            assertEquals(200, served.get("/health/ready").status());
            for (String wrong : List.of(
                    "Bearer ",
                    "Bearer x",
                    "Bearer " + reader + "x",
                    "Bearer " + reader.substring(1),
                    "Basic " + reader,
                    reader,
                    "Bearer " + "k".repeat(5000),
                    "bearer " + writer)) {
                Reply refused =
                        served.reply(served.request("GET", "/v1/collections").header("Authorization", wrong));
                assertEquals("unknown-key", refused.type(), wrong);
            }
            byte[] name = "{\"name\": \"staff\"}".getBytes(StandardCharsets.US_ASCII);
            Reply mayNot = served.reply(served.request("POST", "/v1/collections", name)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + reader));
            assertEquals("forbidden", mayNot.type());
            assertEquals(403, mayNot.status());
            Reply may = served.reply(served.request("POST", "/v1/collections", name)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + writer));
            assertEquals(201, may.status());
            Reply reads = served.reply(served.request("GET", "/v1").header("Authorization", "Bearer " + reader));
            assertEquals("read", reads.body().get("role").asText());
        }
    }

    @Test
    void othersAreNotListenedToWithoutKeys() throws IOException {
        InetAddress everywhere = InetAddress.getByName("0.0.0.0");
        ServerSettings local = settings();
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> new ServerSettings(
                        local.galleries(), everywhere, 0, ApiKeys.none(), null, 1, local.limits(), local.log(), null));
        assertTrue(refused.getMessage().contains("takes keys"), refused.getMessage());
    }

    @Test
    void pagesOfOtherSitesCanDoNothing() throws IOException {
        try (Served served = served(Limits.standard())) {
            int port = served.server.address().getPort();
            for (String origin : List.of("https://evil.example", "null", "http://localhost:1", "http://127.0.0.1")) {
                HttpResponse<byte[]> response = served.ask(served.request(
                                "POST", "/v1/collections", "{\"name\": \"x\"}".getBytes(StandardCharsets.US_ASCII))
                        .header("Content-Type", "application/json")
                        .header("Origin", origin));
                assertEquals(403, response.statusCode(), origin);
                assertTrue(response.headers()
                        .firstValue("Access-Control-Allow-Origin")
                        .isEmpty());
            }
            HttpResponse<byte[]> preflight = served.ask(served.request("OPTIONS", "/v1/collections")
                    .header("Origin", "https://evil.example")
                    .header("Access-Control-Request-Headers", "authorization"));
            assertEquals(403, preflight.statusCode());
            assertTrue(
                    preflight.headers().map().keySet().stream().noneMatch(name -> name.startsWith("access-control")));
            String rebound = served.raw(
                    "GET /v1/collections HTTP/1.1\r\nHost: evil.example:" + port + "\r\nConnection: close\r\n\r\n",
                    PATIENCE);
            assertTrue(statusLine(rebound).contains(" 403 "), rebound);
            String own = served.raw(
                    "GET /v1/collections HTTP/1.1\r\nHost: localhost:" + port + "\r\nOrigin: http://localhost:" + port
                            + "\r\nConnection: close\r\n\r\n",
                    PATIENCE);
            assertTrue(statusLine(own).contains(" 200 "), own);
        }
    }

    @Test
    void bombsAreNotUnpacked() throws IOException {
        try (Served served = served(Limits.standard())) {
            byte[] huge = "P6 60000 60000 255 ".getBytes(StandardCharsets.US_ASCII);
            Reply pixels = served.photo("/v1/detect", huge);
            assertEquals("unreadable-picture", pixels.type());
            assertTrue(
                    pixels.body().get("detail").asText().contains("25000000"),
                    pixels.body().toString());
            Reply packed = served.reply(served.request("POST", "/v1/detect", new byte[] {31, -117, 8})
                    .header("Content-Type", "image/png")
                    .header("Content-Encoding", "gzip"));
            assertTrue(packed.type().equals("bad-request") || packed.type().equals("unsupported-type"), packed.type());
            String deep = "[".repeat(100_000);
            assertEquals(
                    "bad-request", served.json("POST", "/v1/collections", deep).type());
            assertAlive(served);
        }
    }

    /// A text of 64 MiB in a PNG of a few kilobytes.
    @Test
    void aPngsTextsAreNotUnpacked() throws IOException {
        byte[] png = withText(PaintedFaces.png(1, 1, 1), 64 << 20);
        assertTrue(png.length < 200_000, png.length + " bytes");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        PictureFile.read(Path.of("bomb.png"), png, ReadingOptions.standard());
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 16 << 20, allocated + " bytes allocated");
    }

    private static byte[] withText(byte[] png, int length) throws IOException {
        var text = new ByteArrayOutputStream();
        text.write("Comment\0\0".getBytes(StandardCharsets.US_ASCII));
        try (var packed = new DeflaterOutputStream(text, new Deflater(9))) {
            packed.write(new byte[length]);
        }
        byte[] content = text.toByteArray();
        byte[] type = "zTXt".getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(type);
        crc.update(content);
        int header = 33; // the signature and IHDR
        var whole = new ByteArrayOutputStream();
        var out = new DataOutputStream(whole);
        out.write(png, 0, header);
        out.writeInt(content.length);
        out.write(type);
        out.write(content);
        out.writeInt((int) crc.getValue());
        out.write(Arrays.copyOfRange(png, header, png.length));
        return whole.toByteArray();
    }

    @Test
    void tooManyRequestsAreToldWhenToComeAgain() throws IOException {
        try (Served served = served(Limits.standard().withRequestsPerMinute(5))) {
            for (int i = 0; i < 5; i++) {
                assertEquals(200, served.get("/v1/collections").status());
            }
            Reply refused = served.get("/v1/collections");
            assertEquals("too-many-requests", refused.type());
            assertTrue(Integer.parseInt(refused.header("Retry-After")) <= 12, refused.header("Retry-After"));
            assertAlive(served);
        }
    }

    @Test
    void noMorePhotographsAreTakenOnThanMayBe() throws Exception {
        try (Served served = served(Limits.standard().withPhotographs(2))) {
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
            served.faces.running.release(1000);
            for (CompletableFuture<Integer> one : waiting) {
                assertEquals(200, one.get(30, TimeUnit.SECONDS));
            }
        }
    }

    /// Addresses in bodies stay texts.
    @Test
    void nothingIsFetched() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer bait = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bait.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.close();
        });
        bait.start();
        try (Served served = served(Limits.standard())) {
            String url = "http://127.0.0.1:" + bait.getAddress().getPort() + "/a.png";
            byte[] bytes = url.getBytes(StandardCharsets.US_ASCII);
            assertEquals("unsupported-type", served.photo("/v1/detect", bytes).type());
            assertEquals(
                    "unsupported-type",
                    served.form("/v1/verify", Served.form("a", bytes, "b", bytes))
                            .type());
            assertEquals(
                    "bad-request", served.photo("/v1/detect?url=" + url, bytes).type());
            String proxied =
                    served.raw("GET " + url + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", PATIENCE);
            assertTrue(statusLine(proxied).matches("HTTP/1.1 40[0-9] .*"), proxied);
            assertEquals(0, asked.get());
        } finally {
            bait.stop(0);
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
        try (Served served = served(Limits.standard().withBodyTime(Duration.ofSeconds(1)))) {
            String answer = served.raw(request.replace("LONG", "x".repeat(5000)), Duration.ofSeconds(5));
            assertFalse(answer.contains(" 200 "), answer);
            assertFalse(answer.endsWith("."), "the connection stays open after: " + answer);
            assertAlive(served);
        }
    }
}
