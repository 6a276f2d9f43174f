package org.fovea.facerec.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fovea.facerec.server.Problem.Kind;
import org.jspecify.annotations.Nullable;

/// The way of every request to its operation and back: whether it comes from a page of another site, which route it
/// takes, whose key it has, whether there have been too many; what fails becomes a problem's body.
///
/// A server without keys listens to programs of its own machine. Browsers are among them, and run the pages of all
/// the world: so requests whose `Origin` is not the server itself are refused, and without keys those as well whose
/// `Host` is no name of this machine (DNS rebinding). No CORS header is ever sent.
final class Dispatcher {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEARER = "Bearer ";
    private static final String NO_ROUTE = "(none)";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH");

    private final List<Route> routes;
    private final ApiKeys keys;
    private final Photographs photographs;
    private final RateLimit rate;
    private final Metrics metrics;
    private final AccessLog log;
    private final PrintStream failures;
    private volatile boolean stopping;

    /// @param failures where the server's own faults are told
    Dispatcher(
            List<Route> routes,
            ApiKeys keys,
            Photographs photographs,
            RateLimit rate,
            Metrics metrics,
            AccessLog log,
            PrintStream failures) {
        this.routes = routes;
        this.keys = keys;
        this.photographs = photographs;
        this.rate = rate;
        this.metrics = metrics;
        this.log = log;
        this.failures = failures;
    }

    /// From now on what arrives is sent away.
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    static Map<String, String> retryAfter(int seconds) {
        return Map.of("Retry-After", Integer.toString(seconds));
    }

    /// What is known of a request on its way, for the log.
    private static final class Way {
        private String template = NO_ROUTE;
        private String asker = "-";
    }

    Answer answer(Arrival arrival) {
        long began = System.nanoTime();
        metrics.begun();
        Way way = new Way();
        Answer answer;
        try {
            answer = route(arrival, way);
        } catch (Problem problem) {
            answer = told(problem);
        } catch (IOException e) {
            fault(way, e);
            answer = told(new Problem(Kind.NOT_WRITTEN, "a gallery's files could not be read or written"));
        } catch (OutOfMemoryError e) {
            fault(way, e);
            answer = told(new Problem(Kind.BUSY, "the server has no memory left for this", retryAfter(1)));
        } catch (RuntimeException | Error e) {
            fault(way, e);
            answer = told(new Problem(Kind.INTERNAL, "a fault of the server; its log says more"));
        }
        long took = System.nanoTime() - began;
        String method = METHODS.contains(arrival.method()) ? arrival.method() : "(other)";
        metrics.ended(method, way.template, answer.status(), took);
        log.write(method, way.template, arrival.path(), arrival.address(), answer, took, way.asker);
        return answer;
    }

    private Answer told(Problem problem) {
        metrics.problem(problem.kind());
        return problem.answer();
    }

    private void fault(Way way, Throwable e) {
        synchronized (failures) {
            failures.println("fovea: " + way.template + ": " + e);
            e.printStackTrace(failures);
        }
    }

    private Answer route(Arrival arrival, Way way) throws Problem, IOException {
        checkOrigin(arrival);
        List<String> segments = Encoded.path(arrival.path());
        Route route = null;
        Map<String, String> values = Map.of();
        Set<String> allowed = new TreeSet<>();
        for (Route one : routes) {
            Map<String, String> matched = one.match(segments);
            if (matched != null) {
                allowed.add(one.method());
                if (one.method().equals(arrival.method())) {
                    route = one;
                    values = matched;
                }
                way.template = one.template();
            }
        }
        if (allowed.isEmpty()) {
            throw new Problem(Kind.NOT_FOUND, "there is nothing here; /openapi.yaml says what there is");
        }
        Role role = role(arrival, way);
        if (route == null) {
            throw new Problem(
                    Kind.METHOD_NOT_ALLOWED,
                    "allowed are " + String.join(", ", allowed),
                    Map.of("Allow", String.join(", ", allowed)));
        }
        check(route, role, arrival, way);
        return answer(route, role, values, arrival);
    }

    private void checkOrigin(Arrival arrival) throws Problem {
        String host = arrival.host().toLowerCase(Locale.ROOT);
        String origin = arrival.origin().toLowerCase(Locale.ROOT);
        if (!origin.isEmpty() && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
            throw new Problem(Kind.FOREIGN_ORIGIN, "pages of other sites may not use this server");
        }
        if (keys.isEmpty() && !LOOPBACK.contains(host.replaceFirst(":\\d+$", ""))) {
            throw new Problem(
                    Kind.FOREIGN_ORIGIN, "without keys the server answers to localhost, 127.0.0.1 and [::1] alone");
        }
    }

    private Role role(Arrival arrival, Way way) throws Problem {
        if (keys.isEmpty()) {
            return Role.WRITE;
        }
        String said = arrival.authorization();
        if (said.isEmpty()) {
            return Role.NOBODY;
        }
        ApiKeys.@Nullable Holder holder = said.startsWith(BEARER)
                ? keys.holder(said.substring(BEARER.length()).strip()).orElse(null)
                : null;
        if (holder == null) {
            limit("(unknown key) " + arrival.address());
            throw new Problem(
                    Kind.UNKNOWN_KEY, "the Authorization is no \"Bearer\" and a key that is known", challenge());
        }
        way.asker = holder.name();
        return holder.role();
    }

    private static Map<String, String> challenge() {
        return Map.of("WWW-Authenticate", "Bearer realm=\"fovea\"");
    }

    private void check(Route route, Role role, Arrival arrival, Way way) throws Problem {
        if (!role.covers(route.role())) {
            throw role == Role.NOBODY
                    ? new Problem(Kind.KEY_NEEDED, "send \"Authorization: Bearer\" and a key", challenge())
                    : new Problem(Kind.FORBIDDEN, "this key may read alone");
        }
        if (route.role() != Role.NOBODY) {
            limit(keys.isEmpty() ? arrival.address() : "key " + way.asker);
        }
        if (stopping && route.role() != Role.NOBODY) {
            throw new Problem(Kind.STOPPING, "the server is about to stop", retryAfter(10));
        }
        if (!arrival.contentEncoding().isEmpty()) {
            throw new Problem(Kind.UNSUPPORTED_TYPE, "bodies are taken without Content-Encoding");
        }
    }

    private void limit(String asker) throws Problem {
        int wait = rate.take(asker, System.nanoTime());
        if (wait > 0) {
            throw new Problem(Kind.TOO_MANY_REQUESTS, "try again in " + wait + " seconds", retryAfter(wait));
        }
    }

    private Answer answer(Route route, Role role, Map<String, String> values, Arrival arrival)
            throws Problem, IOException {
        Map<String, String> query = Encoded.query(arrival.query());
        if (!route.query().containsAll(query.keySet())) {
            throw new Problem(
                    Kind.BAD_REQUEST,
                    "a parameter that is none of " + new TreeSet<>(route.query()) + "; there are no others here");
        }
        Request request = new Request(
                values, query, role, arrival.contentType(), Accepted.html(arrival.accept()), arrival.body());
        if (!route.photographs()) {
            return route.handler().answer(request);
        }
        Runnable done = photographs.place();
        try {
            return route.handler().answer(request);
        } finally {
            done.run();
        }
    }
}
