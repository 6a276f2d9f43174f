package org.fovea.tests;

import java.nio.file.Files;
import java.nio.file.Path;

/// The working copy that these tests belong to.
public final class Repository {
    private Repository() {}

    /// Its outermost folder, the one with the launcher `fovea` beside the parent's pom.
    public static Path root() {
        Path working = Path.of("").toAbsolutePath();
        for (Path folder = working; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("fovea")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no repository around " + working);
    }
}
