package org.fovea.facerec.embedding;

import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;

/// A face of a photograph with all that recognition needs of it.
///
/// @param chosen where it is in the photograph, and which of how many
/// @param aligned the face as the network read it
/// @param embedding of length 1; shared, not to be written to
/// @param quality how far it is fit to be compared
public record Face(ChosenFace chosen, Picture aligned, float[] embedding, FaceQuality quality) {
    /// Where it is in the photograph.
    public DetectedFace found() {
        return chosen.face();
    }

    /// The score of this face and another: the cosine of their embeddings, −1 to 1.
    public double score(Face other) {
        return FaceEmbedder.cosine(embedding, other.embedding);
    }

    @Override
    public String toString() {
        return "face at " + found().box() + ", embedding of " + embedding.length + " elements, " + quality;
    }
}
