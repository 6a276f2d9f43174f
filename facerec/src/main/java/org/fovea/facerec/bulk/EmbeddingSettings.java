package org.fovea.facerec.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.fovea.engine.Engine;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.embedding.EmbeddingCard;
import org.fovea.facerec.embedding.EmbeddingModel;

/// What decides the embeddings of a photograph's faces, besides the photograph.
///
/// @param detector YuNet's file
/// @param model the embedding network's file
/// @param card what the network reads
/// @param reading how photographs are read
/// @param faces which of a photograph's faces are embedded
public record EmbeddingSettings(
        ModelFile detector,
        DetectorSettings detection,
        ModelFile model,
        EmbeddingCard card,
        ReadingOptions reading,
        FaceChoice faces) {
    /// A model's file.
    ///
    /// @param fingerprint its SHA-256
    public record ModelFile(Path file, String fingerprint) {}

    /// The settings with two models.
    ///
    /// @param modelFile where `model` was read from
    /// @throws IOException if the detector's file cannot be read
    public static EmbeddingSettings of(
            Path detector,
            DetectorSettings detection,
            Path modelFile,
            EmbeddingModel model,
            ReadingOptions reading,
            FaceChoice faces)
            throws IOException {
        return new EmbeddingSettings(
                new ModelFile(detector, Fingerprint.of(detector)),
                detection,
                new ModelFile(modelFile, model.fingerprint()),
                model.card(),
                reading,
                faces);
    }

    /// All that decides, in lines; the kernels, too, on which the last bits depend.
    String specification() {
        return String.join(
                "\n",
                "detector " + detector.fingerprint(),
                detection.toString(),
                "model " + model.fingerprint(),
                card.recipe(),
                reading.toString(),
                "faces " + faces.name().toLowerCase(Locale.ROOT),
                "kernels " + Engine.kernels());
    }
}
