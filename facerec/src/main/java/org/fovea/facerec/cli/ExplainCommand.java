package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fovea.facerec.data.Standardisation;
import org.fovea.gradcam.HeatMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "Shows which parts of a picture speak for a network's answer, and how the map comes about.",
        footer = {
            "",
            "Into DIR it writes explain.html (the whole derivation, step by step, in one file), overlayN.png (the map",
            "over the picture) and mapN.png (the map's cells) for each network N of the model; with --json also",
            "derivation.csv. With --layer all, overlays, --raw and --map are written once a layer, the layer's name",
            "before the ending.",
            "",
            "Example: fovea explain model.safetensors me.jpg -o out/",
            "",
            "From arrays: fovea explain net.safetensors x.npy --layer relu4 --method hirescam --target 3 --raw r.npy"
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A model that fovea train wrote, or any other safetensors file that holds a network.")
    private Path file;

    @Parameters(
            index = "1",
            paramLabel = "INPUT",
            description = "A picture (PNG, JPEG, GIF, BMP, PGM, PPM), or an .npy with the network's input, "
                    + "(N, C, H, W) or (H, W).")
    private Path image;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder for the page and the pictures; made if it is not there. "
                    + "Needed unless --raw or --map is given.")
    private @Nullable Path output;

    @Mixin
    private ExplainQuestion question;

    @Option(names = "--raw", paramLabel = "FILE", description = "Write the raw, signed maps: an .npy, (N, h, w).")
    private @Nullable Path raw;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "Write the maps from 0 to 1 at the input's size: an .npy, (N, H, W).")
    private @Nullable Path scaled;

    @Option(
            names = "--input-layout",
            paramLabel = "AXES",
            description = "The axes of an .npy where they are not N, C, H, W or H, W: nchw, nhwc, chw, hwc, nhw, hw.")
    private ExplainInput.@Nullable Axes layout;

    @Option(
            names = "--standardisation",
            paramLabel = "NAME",
            defaultValue = "none",
            description = "How a picture's values become the input of a network whose file does not say it: none (0 to "
                    + "1), signed (-1 to 1) or per_picture (mean 0, variance 1) (default: ${DEFAULT-VALUE}).")
    private Standardisation standardisation;

    @Option(names = "--network", paramLabel = "N", description = "Of several networks, only the Nth, counted from 1.")
    private @Nullable Integer only;

    @Option(
            names = "--picture",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which picture of an .npy the page explains, counted from 1 (default: ${DEFAULT-VALUE}).")
    private int picture;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    /// What is told of one network and one layer.
    private record Line(
            String network,
            String sees,
            double posterior,
            String target,
            String method,
            String layer,
            boolean layerChosen,
            double value,
            double discarded,
            boolean blank,
            @Nullable String reason,
            @Nullable String page,
            @Nullable String overlay,
            @Nullable Object derivation) {}

    @Override
    public Integer call() throws IOException {
        if (output == null && raw == null && scaled == null) {
            throw run.wrong("Missing required option: '--output=DIR' (or --raw or --map)");
        }
        Paths.checkModel(file);
        ExplainModel model = ExplainModel.read(file, standardisation);
        checkUsage(model);
        ExplainInput input = ExplainInput.read(image, model, only == null ? 0 : only - 1, layout);
        int pictures = input.pictures().size();
        if (picture < 1 || picture > pictures) {
            throw run.wrong("--picture must be from 1 to " + pictures + ", found " + picture);
        }
        for (Path written : new Path[] {raw, scaled}) {
            if (written != null) {
                Paths.checkOutput(written);
            }
        }
        if (output != null) {
            Files.createDirectories(output);
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < model.networks().size(); i++) {
            if (only == null || only == i + 1) {
                explain(model, i, i == 0 ? input : ExplainInput.read(image, model, i, layout), lines);
            }
        }
        run.print(lines, text(lines));
        return 0;
    }

    /// What is wrong with the options, known before the picture is read.
    private void checkUsage(ExplainModel model) {
        int networks = model.networks().size();
        if (only != null && (only < 1 || only > networks)) {
            throw run.wrong("--network must be from 1 to " + networks + ", found " + only);
        }
        if (only == null && networks > 1 && (raw != null || scaled != null)) {
            throw run.wrong("the model holds " + networks
                    + " networks, and --raw and --map are about one; say which with --network");
        }
        try {
            question.check(model);
            if (question.layer != null && !question.layer.equals(ExplainQuestion.ALL)) {
                ExplainQuestion.checkLayer(model.networks().get(only == null ? 0 : only - 1), question.layer);
            }
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
    }

    private void explain(ExplainModel model, int i, ExplainInput input, List<Line> lines) throws IOException {
        Explained explained = Explained.of(
                model.networks().get(i), input.batch(), question, model.classes(), seed.value, run.workers());
        List<String> layers = explained.layers(question.layer);
        boolean many = layers.size() > 1 || ExplainQuestion.ALL.equals(question.layer);
        List<Line> own = new ArrayList<>();
        for (String layer : layers) {
            List<HeatMap> maps = explained.maps(layer);
            if (raw != null) {
                ExplainFiles.writeMaps(many ? ExplainFiles.with(raw, layer) : raw, maps);
            }
            if (scaled != null) {
                ExplainFiles.writeMaps(
                        many ? ExplainFiles.with(scaled, layer) : scaled,
                        ExplainFiles.shown(maps, explained.subject()));
            }
            Path overlay = null;
            for (int n = 0; output != null && n < maps.size(); n++) {
                String name = (i + 1)
                        + (maps.size() > 1 ? "-" + (n + 1) : "")
                        + (many ? "." + layer.replaceAll("[^\\w.-]", "_") : "");
                Path written = ExplainFiles.writePictures(output, name, maps.get(n), input, n, explained.subject());
                overlay = n == picture - 1 ? written : overlay;
            }
            own.add(line(model, i, explained, layer, maps.get(picture - 1), overlay));
        }
        if (output != null) {
            run.remarks().println("fovea: measuring for the page of network " + (i + 1));
            Path page = ExplainFiles.writePage(output, i, explained, model, input, picture - 1);
            if (run.json) {
                ExplainFiles.writeCsv(output, i, explained, picture - 1);
            }
            own.replaceAll(line -> withPage(line, page));
        }
        lines.addAll(own);
    }

    private Line line(ExplainModel model, int i, Explained e, String layer, HeatMap map, @Nullable Path overlay) {
        int n = picture - 1;
        boolean derived = run.json && layer.equals(e.subject().layer());
        return new Line(
                "network " + (i + 1),
                model.name(e.seen()[n]),
                e.probability(n, e.seen()[n]),
                e.c()[n] == e.seen()[n] && e.scalar().name().equals("LOGIT")
                        ? model.name(e.c()[n])
                        : e.scalar().title() + " of " + model.name(e.c()[n]),
                map.method(),
                layer,
                question.layer == null,
                e.scalar().value(e.outputs().get(n), e.c()[n], e.b()[n]),
                map.discardedByRelu(),
                map.withoutPositiveEvidence(),
                map.reason(),
                null,
                overlay == null ? null : overlay.toString(),
                derived ? e.derivation(n) : null);
    }

    private static Line withPage(Line l, Path page) {
        return new Line(
                l.network,
                l.sees,
                l.posterior,
                l.target,
                l.method,
                l.layer,
                l.layerChosen,
                l.value,
                l.discarded,
                l.blank,
                l.reason,
                page.toString(),
                l.overlay,
                l.derivation);
    }

    private static String text(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put(line.network, String.format(Locale.ROOT, "sees %s, posterior %.3f", line.sees, line.posterior));
            facts.put(
                    "  evidence",
                    "for " + line.target + ", by " + line.method + " in layer " + line.layer
                            + (line.layerChosen ? ", the last with height and width" : ""));
            facts.put(
                    "  map",
                    line.reason != null
                            ? "blank: " + line.reason
                            : String.format(
                                    Locale.ROOT,
                                    "%.0f %% of the map speaks against and is not shown",
                                    100 * line.discarded));
            if (line.overlay != null) {
                facts.put("  written", line.overlay);
            }
            if (line.page != null) {
                facts.put("  page", line.page);
            }
            facts.forEach((name, value) -> text.append(String.format("%-12s %s%n", name, value)));
        }
        return text.toString();
    }
}
