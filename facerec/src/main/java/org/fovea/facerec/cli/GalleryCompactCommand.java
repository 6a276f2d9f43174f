package org.fovea.facerec.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.fovea.facerec.gallery.Gallery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Writes a gallery's files anew, as small as they can be.",
        footer = {"", "Example: fovea gallery compact --gallery people/"})
final class GalleryCompactCommand implements Callable<Integer> {
    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private RunOptions run;

    private record Result(int people, int pictures) {}

    @Override
    public Integer call() throws IOException {
        Result result;
        try (Gallery opened = gallery.open(run)) {
            opened.compact();
            result = new Result(opened.size(), opened.pictures());
        }
        run.print(result, String.format("%d pictures of %d people written anew%n", result.pictures(), result.people()));
        return 0;
    }
}
