package org.fovea.engine.train;

/// Told how a training goes, on the training's thread.
public interface TrainingListener {
    /// Before the first step of this process; after a resume as well.
    ///
    /// @param stepsDone steps taken before, 0 unless resumed
    /// @param steps how many there are to be in all
    default void begin(long stepsDone, long steps) {}

    default void step(StepFigures figures) {}

    default void epoch(EpochFigures figures) {}

    default void end(Outcome outcome) {}
}
