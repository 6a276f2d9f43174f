package org.fovea.facerec.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fovea.facerec.data.Fingerprint;

/// A piece of work that depends on its specification alone and leaves one file.
public interface Task {
    /// Everything that decides the file's content, as text. Tasks of equal specifications are the same task.
    String specification();

    /// What it does, in a few words, for progress.
    String title();

    /// Does the work and writes the file, whole or not at all. Computes on the calling thread alone.
    ///
    /// @param file where the result is to be, in a folder that exists
    /// @throws IOException if it cannot be written
    void run(Path file) throws IOException;

    /// What another machine builds this task from.
    Recipe recipe();

    /// What has to lie among the shared files before another machine can build this task or run it.
    List<Input> inputs();

    /// What its result is called at the end, with the point: `.safetensors`.
    String extension();

    /// The first 128 bits of the specification's SHA-256, as 32 hexadecimal digits.
    default String hash() {
        return Fingerprint.of(specification()).substring(0, 32);
    }

    /// The name of the result's file.
    default String name() {
        return hash() + extension();
    }

    /// A file that tasks share. Its name tells its content: a file that is there under that name is the right one.
    ///
    /// @param name in the folder of results, or a full path or URL that every machine sees, which is not written
    /// @param body writes the file where it is not there yet
    record Input(String name, Body body) {}

    /// Writes a file, whole or not at all.
    @FunctionalInterface
    interface Body {
        void write(Path file) throws IOException;
    }
}
