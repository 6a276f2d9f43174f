package org.fovea.facerec.gallery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.fovea.facerec.data.Printable;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/// The pictures of a gallery on disk: an MVStore of two maps, `pictures` from ids to [PictureRecord]s and `about`.
///
/// Nothing is written but when [#put] and [#about(About)] say so, and what they wrote is on the disk when they return.
/// The maps' types are named here, so that no file can make this read objects.
final class GalleryStore implements AutoCloseable {
    static final String FILE = "gallery.mv";
    /// Where a store is written that is to take another's place.
    static final String NEW_FILE = "gallery.new.mv";

    private static final String ABOUT = "about";
    /// Pictures between two commits of a store that nobody sees yet: they bound what is in memory.
    private static final int COMMIT_AFTER = 4096;
    private static final int CACHE_MEGABYTES = 16;

    private final Path file;
    private final MVStore store;
    private final MVMap<String, byte[]> pictures;
    private final MVMap<String, String> about;

    private GalleryStore(Path file, MVStore store) {
        this.file = file;
        this.store = store;
        pictures = store.openMap(
                "pictures",
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
        about = store.openMap(
                ABOUT,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    /// Opens the store of a folder.
    ///
    /// @throws IOException if there is none, or it cannot be read
    static GalleryStore open(Path folder, boolean readOnly) throws IOException {
        requireThere(folder);
        return openFile(folder.resolve(FILE), readOnly);
    }

    /// @throws IOException if there is no store in this folder, or it may not be looked at
    static void requireThere(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            if (!Files.exists(file) && !Files.notExists(file)) {
                file.getFileSystem().provider().checkAccess(file); // which says why nothing can be said of it
            }
            throw new IOException(Printable.of(folder) + " is no gallery: there is no file " + FILE + " in it");
        }
    }

    private static GalleryStore openFile(Path file, boolean readOnly) throws IOException {
        MVStore.Builder builder = new MVStore.Builder()
                .fileName(file.toAbsolutePath().toString())
                .cacheSize(CACHE_MEGABYTES)
                .autoCommitDisabled()
                .autoCommitBufferSize(0);
        MVStore store = null;
        try {
            store = (readOnly ? builder.readOnly() : builder).open();
            store.setVersionsToKeep(0);
            return new GalleryStore(file, store);
        } catch (RuntimeException e) { // a damaged file shows itself in many ways
            if (store != null) {
                store.closeImmediately();
            }
            throw problem(file, "cannot be opened", e);
        }
    }

    /// Writes a store beside that of the folder, all of it forced to the disk; [#replace] moves it there.
    static void writeNew(Path folder, About about, Pictures from) throws IOException {
        Path file = folder.resolve(NEW_FILE);
        Files.deleteIfExists(file);
        try {
            try (GalleryStore written = openFile(file, false)) {
                int[] count = {0};
                from.each(picture -> written.add(picture, ++count[0] % COMMIT_AFTER == 0));
                written.about(about);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        } catch (Throwable failure) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    /// Moves what [#writeNew] wrote into the place of the folder's store, which must be closed. From then on
    /// nothing of the old one is there.
    static void replace(Path folder) throws IOException {
        Files.move(folder.resolve(NEW_FILE), folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        forceFolder(folder);
    }

    /// Without this the move itself may be lost with the power. Windows opens no folders and needs none of it.
    private static void forceFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException windows) {
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    About about() throws IOException {
        try {
            return About.read(about.get(ABOUT));
        } catch (MVStoreException e) {
            throw problem(file, "cannot be read", e);
        }
    }

    /// Keeps this description from now on.
    void about(About other) throws IOException {
        try {
            about.put(ABOUT, other.text());
            confirm();
        } catch (RuntimeException e) {
            throw problem(file, "could not be written", e);
        }
    }

    /// Keeps these pictures from now on, all or none of them.
    void put(List<Picture> added) throws IOException {
        try {
            for (Picture picture : added) {
                pictures.put(picture.id(), PictureRecord.bytes(picture));
            }
            confirm();
        } catch (RuntimeException e) {
            throw problem(file, "could not be written", e);
        }
    }

    private void confirm() {
        store.commit();
        store.sync();
    }

    private void add(Picture picture, boolean commit) throws IOException {
        try {
            pictures.put(picture.id(), PictureRecord.bytes(picture));
            if (commit) {
                store.commit();
            }
        } catch (RuntimeException e) {
            throw problem(file, "could not be written", e);
        }
    }

    /// The picture of this id; null where there is none.
    @Nullable
    Picture picture(String id) throws IOException {
        byte[] record;
        try {
            record = pictures.get(id);
        } catch (MVStoreException e) {
            throw problem(file, "cannot be read", e);
        }
        return record == null ? null : PictureRecord.read(id, record);
    }

    /// Each picture, in the order of the ids.
    void each(Pictures.Sink sink) throws IOException {
        eachRecord((id, record) -> sink.accept(PictureRecord.read(id, record)));
    }

    /// Who takes a picture's bytes.
    interface RecordSink {
        void accept(String id, byte[] record) throws IOException;
    }

    /// The bytes of each picture, not looked at.
    void eachRecord(RecordSink sink) throws IOException {
        Cursor<String, byte[]> cursor = pictures.cursor(null);
        while (true) {
            String id;
            byte[] record;
            try {
                if (!cursor.hasNext()) {
                    return;
                }
                id = cursor.next();
                record = cursor.getValue();
            } catch (RuntimeException e) { // a damaged page shows itself in many ways
                throw problem(file, "cannot be read", e);
            }
            sink.accept(id, record);
        }
    }

    /// What the store threw, as a failure of its file. The reason of a failed write is behind the store's own.
    private static IOException problem(Path file, String what, RuntimeException e) {
        Throwable reason = e;
        while (reason.getCause() != null && reason.getCause() != reason) {
            reason = reason.getCause();
        }
        return new IOException(Printable.of(file) + " " + what + ": " + reason.getMessage(), e);
    }

    /// Closes the file. What was confirmed is on the disk; there is nothing else to write.
    @Override
    public void close() {
        store.closeImmediately();
    }
}
