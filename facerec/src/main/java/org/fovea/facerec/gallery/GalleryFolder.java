package org.fovea.facerec.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fovea.facerec.data.Printable;

/// The folder of a new gallery.
final class GalleryFolder {
    private GalleryFolder() {}

    /// Makes a gallery of these pictures, whole or not at all.
    ///
    /// @param folder not there yet, or empty but for what a killed process left
    static void make(Path folder, About about, Pictures pictures) throws IOException {
        makeFolder(folder);
        try (Stream<Path> there = Files.list(folder)) {
            List<String> names = there.map(file -> String.valueOf(file.getFileName()))
                    .filter(name ->
                            !Set.of(GalleryLock.FILE, GalleryStore.NEW_FILE).contains(name))
                    .toList();
            if (!names.isEmpty()) {
                throw new IOException("cannot make a gallery in " + Printable.of(folder) + ": there is "
                        + Printable.of(names.getFirst()) + " in it already");
            }
        }
        try (GalleryLock _ = GalleryLock.take(folder, false)) {
            if (Gallery.exists(folder)) { // since another process made it in this moment
                throw new IOException(Printable.of(folder) + " is a gallery already");
            }
            GalleryStore.writeNew(folder, about, pictures);
            GalleryStore.replace(folder);
        }
    }

    /// For its owner's eyes alone, where the system has owners.
    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }
}
