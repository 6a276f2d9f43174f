package org.fovea.facerec.baseline;

import java.util.List;
import org.fovea.facerec.data.FaceSet;

/// A way to recognise people that is learned from pictures without a network.
public interface Baseline {
    /// Its name in tables and files: `eigenfaces`.
    String name();

    /// Learns people from pictures.
    ///
    /// @param training at least one picture of each person who is to be recognised
    /// @throws IllegalArgumentException if the pictures do not suffice; the message says for what
    Recogniser learn(FaceSet training);

    /// One of each, with the settings of their documentation.
    static List<Baseline> standard() {
        return List.of(new Pixels(), Eigenfaces.standard(), Fisherfaces.standard(), new LbpHistograms());
    }
}
