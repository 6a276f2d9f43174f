package org.fovea.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A master and workers of Spark's standalone cluster, each a process of its own on this machine's loopback, from the
/// jars that the build has put together; and drivers beside them.
final class LoopbackCluster implements AutoCloseable {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

    private final Path folder;
    private final String master;
    private final List<Process> processes = new ArrayList<>();

    /// @param folder for what the processes write
    LoopbackCluster(Path folder) throws IOException {
        this.folder = folder;
        int port = freePort();
        master = "spark://" + LOOPBACK + ":" + port;
        start(
                "master",
                "",
                "org.apache.spark.deploy.master.Master",
                "--host",
                LOOPBACK,
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
    }

    /// The master's URL.
    String master() {
        return master;
    }

    /// Starts a worker of one core.
    ///
    /// @param limit a command of the shell before it, such as a limit to what it may write; empty for none
    Process worker(String name, String limit) throws IOException {
        return start(
                name,
                limit,
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                LOOPBACK,
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve(name).toString(),
                master);
    }

    /// Starts the command line.
    ///
    /// @param name what its output is called, `NAME.log`
    Process fovea(String name, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("org.fovea.facerec.cli.Main"));
        all.addAll(List.of(arguments));
        return start(name, "", all.toArray(String[]::new));
    }

    private Process start(String name, String limit, String... mainAndArguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (!limit.isEmpty()) {
            command.addAll(List.of("sh", "-c", limit + "; exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + MODULE.resolve("src/launcher/java-options"),
                "-Xmx512m",
                "-Dspark.executor.memory=900m",
                "-Dspark.executor.cores=1",
                "-Dspark.ui.port=" + freePort(),
                "-cp",
                MODULE.resolve("target/lib") + "/*:" + MODULE.resolve("target/spark/jars") + "/*"));
        command.addAll(List.of(mainAndArguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(folder).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().put("SPARK_HOME", MODULE.resolve("target/spark").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // asked for to find SPARK_HOME/jars
        builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
        builder.environment()
                .put("SPARK_LOCAL_DIRS", folder.resolve(name + "-local").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Where a process's output goes.
    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /// The output of the executors of a worker.
    String executors(String worker) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve(worker))) {
            for (Path file : files.filter(f -> f.endsWith("stderr")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    /// Kills a process and all that it has started, as a power cut does.
    static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        processes.forEach(LoopbackCluster::kill);
        processes.forEach(process ->
                process.onExit().completeOnTimeout(process, 1, TimeUnit.MINUTES).join());
    }
}
