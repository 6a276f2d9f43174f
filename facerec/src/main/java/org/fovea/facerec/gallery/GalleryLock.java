package org.fovea.facerec.gallery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.fovea.facerec.data.Printable;
import org.jspecify.annotations.Nullable;

/// The lock of a gallery's folder: one writer alone, or readers together. The system drops it when its process ends,
/// however it ends.
///
/// Within one process a folder is opened once, for reading too: on POSIX systems closing any channel of the lock file
/// would give up the process's locks on it.
final class GalleryLock implements AutoCloseable {
    static final String FILE = "lock";
    private static final Set<Path> HELD = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;

    private GalleryLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Locks the folder, which must be there.
    ///
    /// @throws IOException if someone else has it
    static GalleryLock take(Path gallery, boolean readOnly) throws IOException {
        Path folder = gallery.toRealPath();
        synchronized (HELD) {
            if (!HELD.add(folder)) {
                throw new IOException(Printable.of(gallery) + " is open in this program already");
            }
        }
        FileChannel channel = null;
        try {
            Path file = folder.resolve(FILE);
            channel = readOnly && Files.exists(file)
                    ? FileChannel.open(file, StandardOpenOption.READ)
                    : FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
            @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, readOnly);
            if (lock == null) {
                throw new IOException(Printable.of(gallery) + " is in use by another process"
                        + (readOnly ? ", which writes to it" : "; a gallery is written to by one process alone"));
            }
            return new GalleryLock(folder, channel);
        } catch (IOException | RuntimeException failure) {
            if (channel != null) {
                channel.close();
            }
            release(folder);
            throw failure;
        }
    }

    private static void release(Path folder) {
        synchronized (HELD) {
            HELD.remove(folder);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) { // closed twice, it would give up another's hold on the folder
            try {
                channel.close();
            } finally {
                release(folder);
            }
        }
    }
}
