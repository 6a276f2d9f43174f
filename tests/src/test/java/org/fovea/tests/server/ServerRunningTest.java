package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.ModelIdentity;
import org.fovea.facerec.server.AccessLog;
import org.fovea.facerec.server.FoveaServer;
import org.fovea.facerec.server.ServerSettings;
import org.fovea.tests.server.Served.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a server is run: what it tells of itself, what it logs, with what it does not begin, and how it ends.
class ServerRunningTest {
    @TempDir
    private Path folder;

    private ServerSettings settings() {
        return ServerSettings.local(folder.resolve("galleries"));
    }

    @Test
    void healthMetricsAndThePage() throws IOException {
        try (Served served = new Served(settings())) {
            assertEquals("up", served.get("/health/live").body().get("status").asText());
            assertEquals(200, served.get("/health/ready").status());
            served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
            served.enrol("Ada", 1);
            served.photo("/v1/collections/staff/people/Ada/pictures", PaintedFaces.png(0, 1, 1));
            String metrics = new String(served.get("/metrics").response().body(), StandardCharsets.UTF_8);
            String route = "method=\"POST\",route=\"/v1/collections/{collection}/people/{person}/pictures\"";
            assertTrue(metrics.contains("fovea_http_requests_total{" + route + ",status=\"201\"} 1\n"), metrics);
            assertTrue(metrics.contains("fovea_problems_total{type=\"no-face\"} 1\n"), metrics);
            assertTrue(metrics.contains("fovea_http_request_duration_seconds_count{" + route + "} 2\n"), metrics);
            assertTrue(metrics.contains("\nfovea_people 1\n"), metrics);
            assertFalse(metrics.contains("Ada"), metrics);
            for (String line : metrics.split("\n")) {
                assertTrue(line.matches("# (HELP|TYPE) .+|\\w+(\\{.*})? [0-9.E+-]+"), line);
            }
            HttpResponse<byte[]> page = served.ask(served.request("GET", "/"));
            assertTrue(page.headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
            assertTrue(page.headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("")
                    .startsWith("default-src 'none'"));
            assertEquals(
                    "nosniff",
                    page.headers().firstValue("X-Content-Type-Options").orElse(""));
        }
    }

    @Test
    void theLogHasNoNamesUnlessItIsAskedTo() throws IOException {
        for (boolean names : new boolean[] {false, true}) {
            var lines = new ByteArrayOutputStream();
            var log = new AccessLog(new PrintStream(lines, true, StandardCharsets.UTF_8), names);
            try (Served served = new Served(settings().withLog(log))) {
                served.get("/v1/collections/staff/people/Ada");
            }
            String told = lines.toString(StandardCharsets.UTF_8);
            assertEquals(names, told.contains("Ada") && told.contains("127.0.0.1"), told);
            assertEquals(!names, told.contains("GET /v1/collections/{collection}/people/{person} 404 "), told);
        }
    }

    @Test
    void aGalleryOfAnotherModelIsRefusedByName() throws IOException {
        Path place = settings().galleries().resolve("staff");
        Files.createDirectories(place.getParent());
        Gallery.create(place, ModelIdentity.ofFile("other.onnx", "ffff", 8)).close();
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> FoveaServer.start(settings(), PaintedFaces.MODEL, new PaintedFaces()));
        assertTrue(refused.getMessage().contains("other.onnx"), refused.getMessage());
        try (Gallery open = Gallery.open(place)) { // it was closed again
            assertEquals(0, open.size());
        }
    }

    @Test
    void whatIsUnderWayEndsBeforeTheServerDoes() throws Exception {
        Served served = new Served(settings());
        served.json("POST", "/v1/collections", "{\"name\": \"staff\"}");
        served.faces.running.acquire(1000);
        var late = CompletableFuture.supplyAsync(() -> {
            try {
                return served.photo("/v1/collections/staff/people/Ada/pictures", PaintedFaces.png(1, 1, 0));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        while (served.faces.running.getQueueLength() == 0) {
            Thread.sleep(5);
        }
        var closing = CompletableFuture.runAsync(() -> {
            try {
                served.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        Reply ready = served.get("/health/ready");
        for (int i = 0; i < 200 && ready.status() == 200; i++) {
            Thread.sleep(5);
            ready = served.get("/health/ready");
        }
        assertEquals("stopping", ready.type());
        assertEquals("stopping", served.get("/v1/collections").type());
        served.faces.running.release(1000);
        assertEquals(201, late.get(30, TimeUnit.SECONDS).status());
        closing.get(30, TimeUnit.SECONDS);
        try (Gallery open = Gallery.open(settings().galleries().resolve("staff"))) {
            assertEquals("Ada", open.people().getFirst().name());
        }
    }
}
