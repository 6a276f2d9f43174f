package org.fovea.facerec.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.server.Problem.Kind;

/// What the server tells of itself: which model and limits it has, whether it lives and is ready, its metrics.
final class Service {
    private final ServedModel model;
    private final Limits limits;
    private final Shelf shelf;
    private final Metrics metrics;
    private final boolean keepsPhotographs;
    private final BooleanSupplier stopping;

    Service(
            ServedModel model,
            Limits limits,
            Shelf shelf,
            Metrics metrics,
            boolean keepsPhotographs,
            BooleanSupplier stopping) {
        this.model = model;
        this.limits = limits;
        this.shelf = shelf;
        this.metrics = metrics;
        this.keepsPhotographs = keepsPhotographs;
        this.stopping = stopping;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(Page.routes());
        routes.add(Route.of("GET", "/v1", Role.READ, this::about));
        routes.add(Route.of("GET", "/health/live", Role.NOBODY, request -> Answer.json(new Views.Health("up"))));
        routes.add(Route.of("GET", "/health/ready", Role.NOBODY, request -> ready()));
        routes.add(Route.of("GET", "/metrics", Role.READ, request -> metrics()));
        return routes;
    }

    private Answer about(Request request) {
        Calibration calibration = model.calibration();
        return Answer.json(new Views.Service(
                "fovea",
                Views.Model.of(model.identity()),
                calibration == null ? null : calibration.threshold(),
                Views.Bounds.of(limits),
                keepsPhotographs,
                request.role().name().toLowerCase(Locale.ROOT)));
    }

    private Answer ready() throws Problem {
        if (stopping.getAsBoolean()) {
            throw new Problem(Kind.STOPPING, "the server is about to stop");
        }
        return Answer.json(new Views.Health("up"));
    }

    private Answer metrics() throws Problem {
        long people = 0;
        long pictures = 0;
        List<String> names = shelf.names();
        for (String name : names) {
            Gallery gallery = shelf.get(name);
            people += gallery.size();
            pictures += gallery.pictures();
        }
        Map<String, Long> gauges = new TreeMap<>();
        gauges.put("fovea_collections", (long) names.size());
        gauges.put("fovea_people", people);
        gauges.put("fovea_pictures", pictures);
        return Answer.of(Answer.OK, Metrics.CONTENT_TYPE, metrics.text(gauges).getBytes(StandardCharsets.UTF_8));
    }
}
