package org.fovea.facerec.gallery;

import java.util.Optional;
import java.util.OptionalDouble;

/// An answer to "is this that person?".
///
/// @param candidate the person, and how like the probe their most similar picture is
/// @param threshold from which score on the answer is yes; empty before calibration
public record Verification(Candidate candidate, OptionalDouble threshold) {
    /// Whether the probe shows the person; empty before calibration.
    public Optional<Boolean> accepted() {
        return threshold.isPresent() ? Optional.of(candidate.score() >= threshold.getAsDouble()) : Optional.empty();
    }
}
