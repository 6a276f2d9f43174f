package org.fovea.facerec.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.ModelIdentity;
import org.fovea.facerec.server.Problem.Kind;

/// The galleries in the folders of one folder, each a collection of the folder's name, all open to write.
///
/// Their files are touched by one thread, which nobody interrupts: a channel closes when the thread that uses it is
/// interrupted. Searches are in memory, on the request's thread.
final class Shelf implements AutoCloseable {
    /// Names that are folders' names on every system and lead nowhere else.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private static final int MOST = 1000;

    /// What is done with a gallery.
    interface Work<T> {
        T with(Gallery gallery) throws Problem, IOException;
    }

    private final Path folder;
    private final ModelIdentity model;
    private final Workers workers;
    private final Map<String, Gallery> galleries = new ConcurrentSkipListMap<>();
    private final ExecutorService files = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("galleries").daemon().factory());

    private Shelf(Path folder, ModelIdentity model, Workers workers) {
        this.folder = folder;
        this.model = model;
        this.workers = workers;
    }

    /// Opens all galleries in a folder, which is made if it is not there.
    ///
    /// @throws IOException if one cannot be opened, or its folder's name is none of a collection
    /// @throws IllegalArgumentException if one is of another model
    static Shelf open(Path folder, ModelIdentity model, Workers workers) throws IOException {
        Files.createDirectories(folder);
        var shelf = new Shelf(folder, model, workers);
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path one : inside.filter(Gallery::exists).sorted().toList()) {
                String name = String.valueOf(one.getFileName());
                if (!NAME.matcher(name).matches()) {
                    throw new IOException(Printable.of(one) + ": " + naming());
                }
                shelf.put(name);
            }
        } catch (IOException | RuntimeException failure) {
            shelf.close();
            throw failure;
        }
        return shelf;
    }

    private static String naming() {
        return "a collection's name is 1 to 63 of a-z, 0-9, - and _, and begins with a letter or a digit";
    }

    private void put(String name) throws IOException {
        Gallery gallery = Gallery.open(folder.resolve(name), false, workers);
        galleries.put(name, gallery); // closed with the shelf, whatever comes next
        gallery.require(model);
    }

    List<String> names() {
        return List.copyOf(galleries.keySet());
    }

    /// A gallery to search in. What touches its files is done by [#on].
    Gallery get(String name) throws Problem {
        Gallery gallery = galleries.get(name);
        if (gallery == null) {
            throw new Problem(Kind.NO_SUCH_COLLECTION, "there is no collection of this name");
        }
        return gallery;
    }

    /// Does what touches a gallery's files. After a failure it is opened again, since only the files tell what is
    /// in it.
    <T> T on(String name, Work<T> work) throws Problem, IOException {
        return Waiting.on(files, () -> {
            Gallery gallery = get(name);
            try {
                return work.with(gallery);
            } catch (IOException | IllegalStateException failure) {
                galleries.remove(name);
                gallery.close();
                put(name);
                throw failure instanceof IOException io ? io : new IOException(failure);
            }
        });
    }

    void create(String name) throws Problem, IOException {
        if (!NAME.matcher(name).matches()) {
            throw new Problem(Kind.BAD_NAME, naming());
        }
        Waiting.on(files, () -> {
            Path place = folder.resolve(name);
            if (galleries.containsKey(name) || Files.exists(place)) {
                throw new Problem(Kind.COLLECTION_EXISTS, "there is a collection of this name");
            }
            if (galleries.size() >= MOST) {
                throw new Problem(Kind.BAD_REQUEST, "there are " + MOST + " collections, and no more are kept");
            }
            Gallery.create(place, model).close();
            put(name);
            return name;
        });
    }

    /// Removes a gallery and its folder.
    void delete(String name) throws Problem, IOException {
        Waiting.on(files, () -> {
            Gallery gallery = get(name);
            galleries.remove(name);
            gallery.close();
            removeFolder(folder.resolve(name));
            return name;
        });
    }

    /// Removes a folder and the files in it; one that holds other folders stays.
    static void removeFolder(Path folder) throws IOException {
        List<Path> inside;
        try (Stream<Path> list = Files.list(folder)) {
            inside = list.toList();
        }
        for (Path file : inside) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    @Override
    public void close() throws IOException {
        files.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (files.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (Gallery gallery : galleries.values()) {
            gallery.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
