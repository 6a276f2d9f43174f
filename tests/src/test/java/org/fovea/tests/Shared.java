package org.fovea.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/// Where the data that cannot be redistributed lies: beside the repository in `../shared`, or where the system property
/// `fovea.shared` or the environment's FOVEA_SHARED says. Tests that need it are skipped where it is missing.
public final class Shared {
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Shared() {}

    /// A folder of the shared data; the calling test is skipped, saying so, if it is not there.
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        if (!Files.isDirectory(folder)) {
            String reason = "skipped: no " + folder + " (set FOVEA_SHARED to where the shared data is)";
            if (TOLD.add(reason)) { // Maven's log shows how many were skipped, but not why
                System.err.println(reason);
            }
            Assumptions.abort(reason);
        }
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
