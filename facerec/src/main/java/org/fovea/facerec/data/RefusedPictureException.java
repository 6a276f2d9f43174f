package org.fovea.facerec.data;

import java.io.IOException;

/// A picture that may be in perfect order, but is of a kind that is not read. The message goes on where `a JPEG
/// picture` stops.
final class RefusedPictureException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedPictureException(String message) {
        super(message);
    }
}
