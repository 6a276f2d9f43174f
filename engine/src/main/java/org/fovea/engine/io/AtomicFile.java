package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Writes a file beside its place and moves it there whole: readers see the old file or the new one, never a part.
///
/// The bytes are forced to the disk before the move, so that a machine that stops at the wrong moment does not leave an
/// empty file under the final name. Where writing fails, the file beside is removed and what stood in the place stays.
/// A process that is killed cannot remove its own; the next one that writes in the folder does.
///
/// ```
/// AtomicFile.write(path, channel -> channel.write(header));
/// AtomicFile.write(path, html.getBytes(UTF_8));
/// ```
public final class AtomicFile {
    /// So many symbolic links one after the other are a loop, as for Linux.
    private static final int MOST_LINKS = 40;

    /// Writes a file's bytes, from the first to the last.
    @FunctionalInterface
    public interface Body {
        /// @param channel open for writing at position 0 of an empty file; it may be closed here, and is closed
        ///     afterwards. One call of its `write` may write less than it was given, above all on a full disk
        void write(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /// Writes what `body` writes to `path`, replacing the file that stands there.
    ///
    /// A symbolic link stays and the file it points to is replaced. The folder must exist and be writable, because
    /// the temporary file (`.fovea-….tmp`) stands in it: a move is atomic only within one file system. No message
    /// shows that file's name: what fails is `path`.
    ///
    /// @throws NoSuchFileException if the folder is missing
    /// @throws FileSystemException if `path` is a folder, a pipe or a device
    /// @throws IOException if writing or moving fails, or what `body` throws
    public static void write(Path path, Body body) throws IOException {
        Path target = target(path);
        Path temporary = createBeside(target, path);
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
            Throwable named = failure instanceof IOException io ? named(io, path, temporary) : failure;
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException | RuntimeException second) {
                named.addSuppressed(second);
            }
            if (named instanceof IOException io) {
                throw io;
            }
            throw failure;
        } finally {
            TemporaryFiles.done(temporary);
        }
    }

    /// Writes `bytes` to `path`, all of them or none, replacing the file that stands there; see [#write(Path,
    /// Body)].
    ///
    /// @throws IOException as [#write(Path, Body)] does
    public static void write(Path path, byte[] bytes) throws IOException {
        write(path, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
    }

    /// Refuses what [#write(Path, Body)] would refuse before the first byte, for those who have work to do until
    /// then: a missing folder, one that cannot be written in (tried by making a file there, which is removed), a
    /// folder, a pipe or a device in the file's place.
    ///
    /// @throws IOException with the reason, naming `path`
    public static void checkWritable(Path path) throws IOException {
        Path temporary = createBeside(target(path), path);
        try {
            Files.deleteIfExists(temporary);
        } finally {
            TemporaryFiles.done(temporary);
        }
    }

    /// Writes all that remains in `buffer`: one call of a channel's own `write` may write less.
    ///
    /// @throws IOException if not all of it can be written
    public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Where the file is to stand, once links are followed: a regular file, or nothing yet, in a folder.
    private static Path target(Path path) throws IOException {
        Path target = path.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new FileSystemException(path.toString(), null, "is a folder, a file cannot be written in its place");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder to write " + path + " in");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new FileSystemException(
                    path.toString(), null, "is a pipe or a device, a file cannot be written in its place");
        }
        return target;
    }

    private static Path createBeside(Path target, Path path) throws IOException {
        Path folder = target.resolveSibling("");
        try {
            return TemporaryFiles.create(folder);
        } catch (IOException failure) {
            throw named(failure, path, folder);
        }
    }

    /// The failure as one of `path`. A channel names no file at all ("No space left on device"), and what goes
    /// wrong with the temporary file or its folder names those.
    private static IOException named(IOException failure, Path path, Path actual) {
        IOException named;
        if (failure.getClass() == IOException.class) {
            named = new FileSystemException(path.toString(), null, failure.getMessage());
        } else if (failure instanceof FileSystemException e && isBelow(e.getFile(), actual)) {
            named = e instanceof AccessDeniedException
                    ? new AccessDeniedException(path.toString(), null, "may not be written: permission denied")
                    : new FileSystemException(
                            path.toString(),
                            null,
                            e.getReason() == null
                                    ? "cannot be written (" + e.getClass().getSimpleName() + ")"
                                    : e.getReason());
        } else {
            return failure;
        }
        named.initCause(failure);
        return named;
    }

    private static boolean isBelow(@Nullable String file, Path actual) {
        return file != null && Path.of(file).startsWith(actual);
    }
}
