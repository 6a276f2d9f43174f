package org.fovea.facerec.bulk;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.data.PictureSearch;
import org.fovea.facerec.task.LocalRunner;

/// A process of its own that embeds painted photographs slowly, until it is done or killed.
final class EmbedProbe {
    private static final int MILLIS = 30;

    private EmbedProbe() {}

    /// @param args the photographs' folder, the dataset's, the parts' size
    public static void main(String[] args) throws IOException {
        System.out.println("begin");
        PictureSearch.Result found = PictureSearch.of(List.of(Path.of(args[0])));
        List<EmbeddingTask> parts = Painted.parts(found.pictures(), Integer.parseInt(args[2]), photograph -> {
            try {
                Thread.sleep(MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Painted.read(photograph);
        });
        try (FaceDataset dataset = FaceDataset.open(Path.of(args[1]));
                LocalRunner runner = new LocalRunner(dataset.tasks(), 2, Painted.SILENT)) {
            dataset.missing(parts);
            dataset.write(parts, found.problems(), runner);
        } catch (IOException e) {
            System.out.println("failed " + e);
        }
    }

    /// The process.
    ///
    /// @param limit a shell's limit to what the process may do, such as `ulimit -f 100`; empty for none
    static Process start(String limit, Object... arguments) throws IOException {
        String command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--add-modules=jdk.incubator.vector", // the kernels are in the specification
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "-cp",
                                classPath(),
                                EmbedProbe.class.getName()),
                        Stream.of(arguments).map(Object::toString))
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return new ProcessBuilder("sh", "-c", (limit.isEmpty() ? "" : limit + "; ") + "exec " + command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // which kernels run
                .start();
    }

    /// Where the classes of the process are, whether this one was started on the class path or the module path.
    private static String classPath() {
        Path classes = source(FaceDataset.class);
        return Stream.concat(
                        Stream.of(classes, classes.resolveSibling("test-classes")),
                        Stream.of(
                                        Workers.class,
                                        com.drew.metadata.Metadata.class,
                                        org.joml.Vector3d.class,
                                        com.fasterxml.jackson.databind.ObjectMapper.class,
                                        com.fasterxml.jackson.core.JsonParser.class,
                                        com.fasterxml.jackson.annotation.JsonProperty.class)
                                .map(EmbedProbe::source))
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
