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
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Target;
import org.fovea.engine.network.Trace;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.ensemble.Fusion;
import org.fovea.facerec.network.FaceModel;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.facerec.report.Overlay;
import org.fovea.gradcam.ColorMap;
import org.fovea.gradcam.GradCam;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Scaling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Shows with Grad-CAM which parts of a picture speak for the person a model sees in it.",
        footer = {
            "",
            "Writes overlayN.png (the map over the picture) and mapN.png (the map's cells) for each network N.",
            "",
            "Example: fovea explain model.safetensors me.jpg -o out/"
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model that fovea train wrote.")
    private Path file;

    @Parameters(index = "1", paramLabel = "IMAGE", description = "A picture: PNG, JPEG, GIF, BMP, PGM or PPM.")
    private Path image;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder to write to; made if it is not there.")
    private Path output;

    @Option(
            names = "--person",
            paramLabel = "NAME",
            description = "Whose evidence to show (default: the person that each network sees).")
    private @Nullable String person;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "The layer to look at (default: the last activation with height and width).")
    private @Nullable String layer;

    @Mixin
    private RunOptions run;

    /// What is told of one network.
    private record Line(
            String network,
            String sees,
            double posterior,
            String target,
            String layer,
            double discarded,
            boolean blank,
            String overlay) {}

    @Override
    public Integer call() throws IOException {
        Paths.checkModel(file);
        FaceModel model = FaceModel.read(file);
        Picture picture = PictureFile.read(image);
        if (person != null && !model.people().contains(person)) {
            throw run.wrong("--person: the model does not know \"" + person + "\"; it knows "
                    + String.join(", ", model.people()));
        }
        Files.createDirectories(output);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < model.networks().size(); i++) {
            lines.add(explain(model, i, picture));
        }
        run.print(lines, text(lines));
        return 0;
    }

    private Line explain(FaceModel model, int i, Picture picture) throws IOException {
        Network network = model.networks().get(i);
        String at = layer == null
                ? FaceNetworks.gazeLayer(network)
                : network.node(layer).name();
        Trace trace = network.trace(1, run.workers()).forward(model.input().tensor(picture));
        float[] posteriors = Fusion.softmax(trace.output()).data();
        int seen = 0;
        for (int k = 1; k < posteriors.length; k++) {
            seen = posteriors[k] > posteriors[seen] ? k : seen;
        }
        int target = person == null ? seen : model.people().indexOf(person);
        trace.backward(Target.logit(target), Reach.downTo(at));
        HeatMap map = GradCam.of(trace, at).getFirst();
        HeatMap cells = Scaling.toUnit(map.positive());
        // The map covers the part of the picture that the network read.
        Picture read = model.input()
                .crop()
                .cut(picture, model.input().width(), model.input().height());
        HeatMap shown = Scaling.forDisplay(map, read.height(), read.width());
        Path overlay = output.resolve("overlay" + (i + 1) + ".png");
        PictureFile.writePng(overlay, Overlay.of(read, shown, ColorMap.INFERNO, 0.6));
        PictureFile.writePng(output.resolve("map" + (i + 1) + ".png"), Overlay.of(cells, ColorMap.INFERNO));
        return new Line(
                "network " + (i + 1),
                model.people().get(seen),
                posteriors[seen],
                model.people().get(target),
                at,
                map.discardedByRelu(),
                map.withoutPositiveEvidence(),
                overlay.toString());
    }

    private static String text(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put(line.network, String.format(Locale.ROOT, "sees %s, posterior %.3f", line.sees, line.posterior));
            facts.put("  evidence", "for " + line.target + ", in layer " + line.layer);
            facts.put(
                    "  map",
                    line.blank
                            ? "blank: no cell speaks for " + line.target
                            : String.format(
                                    Locale.ROOT,
                                    "%.0f %% of the map speaks against and is not shown",
                                    100 * line.discarded));
            facts.put("  written", line.overlay);
            facts.forEach((name, value) -> text.append(String.format("%-12s %s%n", name, value)));
        }
        return text.toString();
    }
}
