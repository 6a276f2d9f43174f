package org.fovea.facerec.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.GalleryCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Reads all bytes of a gallery's files and says whether they are whole; exit code 1 if not.",
        footer = {"", "Example: fovea gallery verify --gallery people/"})
final class GalleryVerifyCommand implements Callable<Integer> {
    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        GalleryCheck check = GalleryCheck.of(gallery.folder);
        StringBuilder text = new StringBuilder(String.format(
                "%d pictures of %d people are whole, in %d bytes%n", check.pictures(), check.people(), check.bytes()));
        check.problems().forEach(problem -> text.append(Printable.of(problem)).append(System.lineSeparator()));
        run.print(check, text.toString());
        return check.problems().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
