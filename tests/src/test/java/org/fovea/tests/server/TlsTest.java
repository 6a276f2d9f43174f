package org.fovea.tests.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.fovea.facerec.server.FoveaServer;
import org.fovea.facerec.server.ServerSettings;
import org.fovea.facerec.server.Tls;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server with TLS, by a keystore as the JDK's keytool makes it.
class TlsTest {
    private static final String PASSWORD = "a password";

    @TempDir
    private static Path stores;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() throws Exception {
        keytool(
                "server.p12",
                "-genkeypair -alias fovea -keyalg EC -validity 2 -dname CN=localhost -ext"
                        + " SAN=dns:localhost,ip:127.0.0.1");
        keytool("server.p12", "-exportcert -alias fovea -file " + stores.resolve("server.cer"));
        keytool("trusted.p12", "-importcert -noprompt -alias fovea -file " + stores.resolve("server.cer"));
    }

    private static void keytool(String store, String words) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-keystore",
                                stores.resolve(store).toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD),
                        Stream.of(words.split(" ")))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private FoveaServer start() throws IOException {
        SSLContext tls = Tls.of(stores.resolve("server.p12"), PASSWORD.toCharArray());
        return FoveaServer.start(
                ServerSettings.local(folder.resolve("galleries")).withTls(tls), PaintedFaces.MODEL, new PaintedFaces());
    }

    @Test
    void whoTrustsItsCertificateIsAnswered() throws Exception {
        try (FoveaServer server = start();
                HttpClient trusting =
                        HttpClient.newBuilder().sslContext(trust()).build()) {
            URI address = server.address();
            assertTrue(address.toString().startsWith("https://127.0.0.1:"), address.toString());
            HttpResponse<String> page = trusting.send(
                    HttpRequest.newBuilder(address.resolve("/"))
                            .header("Origin", address.toString())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, page.statusCode(), page.body());
            HttpRequest detect = HttpRequest.newBuilder(address.resolve("/v1/detect"))
                    .header("Content-Type", "image/png")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(PaintedFaces.png(2, 1, 1)))
                    .build();
            HttpResponse<String> found = trusting.send(detect, HttpResponse.BodyHandlers.ofString());
            assertTrue(found.body().contains("\"number\":2"), found.body());
            assertTrue(found.sslSession().orElseThrow().getProtocol().matches("TLSv1\\.[23]"));
        }
    }

    private static SSLContext trust() throws Exception {
        KeyStore store = KeyStore.getInstance(stores.resolve("trusted.p12").toFile(), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void othersAreNot() throws Exception {
        try (FoveaServer server = start();
                HttpClient stranger = HttpClient.newHttpClient()) {
            HttpRequest page = HttpRequest.newBuilder(server.address()).build();
            assertThrows(
                    SSLHandshakeException.class, () -> stranger.send(page, HttpResponse.BodyHandlers.discarding()));
            try (Socket plain =
                    new Socket(server.address().getHost(), server.address().getPort())) {
                plain.setSoTimeout((int) Served.PATIENCE.toMillis());
                plain.getOutputStream()
                        .write("GET /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                String said = Served.until(plain);
                assertFalse(said.contains("HTTP/1.1") || said.endsWith("."), "the connection is closed, found " + said);
            }
            try (HttpClient trusting =
                    HttpClient.newBuilder().sslContext(trust()).build()) {
                assertEquals(
                        200,
                        trusting.send(page, HttpResponse.BodyHandlers.discarding())
                                .statusCode(),
                        "it still answers");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "another password"})
    void aWrongPasswordIsSaid(String password) {
        var refused =
                assertThrows(IOException.class, () -> Tls.of(stores.resolve("server.p12"), password.toCharArray()));
        assertTrue(
                refused.getMessage().endsWith("server.p12: the keystore's password is another"), refused.getMessage());
    }

    @Test
    void aKeystoreWithoutAKeyIsRefusedAndWhatIsNone() throws IOException {
        var keyless =
                assertThrows(IOException.class, () -> Tls.of(stores.resolve("trusted.p12"), PASSWORD.toCharArray()));
        assertTrue(keyless.getMessage().endsWith("trusted.p12: the keystore holds no key"), keyless.getMessage());
        Path none = Files.writeString(folder.resolve("none.p12"), "no keystore");
        var other = assertThrows(IOException.class, () -> Tls.of(none, PASSWORD.toCharArray()));
        assertTrue(other.getMessage().endsWith("none.p12: no PKCS #12 keystore"), other.getMessage());
        assertThrows(IOException.class, () -> Tls.of(folder.resolve("missing.p12"), PASSWORD.toCharArray()));
    }
}
