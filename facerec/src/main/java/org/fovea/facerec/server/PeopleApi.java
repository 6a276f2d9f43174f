package org.fovea.facerec.server;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.gallery.Enrolment;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.Picture;
import org.fovea.facerec.gallery.PictureId;
import org.fovea.facerec.gallery.QualityMeasures;
import org.fovea.facerec.server.Problem.Kind;

/// The people of a collection and their pictures: listed, enrolled, removed.
final class PeopleApi {
    private static final int MOST_PEOPLE = 10_000;
    private static final int USUAL_PEOPLE = 1000;
    static final int MOST_FACES = 1000;

    private final Shelf shelf;
    private final Photographs photographs;
    private final KeptPhotos kept;

    PeopleApi(Shelf shelf, Photographs photographs, KeptPhotos kept) {
        this.shelf = shelf;
        this.photographs = photographs;
        this.kept = kept;
    }

    List<Route> routes() {
        String people = "/v1/collections/{collection}/people";
        String person = people + "/{person}";
        return List.of(
                Route.of("GET", people, Role.READ, this::list, "after", "limit"),
                Route.of("GET", person, Role.READ, this::show),
                Route.of("DELETE", person, Role.WRITE, this::remove),
                Route.ofPhotographs(person + "/pictures", Role.WRITE, this::enrol, "face", "anyQuality"),
                Route.of("DELETE", "/v1/collections/{collection}/pictures/{picture}", Role.WRITE, this::removePicture));
    }

    private Answer list(Request request) throws Problem {
        Gallery gallery = shelf.get(request.path("collection"));
        String after = request.query("after", "");
        int limit = request.number("limit", USUAL_PEOPLE, 1, MOST_PEOPLE);
        List<Views.Person> page = gallery.people().stream()
                .filter(person -> person.name().compareTo(after) > 0)
                .limit(limit + 1L)
                .map(person -> new Views.Person(person.name(), person.pictures()))
                .toList();
        boolean more = page.size() > limit;
        return Answer.json(new Views.People(
                more ? page.subList(0, limit) : page, more ? page.get(limit - 1).name() : null));
    }

    private Answer show(Request request) throws Problem, IOException {
        String name = request.path("person");
        List<Picture> pictures = shelf.on(
                request.path("collection"), gallery -> known(() -> gallery.pictures(name), Kind.NO_SUCH_PERSON));
        return Answer.json(new Views.PersonsPictures(
                pictures.isEmpty() ? name : pictures.getFirst().person(),
                pictures.stream().map(Views.KeptPicture::of).toList()));
    }

    private interface Asking<T> {
        T ask() throws IOException;
    }

    /// What a gallery answers that refuses names and ids which it does not hold.
    private static <T> T known(Asking<T> asking, Kind missing) throws Problem, IOException {
        try {
            return asking.ask();
        } catch (IllegalArgumentException e) {
            throw new Problem(missing, String.valueOf(e.getMessage()));
        }
    }

    private Answer remove(Request request) throws Problem, IOException {
        String collection = request.path("collection");
        String name = request.path("person");
        shelf.on(collection, gallery -> {
            List<String> gone = known(() -> gallery.pictures(name), Kind.NO_SUCH_PERSON).stream()
                    .map(Picture::id)
                    .toList();
            gallery.remove(name);
            kept.remove(collection, gone, ids(gallery));
            return gone;
        });
        return Answer.empty();
    }

    private Answer removePicture(Request request) throws Problem, IOException {
        String collection = request.path("collection");
        String id = request.path("picture");
        shelf.on(collection, gallery -> {
            Asking<String> asking = () -> {
                gallery.removePicture(id);
                return id;
            };
            known(asking, Kind.NO_SUCH_PICTURE);
            kept.remove(collection, List.of(id), ids(gallery));
            return id;
        });
        return Answer.empty();
    }

    /// The ids of all pictures; of none where photographs are not kept, since then nobody asks.
    private List<String> ids(Gallery gallery) throws IOException {
        List<String> ids = new ArrayList<>();
        if (kept.folder() != null) {
            gallery.each(picture -> ids.add(picture.id()));
        }
        return ids;
    }

    private Answer enrol(Request request) throws Problem, IOException {
        String collection = request.path("collection");
        String name = request.path("person");
        shelf.get(collection);
        int wanted = request.number("face", 0, 1, MOST_FACES);
        boolean anyQuality = request.truth("anyQuality");
        byte[] photograph = request.photograph();
        Face read = photographs.one(photograph, wanted, "the photograph");
        List<String> flaws = read.quality().reasons();
        if (!anyQuality && !flaws.isEmpty()) {
            throw new Problem(Kind.POOR_QUALITY, "the face is " + String.join(", ", flaws));
        }
        ChosenFace chosen = read.chosen();
        Picture picture = picture(PictureId.of(Fingerprint.of(photograph), chosen.number(), chosen.of()), name, read);
        Enrolment enrolment = shelf.on(collection, gallery -> {
            Enrolment told = gallery.enrol(picture);
            if (told.added()) {
                kept.keep(collection, picture.id(), photograph);
            }
            return told;
        });
        return Answer.json(
                enrolment.added() ? Answer.CREATED : Answer.OK,
                new Views.Enrolment(
                        enrolment.picture(),
                        enrolment.person(),
                        enrolment.added(),
                        Views.JudgedFace.of(read),
                        enrolment.duplicate().map(Views.Duplicate::of).orElse(null)));
    }

    private static Picture picture(String id, String name, Face read) throws Problem {
        try {
            return new Picture(id, name, read.embedding(), QualityMeasures.of(read.quality()), Instant.now());
        } catch (IllegalArgumentException e) {
            throw new Problem(Kind.BAD_NAME, String.valueOf(e.getMessage()));
        }
    }
}
