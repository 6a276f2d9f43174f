package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fovea.facerec.data.Fingerprint;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.ModelIdentity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which gallery a command is about.
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

    /// The model, as galleries know it.
    static ModelIdentity model(Path file, int length) throws IOException {
        Paths.checkModel(file);
        return ModelIdentity.ofFile(Printable.of(String.valueOf(file.getFileName())), Fingerprint.of(file), length);
    }

    /// Refuses a gallery of another model, where one was named.
    static void check(Gallery gallery, @Nullable Path model, int length) throws IOException {
        if (model != null) {
            gallery.require(model(model, length));
        }
    }
}
