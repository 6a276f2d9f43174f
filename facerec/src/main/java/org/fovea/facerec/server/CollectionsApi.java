package org.fovea.facerec.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.gallery.Calibration;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.server.Problem.Kind;

/// Collections, each a gallery: listed, made, removed, calibrated.
final class CollectionsApi {
    private static final long SEED = 1;

    private final Shelf shelf;
    private final KeptPhotos kept;

    CollectionsApi(Shelf shelf, KeptPhotos kept) {
        this.shelf = shelf;
        this.kept = kept;
    }

    List<Route> routes() {
        String one = "/v1/collections/{collection}";
        return List.of(
                Route.of("GET", "/v1/collections", Role.READ, request -> list()),
                Route.of("POST", "/v1/collections", Role.WRITE, this::create),
                Route.of("GET", one, Role.READ, this::show),
                Route.of("DELETE", one, Role.WRITE, this::delete),
                Route.of("PUT", one + "/calibration", Role.WRITE, this::calibrate));
    }

    private Answer list() throws Problem {
        List<Views.Collection> all = new ArrayList<>();
        for (String name : shelf.names()) {
            all.add(Views.Collection.of(name, shelf.get(name)));
        }
        return Answer.json(new Views.Collections(all));
    }

    private Answer create(Request request) throws Problem, IOException {
        String name = request.json(Views.NewCollection.class).name();
        if (name == null) {
            throw new Problem(Kind.BAD_NAME, "name: a text expected, found null");
        }
        shelf.create(name);
        return Answer.json(Answer.CREATED, Views.Collection.of(name, shelf.get(name)));
    }

    private Answer show(Request request) throws Problem {
        String name = request.path("collection");
        return Answer.json(Views.Collection.of(name, shelf.get(name)));
    }

    private Answer delete(Request request) throws Problem, IOException {
        String name = request.path("collection");
        shelf.delete(name);
        kept.removeAll(name);
        return Answer.empty();
    }

    private Answer calibrate(Request request) throws Problem, IOException {
        double fmr = request.json(Views.NewCalibration.class).fmr();
        if (!(fmr > 0 && fmr < 1)) {
            throw new Problem(Kind.BAD_REQUEST, "fmr: a number between 0 and 1 expected");
        }
        Calibration calibration = shelf.on(request.path("collection"), gallery -> calibrate(gallery, fmr));
        return Answer.json(Views.Calibration.of(calibration));
    }

    private static Calibration calibrate(Gallery gallery, double fmr) throws Problem, IOException {
        try {
            return gallery.calibrate(fmr, SEED);
        } catch (IllegalArgumentException e) {
            throw new Problem(Kind.TOO_FEW_PEOPLE, String.valueOf(e.getMessage()));
        }
    }
}
