package org.fovea.facerec.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fovea.facerec.gallery.Gallery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Removes people, or one picture, and every trace of them in the gallery's files.",
        footer = {
            "",
            "The files are written anew without them, so as much free disk is needed as the gallery takes. Copies,"
                    + " exports",
            "and backups are not reached.",
            "",
            "Example: fovea gallery remove Ada --gallery people/"
        })
final class GalleryRemoveCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Who is removed.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--picture", paramLabel = "ID", description = "Remove this one picture, by the id that show tells.")
    private @Nullable String picture;

    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private RunOptions run;

    private record Result(int pictures, int peopleLeft, int picturesLeft) {}

    @Override
    public Integer call() throws IOException {
        if (names.isEmpty() == (picture == null)) {
            throw run.wrong("give names, or --picture ID");
        }
        Result result;
        try (Gallery opened = gallery.open(run)) {
            int removed = 1;
            if (picture == null) {
                removed = opened.remove(names);
            } else {
                opened.removePicture(picture);
            }
            result = new Result(removed, opened.size(), opened.pictures());
        }
        run.print(
                result,
                String.format(
                        "%d pictures removed; %d of %d people left%n",
                        result.pictures(), result.picturesLeft(), result.peopleLeft()));
        return 0;
    }
}
