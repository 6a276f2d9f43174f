package org.fovea.facerec.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.fovea.facerec.ensemble.NetworkSpec;
import org.fovea.facerec.ensemble.Studio;
import org.fovea.facerec.ensemble.Trained;
import org.fovea.facerec.task.TaskRunner;

/// A studio whose networks are tasks: trained by a runner, or read from the file of an earlier run.
final class ExperimentStudio implements Studio {
    private final SplitData split;
    private final TaskRunner runner;
    private final Map<NetworkSpec, NetworkTask.Result> read = new ConcurrentHashMap<>();

    ExperimentStudio(SplitData split, TaskRunner runner) {
        this.split = split;
        this.runner = runner;
    }

    @Override
    public Trained train(NetworkSpec spec) {
        return trainAll(List.of(spec)).getFirst();
    }

    @Override
    public List<Trained> trainAll(List<NetworkSpec> specs) {
        List<CompletableFuture<Path>> files = new ArrayList<>();
        for (NetworkSpec spec : specs) {
            // What it is to look away from comes first, here and not in the task: tasks that wait would hold a thread.
            if (spec.away() != null) {
                trainAll(spec.away().from());
            }
            files.add(runner.submit(new NetworkTask(split, spec, this)));
        }
        List<Trained> trained = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            trained.add(result(specs.get(i), files.get(i)).trained());
        }
        return trained;
    }

    /// The result for a network that [#train] has given.
    NetworkTask.Result result(Trained trained) {
        return result(trained.spec(), runner.submit(new NetworkTask(split, trained.spec(), this)));
    }

    private NetworkTask.Result result(NetworkSpec spec, CompletableFuture<Path> file) {
        NetworkTask.Result known = read.get(spec);
        if (known == null) {
            try {
                known = new NetworkTask(split, spec, this).read(file.join());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
            read.put(spec, known);
        }
        return known;
    }
}
