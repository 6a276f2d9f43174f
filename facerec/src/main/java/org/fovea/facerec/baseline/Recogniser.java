package org.fovea.facerec.baseline;

import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.data.FaceSet;

/// What has learned people, and tells how alike pictures are to each of them.
public interface Recogniser {
    /// Scores pictures against all people; the highest of a row is the answer. Scores are comparable across rows,
    /// so that one threshold can decide them all. A person of whom nothing was learned has −∞.
    ///
    /// @param probes pictures of the size that was learned from, with the same people
    /// @return (N, people)
    /// @throws IllegalArgumentException if size or number of people differ
    Tensor scores(FaceSet probes);
}
