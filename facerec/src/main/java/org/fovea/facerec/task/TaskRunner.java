package org.fovea.facerec.task;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// Where tasks run: on this machine's processors, or on others' that see the same folder.
public interface TaskRunner extends AutoCloseable {
    /// Gives the file of a task's result as this machine can read it, which is there when the future ends. A task
    /// whose file is there already does not run; one that was submitted before runs once.
    ///
    /// The future ends with an [java.io.UncheckedIOException] if the result cannot be written, or with what the
    /// task threw.
    CompletableFuture<Path> submit(Task task);

    /// Lets the tasks under way end; those that have not begun never will.
    @Override
    void close();
}
