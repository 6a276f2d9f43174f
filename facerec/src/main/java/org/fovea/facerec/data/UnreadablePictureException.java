package org.fovea.facerec.data;

import java.io.IOException;
import java.nio.file.Path;

/// A file that is not a picture, or a picture that cannot be decoded or is refused. The message names the file, what
/// was expected and what was found.
public final class UnreadablePictureException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path file;
    private final String reason;
    private final boolean picture;

    UnreadablePictureException(Path file, boolean picture, String reason) {
        super(Printable.of(file) + ": " + reason);
        this.file = file;
        this.reason = reason;
        this.picture = picture;
    }

    /// The file that was to be read.
    public Path file() {
        return file;
    }

    /// What is wrong with it, without the file's name.
    public String reason() {
        return reason;
    }

    /// Whether the file begins like a picture of a format that is read, and so is damaged, too large, or of a rare
    /// kind rather than something else.
    public boolean isPicture() {
        return picture;
    }
}
