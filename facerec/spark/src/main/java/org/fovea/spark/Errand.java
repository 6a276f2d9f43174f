package org.fovea.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.Utils;
import org.fovea.facerec.task.Recipe;
import org.fovea.facerec.task.Task;

/// What an executor does with a recipe: builds the task, runs it in a folder of its own, and puts the result into the
/// shared folder. Gives an empty text, or why the recipe was refused, which no other attempt would change.
///
/// @param folder shared, path or URL
record Errand(String folder) implements Function<Recipe, String> {
    /// This executor's shared folders, so that each file is fetched once.
    private static final Map<String, SharedFolder> FOLDERS = new ConcurrentHashMap<>();

    @Override
    public String call(Recipe recipe) throws IOException {
        SharedFolder shared = FOLDERS.computeIfAbsent(folder, Errand::shared);
        if (shared.has(recipe.name())) {
            return ""; // by an attempt that was thought lost
        }
        Task task;
        try {
            task = recipe.build(shared);
        } catch (IllegalArgumentException e) {
            return Objects.requireNonNullElse(e.getMessage(), e.toString());
        }
        Path own = Files.createTempDirectory(local(), "fovea-task-");
        try {
            Path file = own.resolve(recipe.name());
            task.run(file);
            shared.put(file, recipe.name());
        } finally {
            removeAll(own);
        }
        return "";
    }

    private static SharedFolder shared(String folder) {
        var hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
        return new SharedFolder(folder, local().resolve("fovea-copies"), hadoop);
    }

    /// The executor's folder for temporary files, on the disk that the cluster says.
    private static Path local() {
        return Path.of(Utils.getLocalDir(SparkEnv.get().conf()));
    }

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
