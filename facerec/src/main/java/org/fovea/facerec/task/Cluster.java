package org.fovea.facerec.task;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.fovea.facerec.data.FoundPicture;

/// A cluster of machines that run tasks. Found by [java.util.ServiceLoader]; the artifact `fovea-spark` provides one.
public interface Cluster {
    /// What a run needs of a cluster.
    ///
    /// @param title what the run is called where the cluster shows it
    /// @param master where the cluster is asked: `spark://host:7077`, `yarn`, `local[4]`
    /// @param folder for results and for what tasks share, which every machine sees: a path or URL
    /// @param results where this machine is to find the results: that folder, or one for copies of them
    /// @param shared bytes that a machine's process needs for all its tasks together
    /// @param each bytes that a task needs
    record Order(String title, String master, String folder, Path results, long shared, long each) {}

    /// The pictures at a URL that the cluster reaches: a file, or those below a folder that are named like
    /// pictures, in order of their URLs. What is hidden is passed over.
    ///
    /// @throws IOException if there is nothing, or it cannot be looked at
    List<FoundPicture> find(String url) throws IOException;

    /// A runner whose tasks run there; to be closed.
    ///
    /// @param progress told of the tasks
    /// @param remarks for people: how much memory is needed, and how much was asked for
    /// @throws IOException if the folder cannot be reached
    /// @throws IllegalArgumentException if there is no such cluster, or it gives too little memory for one task
    TaskRunner connect(Order order, Progress progress, PrintStream remarks) throws IOException;
}
