package org.fovea.facerec.cli;

import org.fovea.facerec.data.ReadingOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How the files of pictures are read.
final class PictureOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--no-exif",
            description = "Take pictures as they are stored; without this, they are turned as their EXIF orientation"
                    + " says.")
    private boolean withoutExif;

    private long maxPixels = ReadingOptions.DEFAULT_MAX_PIXELS;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "Refuse pictures of more pixels, width x height (default: "
                    + ReadingOptions.DEFAULT_MAX_PIXELS + ").")
    void setMaxPixels(long maxPixels) {
        if (maxPixels < 1) {
            throw new ParameterException(spec.commandLine(), "--max-pixels must be at least 1, found " + maxPixels);
        }
        this.maxPixels = maxPixels;
    }

    ReadingOptions options() {
        return new ReadingOptions(!withoutExif, maxPixels);
    }
}
