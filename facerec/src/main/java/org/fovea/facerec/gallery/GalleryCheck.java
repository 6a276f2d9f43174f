package org.fovea.facerec.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a look at all bytes of a gallery's files found.
///
/// @param people how many people
/// @param pictures how many pictures are whole
/// @param bytes how large the file is
/// @param problems what is damaged; empty where all is well
public record GalleryCheck(int people, int pictures, long bytes, List<String> problems) {
    public GalleryCheck {
        problems = List.copyOf(problems);
    }

    /// Reads all of a gallery, beside others that read.
    ///
    /// @throws IOException if there is no gallery or it is in use
    public static GalleryCheck of(Path folder) throws IOException {
        GalleryStore.requireThere(folder);
        List<String> problems = new ArrayList<>();
        Set<String> people = new TreeSet<>();
        int[] whole = {0};
        try (GalleryLock _ = GalleryLock.take(folder, true)) {
            try (GalleryStore store = GalleryStore.open(folder, true)) {
                ModelIdentity model = store.about().model();
                store.eachRecord((id, record) -> {
                    try {
                        Picture picture = PictureRecord.read(id, record);
                        model.requireLength(picture);
                        people.add(picture.person());
                        whole[0]++;
                    } catch (IOException | IllegalArgumentException e) {
                        problems.add(String.valueOf(e.getMessage()));
                    }
                });
            } catch (IOException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
            return new GalleryCheck(people.size(), whole[0], Files.size(folder.resolve(GalleryStore.FILE)), problems);
        }
    }
}
