package org.fovea.facerec.gallery;

import java.io.IOException;

/// Pictures one after the other, from wherever they come, so that a million need not be in memory at once.
@FunctionalInterface
public interface Pictures {
    /// Gives each picture to `sink`, in any order.
    ///
    /// @throws IOException if they cannot be read to the end, or what `sink` throws
    void each(Sink sink) throws IOException;

    /// Who takes pictures.
    @FunctionalInterface
    interface Sink {
        void accept(Picture picture) throws IOException;
    }
}
