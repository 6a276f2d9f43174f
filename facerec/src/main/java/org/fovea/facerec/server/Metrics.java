package org.fovea.facerec.server;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What the server has done, in Prometheus's text format 0.0.4. Labels are routes' templates, statuses and kinds of
/// problems: no names.
///
/// (Micrometer's Prometheus registry is nine jars, for these few numbers.)
final class Metrics {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    /// Seconds.
    private static final double[] BUCKETS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

    /// How long the requests of one route took.
    private static final class Durations {
        private final LongAdder[] counts = new LongAdder[BUCKETS.length + 1];
        private final LongAdder nanos = new LongAdder();

        private Durations() {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = new LongAdder();
            }
        }

        private void add(long took) {
            int i = 0;
            while (i < BUCKETS.length && took > BUCKETS[i] * 1e9) {
                i++;
            }
            counts[i].increment();
            nanos.add(took);
        }
    }

    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> problems = new ConcurrentSkipListMap<>();
    private final Map<String, Durations> durations = new ConcurrentSkipListMap<>();
    private final LongAdder faces = new LongAdder();
    private final AtomicInteger active = new AtomicInteger();

    void begun() {
        active.incrementAndGet();
    }

    int active() {
        return active.get();
    }

    void ended(String method, String template, int status, long nanos) {
        active.decrementAndGet();
        String route = "method=\"" + method + "\",route=\"" + template + "\"";
        requests.computeIfAbsent(route + ",status=\"" + status + "\"", key -> new LongAdder())
                .increment();
        durations.computeIfAbsent(route, key -> new Durations()).add(nanos);
    }

    void problem(Problem.Kind kind) {
        problems.computeIfAbsent("type=\"" + kind.slug() + "\"", key -> new LongAdder())
                .increment();
    }

    void faces(int read) {
        faces.add(read);
    }

    /// @param gauges further numbers by name
    String text(Map<String, Long> gauges) {
        var text = new StringBuilder();
        counters(text, "fovea_http_requests_total", "Requests answered.", requests);
        counters(text, "fovea_problems_total", "Problems told, by type.", problems);
        head(text, "fovea_faces_read_total", "Faces embedded.", "counter");
        text.append("fovea_faces_read_total ").append(faces.sum()).append('\n');
        head(text, "fovea_http_request_duration_seconds", "How long requests took.", "histogram");
        durations.forEach((route, of) -> histogram(text, route, of));
        Map<String, Long> all = new TreeMap<>(gauges);
        all.put("fovea_http_requests_active", (long) active.get());
        Runtime runtime = Runtime.getRuntime();
        all.put("fovea_heap_used_bytes", runtime.totalMemory() - runtime.freeMemory());
        all.put("fovea_heap_max_bytes", runtime.maxMemory());
        all.forEach((name, value) -> {
            text.append("# TYPE ").append(name).append(" gauge\n");
            text.append(name).append(' ').append(value).append('\n');
        });
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void counters(StringBuilder text, String name, String help, Map<String, LongAdder> values) {
        head(text, name, help, "counter");
        values.forEach((labels, value) -> text.append(name)
                .append('{')
                .append(labels)
                .append("} ")
                .append(value.sum())
                .append('\n'));
    }

    private static void histogram(StringBuilder text, String route, Durations of) {
        String name = "fovea_http_request_duration_seconds";
        long sum = 0;
        for (int i = 0; i <= BUCKETS.length; i++) {
            sum += of.counts[i].sum();
            String edge = i == BUCKETS.length ? "+Inf" : Double.toString(BUCKETS[i]);
            text.append(String.format(Locale.ROOT, "%s_bucket{%s,le=\"%s\"} %d\n", name, route, edge, sum));
        }
        text.append(String.format(Locale.ROOT, "%s_sum{%s} %.6f\n", name, route, of.nanos.sum() / 1e9));
        text.append(String.format(Locale.ROOT, "%s_count{%s} %d\n", name, route, sum));
    }
}
