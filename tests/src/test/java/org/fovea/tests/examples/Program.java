package org.fovea.tests.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program run to its end in a process of its own.
///
/// @param exit its exit code
/// @param out what it printed on both streams
record Program(int exit, String out) {
    /// @param environment all of it, or what is to be set beside this process's own where `alone` is false
    static Program run(Path folder, Map<String, String> environment, boolean alone, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        if (alone) {
            builder.environment().clear();
        }
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("does not end: " + command);
        }
        return new Program(process.exitValue(), Files.readString(out));
    }

    /// The Java that runs this.
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
