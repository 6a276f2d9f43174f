package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.server.Limits;
import org.fovea.tests.server.Served.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that mean no good: huge, endless, slow, of a form that is none, or packed. After every one the server still
/// answers.
class BodyAttackTest {
    @TempDir
    private Path folder;

    private static String post(Served served, String path, String headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost:"
                + served.server.address().getPort() + "\r\nContent-Type: image/png\r\n" + headers + "\r\n\r\n";
    }

    @Test
    void aBodyThatIsSaidToBeHugeIsNotBegun() throws IOException {
        try (Served served = Served.in(folder, Limits.standard())) {
            long began = System.nanoTime();
            String answer = served.raw(post(served, "/v1/detect", "Content-Length: 9999999999"), Served.PATIENCE);
            assertTrue(Served.statusLine(answer).contains(" 413 "), answer);
            assertTrue(answer.contains("urn:fovea:problem:body-too-large"), answer);
            assertTrue(System.nanoTime() - began < Served.PATIENCE.toNanos() / 2, "the connection was closed");
            served.assertAlive();
        }
    }

    @Test
    void aHugeBodyInPiecesEndsAtTheLimit() throws IOException {
        try (Served served = Served.in(folder, Limits.standard().withBodyBytes(100_000))) {
            String piece = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            String answer = served.raw(
                    post(served, "/v1/detect", "Transfer-Encoding: chunked\r\nConnection: close") + piece.repeat(40)
                            + "0\r\n\r\n",
                    Served.PATIENCE);
            assertTrue(Served.statusLine(answer).contains(" 413 "), answer);
            assertEquals(
                    "body-too-large",
                    served.photo("/v1/detect", new byte[100_001]).type());
            served.assertAlive();
        }
    }

    @Test
    void aBodyThatDripsIsNotWaitedFor() throws Exception {
        Limits limits = Limits.standard().withBodyTime(Duration.ofMillis(700)).withPhotographs(1);
        try (Served served = Served.in(folder, limits);
                Socket socket = new Socket(
                        served.server.address().getHost(),
                        served.server.address().getPort())) {
            socket.setSoTimeout((int) Served.PATIENCE.toMillis());
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
            assertTrue(Served.statusLine(answer.get(20, TimeUnit.SECONDS)).contains(" 408 "), answer.get());
            assertEquals(
                    200, served.photo("/v1/detect", PaintedFaces.png(1, 1, 1)).status(), "its place is free");
        }
    }

    /// The connection is closed, with an answer or without: there may be nobody at its other end.
    @Test
    void aBodyThatStopsIsNotWaitedFor() throws IOException {
        Limits limits = Limits.standard().withBodyTime(Duration.ofMillis(700)).withPhotographs(1);
        try (Served served = Served.in(folder, limits)) {
            long began = System.nanoTime();
            String answer = served.raw(post(served, "/v1/detect", "Content-Length: 1000") + "xxx", Served.PATIENCE);
            assertTrue(System.nanoTime() - began < Served.PATIENCE.toNanos() / 2, "the connection was closed");
            assertTrue(answer.length() < 2 || Served.statusLine(answer).contains(" 408 "), answer);
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
        try (Served served = Served.in(folder, Limits.standard())) {
            Reply reply = served.form(
                    "/v1/verify", body.replace("BOUNDARY", Served.BOUNDARY).getBytes(StandardCharsets.US_ASCII));
            assertEquals("bad-request", reply.type(), reply.body().toString());
        }
    }

    @Test
    void formsOfManyPartsAndEndlessHeadsAreRefused() throws IOException {
        try (Served served = Served.in(folder, Limits.standard())) {
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
    void bombsAreNotUnpacked() throws IOException {
        try (Served served = Served.in(folder, Limits.standard())) {
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
            served.assertAlive();
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
}
