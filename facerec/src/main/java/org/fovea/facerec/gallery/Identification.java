package org.fovea.facerec.gallery;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// An answer to "who is this?".
///
/// @param candidates the people most like the probe, the most alike first
/// @param threshold from which score on a candidate is taken for the person; empty before calibration
public record Identification(List<Candidate> candidates, OptionalDouble threshold) {
    public Identification {
        candidates = List.copyOf(candidates);
    }

    /// The answer in a word: `match`, `unknown`, or `undecided` where there is no threshold.
    public String decision() {
        return threshold.isEmpty() ? "undecided" : match().isPresent() ? "match" : "unknown";
    }

    /// Whom the probe shows; empty where that is unknown, as it is before calibration.
    public Optional<Candidate> match() {
        return candidates.stream()
                .limit(1)
                .filter(first -> threshold.isPresent() && first.score() >= threshold.getAsDouble())
                .findFirst();
    }
}
