package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.PortableGallery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Writes a gallery to one file that other programs can read (JSON Lines).",
        footer = {"", "Example: fovea gallery export --gallery people/ -o people.jsonl"})
final class GalleryExportCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write, whole or not at all.")
    private Path output;

    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private RunOptions run;

    private record Result(String file, int people, int pictures) {}

    @Override
    public Integer call() throws IOException {
        Paths.checkOutput(output);
        Result result;
        try (Gallery opened = gallery.read(run)) {
            PortableGallery.write(opened, output);
            result = new Result(output.toString(), opened.size(), opened.pictures());
        }
        run.print(
                result,
                String.format(
                        "%d pictures of %d people written to %s%n",
                        result.pictures(), result.people(), Printable.of(output)));
        return 0;
    }
}
