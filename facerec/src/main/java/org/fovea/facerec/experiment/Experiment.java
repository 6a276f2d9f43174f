package org.fovea.facerec.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.evaluation.PeopleWeights;
import org.fovea.facerec.task.TaskRunner;

/// Strategies held against each other on the same splits, with the same fusions, under the same conditions.
///
/// Splits are worked on a few at a time, each split's strategies side by side; what they ask for becomes tasks of the
/// runner. A split is scored when its networks are there, and its observations are let go. Nothing in the result
/// depends on the order in which that happens.
public final class Experiment {
    /// Resamples of the people for intervals.
    public static final int RESAMPLES = 1000;

    /// Splits under way at a time: enough that the runner always has tasks waiting.
    public static final int AT_A_TIME = 3;

    private final SharedFaces faces;
    private final ExperimentSettings settings;
    private final TaskRunner runner;
    private final IntConsumer scored;

    /// @param scored told the number of each split that has been scored under every strategy; from several threads
    public Experiment(FaceSet faces, ExperimentSettings settings, TaskRunner runner, IntConsumer scored) {
        this.faces = SharedFaces.of(faces);
        this.settings = settings;
        this.runner = runner;
        this.scored = scored;
    }

    /// Trains what is missing, and scores everything.
    ///
    /// @throws java.io.UncheckedIOException if a result cannot be written or read
    public Results run() {
        PeopleWeights weights =
                PeopleWeights.draw(faces.set().people(), RESAMPLES, new Xoshiro256(settings.seed()).split());
        List<SplitResult> splits = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<SplitResult>> waiting = new ArrayList<>();
            for (int number = 1; number <= settings.splits(); number++) {
                int split = number;
                waiting.add(pool.submit(() -> run(split, weights)));
            }
            for (Future<SplitResult> one : waiting) {
                splits.add(result(one, pool));
            }
        }
        return Summary.of(settings, faces.set(), splits);
    }

    private SplitResult run(int number, PeopleWeights weights) {
        SplitData split = new SplitOrigin(
                        faces,
                        settings.trainPerPerson(),
                        number,
                        settings.conditions(),
                        settings.standardisation(),
                        settings.seed())
                .split();
        SplitRun run = new SplitRun(split, settings, new ExperimentStudio(split, runner), weights);
        SplitResult result = run.run();
        scored.accept(number);
        return result;
    }

    /// The result of a split; where one has failed, the others are not begun.
    static <T> T result(Future<T> future, ExecutorService pool) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            pool.shutdownNow();
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
