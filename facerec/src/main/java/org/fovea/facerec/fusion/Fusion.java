package org.fovea.facerec.fusion;

import java.util.List;
import org.fovea.engine.tensor.Tensor;
import org.fovea.facerec.gaze.Observations;

/// A way to combine the members of an ensemble: fitted once, to what the members made of the training pictures.
public interface Fusion {
    /// The name on the command line and in tables: `soft-cosine`.
    String name();

    /// What it computes, in a sentence, for people.
    String about();

    /// Whether it learns from what the members made of the training pictures; without, it can be fitted to no
    /// members at all.
    default boolean learns() {
        return true;
    }

    /// Fits to training pictures.
    ///
    /// @param training one a member, of the same N pictures
    Fitted fit(List<Experience> training);

    /// A fitted fusion.
    @FunctionalInterface
    interface Fitted {
        /// Scores of N probes for every person, (N, people): posteriors, which sum to 1 in each row.
        ///
        /// @param probes one a member, in the order of the fit, of the same N pictures
        Tensor scores(List<Observations> probes);
    }
}
