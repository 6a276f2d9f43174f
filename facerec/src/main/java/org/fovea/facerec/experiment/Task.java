package org.fovea.facerec.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(specification().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
