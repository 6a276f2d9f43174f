package org.fovea.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.task.Progress;
import org.fovea.facerec.task.Recipe;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskRunner;

/// Runs tasks on the executors of a Spark cluster, each as a job of one Spark task under the task's title. Results
/// stand in one shared folder, each under its task's name; files that are there are believed, whatever run they come
/// from.
///
/// What Spark does when a task fails holds here as well: it is tried again elsewhere, four times by default.
public final class SparkRunner implements TaskRunner {
    /// So many jobs are handed to Spark at a time: more than a cluster of small networks has cores; each waits on a
    /// thread.
    private static final int JOBS = 512;

    private final JavaSparkContext spark;
    private final String location;
    private final SharedFolder folder;
    private final Path results;
    private final Progress progress;
    private final ExecutorService jobs;
    private final Map<String, CompletableFuture<Path>> submitted = new ConcurrentHashMap<>();
    private final Map<String, Task.Input> shared = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /// @param spark is stopped when this runner is closed
    /// @param location of the shared folder, path or URL; made if it is not there
    /// @param results the same folder, or one of this machine for copies of the results
    /// @throws IOException if they cannot be made
    public SparkRunner(JavaSparkContext spark, String location, Path results, Progress progress) throws IOException {
        this.spark = spark;
        this.location = FoundPicture.isUrl(location)
                ? location
                : Path.of(location).toAbsolutePath().normalize().toString();
        this.progress = progress;
        this.results = Files.createDirectories(results.toAbsolutePath().normalize());
        folder = new SharedFolder(this.location, this.results, spark.hadoopConfiguration());
        folder.create();
        jobs = Executors.newFixedThreadPool(
                JOBS, work -> Thread.ofPlatform().daemon().name("fovea-job").unstarted(work));
    }

    @Override
    public CompletableFuture<Path> submit(Task task) {
        return submitted.computeIfAbsent(task.hash(), hash -> {
            try {
                if (folder.has(task.name())) {
                    progress.known();
                    return CompletableFuture.completedFuture(result(task));
                }
                share(task);
            } catch (IOException e) {
                return CompletableFuture.failedFuture(new UncheckedIOException(e));
            }
            progress.submitted();
            return CompletableFuture.supplyAsync(() -> run(task), jobs);
        });
    }

    /// Puts what a task needs into the shared folder, where it is not there yet.
    private void share(Task task) {
        for (Task.Input input : task.inputs()) {
            shared.computeIfAbsent(input.name(), name -> {
                try {
                    if (!folder.has(name)) {
                        Path file = Files.createTempFile("fovea-input-", "");
                        input.body().write(file);
                        folder.put(file, name);
                        Files.delete(file);
                    }
                    return input;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private Path run(Task task) {
        long start = System.nanoTime();
        Recipe recipe = task.recipe();
        spark.sc().setJobDescription(task.title());
        spark.sc().setCallSite(task.title()); // the name of the stage
        List<String> refused;
        try {
            refused = spark.parallelize(List.of(recipe), 1)
                    .map(new Errand(location))
                    .collect();
        } catch (RuntimeException e) {
            throw closing ? new IllegalStateException(task.title() + ": given up, since another task failed", e) : e;
        } catch (Exception e) { // Scala declares nothing, and throws this where a job was aborted
            throw failure(task, e);
        }
        if (!refused.getFirst().isEmpty()) {
            throw new IllegalArgumentException(refused.getFirst());
        }
        progress.done(task, System.nanoTime() - start);
        try {
            return result(task);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path result(Task task) throws IOException {
        Path file = folder.local(task.name());
        Path here = results.resolve(task.name());
        if (!file.equals(here) && !Files.exists(here)) {
            AtomicFile.write(here, Files.readAllBytes(file));
        }
        return here;
    }

    /// The first lines of what Spark tells of a job, which is a page of traces.
    private static RuntimeException failure(Task task, Exception e) {
        String told = e instanceof SparkException ? String.valueOf(e.getMessage()) : e.toString();
        String reason =
                told.lines().limit(2).reduce((a, b) -> a + " " + b.strip()).orElse("");
        return new UncheckedIOException(new IOException(task.title() + ": " + reason, e));
    }

    /// Cancels what is under way: finished tasks have their files, and the others begin anew.
    @Override
    public void close() {
        closing = true;
        jobs.shutdownNow();
        spark.close();
    }
}
