package org.fovea.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.fovea.facerec.task.TaskFiles;

/// A folder that the driver and all executors see: one of the machines' own file systems, mounted at the same path
/// everywhere, or one that Hadoop reaches by its URL (`hdfs://…`, `s3a://…`), of which this machine keeps copies of
/// what it has read.
final class SharedFolder implements TaskFiles {
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    private final String root;
    private final Path copies;
    private final Configuration hadoop;

    /// @param root path or URL
    /// @param copies a folder of this machine for copies
    /// @param hadoop how Hadoop's file systems are reached
    SharedFolder(String root, Path copies, Configuration hadoop) {
        this.root = root;
        this.copies = copies;
        this.hadoop = hadoop;
    }

    /// Makes the folder where it is not there.
    void create() throws IOException {
        if (isUrl(root)) {
            var path = new org.apache.hadoop.fs.Path(root);
            system(path).mkdirs(path);
        } else {
            Files.createDirectories(Path.of(root));
        }
    }

    /// Whether there is a file of this name.
    boolean has(String name) throws IOException {
        String place = place(name);
        if (isUrl(place)) {
            var path = new org.apache.hadoop.fs.Path(place);
            return system(path).exists(path);
        }
        return Files.exists(Path.of(place));
    }

    @Override
    public Path local(String name) throws IOException {
        String place = place(name);
        if (!isUrl(place)) {
            return Path.of(place);
        }
        Path copy = copies.resolve(place.replaceAll("[^A-Za-z0-9._-]+", "_"));
        // Side by side all tasks of this machine would fetch the same.
        synchronized (this) {
            if (!Files.exists(copy)) {
                Path begun = copy.resolveSibling(copy.getFileName() + "." + UUID.randomUUID());
                fetch(new org.apache.hadoop.fs.Path(place), begun);
                Files.move(begun, copy, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return copy;
    }

    private void fetch(org.apache.hadoop.fs.Path from, Path to) throws IOException {
        Files.createDirectories(copies);
        try (var in = system(from).open(from)) {
            Files.copy(in, to);
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(to);
            throw new IOException(from + " cannot be copied to " + to + ": " + e.getMessage(), e);
        }
    }

    /// Puts a file of this machine into the folder, under its name at once and whole. Where one of that name is
    /// there already, put by another attempt, that one stays: both have the same content.
    void put(Path file, String name) throws IOException {
        String place = place(name);
        String begun = place + ".attempt-" + UUID.randomUUID();
        if (!isUrl(place)) {
            try {
                Files.copy(file, Path.of(begun));
                Files.move(Path.of(begun), Path.of(place), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(Path.of(begun));
            }
            return;
        }
        var path = new org.apache.hadoop.fs.Path(place);
        var attempt = new org.apache.hadoop.fs.Path(begun);
        FileSystem system = system(path);
        try {
            system.copyFromLocalFile(false, true, new org.apache.hadoop.fs.Path(file.toUri()), attempt);
            if (!system.exists(path) && !system.rename(attempt, path) && !system.exists(path)) {
                throw new IOException(attempt + " could not be renamed to " + path);
            }
        } finally {
            system.delete(attempt, false);
        }
    }

    private String place(String name) {
        return isUrl(name) || Path.of(name).isAbsolute() ? name : root + (root.endsWith("/") ? "" : "/") + name;
    }

    private FileSystem system(org.apache.hadoop.fs.Path path) throws IOException {
        return path.getFileSystem(hadoop);
    }

    /// Removes a folder of this machine with the files in it.
    static void removeAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// Whether a text is the URL of a file, and no path: `C:\` is none.
    static boolean isUrl(String text) {
        return URL.matcher(text).matches();
    }
}
