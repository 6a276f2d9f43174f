package org.fovea.facerec.task;

import java.io.IOException;

/// A kind of tasks, which builds them from the arguments of their recipes. Found by [java.util.ServiceLoader].
public interface TaskKind {
    /// Its name in recipes.
    String name();

    /// Builds a task.
    ///
    /// @param arguments JSON
    /// @param files those that the arguments name
    /// @throws IOException if a file cannot be read
    /// @throws IllegalArgumentException if the arguments are not of this kind
    Task build(String arguments, TaskFiles files) throws IOException;
}
