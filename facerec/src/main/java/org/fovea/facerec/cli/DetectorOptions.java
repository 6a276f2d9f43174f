package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.fovea.engine.onnx.OnnxModel;
import org.fovea.engine.parallel.Workers;
import org.fovea.facerec.detection.DetectorSettings;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.fovea.facerec.embedding.FaceReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How faces are found.
final class DetectorOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--detector",
            paramLabel = "YUNET.onnx",
            defaultValue = "${env:FOVEA_DETECTOR}",
            description = "YuNet's model (default: the environment variable FOVEA_DETECTOR).")
    private @Nullable Path detector;

    private DetectorSettings settings = DetectorSettings.standard();

    @Option(
            names = "--score",
            paramLabel = "S",
            description = "The least score of a face, above 0 to 1 (default: 0.7).")
    void setScore(double score) {
        settings = checked(() -> settings.withScore(score), "--score");
    }

    @Option(
            names = "--max-side",
            paramLabel = "PIXELS",
            description = "Shrink larger photographs to so many pixels on the longer side before they are searched"
                    + " (default: 640); faces below 10 of these pixels are not found.")
    void setLongestSide(int pixels) {
        settings = checked(() -> settings.withLongestSide(pixels), "--max-side");
    }

    private DetectorSettings checked(Supplier<DetectorSettings> change, String option) {
        try {
            return change.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
        }
    }

    DetectorSettings settings() {
        return settings;
    }

    /// The detector's file.
    Path file() {
        if (detector == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--detector is missing: YuNet's ONNX file (docs/models.md says where people get it); the"
                            + " environment variable FOVEA_DETECTOR can name it once for all");
        }
        return detector;
    }

    /// The way from photographs to embeddings of faces.
    ///
    /// @param workers the threads that compute one photograph
    FaceReader reader(EmbeddingModel model, Workers workers) throws IOException {
        return FaceReader.of(read(), settings, model, workers);
    }

    OnnxModel read() throws IOException {
        Paths.checkModel(file());
        return OnnxModel.read(file());
    }
}
