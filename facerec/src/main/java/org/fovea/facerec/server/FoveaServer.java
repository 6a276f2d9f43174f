package org.fovea.facerec.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.server.Problem.Kind;

/// A server of faces, from its start to its end. Helidon's server does HTTP; each request has a virtual thread.
public final class FoveaServer implements AutoCloseable {
    private static final Logger HELIDON = Logger.getLogger("io.helidon");
    private static final int MOST_CONNECTIONS = 1024;
    /// Connections on which no request comes for so long are closed, when they are looked at.
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Duration LOOKED_AT = Duration.ofSeconds(10);
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_HEADERS = 16_384;

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self'"
                    + " blob:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(self), microphone=(), geolocation=()",
            "Cache-Control",
            "no-store");

    private final WebServer http;
    private final ServerSettings settings;
    private final Dispatcher dispatcher;
    private final Metrics metrics;
    private final Photographs photographs;
    private final Shelf shelf;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("bodies").daemon().factory());
    private final AtomicBoolean closed = new AtomicBoolean();

    private FoveaServer(ServerSettings settings, ServedModel model, FaceReader faces) throws IOException {
        this.settings = settings;
        Limits limits = settings.limits();
        metrics = new Metrics();
        shelf = Shelf.open(settings.galleries(), model.identity(), Workers.common());
        photographs = new Photographs(faces, settings.readers(), limits, metrics);
        var kept = new KeptPhotos(settings.keepPhotos());
        List<Route> routes = new ArrayList<>();
        var service = new Service(model, limits, shelf, metrics, settings.keepPhotos() != null, () -> isStopping());
        routes.addAll(service.routes());
        routes.addAll(new CollectionsApi(shelf, kept).routes());
        routes.addAll(new PeopleApi(shelf, photographs, kept).routes());
        routes.addAll(new FacesApi(shelf, photographs, model).routes());
        routes.addAll(new ExplainApi(shelf, photographs, kept, model).routes());
        var rate = new RateLimit(limits.requestsPerMinute());
        dispatcher = new Dispatcher(routes, settings.keys(), photographs, rate, metrics, settings.log(), System.err);
        http = web(settings);
    }

    private boolean isStopping() {
        return dispatcher.isStopping();
    }

    /// Starts a server.
    ///
    /// @param faces what finds and embeds the faces of photographs, by as many threads at once as the settings say
    /// @throws IOException if a gallery cannot be opened
    /// @throws IllegalArgumentException if a gallery is of another model
    public static FoveaServer start(ServerSettings settings, ServedModel model, FaceReader faces) throws IOException {
        var server = new FoveaServer(settings, model, faces);
        try {
            server.http.start();
            return server;
        } catch (RuntimeException e) {
            server.watch.shutdownNow();
            server.shelf.close();
            server.photographs.close();
            throw new IOException(
                    "cannot listen at " + settings.address().getHostAddress() + ", port " + settings.port() + ": "
                            + root(e),
                    e);
        }
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private WebServer web(ServerSettings settings) {
        HELIDON.setLevel(Level.SEVERE); // it tells of every connection that breaks
        var builder = WebServer.builder()
                .address(settings.address())
                .port(settings.port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .maxTcpConnections(MOST_CONNECTIONS)
                .idleConnectionTimeout(IDLE)
                .idleConnectionPeriod(LOOKED_AT)
                .shutdownGracePeriod(Duration.ofMillis(500))
                .connectionOptions(
                        options -> options.readTimeout(settings.limits().bodyTime()))
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(LONGEST_LINE)
                        .maxHeadersSize(LONGEST_HEADERS)
                        .build())
                .directHandlers(refusals())
                .routing(routing -> routing.any(this::handle));
        SSLContext tls = settings.tls();
        if (tls != null) {
            builder.tls(secure -> secure.sslContext(tls));
        }
        return builder.build();
    }

    /// What Helidon refuses by itself, such as a request line that is none, is told in the same form.
    private static DirectHandlers refusals() {
        var builder = DirectHandlers.builder();
        for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
            builder.addHandler(event, (request, type, status, headers, message) -> {
                byte[] body = Json.bytes(new Problem.Body(
                        Kind.BAD_REQUEST.type(), "The request is none of HTTP", status.code(), status.reasonPhrase()));
                return DirectHandler.TransportResponse.builder()
                        .status(status)
                        .headers(headers)
                        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
                        .keepAlive(false)
                        .entity(body)
                        .build();
            });
        }
        return builder.build();
    }

    private void handle(ServerRequest request, ServerResponse response) {
        HttpPrologue prologue = request.prologue();
        var body = new ArrivingBody(request, settings.limits(), watch);
        Answer answer = dispatcher.answer(new Arrival(
                prologue.method().text(),
                prologue.uriPath().rawPath(),
                prologue.query().rawValue(),
                request.authority(),
                header(request, HeaderNames.ORIGIN),
                header(request, HeaderNames.AUTHORIZATION),
                header(request, HeaderNames.CONTENT_TYPE),
                header(request, HeaderNames.CONTENT_ENCODING),
                header(request, HeaderNames.ACCEPT),
                request.remotePeer().host(),
                body));
        response.status(answer.status());
        HEADERS.forEach(response::header);
        answer.headers().forEach(response::header);
        if (!answer.contentType().isEmpty()) {
            response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        }
        boolean last = !body.discard() || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        response.send(answer.body());
        if (last) { // Helidon would wait for the rest of the body, or the next request
            throw new CloseConnectionException("the last answer of this connection");
        }
    }

    private static String header(ServerRequest request, HeaderName name) {
        return request.headers().first(name).orElse("");
    }

    /// Where the server listens.
    public URI address() {
        String host = settings.address().getHostAddress();
        return URI.create((settings.tls() == null ? "http://" : "https://")
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port());
    }

    /// Stops: what arrives is sent away, what is under way is waited for as long as the limits say, and then all
    /// files are closed.
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        dispatcher.stop();
        long end = System.nanoTime() + settings.limits().grace().toNanos();
        boolean interrupted = false;
        while (metrics.active() > 0 && System.nanoTime() < end && !interrupted) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        http.stop();
        watch.shutdownNow();
        photographs.close();
        shelf.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
