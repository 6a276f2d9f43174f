package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.task.Cluster;
import org.fovea.facerec.task.LocalRunner;
import org.fovea.facerec.task.Progress;
import org.fovea.facerec.task.TaskRunner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where tasks run: here, or on a cluster.
final class ClusterOptions {
    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Run the tasks on a Spark cluster: spark://HOST:7077, yarn, k8s://…, local[N].")
    private @Nullable String master;

    @Option(
            names = "--shared",
            paramLabel = "FOLDER",
            description =
                    "With --spark: where results are kept that all machines see, a path or an hdfs:// or s3a:// URL"
                            + " (default: in DIR, which then all of them see).")
    private @Nullable String shared;

    /// Refuses, before any work is done, what does not go together or is not there.
    void check(RunOptions run) {
        if (master == null && shared != null) {
            throw run.wrong("--shared is for tasks on a cluster: it needs --spark");
        }
        if (master != null) {
            cluster();
        }
    }

    /// Whether tasks run on a cluster.
    boolean given() {
        return master != null;
    }

    /// A runner of tasks, to be closed.
    ///
    /// @param title what the run is called where a cluster shows it
    /// @param folder for results where no other is said
    /// @param needs what tasks need; asked for a cluster alone
    /// @throws IllegalArgumentException if a cluster is asked for that is not there
    TaskRunner runner(String title, Path folder, Supplier<Memory> needs, RunOptions run, Progress progress)
            throws IOException {
        if (master == null) {
            return new LocalRunner(folder, run.workers().threads(), progress);
        }
        Memory memory = needs.get();
        String place = shared != null ? shared : folder.toAbsolutePath().toString();
        return cluster()
                .connect(
                        new Cluster.Order(
                                title, master, place, folder.toAbsolutePath(), memory.shared(), memory.each()),
                        progress,
                        run.remarks());
    }

    /// The pictures at a URL that a cluster reaches.
    List<FoundPicture> find(String url, RunOptions run) throws IOException {
        if (master == null) {
            throw run.wrong(url + ": URLs are read by a cluster's machines, with --spark");
        }
        return cluster().find(url);
    }

    private static Cluster cluster() {
        return ServiceLoader.load(Cluster.class, ClusterOptions.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--spark needs fovea-spark, which is not here: the script fovea of a source tree builds and"
                                + " starts it; elsewhere spark-submit does, as docs/on-a-cluster.md says"));
    }

    /// What tasks need.
    ///
    /// @param shared bytes for all tasks of a process
    /// @param each bytes for each task at a time
    record Memory(long shared, long each) {}
}
