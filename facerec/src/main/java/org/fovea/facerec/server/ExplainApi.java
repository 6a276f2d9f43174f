package org.fovea.facerec.server;

import java.io.IOException;
import java.util.List;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.PictureId;
import org.fovea.facerec.gallery.Verification;
import org.fovea.facerec.report.FacePair;
import org.fovea.facerec.report.PairPage;
import org.fovea.facerec.server.Problem.Kind;
import org.jspecify.annotations.Nullable;

/// Why faces are found alike: those of two photographs, or a photograph's and an enrolled one, where photographs are
/// kept. The answer is that of the comparison and both faces' maps; whoever would rather have HTML gets the page that
/// `fovea verify --explain` writes.
final class ExplainApi {
    private final Shelf shelf;
    private final Photographs photographs;
    private final KeptPhotos kept;
    private final ServedModel model;
    private final Workers alone = new Workers(1);
    private @Nullable FacePair pair;
    private String reason = "";

    ExplainApi(Shelf shelf, Photographs photographs, KeptPhotos kept, ServedModel model) {
        this.shelf = shelf;
        this.photographs = photographs;
        this.kept = kept;
        this.model = model;
    }

    /// An enrolled face is shown to those alone who may enrol: nothing else gives photographs out.
    List<Route> routes() {
        return List.of(
                Route.ofPhotographs("/v1/explain", Role.READ, this::two, "faceA", "faceB"),
                Route.ofPhotographs(
                        "/v1/collections/{collection}/people/{person}/explain", Role.WRITE, this::person, "face"));
    }

    private Answer two(Request request) throws Problem, IOException {
        FacesApi.Two two = FacesApi.Two.of(request);
        Calibration calibration = model.calibration();
        return photographs.work(() -> {
            List<Face> faces = two.read(photographs);
            Views.Comparison comparison = Views.Comparison.of(faces, calibration);
            String note = calibration == null ? "" : note(calibration.toString(), comparison.same());
            return answer(request, comparison, faces, "the first photograph", "the second", note);
        });
    }

    private Answer person(Request request) throws Problem, IOException {
        String collection = request.path("collection");
        Gallery gallery = shelf.get(collection);
        int wanted = request.number("face", 0, 1, PeopleApi.MOST_FACES);
        Face read = photographs.one(request.photograph(), wanted, "the photograph");
        Verification verification = FacesApi.verification(gallery, request.path("person"), read);
        String picture = verification.candidate().picture();
        byte[] photograph = shelf.on(collection, same -> kept.read(collection, picture));
        Views.PersonComparison comparison = Views.PersonComparison.of(verification, read, model.calibration());
        String note = gallery.calibration()
                .map(calibration -> note(calibration.toString(), comparison.same()))
                .orElse("");
        String name = Printable.of(verification.candidate().person());
        return photographs.work(() -> {
            int number = PictureId.number(picture);
            Face enrolled = photographs.read(photograph, number, "the enrolled photograph");
            return answer(request, comparison, List.of(read, enrolled), "the photograph", name + ", enrolled", note);
        });
    }

    private static String note(String calibration, @Nullable Boolean same) {
        return "By a " + calibration + ": " + (Boolean.TRUE.equals(same) ? "one person." : "not one person.");
    }

    /// On a reader's thread: an explanation is as much work as some readings.
    private Answer answer(Request request, Object comparison, List<Face> two, String nameA, String nameB, String note)
            throws Problem {
        PairPage page =
                pair().page(two.getFirst().aligned(), nameA, two.getLast().aligned(), nameB, note, alone);
        return request.html()
                ? Answer.of(Answer.OK, Page.HTML, page.bytes()).with(Page.ALONE)
                : Answer.json(new Views.Explained<>(comparison, Views.Explanation.of(page)));
    }

    /// The network, made ready when the first explanation is asked for, since it is in memory once more then; or
    /// why that cannot be, which is tried once alone.
    private synchronized FacePair pair() throws Problem {
        EmbeddingModel network = model.network();
        if (pair == null && reason.isEmpty()) {
            try {
                pair = network == null ? null : new FacePair(network);
                reason = network == null ? "the server was given no network to explain by" : "";
            } catch (IllegalArgumentException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        if (pair == null) {
            throw new Problem(Kind.NOT_EXPLAINED, reason);
        }
        return pair;
    }
}
