package org.fovea.facerec.embedding;

import org.fovea.facerec.data.Picture;
import org.fovea.facerec.detection.DetectedFace;

/// A face of a photograph with all that recognition needs of it.
///
/// @param found where it is in the photograph
/// @param aligned the face as the network read it
/// @param embedding of length 1; shared, not to be written to
/// @param quality how far it is fit to be compared
public record Face(DetectedFace found, Picture aligned, float[] embedding, FaceQuality quality) {
    /// The score of this face and another: the cosine of their embeddings, −1 to 1.
    public double score(Face other) {
        return FaceEmbedder.cosine(embedding, other.embedding);
    }

    @Override
    public String toString() {
        return "face at " + found.box() + ", embedding of " + embedding.length + " elements, " + quality;
    }
}
