package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Looks at the paths a command was given before the command begins its work.
final class Paths {
    private Paths() {}

    /// The file that is to be written in the end, whose folder must be there.
    static void checkOutput(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException("cannot write " + file + ": a folder is in its place");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("cannot write " + file + ": there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("cannot write " + file + ": the folder " + folder + " may not be written to");
        }
    }

    /// The file that a model is read from.
    static void checkModel(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": a model file expected, found a folder");
        }
    }

    /// Removes a folder and what is in it; nothing where there is none.
    static void removeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
