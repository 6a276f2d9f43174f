package org.fovea.facerec.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.FaceReader;
import org.fovea.facerec.task.Recipe;
import org.fovea.facerec.task.Task;
import org.fovea.facerec.task.TaskFiles;
import org.fovea.facerec.task.TaskKind;

/// The embedding of photographs on other machines than that which found them. The models are read once for all tasks of
/// a machine.
public final class EmbeddingTaskKind implements TaskKind {
    static final String NAME = "embed";

    private static final Map<String, Opened> OPENED = new ConcurrentHashMap<>();

    /// Models that have been read.
    private record Opened(EmbeddingSettings settings, FaceReader reader) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Task build(String json, TaskFiles files) throws IOException {
        EmbeddingArguments arguments = Recipe.arguments(json, EmbeddingArguments.class);
        Opened opened = opened(arguments, files);
        return new EmbeddingTask(
                arguments.number(),
                opened.settings,
                arguments.photographs(),
                opened.reader,
                path -> files.local(arguments.place(path)),
                () -> {});
    }

    private static Opened opened(EmbeddingArguments arguments, TaskFiles files) throws IOException {
        // Side by side all would read the same.
        synchronized (OPENED) {
            String key = String.join(
                    " ",
                    arguments.detector(),
                    arguments.detection().toString(),
                    arguments.model(),
                    arguments.card(),
                    arguments.reading().toString(),
                    arguments.faces().name());
            Opened opened = OPENED.get(key);
            if (opened == null) {
                opened = open(arguments, files);
                OPENED.put(key, opened);
            }
            return opened;
        }
    }

    private static Opened open(EmbeddingArguments arguments, TaskFiles files) throws IOException {
        Path detector = files.local(arguments.detector());
        Path modelFile = files.local(arguments.model());
        EmbeddingModel model = EmbeddingModel.read(modelFile, files.local(arguments.card()));
        EmbeddingSettings settings = EmbeddingSettings.of(
                detector, arguments.detection(), modelFile, model, arguments.reading(), arguments.faces());
        FaceReader reader = FaceReader.of(OnnxModel.read(detector), settings.detection(), model, new Workers(1));
        return new Opened(settings, reader);
    }
}
