package org.fovea.facerec.data;

import java.nio.file.Path;

/// Something that was passed over while a set of faces was read; the caller decides whether and where to say so.
///
/// @param path the file or folder concerned
/// @param kind what sort of thing it is
/// @param message what was found, without the path
public record Problem(Path path, Kind kind, String message) {
    /// Why something was passed over.
    public enum Kind {
        /// It is no picture of a person: a README, a list, a picture outside the folders.
        STRAY,
        /// It should be a picture but cannot be used: empty, damaged, cut short, smaller than the crop.
        UNREADABLE,
        /// A person, or people, with no picture or fewer than asked for.
        TOO_FEW
    }

    /// One line for a reader: the path, then the message.
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
