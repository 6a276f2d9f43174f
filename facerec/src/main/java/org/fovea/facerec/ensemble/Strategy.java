package org.fovea.facerec.ensemble;

import java.util.List;

/// A way to get the networks of an ensemble. It asks a studio for one network after another and may look at those it
/// has before it says what the next one is to be.
public interface Strategy {
    /// What decides where the networks look.
    enum Driver {
        /// Grad-CAM maps of networks trained before.
        GRADCAM,
        /// Something else: seeds, lots, fixed parts. Held against what Grad-CAM decides.
        CONTROL
    }

    /// The name on the command line and in tables: `gaze-discs`.
    String name();

    Driver driver();

    /// What it does, in a sentence, for people.
    String about();

    /// Trains the members, as many as the plan says where the strategy can.
    List<Trained> train(Studio studio, Plan plan);
}
