package org.fovea.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file whose header was read and checked, and whose arrays are read later.
///
/// The file is opened for each array and closed again, so that a reader needs no closing and holds no mapping that
/// would keep the file from being replaced. What was checked holds for the file as it was: one that was written or
/// replaced since is refused.
///
/// @param size the length in bytes when the header was read
/// @param modified when the file was last written, at that time
/// @param key the file's identity where the file system gives one, otherwise null
record DataFile(
        Path path, long size, FileTime modified, @Nullable Object key) {
    static DataFile of(Path path) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return new DataFile(path, now.size(), now.lastModifiedTime(), now.fileKey());
    }

    /// Opens the file for reading.
    ///
    /// @throws FileFormatException if it is not the file that it was
    FileChannel open() throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            // Asked after opening: a replacement in between shows as a difference, never as a wrong match.
            DataFile now = of(path);
            if (now.size != size || !now.modified.equals(modified) || !Objects.equals(now.key, key)) {
                throw refused(
                        0,
                        "the file as it was when its header was read (" + size + " bytes, written " + modified + ")",
                        "another (" + now.size + " bytes, written " + now.modified + ")");
            }
            return channel;
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    /// Fills `buffer` from its position to its limit with the bytes from `offset` on.
    ///
    /// @throws FileFormatException if the file ends before that
    void readFully(FileChannel channel, long offset, ByteBuffer buffer) throws IOException {
        long at = offset;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw refused(at, buffer.remaining() + " more bytes", "the end of the file");
            }
            at += read;
        }
    }

    FileFormatException refused(long offset, String expected, String found) {
        return new FileFormatException(path.toString(), offset, expected, found);
    }
}
