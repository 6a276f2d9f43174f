package org.fovea.facerec.task;

import java.io.IOException;
import java.io.PrintStream;

/// A cluster of machines that run tasks. Found by [java.util.ServiceLoader]; the artifact `fovea-spark` provides one.
public interface Cluster {
    /// What a run needs of a cluster.
    ///
    /// @param title what the run is called where the cluster shows it
    /// @param master where the cluster is asked: `spark://host:7077`, `yarn`, `local[4]`
    /// @param folder for results and for what tasks share, which every machine sees: a path or URL
    /// @param shared bytes that a machine's process needs for all its tasks together
    /// @param each bytes that a task needs
    record Order(String title, String master, String folder, long shared, long each) {}

    /// A runner whose tasks run there; to be closed.
    ///
    /// @param progress told of the tasks
    /// @param remarks for people: how much memory is needed, and how much was asked for
    /// @throws IOException if the folder cannot be reached
    /// @throws IllegalArgumentException if there is no such cluster, or it gives too little memory for one task
    TaskRunner connect(Order order, Progress progress, PrintStream remarks) throws IOException;
}
