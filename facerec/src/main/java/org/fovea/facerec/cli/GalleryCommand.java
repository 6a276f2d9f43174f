package org.fovea.facerec.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "gallery",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Looks at the people of a gallery, removes them, sets the threshold.",
        subcommands = {
            GalleryListCommand.class,
            GalleryShowCommand.class,
            GalleryRemoveCommand.class,
            GalleryExportCommand.class,
            GalleryImportCommand.class,
            GalleryCalibrateCommand.class,
            GalleryVerifyCommand.class,
            GalleryCompactCommand.class
        },
        footer = {"", "Example: fovea gallery list --gallery people/"})
final class GalleryCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "list, show, remove, export, import, calibrate, verify or compact?");
    }
}
