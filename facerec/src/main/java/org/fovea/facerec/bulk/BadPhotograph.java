package org.fovea.facerec.bulk;

import java.util.Locale;
import org.fovea.facerec.data.Printable;

/// A photograph of which there is no embedding, and why.
///
/// @param name its path
record BadPhotograph(String name, Why why, String reason) {
    /// The headings of [#line()].
    static final String HEADINGS = "photograph,problem,reason";

    /// Why there is none.
    enum Why {
        /// It shows no face, as far as the detector can tell.
        NO_FACE,
        /// It is no picture, is damaged or cut short, or has too many pixels.
        UNREADABLE,
        /// The network makes no embedding of a face in it.
        NO_EMBEDDING,
        /// The file could not be read, or was changed meanwhile: in another run it might be.
        NOT_READ
    }

    /// A line of comma-separated values, with what would steer a terminal escaped.
    String line() {
        return quoted(name) + "," + why.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "," + quoted(reason);
    }

    private static String quoted(String text) {
        return '"' + Printable.of(text).replace("\"", "\"\"") + '"';
    }
}
