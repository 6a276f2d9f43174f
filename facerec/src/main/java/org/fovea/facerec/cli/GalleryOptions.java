package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.EmbeddingModel;
import org.fovea.facerec.gallery.Gallery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which gallery a command is about, and of which model what it is given is.
final class GalleryOptions {
    @Option(
            names = {"-g", "--gallery"},
            required = true,
            paramLabel = "DIR",
            description = "The folder of the gallery.")
    Path folder = Path.of("");

    Gallery open(RunOptions run) throws IOException {
        return Gallery.open(folder, false, run.workers());
    }

    Gallery read(RunOptions run) throws IOException {
        return Gallery.open(folder, true, run.workers());
    }

    /// The folder for messages.
    String shown() {
        return Printable.of(folder);
    }

    /// The option of commands that are given embeddings.
    static final class Model {
        @Option(
                names = "--model",
                paramLabel = "FILE",
                description =
                        "The file of the model that the embeddings are of; a gallery of another model is refused.")
        @Nullable
        Path file;

        /// The model, known by its file's bytes.
        EmbeddingModel of(Path model, int length) throws IOException {
            Paths.checkModel(model);
            return new EmbeddingModel(
                    Printable.of(String.valueOf(model.getFileName())), PictureEmbeddings.sha256(model), length);
        }

        /// Refuses a gallery of another model, where one was named.
        void check(Gallery gallery, int length) throws IOException {
            if (file != null) {
                gallery.require(of(file, length));
            }
        }
    }
}
