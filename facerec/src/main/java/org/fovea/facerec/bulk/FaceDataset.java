package org.fovea.facerec.bulk;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fovea.engine.io.AtomicFile;
import org.fovea.engine.io.DType;
import org.fovea.engine.io.Npy;
import org.fovea.facerec.bulk.BadPhotograph.Why;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.Problem;
import org.fovea.facerec.task.FolderLock;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskRunner;

/// A folder of the embeddings of many photographs' faces.
///
/// | file | what |
/// |---|---|
/// | `tasks/` | results of tasks, while the others are being computed |
/// | `faces/part-00000.parquet`, … | a table of faces: a row each, in the order of the photographs |
/// | `embeddings.npy` | the embeddings of all rows, in the order of the parts: (N, D) |
/// | `bad.csv` | the photographs without a row, and why |
/// | `faces/_SUCCESS` | written last: the rest is whole |
///
/// **Once and only once.** A result is either in `tasks/` under its task's hash or, when all are there, in `faces/`
/// under its number; it gets from one to the other by being renamed. Its footer holds the hash, so that a run that
/// begins where another was killed, or with more photographs, knows what each file is. What no part of the new run is
/// stays in `tasks/` until the end and is then removed.
///
/// One run at a time has the folder; another is refused.
public final class FaceDataset implements AutoCloseable {
    private static final Pattern PART = Pattern.compile("part-(\\d{5,9})\\.parquet");
    private static final Pattern RESULT = Pattern.compile("[0-9a-f]{32}\\.parquet");

    private final Path folder;
    private final Path faces;
    private final Path tasks;
    private final FolderLock lock;

    /// What is in a folder that is whole.
    ///
    /// @param faces how many rows the table has
    /// @param length how many numbers an embedding has; 0 where there is none
    /// @param bad how many photographs or folders have no row
    public record Summary(int photographs, long faces, int length, int parts, int bad) {}

    private FaceDataset(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
        faces = folder.resolve("faces");
        tasks = folder.resolve("tasks");
    }

    /// Opens a folder.
    ///
    /// @param folder made if it is not there
    /// @throws IOException if it cannot be written to, or another run has it
    public static FaceDataset open(Path folder) throws IOException {
        FolderLock lock = FolderLock.take(folder);
        try {
            FaceDataset dataset = new FaceDataset(folder, lock);
            Files.createDirectories(dataset.faces);
            Files.createDirectories(dataset.tasks);
            return dataset;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Where results of tasks are kept until all are there.
    public Path tasks() {
        return tasks;
    }

    /// Puts what is there from before in order, and gives the parts that are missing. A part in which a photograph
    /// could not be read is missing: it may be readable now.
    ///
    /// @throws IOException if a file in the place of a part is none, or cannot be moved
    public List<EmbeddingTask> missing(List<EmbeddingTask> parts) throws IOException {
        for (Path file : list(faces, PART)) {
            PartFile there = PartFile.read(file);
            int number = number(file);
            boolean right = number < parts.size() && parts.get(number).hash().equals(there.task());
            if (!right || there.notRead() > 0) {
                Files.deleteIfExists(success()); // before it says what is no longer so
                Files.move(file, tasks.resolve(there.task() + ".parquet"), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        for (Path file : list(tasks, RESULT)) {
            if (PartFile.read(file).notRead() > 0) {
                Files.delete(file);
            }
        }
        return parts.stream()
                .filter(part -> !Files.exists(place(part)) && !Files.exists(tasks.resolve(part.name())))
                .toList();
    }

    private static List<Path> list(Path folder, Pattern names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            names.matcher(String.valueOf(file.getFileName())).matches())
                    .toList();
        }
    }

    private static int number(Path part) {
        Matcher name = PART.matcher(String.valueOf(part.getFileName()));
        return name.matches() ? Integer.parseInt(name.group(1)) : -1;
    }

    private Path place(EmbeddingTask part) {
        return faces.resolve(String.format(Locale.ROOT, "part-%05d.parquet", part.number()));
    }

    /// Has the parts computed that are not there, and makes the folder whole.
    ///
    /// @param parts as they were given to [#missing], all of them
    /// @param problems what was to be searched for photographs and could not be
    /// @param runner leaves its results in [#tasks()]
    /// @throws IOException if a result cannot be written; those that are there stay for another run
    public Summary write(List<EmbeddingTask> parts, List<Problem> problems, TaskRunner runner) throws IOException {
        List<String> bad = new ArrayList<>();
        for (Problem problem : problems) {
            bad.add(new BadPhotograph(problem.path().toString(), Why.NOT_READ, problem.message()).line());
        }
        String all = digest(parts, bad);
        boolean whole = told().equals(Optional.of(all))
                && Files.exists(embeddings())
                && Files.exists(bad())
                && parts.stream().allMatch(part -> Files.exists(place(part)));
        if (!whole) {
            Files.deleteIfExists(success());
            publish(parts, runner);
        }
        List<PartFile> files = new ArrayList<>();
        for (EmbeddingTask part : parts) {
            PartFile file = PartFile.read(place(part));
            files.add(file);
            bad.addAll(file.bad());
        }
        Summary summary = summary(files, bad.size());
        if (!whole) {
            writeEmbeddings(files, summary);
            AtomicFile.write(
                    bad(),
                    (BadPhotograph.HEADINGS + "\n"
                                    + String.join(
                                            "",
                                            bad.stream()
                                                    .map(line -> line + "\n")
                                                    .toList()))
                            .getBytes(StandardCharsets.UTF_8));
            AtomicFile.write(success(), (all + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        for (Path rest : list(tasks, RESULT)) {
            Files.delete(rest);
        }
        for (Task.Input input :
                parts.isEmpty() ? List.<Task.Input>of() : parts.getFirst().inputs()) {
            Files.deleteIfExists(tasks.resolve(input.name())); // which a cluster's machines have read
        }
        return summary;
    }

    private Path embeddings() {
        return folder.resolve("embeddings.npy");
    }

    private Path bad() {
        return folder.resolve("bad.csv");
    }

    private Path success() {
        return faces.resolve("_SUCCESS");
    }

    /// What the folder is whole of; empty where it is not.
    private Optional<String> told() throws IOException {
        return Files.exists(success())
                ? Optional.of(
                        Files.readString(success(), StandardCharsets.ISO_8859_1).strip())
                : Optional.empty();
    }

    private static String digest(List<EmbeddingTask> parts, List<String> problems) {
        return Fingerprint.of(
                String.join("\n", parts.stream().map(Task::hash).toList()) + "\n\n" + String.join("\n", problems));
    }

    /// Moves the results to their places, when all are there.
    private void publish(List<EmbeddingTask> parts, TaskRunner runner) throws IOException {
        List<EmbeddingTask> awaited =
                parts.stream().filter(part -> !Files.exists(place(part))).toList();
        List<CompletableFuture<Path>> results =
                awaited.stream().map(runner::submit).toList();
        List<Path> files = new ArrayList<>();
        try {
            results.forEach(result -> files.add(result.join()));
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case UncheckedIOException io -> throw io.getCause();
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
        for (int i = 0; i < files.size(); i++) {
            Files.move(files.get(i), place(awaited.get(i)), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Summary summary(List<PartFile> files, int bad) throws IOException {
        int photographs = files.stream().mapToInt(PartFile::photographs).sum();
        long rows = files.stream().mapToLong(PartFile::faces).sum();
        int length = files.stream().mapToInt(PartFile::length).max().orElse(0);
        for (PartFile file : files) {
            if (file.faces() > 0 && file.length() != length) {
                throw new IOException(Printable.of(file.file()) + ": embeddings of " + file.length()
                        + " numbers, those of other parts have " + length);
            }
        }
        return new Summary(photographs, rows, length, files.size(), bad);
    }

    /// Copies the embeddings from the parts as they stand there.
    private void writeEmbeddings(List<PartFile> files, Summary summary) throws IOException {
        int[] extents = {Math.toIntExact(summary.faces()), summary.length()};
        Npy.write(embeddings(), DType.F32, extents, out -> {
            for (PartFile file : files) {
                try (FileChannel in = FileChannel.open(file.file())) {
                    long at = file.embeddings().offset();
                    long end = at + file.embeddings().length();
                    while (at < end) {
                        long copied = in.transferTo(at, end - at, out);
                        if (copied == 0) {
                            throw new EOFException(Printable.of(file.file()) + ": ends at byte " + at
                                    + ", embeddings expected up to byte " + end);
                        }
                        at += copied;
                    }
                }
            }
        });
    }

    @Override
    public void close() throws IOException {
        try {
            Files.delete(tasks);
        } catch (DirectoryNotEmptyException e) {
            // A run that failed has left its results for the next.
        } finally {
            lock.close();
        }
    }
}
