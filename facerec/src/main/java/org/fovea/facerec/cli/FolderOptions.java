package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.network.FaceInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How a folder of people is read.
final class FolderOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private PictureOptions pictures;

    private @Nullable Integer minimum;

    @Option(
            names = "--min-per-person",
            paramLabel = "N",
            description = "Leave out people with fewer than N readable pictures (default: 1, nobody).")
    void setMinimum(int minimum) {
        if (minimum < 1) {
            throw new ParameterException(spec.commandLine(), "--min-per-person must be at least 1, found " + minimum);
        }
        this.minimum = minimum;
    }

    /// The fewest pictures of a person, where the option is not given `standard`.
    int minimum(int standard) {
        return minimum == null ? standard : minimum;
    }

    /// How its pictures are read.
    ReadingOptions reading() {
        return pictures.options();
    }

    /// The faces of a folder, as a network reads them; what was passed over, and who was left out, is remarked.
    FaceSet read(Path folder, FaceInput input, RunOptions run) throws IOException {
        return Problems.report(
                FaceSet.read(
                        folder, input.options().withMinimumPictures(minimum(1)).withReading(pictures.options())),
                run.remarks());
    }
}
