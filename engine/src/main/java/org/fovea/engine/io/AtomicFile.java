package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// Writes a file beside its place and moves it there whole: readers see the old file or the new one, never a part.
///
/// The bytes are forced to the disk before the move, so that a machine that stops at the wrong moment does not leave an
/// empty file under the final name. Where writing fails, the file beside is removed and what stood in the place stays.
///
/// ```
/// AtomicFile.write(path, channel -> channel.write(header));
/// AtomicFile.write(path, html.getBytes(UTF_8));
/// ```
public final class AtomicFile {
    /// Writes a file's bytes, from the first to the last.
    @FunctionalInterface
    public interface Body {
        /// @param channel open for writing at position 0 of an empty file; it may be closed here, and is closed
        ///     afterwards
        void write(FileChannel channel) throws IOException;
    }

    private static final AtomicLong COUNTER = new AtomicLong();

    private AtomicFile() {}

    /// Writes what `body` writes to `path`, replacing the file that stands there.
    ///
    /// A symbolic link stays and the file it points to is replaced. The folder must exist and be writable, because
    /// the temporary file (`.fovea-….tmp`) stands in it: a move is atomic only within one file system.
    ///
    /// @throws NoSuchFileException if the folder is missing
    /// @throws FileSystemException if `path` is a folder
    /// @throws IOException if writing or moving fails, or what `body` throws
    public static void write(Path path, Body body) throws IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new FileSystemException(path.toString(), null, "is a folder, a file cannot be written in its place");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder to write " + path + " in");
        }
        Path temporary = createBeside(folder);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                body.write(channel);
            }
            // A channel of its own, because the body may have closed the one it was given.
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable failure) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException | RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    /// Writes `bytes` to `path`, replacing the file that stands there; see [#write(Path, Body)].
    ///
    /// @throws IOException as [#write(Path, Body)] does
    public static void write(Path path, byte[] bytes) throws IOException {
        write(path, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
    }

    /// Writes all that remains in `buffer`: one call of a channel's own `write` may write less.
    static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// An empty file that is ours alone. `Files.createTempFile` is not used, because it makes files that only their
    /// owner may read, and the moved file would keep that.
    private static Path createBeside(Path folder) throws IOException {
        long process = ProcessHandle.current().pid();
        while (true) {
            Path candidate = folder.resolve(".fovea-" + process + "-" + COUNTER.incrementAndGet() + ".tmp");
            try {
                return Files.createFile(candidate);
            } catch (FileAlreadyExistsException taken) {
                // Left behind by a process of the same number that was killed: the next number will do.
            }
        }
    }
}
