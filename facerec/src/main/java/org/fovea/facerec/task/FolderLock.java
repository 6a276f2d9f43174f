package org.fovea.facerec.task;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.fovea.facerec.data.Printable;

/// A lock of a folder that one run at a time writes to: a file in it, `.lock`. The system drops the lock when its
/// process ends, however it ends.
public final class FolderLock implements AutoCloseable {
    private static final String FILE = ".lock";

    private final Path folder;
    private final FileChannel file;

    private FolderLock(Path folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /// Locks a folder.
    ///
    /// @param folder made if it is not there
    /// @throws IOException if it cannot be written to, or another run has it
    public static FolderLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel file = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return new FolderLock(folder, file);
            }
        } catch (OverlappingFileLockException e) {
            // By this very program.
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        file.close();
        throw new IOException(Printable.of(folder) + ": another run is writing to it");
    }

    /// Removes all other files that are in the folder.
    public void clear() throws IOException {
        List<Path> others;
        try (Stream<Path> files = Files.list(folder)) {
            others = files.filter(path -> !path.endsWith(FILE)).toList();
        }
        for (Path other : others) {
            Files.delete(other);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
