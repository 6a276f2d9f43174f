package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.PortableGallery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Adds what fovea gallery export wrote, all of it or nothing.",
        footer = {
            "",
            "Makes the gallery if it is not there, then with the file's threshold, too. Pictures that are enrolled"
                    + " already",
            "are passed over.",
            "",
            "Example: fovea gallery import people.jsonl --gallery copy/"
        })
final class GalleryImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What fovea gallery export wrote.")
    private Path file;

    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private RunOptions run;

    private record Result(int added, int people, int pictures) {}

    @Override
    public Integer call() throws IOException {
        Result result;
        if (Gallery.exists(gallery.folder)) {
            try (Gallery opened = gallery.open(run)) {
                int added = PortableGallery.add(file, opened);
                result = new Result(added, opened.size(), opened.pictures());
            }
        } else {
            try (Gallery made = PortableGallery.read(file, gallery.folder)) {
                result = new Result(made.pictures(), made.size(), made.pictures());
            }
        }
        run.print(
                result,
                String.format(
                        "%d pictures added; %d people, %d pictures%n",
                        result.added(), result.people(), result.pictures()));
        return 0;
    }
}
