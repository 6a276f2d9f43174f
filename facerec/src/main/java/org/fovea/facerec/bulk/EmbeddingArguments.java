package org.fovea.facerec.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.bulk.EmbeddingSettings.ModelFile;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.FoundPicture;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.embedding.EmbeddingCards;
import org.fovea.facerec.task.Task;

/// An embedding task as it stands in its recipe. The models and the card travel as files, the photographs do not
/// travel: they are where every machine sees them.
///
/// @param detector the name of a shared file
/// @param model the name of a shared file
/// @param card the name of a shared file
/// @param base where relative paths of photographs begin
record EmbeddingArguments(
        int number,
        String detector,
        DetectorSettings detection,
        String model,
        String card,
        ReadingOptions reading,
        FaceChoice faces,
        String base,
        List<FoundPicture> photographs) {
    static EmbeddingArguments of(EmbeddingTask task) {
        EmbeddingSettings settings = task.settings();
        return new EmbeddingArguments(
                task.number(),
                name("detector", settings.detector()),
                settings.detection(),
                name("model", settings.model()),
                cardName(settings),
                settings.reading(),
                settings.faces(),
                Path.of("").toAbsolutePath().toString(),
                task.photographs());
    }

    private static String name(String what, ModelFile model) {
        return what + "-" + model.fingerprint().substring(0, 32) + ".onnx";
    }

    private static String cardName(EmbeddingSettings settings) {
        return "card-" + Fingerprint.of(settings.card().recipe()).substring(0, 32) + ".json";
    }

    /// The models and the card, to be shared.
    static List<Task.Input> inputs(EmbeddingSettings settings) {
        return List.of(
                copy(name("detector", settings.detector()), settings.detector()),
                copy(name("model", settings.model()), settings.model()),
                new Task.Input(cardName(settings), file -> EmbeddingCards.write(file, settings.card())));
    }

    private static Task.Input copy(String name, ModelFile model) {
        return new Task.Input(name, file -> copy(model.file(), file));
    }

    private static void copy(Path from, Path to) throws IOException {
        AtomicFile.write(to, Files.readAllBytes(from));
    }

    /// Where every machine sees a photograph: its path if that is a full one or a URL, else the path below `base`.
    String place(String path) {
        return FoundPicture.isUrl(path) ? path : Path.of(base).resolve(path).toString();
    }
}
