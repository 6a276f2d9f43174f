package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.data.Printable;
import picocli.CommandLine.TypeConversionException;

/// Looks at the paths a command was given before the command begins its work.
final class Paths {
    private Paths() {}

    /// A path on the command line. Java decodes its bytes by the locale, which the launcher sees to.
    static Path parse(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            String encoding = System.getProperty("sun.jnu.encoding");
            throw new TypeConversionException(
                    "UTF-8".equals(encoding)
                            ? String.valueOf(e.getMessage())
                            : "\"" + argument + "\" is no path in this locale, whose encoding is " + encoding
                                    + "; for names beyond it set LC_ALL=C.UTF-8");
        }
    }

    /// The file that is to be written in the end: its folder is there and may be written to, and nothing else than
    /// a file is in its place. A pipe or a device would be replaced by a file.
    static void checkOutput(Path file) throws IOException {
        String shown = "cannot write " + Printable.of(file) + ": ";
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException(shown + "a folder is in its place");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(shown + "a pipe or a device is in its place");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(shown + "there is no folder " + Printable.of(folder));
        }
        if (!Files.isWritable(folder)) {
            throw new IOException(shown + "the folder " + Printable.of(folder) + " may not be written to");
        }
        AtomicFile.checkWritable(file);
    }

    /// The folder that results are to be written to; made here if it is not there. A file is made in it, which is
    /// removed, since permissions do not tell of a file system that is full or read only.
    static void checkOutputFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new IOException("the folder " + Printable.of(folder) + " may not be written to");
        }
        AtomicFile.checkWritable(folder.resolve("results"));
    }

    /// The file that a model is read from.
    static void checkModel(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(Printable.of(file) + ": a model file expected, found "
                    + (Files.isDirectory(file) ? "a folder" : "a pipe or a device"));
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

    /// Whether two paths name one file, whether it is there or not.
    static boolean same(Path a, Path b) throws IOException {
        return (Files.exists(a) && Files.exists(b))
                ? Files.isSameFile(a, b)
                : a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }
}
