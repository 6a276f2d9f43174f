package org.fovea.facerec.gallery;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.EmbeddingIndex.Hit;

/// What is in a gallery at one moment, and the answers that it gives.
record Snapshot(About about, EmbeddingIndex index) {
    /// @throws IOException if a picture is damaged, or of another length than the model's
    static Snapshot load(GalleryStore store) throws IOException {
        About about = store.about();
        EmbeddingIndex[] index = {EmbeddingIndex.empty(about.model().length())};
        store.each(picture -> {
            about.model().requireLength(picture);
            index[0] = index[0].with(picture.id(), picture.person(), picture.embedding());
        });
        return new Snapshot(about, index[0]);
    }

    Snapshot with(List<Picture> added) {
        EmbeddingIndex grown = index;
        for (Picture picture : added) {
            grown = grown.with(picture.id(), picture.person(), picture.embedding());
        }
        return new Snapshot(about, grown);
    }

    ModelIdentity model() {
        return about.model();
    }

    /// The people, by name.
    List<Person> people() {
        int[] pictures = new int[index.people()];
        for (int row = 0; row < index.rows(); row++) {
            pictures[index.personOf(row)]++;
        }
        return IntStream.range(0, index.people())
                .mapToObj(i -> new Person(index.name(i), pictures[i]))
                .sorted(Comparator.comparing(Person::name))
                .toList();
    }

    /// The number of a person.
    ///
    /// @throws IllegalArgumentException if there is no such person
    int number(String person) {
        Integer number = index.number(PersonName.of(person));
        if (number == null) {
            throw new IllegalArgumentException(
                    "there is nobody of the name " + Printable.of(person) + " in the gallery");
        }
        return number;
    }

    List<Identification> identify(float[][] embeddings, int k, Workers workers) {
        if (k < 1) {
            throw new IllegalArgumentException(k + " candidates; at least 1 expected");
        }
        return index.nearest(units(embeddings), embeddings.length, k, workers).stream()
                .map(hits ->
                        new Identification(hits.stream().map(this::candidate).toList(), threshold()))
                .toList();
    }

    Verification verify(String person, float[] embedding) {
        int number = number(person);
        float[] unit = units(new float[][] {embedding});
        Hit best = Arrays.stream(index.rowsOf(number))
                .mapToObj(row -> new Hit(number, row, index.cosine(unit, 0, row)))
                .max(Comparator.comparingDouble(Hit::score))
                .orElseThrow();
        return new Verification(candidate(best), threshold());
    }

    /// Another person's picture that is as good as this one.
    Optional<Duplicate> likeness(Picture picture, Workers workers) {
        for (Hit hit : index.nearest(units(new float[][] {picture.embedding()}), 1, 2, workers)
                .getFirst()) {
            String person = index.name(hit.person());
            if (hit.score() >= Gallery.LIKENESS && !person.equals(picture.person())) {
                return Optional.of(new Duplicate(
                        Duplicate.Kind.ANOTHER_PERSONS_LIKENESS, person, index.picture(hit.row()), hit.score()));
            }
        }
        return Optional.empty();
    }

    private float[] units(float[][] embeddings) {
        int length = model().length();
        float[] units = new float[embeddings.length * length];
        for (int i = 0; i < embeddings.length; i++) {
            model().requireLength(embeddings[i], "probe " + i);
            Vectors.unit(embeddings[i], units, i * length, "probe " + i);
        }
        return units;
    }

    private Candidate candidate(Hit hit) {
        Calibration calibration = about.calibration();
        return new Candidate(
                index.name(hit.person()),
                index.picture(hit.row()),
                hit.score(),
                calibration == null ? OptionalDouble.empty() : OptionalDouble.of(calibration.fmrAt(hit.score())));
    }

    private OptionalDouble threshold() {
        Calibration calibration = about.calibration();
        return calibration == null ? OptionalDouble.empty() : OptionalDouble.of(calibration.threshold());
    }
}
