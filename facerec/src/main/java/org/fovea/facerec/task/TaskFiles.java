package org.fovea.facerec.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files that a task's recipe names, as the machine that builds and runs the task can read them.
@FunctionalInterface
public interface TaskFiles {
    /// A file of this machine with the content of a shared one: that file itself, or a copy, which is not to be
    /// changed.
    ///
    /// @param name in the folder of results, or a full path or URL
    /// @throws IOException if there is no such file or it cannot be fetched
    Path local(String name) throws IOException;

    /// The content of a file that is read once, of which no copy is kept.
    ///
    /// @throws IOException as for [#local]
    default byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(local(name));
    }

    /// Files that lie in a folder of this machine, or under full paths.
    static TaskFiles in(Path folder) {
        return folder::resolve;
    }
}
