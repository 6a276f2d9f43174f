package org.fovea.tests.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Assumptions;

/// The jars that this build has packaged, and a local repository of Maven in which they are installed.
final class Jars {
    private static final String VERSION = "0.1.0";

    private Jars() {}

    /// Skips where nothing was packaged, as by `mvn test`.
    static Path packaged(String module) {
        Path jar = Repository.root().resolve(module + "/target/fovea-" + module + "-" + VERSION + ".jar");
        Assumptions.assumeTrue(Files.isRegularFile(jar), "skipped: no " + jar + "; mvn verify makes it");
        return jar;
    }

    /// The module path that the command line runs from.
    static String modulePath() {
        Path jar = packaged("facerec");
        return Repository.root().resolve("facerec/target/lib") + java.io.File.pathSeparator + jar;
    }

    /// A local repository that shares all that is not ours with the user's own, by links, so that nothing is
    /// installed there and nothing downloaded twice.
    static Path install(Path repository) throws IOException {
        String said = System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository");
        Path own = Files.createDirectories(Path.of(said));
        Files.createDirectories(own.resolve("org"));
        link(own, repository, "org");
        link(own.resolve("org"), repository.resolve("org"), "fovea");
        Path ours = repository.resolve("org/fovea");
        place(ours, "fovea", Repository.root().resolve("pom.xml"), "pom");
        place(ours, "fovea-bom", Repository.root().resolve("facerec/bom/pom.xml"), "pom");
        for (String module : List.of("engine", "gradcam", "facerec")) {
            place(ours, "fovea-" + module, Repository.root().resolve(module + "/pom.xml"), "pom");
            place(ours, "fovea-" + module, packaged(module), "jar");
        }
        return repository;
    }

    private static void link(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                if (!file.endsWith(except)) {
                    Files.createSymbolicLink(to.resolve(file.getFileName()), file);
                }
            }
        }
    }

    private static void place(Path group, String artifact, Path file, String type) throws IOException {
        Path folder = Files.createDirectories(group.resolve(artifact).resolve(VERSION));
        Files.copy(file, folder.resolve(artifact + "-" + VERSION + "." + type));
    }
}
