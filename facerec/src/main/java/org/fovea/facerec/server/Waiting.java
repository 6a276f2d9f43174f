package org.fovea.facerec.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/// Work that other threads do for a request's thread. The server may interrupt a request's thread when it stops, or a
/// connection breaks; the work goes on to its end, and so does the wait for it.
final class Waiting {
    private Waiting() {}

    static <T> T on(ExecutorService threads, Callable<T> work) throws Problem, IOException {
        Future<T> future;
        try {
            future = threads.submit(work);
        } catch (RejectedExecutionException stopped) {
            throw new Problem(Problem.Kind.STOPPING, "the server is about to stop");
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw thrown(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IllegalStateException thrown(ExecutionException failed) throws Problem, IOException {
        return switch (failed.getCause()) {
            case Problem problem -> throw problem;
            case IOException io -> throw io;
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failed);
        };
    }
}
