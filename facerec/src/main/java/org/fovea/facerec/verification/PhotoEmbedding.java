package org.fovea.facerec.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReader;
import org.jspecify.annotations.Nullable;

/// Embeds the main faces of many photographs, each once, on all threads, into an [EmbeddingStore]. Of the photographs
/// no more are in memory than there are threads.
public final class PhotoEmbedding {
    private final FaceReader reader;
    private final EmbeddingStore store;
    private final ReadingOptions options;

    public PhotoEmbedding(FaceReader reader, EmbeddingStore store, ReadingOptions options) {
        this.reader = reader;
        this.store = store;
        this.options = options;
    }

    /// Embeds those of the photographs that the store does not hold.
    ///
    /// @param done told after each photograph how many of them are done, from any thread
    /// @return for each photograph the SHA-256 of its file, by which the store knows it
    /// @throws UncheckedIOException if a photograph cannot be read or the store cannot be written
    public String[] embed(List<Path> photographs, Workers workers, IntConsumer done) {
        String[] hashes = new String[photographs.size()];
        var count = new AtomicInteger();
        workers.run(hashes.length, i -> {
            try {
                Path file = photographs.get(i);
                byte[] bytes = Files.readAllBytes(file);
                hashes[i] = Fingerprint.of(bytes);
                if (!store.has(hashes[i])) {
                    store.put(hashes[i], embedding(PictureFile.read(file, bytes, options)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            done.accept(count.incrementAndGet());
        });
        return hashes;
    }

    private float @Nullable [] embedding(Picture photograph) {
        Optional<Face> found = face(photograph);
        return found.isPresent() ? found.get().embedding() : null;
    }

    /// The main face of a photograph; empty where none is found.
    ///
    /// @throws IOException if the photograph cannot be read
    public Optional<Face> face(Path photograph) throws IOException {
        return face(PictureFile.read(photograph, options));
    }

    private Optional<Face> face(Picture photograph) {
        return ChosenFace.main(reader.detect(photograph), photograph).map(chosen -> reader.read(photograph, chosen));
    }
}
