package org.fovea.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.data.PictureSearch;
import org.fovea.facerec.task.TaskFiles;

/// A folder that the driver and all executors see: one of the machines' own file systems, mounted at the same path
/// everywhere, or one that Hadoop reaches by its URL (`hdfs://…`, `s3a://…`), of which this machine keeps copies of
/// what it has read.
final class SharedFolder implements TaskFiles {
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
        if (FoundPicture.isUrl(root)) {
            var path = new org.apache.hadoop.fs.Path(root);
            system(path).mkdirs(path);
        } else {
            Files.createDirectories(Path.of(root));
        }
    }

    /// Whether there is a file of this name.
    boolean has(String name) throws IOException {
        String place = place(name);
        if (FoundPicture.isUrl(place)) {
            var path = new org.apache.hadoop.fs.Path(place);
            return system(path).exists(path);
        }
        return Files.exists(Path.of(place));
    }

    @Override
    public Path local(String name) throws IOException {
        String place = place(name);
        if (!FoundPicture.isUrl(place)) {
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

    @Override
    public byte[] bytes(String name) throws IOException {
        String place = place(name);
        if (!FoundPicture.isUrl(place)) {
            return Files.readAllBytes(Path.of(place));
        }
        var path = new org.apache.hadoop.fs.Path(place);
        try (var in = system(path).open(path)) {
            return in.readAllBytes();
        }
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
        if (!FoundPicture.isUrl(place)) {
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
        return FoundPicture.isUrl(name) || Path.of(name).isAbsolute()
                ? name
                : root + (root.endsWith("/") ? "" : "/") + name;
    }

    private FileSystem system(org.apache.hadoop.fs.Path path) throws IOException {
        return path.getFileSystem(hadoop);
    }

    /// The pictures at a URL: the file there, or those below the folder that are named like pictures and not
    /// hidden.
    static List<FoundPicture> pictures(String url, Configuration hadoop) throws IOException {
        var root = new org.apache.hadoop.fs.Path(url);
        FileSystem system = root.getFileSystem(hadoop);
        boolean folder = system.getFileStatus(root).isDirectory();
        int above = root.toUri().getPath().length();
        List<FoundPicture> found = new ArrayList<>();
        var files = system.listFiles(root, true);
        while (files.hasNext()) {
            var file = files.next();
            URI place = file.getPath().toUri();
            String below = place.getPath().substring(above);
            boolean wanted = !below.contains("/.") && PictureSearch.isNamedLikePicture(below);
            if (!folder || wanted) {
                // Written out, since Hadoop writes file:/x where a URL is file:///x.
                String authority = Objects.requireNonNullElse(place.getAuthority(), "");
                found.add(new FoundPicture(
                        place.getScheme() + "://" + authority + place.getPath(),
                        file.getLen(),
                        file.getModificationTime()));
            }
        }
        found.sort(Comparator.comparing(FoundPicture::path));
        return found;
    }
}
