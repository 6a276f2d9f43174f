package org.fovea.facerec.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs tasks on this machine, side by side, one thread each. Results stand in one folder, each under its task's name.
///
/// Files that are there are believed, whatever run they come from: they were moved into their places whole.
public final class LocalRunner implements TaskRunner {
    private final Path folder;
    private final Progress progress;
    private final ExecutorService threads;
    private final Map<String, CompletableFuture<Path>> submitted = new ConcurrentHashMap<>();

    /// @param folder for the results; made if it is not there
    /// @param threads how many tasks run at a time
    /// @throws IOException if the folder cannot be made
    public LocalRunner(Path folder, int threads, Progress progress) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.progress = progress;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> Thread.ofPlatform()
                        .daemon()
                        .name("fovea-task-" + number.incrementAndGet())
                        .unstarted(work));
    }

    @Override
    public CompletableFuture<Path> submit(Task task) {
        return submitted.computeIfAbsent(task.hash(), hash -> {
            Path file = folder.resolve(task.name());
            if (Files.exists(file)) {
                progress.known();
                return CompletableFuture.completedFuture(file);
            }
            progress.submitted();
            return CompletableFuture.supplyAsync(() -> run(task, file), threads);
        });
    }

    private Path run(Task task, Path file) {
        long start = System.nanoTime();
        try {
            task.run(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.done(task, System.nanoTime() - start);
        return file;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
