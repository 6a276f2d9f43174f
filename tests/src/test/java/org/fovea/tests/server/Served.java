package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.fovea.facerec.server.FoveaServer;
import org.fovea.facerec.server.Limits;
import org.fovea.facerec.server.ServedModel;
import org.fovea.facerec.server.ServerSettings;

/// A server in this process at a free port, and a client of it; every answer of an operation is held to the
/// description.
final class Served implements AutoCloseable {
    static final String BOUNDARY = "----a-boundary";

    /// How long a test waits for an answer at most.
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ObjectMapper JSON = new ObjectMapper();

    final PaintedFaces faces = new PaintedFaces();
    final FoveaServer server;
    final OpenApi api;
    private final HttpClient client = HttpClient.newHttpClient();

    Served(ServerSettings settings) throws IOException {
        this(settings, PaintedFaces.MODEL);
    }

    Served(ServerSettings settings, ServedModel model) throws IOException {
        server = FoveaServer.start(settings, model, faces);
        api = new OpenApi(ask(request("GET", "/openapi.yaml")).body());
    }

    /// A server on this machine alone whose galleries are in a folder.
    static Served in(Path folder, Limits limits) throws IOException {
        return new Served(ServerSettings.local(galleries(folder)).withLimits(limits));
    }

    static Path galleries(Path folder) {
        return folder.resolve("galleries");
    }

    /// An answer with its body as JSON.
    record Reply(int status, JsonNode body, HttpResponse<byte[]> response) {
        String type() {
            return body.path("type").asText().replace("urn:fovea:problem:", "");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    URI address(String path) {
        return URI.create(server.address() + path);
    }

    HttpRequest.Builder request(String method, String path) {
        return request(method, path, new byte[0]);
    }

    HttpRequest.Builder request(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(address(path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
    }

    HttpResponse<byte[]> ask(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Asks an operation.
    Reply reply(HttpRequest.Builder request) throws IOException {
        HttpResponse<byte[]> response = ask(request);
        api.check(response);
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Reply(
                response.statusCode(), json ? JSON.readTree(response.body()) : JSON.createObjectNode(), response);
    }

    Reply get(String path) throws IOException {
        return reply(request("GET", path));
    }

    Reply delete(String path) throws IOException {
        return reply(request("DELETE", path));
    }

    Reply json(String method, String path, String body) throws IOException {
        return reply(request(method, path, body.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", "application/json"));
    }

    Reply photo(String path, byte[] photograph) throws IOException {
        return reply(request("POST", path, photograph).header("Content-Type", "image/png"));
    }

    /// Makes a person of the collection `staff` known.
    void enrol(String name, int person) throws IOException {
        Reply made = photo("/v1/collections/staff/people/" + name + "/pictures", PaintedFaces.png(1, person, 0));
        assertEquals(201, made.status(), made.body().toString());
    }

    Reply form(String path, byte[] body) throws IOException {
        return reply(request("POST", path, body)
                .header("Content-Type", "multipart/form-data; boundary=\"" + BOUNDARY + "\""));
    }

    /// The body of a form of two photographs.
    static byte[] form(String nameA, byte[] a, String nameB, byte[] b) throws IOException {
        var body = new ByteArrayOutputStream();
        part(body, nameA, a);
        part(body, nameB, b);
        body.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static void part(ByteArrayOutputStream body, String name, byte[] content) throws IOException {
        body.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; filename=\"../../x.png\"; name=\"" + name
                        + "\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.write(content);
        body.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /// What the server answers to bytes, until it closes the connection or says nothing for so long.
    String raw(String text, Duration patience) throws IOException {
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return until(socket);
        }
    }

    static String statusLine(String answer) {
        return answer.lines().findFirst().orElse("(nothing)");
    }

    void assertAlive() throws IOException {
        assertEquals(200, get("/health/live").status());
    }

    static String until(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                answer.write(c);
            }
        } catch (IOException e) { // nothing for so long, or the connection was reset
            answer.write('.');
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        client.close();
    }
}
