package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fovea.engine.network.Network;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.train.ConsoleProgress;
import org.fovea.engine.train.TrainingListener;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.ensemble.Plan;
import org.fovea.facerec.ensemble.Strategies;
import org.fovea.facerec.ensemble.Strategy;
import org.fovea.facerec.ensemble.Trained;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.evaluation.Figures;
import org.fovea.facerec.experiment.KeptTraining;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.gaze.Observations;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.task.FolderLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Learns the people of a folder, tests on their other pictures, and writes a model.",
        footer = {
            "",
            "DATA is a folder of folders, one a person, or a folder of pictures named subjectNN.condition.",
            "",
            "Example: fovea train faces/ --networks 2 --seed 1 -o model.safetensors",
            "",
            "Further:  fovea train faces/ --from net.onnx --freeze 20 --mean 127.5 --std 128 -o model.safetensors"
        })
final class TrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DATA", description = "The folder of faces.")
    private Path data;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "MODEL",
            description = "The model file to write (safetensors).")
    private Path output;

    @Option(
            names = "--networks",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many networks, each trained away from what those before it look at "
                    + "(default: ${DEFAULT-VALUE}).")
    private int networks;

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            description = "How several networks are made to differ (default: gaze-discs; fovea experiment --help lists"
                    + " them all).")
    private @Nullable String strategy;

    @Option(
            names = "--fusion",
            paramLabel = "NAME",
            description = "How their answers are brought together (default: bounded-cosine).")
    private @Nullable String fusion;

    @Option(
            names = "--resume",
            description = "Go on with a training that was broken off: networks that it had finished, kept in"
                    + " MODEL.parts, are not trained again. Everything else must be as it was.")
    private boolean resume;

    @Mixin
    private final TrainPerPersonOption trainPerPerson = new TrainPerPersonOption(5);

    @Mixin
    private final EpochsOption epochs = new EpochsOption(60);

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private FurtherOptions further;

    @Mixin
    private FolderOptions folder;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        if (trainPerPerson.value < 1 || networks < 1 || epochs.value < 1) {
            throw run.wrong("--train-per-person, --networks and --epochs must be at least 1");
        }
        if (output.toString().endsWith(".onnx")) {
            throw run.wrong(Printable.of(output) + ": a model is written as safetensors; fovea convert makes an ONNX"
                    + " file of it");
        }
        FurtherTraining from = further();
        FaceInput input = from == null ? dataOptions.input() : from.input();
        Strategy chosen;
        Fusion fused;
        try {
            chosen = strategy == null ? Strategies.standard() : Strategies.named(strategy);
            fused = fusion == null ? Fusions.standard() : Fusions.named(fusion);
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
        Paths.checkOutput(output);
        FaceSet faces = folder.read(data, input, run);
        FaceSet.Split split = faces.split(trainPerPerson.value, new Xoshiro256(seed.value));
        run.remarks()
                .println(TrainingMemory.of(split.training(), split.test().size(), TrainingSettings.standard())
                        .checked());
        String splitText = faces.people() + " people, " + split.training().size() + " pictures to learn from, "
                + split.test().size() + " for the test";
        run.remarks().println(splitText);

        List<Figures> figures;
        try (@Nullable FolderLock _ = from == null ? lockedParts() : null) {
            List<FaceModel.Member> members = from == null
                    ? members(chosen, split.training(), input)
                    : List.of(from.train(split.training(), epochs.value, seed.value, run.workers(), this::announce));
            FaceModel model =
                    new FaceModel(members, fused, faces.names(), input, FaceModel.Learned.of(split.training()));
            figures = figures(model, split.test(), run);
            model.write(output);
        }
        if (from == null) {
            Paths.removeFolder(parts());
        }
        run.remarks().println("wrote " + Printable.of(output));
        run.print(result(splitText, figures), splitText + System.lineSeparator() + table(figures));
        return 0;
    }

    /// What --from asks for; null where it is not given.
    private @Nullable FurtherTraining further() throws IOException {
        if (further.from == null) {
            if (further.given()) {
                throw run.wrong("--freeze, --cut, --mean, --std, --range and --channels go with --from NET.onnx");
            }
            return null;
        }
        if (networks > 1 || strategy != null || resume) {
            throw run.wrong("--from trains one network; --networks, --strategy and --resume do not go with it");
        }
        try {
            FurtherTraining training = FurtherTraining.read(further, dataOptions.size(), dataOptions.crop());
            run.remarks().println(training.remark());
            return training;
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
    }

    private List<FaceModel.Member> members(Strategy chosen, FaceSet training, FaceInput input) throws IOException {
        Plan plan = new Plan(
                input.width(),
                input.height(),
                networks,
                seed.value,
                TrainingSettings.standard().withEpochs(epochs.value));
        KeptTraining studio = new KeptTraining(
                training, input.standardisation(), parts(), run.workers(), (spec, network) -> announce(network));
        List<Trained> trained = chosen.train(studio, plan);
        if (resume) {
            run.remarks().println(studio.found() + " networks were there from before");
        }
        return trained.stream()
                .map(member -> new FaceModel.Member(member.face(), member.experience()))
                .toList();
    }

    /// Keeps other runs from the folder of networks, which would remove them; what an earlier run left is removed
    /// here unless it is gone on with.
    private FolderLock lockedParts() throws IOException {
        FolderLock lock = FolderLock.take(parts());
        if (!resume) {
            try {
                lock.clear();
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        }
        return lock;
    }

    /// Where networks are kept while others are trained.
    private Path parts() {
        return output.resolveSibling(output.getFileName() + ".parts");
    }

    private TrainingListener announce(Network network) {
        run.remarks().println(network + ", " + network.trainedParameters() + " parameters");
        return ConsoleProgress.create(run.remarks());
    }

    private static Map<String, Object> result(String split, List<Figures> figures) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("split", split);
        result.put("figures", figures);
        return result;
    }

    /// Each network's figures, and the combination's where there are several.
    static List<Figures> figures(FaceModel model, FaceSet test, RunOptions run) {
        List<Observations> observed = model.observe(test, run.workers());
        List<Figures> figures = new ArrayList<>();
        for (int i = 0; i < observed.size(); i++) {
            figures.add(Figures.of("network " + (i + 1), model.posteriors(i, observed.get(i)), test.labels()));
        }
        if (observed.size() > 1) {
            figures.add(Figures.of("combined", model.posteriors(observed), test.labels()));
        }
        return figures;
    }

    static String table(List<Figures> figures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Figures.headings());
        figures.forEach(f -> rows.add(f.row()));
        return TextTable.of(rows);
    }
}
