package org.fovea.facerec.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.Identification;
import org.fovea.facerec.gallery.Verification;
import org.fovea.facerec.server.Problem.Kind;

/// What photographs show: faces, one person or two, a certain person, somebody of a collection.
final class FacesApi {
    private static final int USUAL_CANDIDATES = 3;
    private static final int MOST_CANDIDATES = 100;

    private final Shelf shelf;
    private final Photographs photographs;
    private final ServedModel model;

    FacesApi(Shelf shelf, Photographs photographs, ServedModel model) {
        this.shelf = shelf;
        this.photographs = photographs;
        this.model = model;
    }

    List<Route> routes() {
        String collection = "/v1/collections/{collection}";
        return List.of(
                Route.ofPhotographs("/v1/detect", Role.READ, this::detect),
                Route.ofPhotographs("/v1/verify", Role.READ, this::verify, "faceA", "faceB"),
                Route.ofPhotographs(collection + "/identify", Role.READ, this::identify, "candidates"),
                Route.ofPhotographs(collection + "/people/{person}/verify", Role.READ, this::verifyPerson, "face"));
    }

    private Answer detect(Request request) throws Problem, IOException {
        Photographs.Found found = photographs.find(request.photograph());
        List<Views.FoundFace> faces = new ArrayList<>();
        for (int i = 0; i < found.faces().size(); i++) {
            faces.add(Views.FoundFace.of(i + 1, found.faces().get(i)));
        }
        return Answer.json(new Views.Detection(found.width(), found.height(), faces));
    }

    private Answer verify(Request request) throws Problem, IOException {
        Two two = Two.of(request);
        return Answer.json(Views.Comparison.of(photographs.work(() -> two.read(photographs)), model.calibration()));
    }

    /// The photographs a and b of a form, and which faces of them are meant.
    record Two(byte[] a, int faceA, byte[] b, int faceB) {
        static Two of(Request request) throws Problem {
            int faceA = request.number("faceA", 0, 1, PeopleApi.MOST_FACES);
            int faceB = request.number("faceB", 0, 1, PeopleApi.MOST_FACES);
            Map<String, byte[]> parts = request.photographs("a", "b");
            return new Two(
                    Objects.requireNonNull(parts.get("a")), faceA, Objects.requireNonNull(parts.get("b")), faceB);
        }

        /// Both faces; on a reader's thread.
        List<Face> read(Photographs photographs) throws Problem {
            return List.of(photographs.read(a, faceA, "photograph a"), photographs.read(b, faceB, "photograph b"));
        }

        @Override
        public String toString() {
            return "photographs of " + a.length + " and " + b.length + " bytes";
        }
    }

    private Answer identify(Request request) throws Problem, IOException {
        Gallery gallery = shelf.get(request.path("collection"));
        int candidates = request.number("candidates", USUAL_CANDIDATES, 1, MOST_CANDIDATES);
        Photographs.All all = photographs.all(request.photograph());
        List<Identification> found =
                gallery.identify(all.faces().stream().map(Face::embedding).toArray(float[][]::new), candidates);
        List<Views.Identified> faces = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            faces.add(Views.Identified.of(all.faces().get(i), found.get(i), model.calibration()));
        }
        return Answer.json(new Views.Identifications(
                all.width(), all.height(), Views.orNull(found.getFirst().threshold()), faces));
    }

    private Answer verifyPerson(Request request) throws Problem, IOException {
        Gallery gallery = shelf.get(request.path("collection"));
        int wanted = request.number("face", 0, 1, PeopleApi.MOST_FACES);
        Face read = photographs.one(request.photograph(), wanted, "the photograph");
        return Answer.json(Views.PersonComparison.of(
                verification(gallery, request.path("person"), read), read, model.calibration()));
    }

    /// A face compared with a person.
    ///
    /// @throws Problem if nobody has this name
    static Verification verification(Gallery gallery, String person, Face read) throws Problem, IOException {
        try {
            return gallery.verify(person, read.embedding());
        } catch (IllegalArgumentException e) {
            throw new Problem(Kind.NO_SUCH_PERSON, String.valueOf(e.getMessage()));
        }
    }
}
