package org.fovea.facerec.experiment;

import java.io.IOException;
import java.nio.file.Path;
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

    /// The name of the result: the first 128 bits of the specification's SHA-256, as 32 hexadecimal digits.
    default String hash() {
        return Fingerprint.of(specification()).substring(0, 32);
    }
}
