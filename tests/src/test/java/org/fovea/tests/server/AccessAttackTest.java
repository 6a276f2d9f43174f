package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.fovea.facerec.server.ApiKeys;
import org.fovea.facerec.server.Limits;
import org.fovea.facerec.server.Role;
import org.fovea.facerec.server.ServerSettings;
import org.fovea.tests.server.Served.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests for what is nobody's to have: other files by names that lead there, what a key does not allow, another
/// site's page, other servers.
class AccessAttackTest {
    @TempDir
    private Path folder;

    @Test
    void noNameLeadsOutOfTheFolder() throws IOException {
        Files.createDirectories(folder.resolve("secret"));
        Files.writeString(folder.resolve("secret/gallery.mv"), "x");
        try (Served served = Served.in(folder, Limits.standard())) {
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
                            Served.PATIENCE);
                    assertTrue(Served.statusLine(answer).matches("HTTP/1.1 40[045] .*"), method + path + ": " + answer);
                }
            }
            for (String path :
                    List.of("/../../etc/passwd", "/page/../openapi.yaml", "/page.js/..", "/%2e%2e/page.js", "//etc")) {
                String answer = served.raw(
                        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", Served.PATIENCE);
                assertTrue(Served.statusLine(answer).matches("HTTP/1.1 40[0-9] .*"), path + ": " + answer);
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
        try (Served served = Served.in(folder, Limits.standard())) {
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
                        Served.PATIENCE);
                assertTrue(Served.statusLine(answer).contains(" 400 "), name + ": " + answer);
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
        try (Served served =
                new Served(ServerSettings.local(Served.galleries(folder)).withKeys(ApiKeys.read(file)))) {
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
        ServerSettings local = ServerSettings.local(Served.galleries(folder));
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> new ServerSettings(
                        local.galleries(), everywhere, 0, ApiKeys.none(), null, 1, local.limits(), local.log(), null));
        assertTrue(refused.getMessage().contains("takes keys"), refused.getMessage());
    }

    @Test
    void pagesOfOtherSitesCanDoNothing() throws IOException {
        try (Served served = Served.in(folder, Limits.standard())) {
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
                    Served.PATIENCE);
            assertTrue(Served.statusLine(rebound).contains(" 403 "), rebound);
            String own = served.raw(
                    "GET /v1/collections HTTP/1.1\r\nHost: localhost:" + port + "\r\nOrigin: http://localhost:" + port
                            + "\r\nConnection: close\r\n\r\n",
                    Served.PATIENCE);
            assertTrue(Served.statusLine(own).contains(" 200 "), own);
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
        try (Served served = Served.in(folder, Limits.standard())) {
            String url = "http://127.0.0.1:" + bait.getAddress().getPort() + "/a.png";
            byte[] bytes = url.getBytes(StandardCharsets.US_ASCII);
            assertEquals("unsupported-type", served.photo("/v1/detect", bytes).type());
            assertEquals(
                    "unsupported-type",
                    served.form("/v1/verify", Served.form("a", bytes, "b", bytes))
                            .type());
            assertEquals(
                    "bad-request", served.photo("/v1/detect?url=" + url, bytes).type());
            String proxied = served.raw(
                    "GET " + url + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", Served.PATIENCE);
            assertTrue(Served.statusLine(proxied).matches("HTTP/1.1 40[0-9] .*"), proxied);
            assertEquals(0, asked.get());
        } finally {
            bait.stop(0);
        }
    }
}
