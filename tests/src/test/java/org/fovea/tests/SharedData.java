package org.fovea.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/// The data that some tests read and that cannot be redistributed: the folder named by the system property
/// `fovea.shared`, else by the environment variable `FOVEA_SHARED`, else `shared` beside the repository. Tests that
/// need it stand in this module, and are skipped, saying what is missing, where it is not there.
public final class SharedData {
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private SharedData() {}

    /// The file or folder at `path` within the shared data; the test that asks is skipped where there is none.
    public static Path find(String path) {
        Path file = root().resolve(path);
        if (!Files.exists(file)) {
            String reason = "skipped: no " + file + " (set FOVEA_SHARED to where the shared data is)";
            if (TOLD.add(reason)) { // Maven's log shows how many were skipped, but not why
                System.err.println(reason);
            }
            Assumptions.abort(reason);
        }
        return file;
    }

    private static Path root() {
        String said = System.getProperty("fovea.shared", System.getenv("FOVEA_SHARED"));
        return said != null && !said.isBlank()
                ? Path.of(said)
                : Repository.root().resolveSibling("shared");
    }
}
