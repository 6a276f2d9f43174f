package org.fovea.facerec.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.data.UnreadablePictureException;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.embedding.NoChosenFaceException;
import org.fovea.facerec.server.Problem.Kind;

/// From the bytes of photographs to their faces, on as many threads as there are readers: no more photographs than that
/// are in memory as pixels, and what else the server has to do is not kept waiting for a processor.
final class Photographs implements AutoCloseable {
    private static final Path NAME = Path.of("photograph");

    /// All faces of a photograph, from left to right.
    record All(int width, int height, List<Face> faces) {}

    /// Where the faces of a photograph are, from left to right.
    record Found(int width, int height, List<DetectedFace> faces) {}

    private final FaceReader faces;
    private final ReadingOptions options;
    private final Metrics metrics;
    private final Semaphore places;
    private final ExecutorService readers;

    /// @param count how many readers there are
    Photographs(FaceReader faces, int count, Limits limits, Metrics metrics) {
        this.faces = faces;
        this.options = limits.reading();
        this.metrics = metrics;
        places = new Semaphore(limits.photographs());
        readers = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("reader-", 1).daemon().factory());
    }

    /// Takes one of the places for requests with photographs.
    ///
    /// @return what gives it back
    Runnable place() throws Problem {
        if (!places.tryAcquire()) {
            throw new Problem(
                    Kind.BUSY, "as many photographs are worked on as may be; try again", Dispatcher.retryAfter(1));
        }
        return places::release;
    }

    /// What a reader's thread does.
    interface Work<T> {
        T done() throws Problem, IOException;
    }

    /// Does all that a request has to do with its photographs, when a reader's thread is free for it: so each
    /// request waits once in the line.
    <T> T work(Work<T> work) throws Problem, IOException {
        return Waiting.on(readers, work::done);
    }

    Found find(byte[] photograph) throws Problem, IOException {
        return work(() -> {
            Picture picture = decode(photograph);
            return new Found(picture.width(), picture.height(), faces.detect(picture));
        });
    }

    Face one(byte[] photograph, int wanted, String what) throws Problem, IOException {
        return work(() -> read(photograph, wanted, what));
    }

    /// As [#one], on this thread, which must be a reader's.
    ///
    /// @param wanted the number of the face; 0 for the only one, or the one that is clearly the largest
    /// @param what the photograph is called in messages
    Face read(byte[] photograph, int wanted, String what) throws Problem {
        Picture picture = decode(photograph);
        ChosenFace chosen = choose(faces.detect(picture), wanted, what);
        metrics.faces(1);
        return faces.read(picture, chosen);
    }

    /// @throws Problem if there is no face
    All all(byte[] photograph) throws Problem, IOException {
        return work(() -> {
            Picture picture = decode(photograph);
            List<Face> read = new ArrayList<>();
            for (ChosenFace chosen : chooseAll(faces.detect(picture))) {
                read.add(faces.read(picture, chosen));
            }
            metrics.faces(read.size());
            return new All(picture.width(), picture.height(), read);
        });
    }

    private Picture decode(byte[] bytes) throws Problem {
        try {
            return PictureFile.read(NAME, bytes, options);
        } catch (UnreadablePictureException e) {
            throw new Problem(
                    e.isPicture() ? Kind.UNREADABLE_PICTURE : Kind.UNSUPPORTED_TYPE,
                    e.reason().replace(" (--max-pixels)", ""));
        }
    }

    private static List<ChosenFace> chooseAll(List<DetectedFace> faces) throws Problem {
        try {
            return ChosenFace.all(faces, "the photograph");
        } catch (NoChosenFaceException e) {
            throw new Problem(Kind.NO_FACE, "no face was found");
        }
    }

    private static ChosenFace choose(List<DetectedFace> faces, int wanted, String what) throws Problem {
        try {
            return ChosenFace.of(faces, wanted, what, "face");
        } catch (NoChosenFaceException e) {
            String count = what + " shows " + e.faces() + " face" + (e.faces() == 1 ? "" : "s");
            throw switch (e.reason()) {
                case NO_FACE -> new Problem(Kind.NO_FACE, what + " shows no face");
                case SEVERAL_FACES ->
                    new Problem(
                            Kind.SEVERAL_FACES,
                            count + " and none is clearly the largest; choose one by its number, counted from the"
                                    + " left");
                case NO_SUCH_FACE -> new Problem(Kind.NO_SUCH_FACE, count + "; asked for is number " + wanted);
            };
        }
    }

    @Override
    public void close() {
        readers.shutdown();
    }
}
