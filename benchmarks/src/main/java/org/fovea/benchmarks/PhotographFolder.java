package org.fovea.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReader;

/// Photographs of people, read by as many threads as there are readers: each takes the next one, decodes it, finds the
/// faces, aligns them, and embeds them and their mirror images. `-Dfovea.photographs` says where they lie,
/// `../shared/data/lfw` otherwise.
public final class PhotographFolder implements AutoCloseable {
    /// Photographs that one call reads.
    public static final int COUNT = 64;

    private final List<Path> files;
    private final FaceReader reader;
    private final int count;
    private final ExecutorService threads;

    /// @param count how many threads read
    public PhotographFolder(FaceReader reader, int count) throws IOException {
        this.reader = reader;
        this.count = count;
        try (Stream<Path> all = Files.walk(folder(), 2)) {
            files = all.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(COUNT)
                    .toList();
        }
        if (files.size() < COUNT) {
            throw new IOException(folder() + ": " + COUNT + " JPEG files expected, found " + files.size());
        }
        threads = Executors.newFixedThreadPool(count);
    }

    public static Path folder() {
        return Path.of(System.getProperty("fovea.photographs", "../shared/data/lfw"));
    }

    /// Whether the models and a folder of photographs are there.
    public static boolean exists() {
        return Files.isDirectory(folder()) && detector().exists() && embedder().exists();
    }

    /// YuNet for pictures of any size.
    public static ForeignModel detector() {
        return new ForeignModel("yunet", "yunet_n_dynamic.onnx", 255, 1, 3, 256, 256);
    }

    public static ForeignModel embedder() {
        return ForeignModel.of("mobilefacenet");
    }

    /// The faces of all photographs, in their order.
    public List<List<Face>> read() throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        List<List<Face>> faces = new ArrayList<>();
        files.forEach(file -> faces.add(List.of()));
        List<Future<?>> underway = new ArrayList<>();
        for (int thread = 0; thread < count; thread++) {
            underway.add(threads.submit(() -> {
                for (int i = next.getAndIncrement(); i < COUNT; i = next.getAndIncrement()) {
                    faces.set(i, reader.read(picture(files.get(i))));
                }
            }));
        }
        for (Future<?> one : underway) {
            one.get();
        }
        return faces;
    }

    private static Picture picture(Path file) {
        try {
            return PictureFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
