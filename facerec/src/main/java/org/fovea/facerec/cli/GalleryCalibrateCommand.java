package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.fovea.engine.io.Npy;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.Calibration;
import org.fovea.facerec.gallery.Gallery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Sets from which score on a face is known, by a false match rate (FMR).",
        footer = {
            "",
            "Different people are compared: those of the gallery, or others. n comparisons support an FMR of 3/n and"
                    + " no",
            "less. FPIR is the share of people not enrolled that a search in this gallery would take for somebody.",
            "",
            "Example: fovea gallery calibrate --gallery people/ --fmr 0.001"
        })
final class GalleryCalibrateCommand implements Callable<Integer> {
    @Option(
            names = "--fmr",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description = "The false match rate of a comparison (default: ${DEFAULT-VALUE}).")
    private double fmr;

    @Option(
            names = "--impostors",
            paramLabel = "X.npy",
            description = "Compare these people, none of whom is enrolled: embeddings of shape (N, D).")
    private @Nullable Path impostors;

    @Option(
            names = "--people",
            paramLabel = "L.npy",
            description = "Whom each of the --impostors is of: N whole numbers. Without it each is another person.")
    private @Nullable Path people;

    @Mixin
    private SeedOption seed;

    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        if (!(fmr > 0 && fmr < 1)) {
            throw run.wrong("--fmr must lie between 0 and 1, found " + fmr);
        }
        if (impostors == null && people != null) {
            throw run.wrong("--people says whom the --impostors are of, and there are none");
        }
        Calibration calibration;
        try (Gallery opened = gallery.open(run)) {
            if (impostors == null) {
                calibration = opened.calibrate(fmr, seed.value);
            } else {
                float[][] rows = PictureEmbeddings.rows(impostors);
                calibration = opened.calibrate(fmr, seed.value, rows, names(rows.length), Printable.of(impostors));
            }
        }
        run.print(calibration, text(calibration));
        return 0;
    }

    private List<String> names(int count) throws IOException {
        long[] numbers = people == null
                ? IntStream.range(0, count).asLongStream().toArray()
                : Npy.read(people).longs();
        return Arrays.stream(numbers).mapToObj(number -> "person " + number).toList();
    }

    static String text(Calibration calibration) {
        String first = String.format(
                Locale.ROOT,
                "%s%nsmallest FMR that these comparisons support: %.2g%n",
                calibration,
                calibration.lowestFmr());
        Calibration.FalsePositives searches = calibration.falsePositives();
        return searches == null
                ? first
                : first + String.format(Locale.ROOT, "%s, %,d people enrolled%n", searches, calibration.enrolled());
    }
}
