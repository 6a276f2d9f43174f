package org.fovea.facerec.data;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Java process that tests may kill, or whose disk they may fill: the main method of one of their classes, on the
/// class path.
public final class JavaProcess {
    private JavaProcess() {}

    /// Starts the process.
    ///
    /// @param limit a shell's limit to what the process may do, such as `ulimit -f 100`; empty for none
    /// @param options of the Java virtual machine
    /// @param libraries a class of each jar or folder that the process needs beside this module's
    public static Process start(
            String limit, List<String> options, List<Class<?>> libraries, Class<?> main, Object... arguments)
            throws IOException {
        String command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        options.stream(),
                        Stream.of("-XX:+UseSerialGC", "-Xmx128m", "-cp", classPath(libraries), main.getName()),
                        Stream.of(arguments).map(Object::toString))
                .flatMap(words -> words)
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return new ProcessBuilder("sh", "-c", (limit.isEmpty() ? "" : limit + "; ") + "exec " + command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // which kernels run
                .start();
    }

    /// Where the classes of the process are, whether this one was started on the class path or the module path.
    private static String classPath(List<Class<?>> libraries) {
        Path classes = source(Picture.class);
        return Stream.concat(
                        Stream.of(classes, classes.resolveSibling("test-classes")),
                        libraries.stream().map(JavaProcess::source))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path source(Class<?> type) {
        return Path.of(
                URI.create(Objects.requireNonNull(type.getProtectionDomain().getCodeSource())
                        .getLocation()
                        .toString()));
    }
}
