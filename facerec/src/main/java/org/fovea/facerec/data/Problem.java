package org.fovea.facerec.data;

import java.nio.file.Path;

/// Something that was passed over, or needs a remark, while a set of faces was read; the caller decides whether and
/// where to say so.
///
/// @param path the file or folder concerned
/// @param kind what sort of thing it is
/// @param message what was found, without the path
public record Problem(Path path, Kind kind, String message) {
    /// Why something was passed over.
    public enum Kind {
        /// It is no picture of a person: a README, a list, a picture outside the folders.
        STRAY,
        /// It should be a picture but cannot be used: empty, damaged, cut short, too large, of a format that is
        /// not read, smaller than the crop.
        UNREADABLE,
        /// A person, or people, with no picture or fewer than asked for.
        TOO_FEW,
        /// A second folder of one person; its pictures are read, so that this is a remark and no loss.
        MERGED
    }

    /// A line that says what became of it: `passed over: b/2.png: an empty file`.
    public String remark() {
        return kind == Kind.MERGED ? toString() : "passed over: " + this;
    }

    /// One line for a reader: the path, then the message.
    @Override
    public String toString() {
        return Printable.of(path) + ": " + message;
    }
}
