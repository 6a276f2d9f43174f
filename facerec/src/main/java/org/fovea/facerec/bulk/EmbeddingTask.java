package org.fovea.facerec.bulk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.task.Recipe;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskFiles;

/// The embedding of some photographs' faces: a part of the table, which it writes as a Parquet file.
///
/// A photograph is in the specification by its path, its length and when it was last changed: to hash a million of them
/// would be to read them twice.
///
/// @param number the part's, from 0 on; not in the specification
/// @param settings what decides the embeddings
/// @param reader made of the settings' models
/// @param files opens photographs by their paths
/// @param done told after each photograph
public record EmbeddingTask(
        int number,
        EmbeddingSettings settings,
        List<FoundPicture> photographs,
        FaceReader reader,
        TaskFiles files,
        Runnable done)
        implements Task {
    public EmbeddingTask {
        photographs = List.copyOf(photographs);
    }

    /// The tasks that the photographs of this machine are cut into.
    ///
    /// @param partSize how many photographs a part has, but for the last
    /// @param done told after each photograph, from any thread
    public static List<EmbeddingTask> of(
            EmbeddingSettings settings,
            List<FoundPicture> photographs,
            int partSize,
            FaceReader reader,
            Runnable done) {
        List<EmbeddingTask> tasks = new ArrayList<>();
        for (int from = 0; from < photographs.size(); from += partSize) {
            List<FoundPicture> part = photographs.subList(from, Math.min(photographs.size(), from + partSize));
            tasks.add(new EmbeddingTask(tasks.size(), settings, part, reader, Path::of, done));
        }
        return tasks;
    }

    @Override
    public String specification() {
        StringBuilder text = new StringBuilder("fovea embed 1\n").append(settings.specification());
        for (FoundPicture photograph : photographs) {
            text.append('\n')
                    .append(photograph.bytes())
                    .append(' ')
                    .append(photograph.modified())
                    .append(' ')
                    .append(Printable.of(photograph.path().replace("\\", "\\\\"))); // a line, whatever is in it
        }
        return text.toString();
    }

    @Override
    public String title() {
        return "part " + number + ", " + photographs.size() + " photographs";
    }

    @Override
    public String extension() {
        return ".parquet";
    }

    @Override
    public Recipe recipe() {
        return Recipe.of(EmbeddingTaskKind.NAME, EmbeddingArguments.of(this), this);
    }

    @Override
    public List<Input> inputs() {
        return EmbeddingArguments.inputs(settings);
    }

    /// @throws InterruptedIOException if the thread is interrupted
    @Override
    public void run(Path file) throws IOException {
        PhotoReading reading = new PhotoReading(reader, settings, files);
        List<FaceRow> rows = new ArrayList<>();
        List<BadPhotograph> bad = new ArrayList<>();
        for (FoundPicture photograph : photographs) {
            PhotoReading.Outcome outcome = reading.read(photograph);
            // A thread that is interrupted reads no file, and that is not the file's fault.
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException(title() + ": interrupted");
            }
            rows.addAll(outcome.rows());
            if (outcome.bad() != null) {
                bad.add(outcome.bad());
            }
            done.run();
        }
        PartFile.write(file, hash(), photographs.size(), rows, bad);
    }

    @Override
    public String toString() {
        return title();
    }
}
