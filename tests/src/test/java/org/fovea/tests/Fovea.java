package org.fovea.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command line in a process of its own, on this test's class path.
///
/// @param exit its exit code
/// @param out what it printed
/// @param err its progress and remarks
public record Fovea(int exit, String out, String err) {
    private static final long LONGEST_SECONDS = 170;

    /// Runs a command to its end.
    public static Fovea run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("fovea", ".out");
        Path err = Files.createTempFile("fovea", ".err");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-Xmx2g",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.fovea.facerec.cli.Main"));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", arguments) + " is not done after " + LONGEST_SECONDS
                        + " seconds: " + Files.readString(err));
            }
            return new Fovea(process.exitValue(), text(out), text(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /// Without what the virtual machine says of its incubating module.
    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
