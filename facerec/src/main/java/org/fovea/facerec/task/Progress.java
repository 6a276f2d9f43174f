package org.fovea.facerec.task;

/// Told of tasks as they come and go; from several threads at once.
public interface Progress {
    /// A task's result is there from before.
    void known();

    /// A task waits for its turn.
    void submitted();

    /// A task has ended.
    void done(Task task, long nanos);
}
