package org.fovea.facerec.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.Printable;
import org.jspecify.annotations.Nullable;

/// A gallery: people, the embeddings of their pictures, and the threshold from which on a face is one of them.
///
/// It is a folder, open in one process that writes or in several that read. What a method that writes has confirmed by
/// returning is on the disk; what it has not, because the process was killed or the disk was full, is there whole or
/// not at all the next time. After a failed write the gallery must be opened again, since only the files tell what is
/// in it.
///
/// A person's score is the highest cosine of the probe with any of the person's pictures. All of them are compared;
/// ranks and scores are computed in double, so that they are the same on every machine and for one probe or many.
///
/// Any number of threads may read at once, also while one writes: each answer is about the gallery as it was at one
/// moment.
public final class Gallery implements AutoCloseable {
    /// Cosine from which on another's picture is reported as a likeness. Photographs of one person seldom reach it;
    /// the same photograph compressed again or made smaller does.
    public static final double LIKENESS = 0.98;

    private final Path folder;
    private final GalleryLock lock;
    private final boolean readOnly;
    private final Workers workers;
    private @Nullable GalleryStore store;
    /// Why there is no store.
    private String unusable = "it is closed";

    private volatile Snapshot now;

    private Gallery(Path folder, GalleryLock lock, boolean readOnly, Workers workers) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.readOnly = readOnly;
        this.workers = workers;
        if (!readOnly) {
            Files.deleteIfExists(folder.resolve(GalleryStore.NEW_FILE)); // of a process that was killed
        }
        GalleryStore opened = GalleryStore.open(folder, readOnly);
        store = opened;
        try {
            now = Snapshot.load(opened);
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    /// Makes a gallery without people and opens it. Its folder is for its owner's eyes alone, where the system has
    /// owners.
    ///
    /// @param folder not there yet, or empty
    /// @throws IOException if it holds anything, or cannot be written
    public static Gallery create(Path folder, ModelIdentity model) throws IOException {
        GalleryFolder.make(folder, About.of(model), sink -> {});
        return open(folder);
    }

    /// Whether there is a gallery in this folder.
    public static boolean exists(Path folder) {
        return Files.isRegularFile(folder.resolve(GalleryStore.FILE));
    }

    /// Opens a gallery to read and write, alone.
    ///
    /// @throws IOException if there is none, another process has it open, or it is damaged
    public static Gallery open(Path folder) throws IOException {
        return open(folder, false, Workers.common());
    }

    /// Opens a gallery to read, beside others that read.
    ///
    /// @throws IOException if there is none, another process writes to it, or it is damaged
    public static Gallery read(Path folder) throws IOException {
        return open(folder, true, Workers.common());
    }

    /// Opens a gallery whose searches these threads do.
    ///
    /// @throws IOException as [#open(Path)] and [#read(Path)]
    public static Gallery open(Path folder, boolean readOnly, Workers workers) throws IOException {
        GalleryStore.requireThere(folder);
        GalleryLock lock = GalleryLock.take(folder, readOnly);
        try {
            return new Gallery(folder, lock, readOnly, workers);
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    /// The model whose embeddings these are.
    public ModelIdentity model() {
        return now.model();
    }

    /// Refuses a model that this gallery is not of.
    ///
    /// @throws IllegalArgumentException if its fingerprint or length differs; the message names both
    public void require(ModelIdentity other) {
        model().require(other, Printable.of(folder));
    }

    /// The threshold and what is known of it; empty until [#calibrate].
    public Optional<Calibration> calibration() {
        return Optional.ofNullable(now.about().calibration());
    }

    /// Enrols a picture.
    ///
    /// @return what became of it
    /// @throws IllegalArgumentException if its embedding has another length
    /// @throws IOException if that could not be written: the picture is then not confirmed
    public Enrolment enrol(Picture picture) throws IOException {
        return enrol(List.of(picture)).getFirst();
    }

    /// Enrols pictures, all or none of them. A picture whose id is enrolled already is passed over, and told.
    ///
    /// @return what became of each, in their order
    /// @throws IllegalArgumentException if an embedding has another length
    /// @throws IOException if that could not be written: no picture is then confirmed
    public synchronized List<Enrolment> enrol(List<Picture> pictures) throws IOException {
        GalleryStore open = writable();
        List<Enrolment> told = new ArrayList<>();
        Map<String, Picture> fresh = new LinkedHashMap<>();
        for (Picture picture : pictures) {
            model().requireLength(picture);
            Picture same = fresh.containsKey(picture.id()) ? fresh.get(picture.id()) : open.picture(picture.id());
            Optional<Duplicate> duplicate = same != null
                    ? Optional.of(new Duplicate(Duplicate.Kind.SAME_PICTURE, same.person(), same.id(), 1))
                    : now.likeness(picture, workers);
            told.add(new Enrolment(picture.id(), picture.person(), same == null, duplicate));
            if (same == null) {
                fresh.put(picture.id(), picture);
            }
        }
        List<Picture> added = List.copyOf(fresh.values());
        write(() -> open.put(added));
        now = now.with(added);
        return List.copyOf(told);
    }

    /// Enrols very many pictures, all or none of them, by writing the gallery anew; likenesses are not looked for.
    ///
    /// @return how many were added: those whose id was enrolled already are passed over
    /// @throws IllegalArgumentException if an embedding has another length
    /// @throws IOException if they cannot be read or written
    public synchronized int addAll(Pictures pictures) throws IOException {
        int before = pictures();
        rewrite(picture -> true, pictures, now.about());
        return pictures() - before;
    }

    /// Removes a person: every picture, the name, and every byte of them in the gallery's files.
    ///
    /// @return how many pictures were removed
    /// @throws IllegalArgumentException if there is no such person
    /// @throws IOException if that could not be written: the person is then still there
    public synchronized int remove(String person) throws IOException {
        return remove(List.of(person));
    }

    /// Removes people, all or none of them; see [#remove(String)].
    ///
    /// @return how many pictures were removed
    public synchronized int remove(Collection<String> people) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String person : people) {
            names.add(now.index().name(now.number(person)));
        }
        return removeWhere(picture -> names.contains(picture.person()));
    }

    /// Removes a picture as [#remove(String)] removes a person; whose last picture goes is gone, too.
    ///
    /// @throws IllegalArgumentException if there is no such picture
    /// @throws IOException if that could not be written: the picture is then still there
    public synchronized void removePicture(String id) throws IOException {
        if (readable().picture(id) == null) {
            throw new IllegalArgumentException(
                    "there is no picture " + Printable.of(id) + " in " + Printable.of(folder));
        }
        removeWhere(picture -> picture.id().equals(id));
    }

    private int removeWhere(Predicate<Picture> gone) throws IOException {
        int before = pictures();
        rewrite(gone.negate(), sink -> {}, now.about());
        return before - pictures();
    }

    /// Writes the files anew, without what earlier states have left in them.
    ///
    /// @throws IOException if that could not be written: the gallery is then as it was
    public synchronized void compact() throws IOException {
        rewrite(picture -> true, sink -> {}, now.about());
    }

    private void rewrite(Predicate<Picture> kept, Pictures added, About about) throws IOException {
        GalleryStore old = writable();
        Set<String> ids = new HashSet<>();
        GalleryStore.writeNew(folder, about, sink -> {
            old.each(picture -> {
                if (kept.test(picture)) {
                    ids.add(picture.id());
                    sink.accept(picture);
                }
            });
            added.each(picture -> {
                about.model().requireLength(picture);
                if (ids.add(picture.id())) {
                    sink.accept(picture);
                }
            });
        });
        old.close();
        write(() -> {
            store = null;
            GalleryStore.replace(folder);
            GalleryStore opened = GalleryStore.open(folder, false);
            store = opened;
            now = Snapshot.load(opened);
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    /// Writes; after a failure only the files tell what is in the gallery, so it is of no use until it is opened
    /// again.
    private void write(Writing writing) throws IOException {
        boolean written = false;
        try {
            writing.run();
            written = true;
        } finally {
            if (!written) {
                unusable = "it could not be written to and must be opened again";
                closeStore();
            }
        }
    }

    private GalleryStore writable() {
        if (readOnly) {
            throw new IllegalStateException(Printable.of(folder) + " is open for reading alone");
        }
        return readable();
    }

    private GalleryStore readable() {
        GalleryStore open = store;
        if (open == null) {
            throw new IllegalStateException(Printable.of(folder) + ": " + unusable);
        }
        return open;
    }

    /// The people, by name.
    public List<Person> people() {
        return now.people();
    }

    /// How many people there are.
    public int size() {
        return now.index().people();
    }

    /// How many pictures there are of all of them.
    public int pictures() {
        return now.index().rows();
    }

    /// The pictures of a person, the earliest first.
    ///
    /// @throws IllegalArgumentException if there is no such person
    /// @throws IOException if they cannot be read
    public synchronized List<Picture> pictures(String person) throws IOException {
        GalleryStore open = readable();
        EmbeddingIndex index = now.index();
        List<Picture> pictures = new ArrayList<>();
        for (int row : index.rowsOf(now.number(person))) {
            Picture picture = open.picture(index.picture(row));
            if (picture != null) {
                pictures.add(picture);
            }
        }
        pictures.sort(Comparator.comparing(Picture::enrolled).thenComparing(Picture::id));
        return pictures;
    }

    /// Every picture, in the order of the ids. The gallery cannot be written to meanwhile.
    ///
    /// @throws IOException if they cannot be read, or what `sink` throws
    public synchronized void each(Pictures.Sink sink) throws IOException {
        readable().each(sink);
    }

    /// Who this is: the people most like the probe, and whether the first of them is it.
    ///
    /// @param embedding of the gallery's model
    /// @param k how many candidates, at least 1
    /// @throws IllegalArgumentException if the embedding has another length or no direction, or `k` is below 1
    public Identification identify(float[] embedding, int k) {
        return identify(new float[][] {embedding}, k).getFirst();
    }

    /// Who each of these is, in one pass through the gallery for several at once; see [#identify(float[], int)].
    public List<Identification> identify(float[][] embeddings, int k) {
        return now.identify(embeddings, k, workers);
    }

    /// Whether this is that person.
    ///
    /// @throws IllegalArgumentException if there is no such person, or the embedding has another length or no
    ///     direction
    public Verification verify(String person, float[] embedding) {
        return now.verify(person, embedding);
    }

    /// Sets the threshold by comparing the gallery's own people, and keeps it.
    ///
    /// @param fmr the false match rate wanted
    /// @param seed draws which people are compared, where there are more than four million comparisons
    /// @throws IllegalArgumentException if there are too few people for this FMR; the message has the lowest
    /// @throws IOException if that could not be written
    public Calibration calibrate(double fmr, long seed) throws IOException {
        EmbeddingIndex own = now.index();
        return keep(new Calibrator(own, workers, seed).calibrate(fmr, "the gallery", own));
    }

    /// Sets the threshold by comparing other people with each other, and keeps it. None of them may be enrolled
    /// here; they should have about as many pictures each, taken in such places.
    ///
    /// @param embeddings of the gallery's model
    /// @param people whom each is of, as many as embeddings
    /// @param source where they are from, for people
    /// @throws IllegalArgumentException if there are too few people for this FMR, or these do not fit together
    /// @throws IOException if that could not be written
    public Calibration calibrate(double fmr, long seed, float[][] embeddings, List<String> people, String source)
            throws IOException {
        if (embeddings.length != people.size()) {
            throw new IllegalArgumentException(embeddings.length + " embeddings of " + people.size() + " people");
        }
        EmbeddingIndex others = EmbeddingIndex.empty(model().length());
        for (int i = 0; i < embeddings.length; i++) {
            model().requireLength(embeddings[i], "embedding " + i + " of " + source);
            others = others.with(source + " " + i, people.get(i), embeddings[i]);
        }
        return keep(new Calibrator(others, workers, seed).calibrate(fmr, source, now.index()));
    }

    private synchronized Calibration keep(Calibration calibration) throws IOException {
        GalleryStore open = writable();
        About about = now.about().with(calibration);
        write(() -> open.about(about));
        now = new Snapshot(about, now.index());
        return calibration;
    }

    private void closeStore() {
        GalleryStore open = store;
        store = null;
        if (open != null) {
            open.close();
        }
    }

    /// Closes the files and lets others in.
    @Override
    public synchronized void close() throws IOException {
        closeStore();
        lock.close();
    }

    @Override
    public String toString() {
        return "gallery " + Printable.of(folder) + ": " + size() + " people, " + pictures() + " pictures";
    }
}
