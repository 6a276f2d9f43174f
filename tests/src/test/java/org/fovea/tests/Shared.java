package org.fovea.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Where the data that cannot be redistributed lies: beside the repository in `../shared`, or where the system property
/// `fovea.shared` or the environment's FOVEA_SHARED says. Tests that need it are skipped where it is missing.
public final class Shared {
    private Shared() {}

    /// A folder of the shared data; the calling test is skipped, saying so, if it is not there.
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "shared data is not here: " + folder);
        return folder;
    }

    private static Path root() {
        String given = System.getProperty("fovea.shared", System.getenv("FOVEA_SHARED"));
        if (given != null) {
            return Path.of(given);
        }
        Path repository = Path.of("").toAbsolutePath();
        while (repository != null && !Files.exists(repository.resolve("fovea"))) {
            repository = repository.getParent();
        }
        return repository == null ? Path.of("shared") : repository.resolveSibling("shared");
    }
}
