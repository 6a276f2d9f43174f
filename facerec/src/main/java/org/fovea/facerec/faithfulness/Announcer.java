package org.fovea.facerec.faithfulness;

import org.fovea.engine.train.TrainingListener;

/// Told before each training begins, to say what follows.
@FunctionalInterface
public interface Announcer {
    /// @param what is trained, for people
    /// @return who listens to the training
    TrainingListener begin(String what);
}
