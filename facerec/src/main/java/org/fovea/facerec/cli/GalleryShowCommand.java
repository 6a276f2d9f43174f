package org.fovea.facerec.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fovea.engine.text.Columns;
import org.fovea.facerec.gallery.Calibration;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.ModelIdentity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Shows what a gallery is of and how it decides, or a person's pictures.",
        footer = {"", "Example: fovea gallery show Ada --gallery people/"})
final class GalleryShowCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Whose pictures; without it, the whole gallery.")
    private @Nullable String name;

    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private RunOptions run;

    private record About(
            ModelIdentity model,
            int people,
            int pictures,
            @Nullable Calibration calibration) {}

    private record Line(String picture, String enrolled, Map<String, Double> quality) {}

    @Override
    public Integer call() throws IOException {
        try (Gallery opened = gallery.read(run)) {
            if (name == null) {
                var about = new About(
                        opened.model(),
                        opened.size(),
                        opened.pictures(),
                        opened.calibration().orElse(null));
                run.print(about, text(about));
                return 0;
            }
            List<Line> lines = opened.pictures(name).stream()
                    .map(picture -> new Line(
                            picture.id(),
                            picture.enrolled().toString(),
                            picture.quality().measures()))
                    .toList();
            run.print(lines, text(lines));
        }
        return 0;
    }

    private static String text(About about) {
        Calibration calibration = about.calibration();
        String decides = calibration == null ? "no threshold yet" : GalleryCalibrateCommand.text(calibration);
        String since = calibration == null || calibration.enrolled() == about.people()
                ? ""
                : String.format("set when %d people were enrolled%n", calibration.enrolled());
        return String.format(
                "model %s%n%d people, %d pictures%n%s%s",
                about.model(), about.people(), about.pictures(), decides.stripTrailing() + "\n", since);
    }

    private static String text(List<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("picture", "enrolled", "quality"));
        for (Line line : lines) {
            rows.add(List.of(
                    line.picture(),
                    line.enrolled(),
                    line.quality().entrySet().stream()
                            .map(measure -> measure.getKey() + " " + measure.getValue())
                            .collect(Collectors.joining(", "))));
        }
        return Columns.of(rows, 3, 3);
    }
}
