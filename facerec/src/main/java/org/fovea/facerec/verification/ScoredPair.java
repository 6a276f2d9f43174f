package org.fovea.facerec.verification;

/// A pair of photographs in both of which a face was found, and the threshold that answered it.
///
/// @param score the cosine of the two embeddings, −1 to 1
/// @param threshold from this score on it is called one person's
public record ScoredPair(PhotoPair pair, double score, double threshold) {
    /// How far the score lies from the threshold, on whichever side.
    public double distance() {
        return Math.abs(score - threshold);
    }
}
