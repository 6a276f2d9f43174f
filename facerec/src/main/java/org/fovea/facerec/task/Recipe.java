package org.fovea.facerec.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import java.util.ServiceLoader;
import org.fovea.engine.Engine;

/// A task on its way to another machine: a text without data from which the same task is built anew there. Data travel
/// as files, which the arguments name.
///
/// @param kind the name of a [TaskKind]
/// @param arguments what that kind builds the task from, JSON
/// @param name of the result of the task that was meant
/// @param title of that task, for messages
/// @param made by which build of Fovea and on which kernels it was meant to run: kernels of another vector width
///     round otherwise
public record Recipe(String kind, String arguments, String name, String title, String made) implements Serializable {
    private static final JsonMapper JSON = new JsonMapper();

    /// The recipe of a task.
    ///
    /// @param arguments a record of numbers, texts, lists and records
    public static Recipe of(String kind, Object arguments, Task task) {
        try {
            return new Recipe(kind, JSON.writeValueAsString(arguments), task.name(), task.title(), here());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(kind + " task with arguments that JSON cannot hold", e);
        }
    }

    /// Reads arguments as they were written.
    ///
    /// @param type the record that they were
    /// @throws IllegalArgumentException if they are something else
    public static <T> T arguments(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the arguments of a task, a " + type.getSimpleName() + ", expected; found " + json, e);
        }
    }

    /// Builds the task anew.
    ///
    /// @throws IOException if a file that it needs cannot be read
    /// @throws IllegalArgumentException if no task of that name comes out, since data, Fovea or kernels differ
    ///     here; the message names what is different
    public Task build(TaskFiles files) throws IOException {
        if (!made.equals(here())) {
            throw new IllegalArgumentException(title + ": asked for by " + made + ", but here is " + here()
                    + ", whose results may differ in their last bits; use one build of Fovea everywhere, and where"
                    + " processors differ one vector width, -Dfovea.vectorBits=256 for driver and executors");
        }
        Task task = ServiceLoader.load(TaskKind.class, TaskKind.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(one -> one.name().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(title + ": no kind of tasks \"" + kind + "\" here"))
                .build(arguments, files);
        if (!task.name().equals(name)) {
            throw new IllegalArgumentException(title + ": " + name + " asked for, but " + task.name()
                    + " came out; the files that it names are not those of the driver: " + arguments);
        }
        return task;
    }

    /// This build of Fovea and its kernels.
    private static String here() {
        var module = Recipe.class.getModule().getDescriptor();
        String version = module == null
                ? Objects.requireNonNullElse(Recipe.class.getPackage().getImplementationVersion(), "unpackaged")
                : module.rawVersion().orElse("unpackaged");
        return "Fovea " + version + " on kernels " + Engine.kernels();
    }
}
