package org.fovea.facerec.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.gallery.PictureId;
import org.fovea.facerec.server.Problem.Kind;
import org.jspecify.annotations.Nullable;

/// The photographs that were enrolled, where they are to be kept: one file each, named by the SHA-256 of its bytes, in
/// a folder for each collection. With its last picture a file goes.
///
/// @param folder null where photographs are not kept
record KeptPhotos(@Nullable Path folder) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    void keep(String collection, String picture, byte[] photograph) throws IOException {
        if (folder != null) {
            Path place = Files.createDirectories(folder.resolve(collection));
            AtomicFile.write(place.resolve(PictureId.sha256(picture)), photograph);
        }
    }

    /// The photograph of a picture.
    ///
    /// @throws Problem if it is not kept
    byte[] read(String collection, String picture) throws Problem, IOException {
        if (folder == null) {
            throw new Problem(Kind.NOT_KEPT, "enrolled photographs are not kept (fovea serve --keep-photos)");
        }
        String hash = PictureId.sha256(picture);
        Path file = folder.resolve(collection).resolve(hash);
        if (!HASH.matcher(hash).matches() || !Files.isRegularFile(file)) {
            throw new Problem(Kind.NOT_KEPT, "the photograph was enrolled when none were kept");
        }
        return Files.readAllBytes(file);
    }

    /// Removes the files of pictures that were removed, except those that others still have.
    void remove(String collection, Collection<String> pictures, Collection<String> left) throws IOException {
        if (folder == null) {
            return;
        }
        List<String> needed = left.stream().map(PictureId::sha256).toList();
        for (String picture : pictures) {
            String hash = PictureId.sha256(picture);
            if (HASH.matcher(hash).matches() && !needed.contains(hash)) {
                Files.deleteIfExists(folder.resolve(collection).resolve(hash));
            }
        }
    }

    void removeAll(String collection) throws IOException {
        if (folder != null && Files.isDirectory(folder.resolve(collection))) {
            Shelf.removeFolder(folder.resolve(collection));
        }
    }
}
