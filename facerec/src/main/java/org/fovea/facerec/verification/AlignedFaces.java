package org.fovea.facerec.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.alignment.FaceAlignment;
import org.fovea.facerec.alignment.ReferencePoints;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.FaceReader;
import org.jspecify.annotations.Nullable;

/// The main faces of people's photographs, aligned as an embedding network reads them. Each photograph is searched
/// once: the landmarks, five points, are kept in a store in which a photograph goes by its file's SHA-256.
///
/// @param faces of those with enough photographs in which a face was found; in colour
/// @param photographs how many were searched
/// @param notFound how many of them show no face
public record AlignedFaces(FaceSet faces, int photographs, int notFound) {
    /// Aligns faces.
    ///
    /// @param minimum people in fewer of whose photographs a face was found are left out
    /// @param landmarks keeps what was found; of this detector, with these settings, alone
    /// @param done told after each photograph how many of them are done, from any thread
    /// @throws IllegalArgumentException if fewer than two people are left
    /// @throws UncheckedIOException if a photograph cannot be read or the store cannot be written
    public static AlignedFaces of(
            List<PersonPhotographs> people,
            int minimum,
            FaceReader reader,
            ReferencePoints reference,
            EmbeddingStore landmarks,
            ReadingOptions reading,
            Workers workers,
            IntConsumer done) {
        List<Path> files =
                people.stream().flatMap(person -> person.files().stream()).toList();
        @Nullable Picture[] aligned = new Picture[files.size()];
        var count = new AtomicInteger();
        workers.run(aligned.length, i -> {
            try {
                aligned[i] = align(files.get(i), reader, reference, landmarks, reading);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            done.accept(count.incrementAndGet());
        });
        return together(people, minimum, aligned);
    }

    private static AlignedFaces together(List<PersonPhotographs> people, int minimum, @Nullable Picture[] aligned) {
        List<Picture> pictures = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int notFound = 0;
        int at = 0;
        for (PersonPhotographs person : people) {
            List<Picture> own = new ArrayList<>();
            for (int k = 0; k < person.files().size(); k++) {
                Picture face = aligned[at++];
                if (face == null) {
                    notFound++;
                } else {
                    own.add(face);
                }
            }
            if (own.size() >= minimum) {
                own.forEach(face -> labels.add(names.size()));
                pictures.addAll(own);
                names.add(person.name());
            }
        }
        if (names.size() < 2) {
            throw new IllegalArgumentException(
                    names.size() + " of " + people.size() + " people with a face in at least "
                            + minimum + " photographs; 2 expected (" + notFound + " of " + aligned.length
                            + " photographs show no face)");
        }
        int[] numbers = labels.stream().mapToInt(label -> label).toArray();
        return new AlignedFaces(FaceSet.of(pictures, numbers, names), aligned.length, notFound);
    }

    /// The main face; null where the photograph shows none.
    private static @Nullable Picture align(
            Path file, FaceReader reader, ReferencePoints reference, EmbeddingStore landmarks, ReadingOptions reading)
            throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String hash = Fingerprint.of(bytes);
        Picture photograph = PictureFile.read(file, bytes, reading);
        if (!landmarks.has(hash)) {
            landmarks.put(hash, numbers(detect(photograph, reader)));
        }
        float[] found = landmarks.get(hash);
        return found == null
                ? null
                : FaceAlignment.align(photograph, points(found), reference).colour();
    }

    private static Optional<Landmarks> detect(Picture photograph, FaceReader reader) {
        return ChosenFace.main(reader.detect(photograph), photograph)
                .map(chosen -> chosen.face().landmarks());
    }

    private static float @Nullable [] numbers(Optional<Landmarks> found) {
        if (found.isEmpty()) {
            return null;
        }
        float[] numbers = new float[2 * Landmarks.COUNT];
        for (int k = 0; k < Landmarks.COUNT; k++) {
            numbers[2 * k] = (float) found.get().points().get(k).x();
            numbers[2 * k + 1] = (float) found.get().points().get(k).y();
        }
        return numbers;
    }

    private static Landmarks points(float[] numbers) {
        List<Point> points = new ArrayList<>();
        for (int k = 0; k < Landmarks.COUNT; k++) {
            points.add(new Point(numbers[2 * k], numbers[2 * k + 1]));
        }
        return Landmarks.of(points);
    }
}
