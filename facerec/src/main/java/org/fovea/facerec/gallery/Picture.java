package org.fovea.facerec.gallery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.fovea.facerec.data.Printable;

/// A picture of a person as a gallery keeps it: its embedding, not its pixels.
///
/// @param id what tells the picture from every other, such as `sha256:` and the hash of its file; 1 to 300 characters
/// @param person whom it shows; kept in Unicode's form NFC
/// @param embedding as the model gave it, finite and not zero; not to be written to
/// @param quality what was measured of the picture
/// @param enrolled when, to the millisecond
public record Picture(String id, String person, float[] embedding, QualityMeasures quality, Instant enrolled) {
    private static final int LONGEST_ID = 300;

    /// @throws IllegalArgumentException if the name or the id cannot be kept, or the embedding has no direction
    public Picture {
        person = PersonName.of(person);
        enrolled = enrolled.truncatedTo(ChronoUnit.MILLIS);
        if (id.isBlank() || id.length() > LONGEST_ID || !Printable.of(id).equals(id)) {
            throw new IllegalArgumentException("the picture id \"" + Printable.of(id) + "\"; 1 to " + LONGEST_ID
                    + " characters that can be seen expected");
        }
        Vectors.norm(embedding, "the embedding of picture " + id);
    }

    /// A picture enrolled now, nothing measured of it.
    public Picture(String id, String person, float[] embedding) {
        this(id, person, embedding, QualityMeasures.UNKNOWN, Instant.now());
    }

    /// `sha256:… of Ada`; the embedding is not shown.
    @Override
    public String toString() {
        return id + " of " + person;
    }
}
