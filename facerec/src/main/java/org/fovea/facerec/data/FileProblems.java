package org.fovea.facerec.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/// What keeps a file from being read, as a reason without the file's name.
final class FileProblems {
    private static final int TYPE = 0xF000;

    private FileProblems() {}

    /// Why something that is there is no file with contents of its own: a folder, or what could block for ever when
    /// it is opened; empty for a plain file.
    ///
    /// @throws IOException if there is nothing, or it cannot be looked at
    static Optional<String> notPlain(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
            return Optional.empty();
        }
        return Optional.of(attributes.isDirectory() ? "a folder" : special(path));
    }

    private static String special(Path path) {
        int mode;
        try {
            mode = (Integer) Files.getAttribute(path, "unix:mode") & TYPE;
        } catch (IOException | RuntimeException elsewhere) {
            mode = 0; // Windows has no such attribute
        }
        return switch (mode) {
            case 0x1000 -> "a named pipe";
            case 0x2000, 0x6000 -> "a device";
            case 0xC000 -> "a socket";
            default -> "neither a file nor a folder";
        };
    }

    /// Why `path` could not be read, from what the file system threw.
    static String reason(Path path, IOException e) {
        return switch (e) {
            case NoSuchFileException missing ->
                Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? "a link to what is not there" : "no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other -> Objects.requireNonNullElse(other.getReason(), "it cannot be read");
            default -> Objects.requireNonNullElse(e.getMessage(), e.toString());
        };
    }
}
