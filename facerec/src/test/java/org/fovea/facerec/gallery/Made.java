package org.fovea.facerec.gallery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.fovea.engine.random.Xoshiro256;

/// Embeddings that are drawn by lot, always the same for the same name.
final class Made {
    static final int LENGTH = 24;
    static final ModelIdentity MODEL = new ModelIdentity("made", "sha256:0011", LENGTH);

    private Made() {}

    /// A direction of the person and a little of the picture's own.
    static float[] embedding(String person, String picture) {
        return embedding(LENGTH, person, picture);
    }

    static float[] embedding(int length, String person, String picture) {
        var whose = new Xoshiro256(person.hashCode());
        var own = new Xoshiro256(picture.hashCode() * 31L + 7);
        float[] embedding = new float[length];
        for (int i = 0; i < length; i++) {
            embedding[i] = (float) (whose.nextGaussian() + 0.3 * own.nextGaussian());
        }
        return embedding;
    }

    static Picture picture(String id, String person) {
        return new Picture(
                id,
                person,
                embedding(person, id),
                new QualityMeasures(Map.of("eye distance", 60.5)),
                Instant.parse("2026-11-26T05:00:00.123Z"));
    }

    /// The bytes of all files of a folder.
    static byte[] bytes(Path folder) {
        var bytes = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.write(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Where `part` is in `whole`; −1 where it is not.
    static int find(byte[] whole, byte[] part) {
        for (int i = 0; i + part.length <= whole.length; i++) {
            int same = 0;
            while (same < part.length && whole[i + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return i;
            }
        }
        return -1;
    }
}
