package org.fovea.facerec.embedding;

import java.io.IOException;

/// A photograph of whose faces none can be taken for the one that is meant.
public final class NoChosenFaceException extends IOException {
    private static final long serialVersionUID = 1;

    /// Why there is none.
    public enum Reason {
        /// The photograph shows no face.
        NO_FACE,
        /// It shows several, and none is clearly the largest.
        SEVERAL_FACES,
        /// It shows fewer faces than the number that was asked for.
        NO_SUCH_FACE
    }

    private final Reason reason;
    private final int faces;

    NoChosenFaceException(Reason reason, int faces, String message) {
        super(message);
        this.reason = reason;
        this.faces = faces;
    }

    /// Why no face was chosen.
    public Reason reason() {
        return reason;
    }

    /// How many faces the photograph shows.
    public int faces() {
        return faces;
    }
}
