package org.fovea.facerec.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.fovea.facerec.bulk.BadPhotograph.Why;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.UnreadablePictureException;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.task.TaskFiles;
import org.jspecify.annotations.Nullable;

/// The way from a photograph's file to its rows, or to what is wrong with it.
///
/// @param files opens photographs by their paths
record PhotoReading(FaceReader reader, EmbeddingSettings settings, TaskFiles files) {
    /// Photographs are read side by side, but one that found no memory is read once more while no other is: what
    /// becomes of it must not depend on what else was being read.
    private static final ReadWriteLock MEMORY = new ReentrantReadWriteLock(true);

    /// What became of a photograph.
    ///
    /// @param bad null where there are rows
    record Outcome(List<FaceRow> rows, @Nullable BadPhotograph bad) {}

    Outcome read(FoundPicture photograph) {
        try {
            return read(photograph, MEMORY.readLock());
        } catch (OutOfMemoryError sideBySide) {
            try {
                return read(photograph, MEMORY.writeLock());
            } catch (OutOfMemoryError alone) {
                return bad(
                        photograph,
                        Why.UNREADABLE,
                        "it needs more memory than the heap of "
                                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB has; its file has "
                                + photograph.bytes() + " bytes");
            }
        }
    }

    private Outcome read(FoundPicture photograph, Lock lock) {
        String itself = "";
        lock.lock();
        try {
            Path file = photograph.atUrl() ? Path.of(photograph.path()) : files.local(photograph.path());
            itself = Printable.of(file) + ": ";
            Picture picture = picture(photograph, file);
            List<FaceRow> rows = settings.faces().of(reader.detect(picture), picture).stream()
                    .map(chosen -> FaceRow.of(photograph.path(), reader.read(picture, chosen)))
                    .toList();
            return rows.isEmpty() ? bad(photograph, Why.NO_FACE, "no face found") : new Outcome(rows, null);
        } catch (UnreadablePictureException e) {
            if (e.getCause() instanceof OutOfMemoryError memory) {
                throw memory;
            }
            return bad(photograph, Why.UNREADABLE, e.reason());
        } catch (IOException e) {
            return bad(photograph, Why.NOT_READ, reason(itself, e));
        } catch (IllegalArgumentException e) {
            return bad(photograph, Why.NO_EMBEDDING, String.valueOf(e.getMessage()));
        } finally {
            lock.unlock();
        }
    }

    private Picture picture(FoundPicture photograph, Path file) throws IOException {
        if (photograph.atUrl()) {
            return PictureFile.read(file, files.bytes(photograph.path()), settings.reading());
        }
        checkUnchanged(photograph, file);
        return PictureFile.read(file, settings.reading());
    }

    /// Refuses a file that is not the one that was found, since the part's specification is about that.
    private static void checkUnchanged(FoundPicture photograph, Path file) throws IOException {
        // Where there was none, or no file, reading it says so.
        if (photograph.bytes() >= 0 && Files.isRegularFile(file) && Files.size(file) != photograph.bytes()) {
            throw new IOException("changed since it was found: " + photograph.bytes() + " bytes then, "
                    + Files.size(file) + " bytes now");
        }
    }

    private static Outcome bad(FoundPicture photograph, Why why, String reason) {
        return new Outcome(List.of(), new BadPhotograph(photograph.path(), why, reason));
    }

    private static String reason(String itself, IOException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        return message.startsWith(itself) ? message.substring(itself.length()) : message;
    }
}
