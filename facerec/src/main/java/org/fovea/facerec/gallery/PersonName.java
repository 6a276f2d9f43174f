package org.fovea.facerec.gallery;

import java.text.Normalizer;
import org.fovea.facerec.data.Printable;

/// The name of a person in a gallery.
final class PersonName {
    private static final int LONGEST = 200;

    private PersonName() {}

    /// The name in Unicode's form NFC: é as one letter and as two are one person's.
    ///
    /// @throws IllegalArgumentException if it is blank, longer than 200 characters, or holds what steers a terminal
    ///     or cannot be seen
    static String of(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        if (composed.isEmpty()) {
            throw new IllegalArgumentException("a person's name is blank");
        }
        if (composed.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a person's name of " + composed.length() + " characters; at most " + LONGEST + " are kept");
        }
        if (!Printable.of(composed).equals(composed)) {
            throw new IllegalArgumentException(
                    "the name \"" + Printable.of(composed) + "\" holds characters that cannot be seen");
        }
        return composed;
    }
}
