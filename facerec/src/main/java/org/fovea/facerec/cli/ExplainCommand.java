package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.fovea.engine.network.Network;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.Standardisation;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Layers;
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
            "over the picture as the network sees it) and mapN.png (the map's cells) for each network N of the model;",
            "with --json also derivationN.csv. What an earlier run wrote there is removed. With --layer all, overlays,",
            "--raw and --map are written once a layer, the layer's name before the ending.",
            "",
            "Several networks are explained for the person they see together, and combined.png is their combined map:",
            "the mean of their maps in their places, each scaled to sum 1 and weighted by the network's own posterior",
            "of that person. The network whose own posterior of the answer is highest decided.",
            "",
            "Example: fovea explain model.safetensors me.jpg -o out/",
            "",
            "From arrays: fovea explain net.safetensors x.npy --layer relu4 --method hirescam --target 3 --raw r.npy",
            "",
            "From ONNX: fovea explain net.onnx cat.jpg --labels names.txt --mean 0.485,0.456,0.406",
            "           --std 0.229,0.224,0.225 -o out/",
            "Two faces: fovea explain embedding.onnx a.png --similar b.png --mean 127.5 --std 128 -o out/"
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A model that fovea train wrote, any other safetensors file that holds a network, or an ONNX"
                    + " file.")
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
    private OnnxQuestionOptions onnx;

    @Mixin
    private PictureOptions reading;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        if (output == null && raw == null && scaled == null) {
            throw run.wrong("Missing required option: '--output=DIR' (or --raw or --map)");
        }
        Paths.checkModel(file);
        ExplainModel model = model();
        checkUsage(model);
        ExplainInput input = ExplainInput.read(image, model, reading.options(), layout);
        Map<Integer, ExplainInput.Batch> batches = new LinkedHashMap<>();
        for (int i = 0; i < model.faces().size(); i++) {
            if (only == null || only == i + 1) {
                batches.put(i, input.of(model.faces().get(i)));
            }
        }
        int pictures = batches.values().iterator().next().pictures().size();
        if (picture < 1 || picture > pictures) {
            throw run.wrong("--picture must be from 1 to " + pictures + ", found " + picture);
        }
        checkOutputs();
        Combination together = batches.size() < 2 || model.together() == null || input.frame() == null
                ? null
                : Combination.of(model.together(), input.frame(), run.workers());
        List<MadeMaps> made = new ArrayList<>();
        for (Map.Entry<Integer, ExplainInput.Batch> batch : batches.entrySet()) {
            made.add(maps(model, batch.getKey(), batch.getValue(), together));
        }
        ExplainWriting writing = new ExplainWriting(
                model, String.valueOf(image.getFileName()), input.frame(), together, picture - 1, run);
        List<ExplainAnswer.Line> lines = writing.write(made, output, raw, scaled);
        run.print(lines, ExplainAnswer.text(lines));
        return 0;
    }

    private ExplainModel model() throws IOException {
        if (!InspectCommand.isOnnx(file)) {
            if (onnx.given()) {
                throw run.wrong(
                        Printable.of(file) + " is no ONNX file; --labels, --output-name, --cell, --similar, --size,"
                                + " --mean, --std, --range, --channels and --crop are about those");
            }
            return ExplainModel.read(file, standardisation);
        }
        if (standardisation != Standardisation.NONE) {
            throw run.wrong(
                    "--standardisation is about Fovea's own networks; an ONNX file's take --mean, --std and --range");
        }
        try {
            ExplainModel model = ExplainOnnx.read(file, onnx, reading.options(), run.workers());
            run.remarks()
                    .println("fovea: " + Objects.requireNonNull(model.foreign()).remark());
            return model;
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
    }

    private MadeMaps maps(ExplainModel model, int i, ExplainInput.Batch batch, @Nullable Combination together) {
        Integer asked = question.asked(model);
        if (asked == null && together != null) {
            asked = together.answer();
        }
        Explained explained = Explained.of(
                model.networks().get(i), model.outputs(), batch.values(), question, asked, seed.value, run.workers());
        Map<String, List<HeatMap>> maps = new LinkedHashMap<>();
        for (String layer : explained.layers(question.layer)) {
            maps.put(layer, explained.maps(layer));
        }
        return new MadeMaps(i, explained, batch.pictures(), maps, question.layer);
    }

    /// The page needs gradients down to its layer; a map alone may not.
    private void checkGradients(ExplainModel model) {
        for (Network network : output == null ? List.<Network>of() : model.networks()) {
            String from = Layers.logits(network);
            String named = question.layer == null || question.layer.equals(ExplainQuestion.ALL) ? null : question.layer;
            Layers.checkGradient(network, from, named == null ? Layers.last(network, from) : named);
        }
    }

    private void checkOutputs() throws IOException {
        if (raw != null && scaled != null && Paths.same(raw, scaled)) {
            throw run.wrong("--raw and --map name the same file, " + Printable.of(raw));
        }
        for (Path written : new Path[] {raw, scaled}) {
            if (written == null) {
                continue;
            }
            if (Paths.same(written, file) || Paths.same(written, image)) {
                throw run.wrong(Printable.of(written) + " is read here; the maps need another file");
            }
            Paths.checkOutput(written);
        }
        if (output != null) {
            Paths.checkOutputFolder(output);
        }
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
            checkGradients(model);
            if (question.layer != null && !question.layer.equals(ExplainQuestion.ALL)) {
                for (int i = 0; i < networks; i++) {
                    if (only == null || only == i + 1) {
                        ExplainQuestion.checkLayer(model.networks().get(i), question.layer);
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
    }
}
