package org.fovea.facerec.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fovea.facerec.ensemble.NetworkSpec;
import org.fovea.facerec.ensemble.Studio;
import org.fovea.facerec.ensemble.Trained;
import org.fovea.facerec.task.Recipe;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskFiles;
import org.fovea.facerec.task.TaskKind;
import org.jspecify.annotations.Nullable;

/// The trainings of networks on other machines than that of their experiment. Faces are read, and splits made, once
/// for all tasks of a machine, as long as there is memory for them.
public final class NetworkTaskKind implements TaskKind {
    static final String NAME = "network";

    private static final Map<String, SoftReference<Object>> READ = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Task build(String json, TaskFiles files) throws IOException {
        NetworkArguments arguments = Recipe.arguments(json, NetworkArguments.class);
        SplitData split = split(arguments, files);
        return new NetworkTask(split, arguments.network().spec(), new Finished(split, files));
    }

    private static SplitData split(NetworkArguments arguments, TaskFiles files) throws IOException {
        // Side by side all would read the same.
        synchronized (READ) {
            String name = arguments.faces();
            SharedFaces faces = known(name, SharedFaces.class);
            if (faces == null) {
                faces = SharedFaces.read(name, files.local(name));
                READ.put(name, new SoftReference<>(faces));
            }
            SplitOrigin origin = arguments.origin(faces);
            String made = origin.toString();
            SplitData split = known(made, SplitData.class);
            if (split == null) {
                split = origin.split();
                READ.put(made, new SoftReference<>(split));
            }
            return split;
        }
    }

    private static <T> @Nullable T known(String name, Class<T> type) {
        SoftReference<Object> reference = READ.get(name);
        return reference == null ? null : type.cast(reference.get());
    }

    /// Networks whose files are there, since those that a task looks away from are trained before it.
    private record Finished(SplitData split, TaskFiles files) implements Studio {
        @Override
        public Trained train(NetworkSpec spec) {
            NetworkTask task = new NetworkTask(split, spec, this);
            try {
                return task.read(files.local(task.name())).trained();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
