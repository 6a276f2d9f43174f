package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fovea.facerec.embedding.EmbeddingModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which network embeds faces.
final class EmbeddingOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "NET.onnx",
            defaultValue = "${env:FOVEA_EMBEDDING}",
            description = "The network that embeds faces; NET.json beside it says what it reads (default: the"
                    + " environment variable FOVEA_EMBEDDING).")
    private @Nullable Path model;

    @Option(
            names = "--card",
            paramLabel = "NET.json",
            description = "What the network reads, where that is not in NET.json beside it.")
    private @Nullable Path card;

    /// The model's file; null where none is named.
    @Nullable
    Path file() {
        return model;
    }

    EmbeddingModel read() throws IOException {
        if (model == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--model is missing: the ONNX file of an embedding network (docs/models.md says where people get"
                            + " one); the environment variable FOVEA_EMBEDDING can name it once for all");
        }
        Paths.checkModel(model);
        return EmbeddingModel.read(model, card);
    }
}
