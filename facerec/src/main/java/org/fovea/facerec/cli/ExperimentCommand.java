package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.ensemble.Strategies;
import org.fovea.facerec.ensemble.Strategy;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.experiment.Experiment;
import org.fovea.facerec.experiment.ExperimentSettings;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.experiment.SummaryRow;
import org.fovea.facerec.experiment.ViewSettings;
import org.fovea.facerec.fusion.Fusion;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.report.ExperimentReport;
import org.fovea.facerec.task.TaskRunner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "Holds ways to make several networks against each other, on the same splits of a set of faces.",
        footer = {
            "",
            "Into DIR it writes results.csv (a line per split, strategy, fusion and condition), summary.csv (the means",
            "over the splits with 95 %% intervals over people, and the differences from one network, from as many"
                    + " plain",
            "networks and from the random control) and report.html. Trained networks are kept in DIR/tasks; a run that",
            "was killed goes on from them when the command is given again.",
            "",
            "Strategies: gaze-discs, gaze-discs-alone, gaze-hidden, gaze-cells, noise-covers, gaze-penalty, pool-gaze,",
            "pool-coverage (Grad-CAM decides); plain, random-discs, random-discs-alone, fixed-cells, fixed-halves,",
            "pool-accuracy, pool-random (controls). Conditions: clean, glasses, scarf, block.",
            "",
            "With --model nothing is trained: photographs are detected and aligned, views of the faces embedded by"
                    + " that",
            "network, in gallery and probes alike, and fused. DIR then keeps landmarks and embeddings.",
            "",
            "With --spark the networks are trained on a cluster; tables and report are made here, the same to the last"
                    + " bit.",
            "",
            "On photographs: fovea experiment --model net.onnx --detector yunet.onnx lfw/ --splits 4 -o views/",
            "Example: fovea experiment faces/ --train-per-person 3 --splits 20 -o experiment/"
        })
final class ExperimentCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DATA", description = "The folder of faces.")
    private Path data;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder for tables, report and trained networks; made if it is not there.")
    private Path output;

    @Option(
            names = "--splits",
            paramLabel = "S",
            defaultValue = "10",
            description = "How often the pictures are split anew (default: ${DEFAULT-VALUE}).")
    private int splits;

    @Option(
            names = "--members",
            paramLabel = "K",
            defaultValue = "5",
            description = "Networks in an ensemble, at most (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(
            names = "--strategies",
            paramLabel = "NAMES",
            split = ",",
            description = "Which strategies, separated by commas, the one of interest first (default: all).")
    private @Nullable List<String> strategies;

    @Option(
            names = "--fusions",
            paramLabel = "NAMES",
            split = ",",
            description = "Which fusions, the one for curves and faces first (default: all).")
    private @Nullable List<String> fusions;

    @Option(
            names = "--conditions",
            paramLabel = "NAMES",
            split = ",",
            description = "Which conditions of the probes (default: all four).")
    private @Nullable List<String> conditions;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "2",
            description = "Draws of the random controls in each split (default: ${DEFAULT-VALUE}).")
    private int draws;

    @Mixin
    private final TrainPerPersonOption trainPerPerson = new TrainPerPersonOption(3);

    @Mixin
    private final EpochsOption epochs = new EpochsOption(60);

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private FolderOptions folder;

    @Mixin
    private ViewOptions views;

    @Mixin
    private DetectorOptions detection;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        cluster.check(run);
        if (views.model != null) {
            return new ViewsOfModel(
                            views,
                            detection,
                            folder.minimum(ViewsOfModel.STANDARD_MINIMUM),
                            folder.reading(),
                            viewSettings(),
                            run)
                    .call(views.model, data, output);
        }
        FaceInput input = dataOptions.input();
        ExperimentSettings settings = settings(input);
        Paths.checkOutputFolder(output);
        FaceSet faces = folder.read(data, input, run);
        run.remarks()
                .println(faces + ", " + trainPerPerson.value + " a person to learn from, " + splits + " splits, "
                        + settings.strategies().stream()
                                .map(Strategy::name)
                                .distinct()
                                .count() + " strategies");
        Results results;
        var progress = new ExperimentProgress(run.remarks(), splits);
        try (TaskRunner runner = cluster.runner(
                "fovea experiment " + Printable.of(data),
                output.resolve("tasks"),
                () -> memory(faces, settings),
                run,
                progress)) {
            results = new Experiment(faces, settings, runner, progress::scored).run();
        }
        write(results, output);
        run.remarks().println("wrote " + Printable.of(output.resolve("results.csv")) + ", summary.csv and report.html");
        run.print(results.summary(), table(results.summary(), settings.fusions().getFirst()));
        return 0;
    }

    /// What a network's training needs, and the splits that are under way at a time.
    private static ClusterOptions.Memory memory(FaceSet faces, ExperimentSettings settings) {
        int learned = settings.trainPerPerson() * faces.people();
        long set = (long) faces.size() * faces.shape().size() * Float.BYTES;
        long each = TrainingMemory.pass(faces.shape(), faces.people(), settings.training(), learned);
        return new ClusterOptions.Memory(
                set * (1 + (long) Experiment.AT_A_TIME * settings.conditions().size()), each);
    }

    /// The files of an experiment: `results.csv`, `summary.csv` and `report.html`.
    static void write(Results results, Path folder) throws IOException {
        results.writeTables(folder);
        AtomicFile.write(
                folder.resolve("report.html"), ExperimentReport.page(results).getBytes(StandardCharsets.UTF_8));
    }

    private ExperimentSettings settings(FaceInput input) {
        if (trainPerPerson.value < 1 || splits < 1 || members < 2 || draws < 1 || epochs.value < 1) {
            throw run.wrong(
                    "--train-per-person, --splits, --draws and --epochs must be at least 1, --members at least 2");
        }
        try {
            return new ExperimentSettings(
                    trainPerPerson.value,
                    splits,
                    members,
                    seed.value,
                    chosen(),
                    fusions == null
                            ? Fusions.all()
                            : fusions.stream().map(Fusions::named).toList(),
                    conditions(),
                    TrainingSettings.standard().withEpochs(epochs.value),
                    input.standardisation());
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
    }

    private ViewSettings viewSettings() {
        for (String option :
                List.of("--strategies", "--fusions", "--epochs", "--size", "--crop", "--colour", "--spark")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw run.wrong("--model trains nothing and has its own systems: it does not go with " + option);
            }
        }
        if (views.people < 2 || views.photographs <= trainPerPerson.value) {
            throw run.wrong("--people must be at least 2, --max-per-person above --train-per-person; found "
                    + views.people + ", " + views.photographs + " and " + trainPerPerson.value);
        }
        try {
            return new ViewSettings(trainPerPerson.value, splits, members, draws, seed.value, conditions());
        } catch (IllegalArgumentException e) {
            throw run.wrong(String.valueOf(e.getMessage()));
        }
    }

    private List<Condition> conditions() {
        return conditions == null
                ? List.of(Condition.values())
                : conditions.stream().map(ExperimentCommand::condition).toList();
    }

    private List<Strategy> chosen() {
        List<Strategy> all = Strategies.all(draws);
        if (strategies == null) {
            return all;
        }
        List<Strategy> chosen = new ArrayList<>();
        for (String name : strategies) {
            Strategies.named(name);
            all.stream().filter(strategy -> strategy.name().equals(name)).forEach(chosen::add);
        }
        return chosen;
    }

    private static Condition condition(String name) {
        return Stream.of(Condition.values())
                .filter(condition -> condition.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no condition \"" + name + "\"; there are clean, glasses," + " scarf and block"));
    }

    /// The rows of the first fusion and the baselines: accuracy and EER, clean and covered.
    static String table(List<SummaryRow> summary, Fusion fusion) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "networks", "clean", "EER", "covered", "EER", "over single", "over plain", "over random"));
        for (SummaryRow clean : summary) {
            boolean shown = clean.condition().equals(Condition.CLEAN.label())
                    && List.of(fusion.name(), "none").contains(clean.system().fusion());
            if (shown) {
                rows.add(row(summary, clean));
            }
        }
        return TextTable.of(rows);
    }

    private static List<String> row(List<SummaryRow> summary, SummaryRow clean) {
        SummaryRow covered = summary.stream()
                .filter(row ->
                        row.system().equals(clean.system()) && row.condition().equals(SummaryRow.OCCLUDED))
                .findFirst()
                .orElse(clean);
        return List.of(
                clean.system().strategy(),
                Integer.toString(clean.system().members()),
                percent(clean.accuracy().value()),
                percent(clean.eer().value()),
                percent(covered.accuracy().value()),
                percent(covered.eer().value()),
                points(covered.overSingle()),
                points(covered.overPlain()),
                points(covered.overRandom()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /// A difference in points of accuracy with its interval; empty where there is none.
    static String points(SummaryRow.@Nullable Over over) {
        return over == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%+.1f [%+.1f, %+.1f]",
                        100 * over.accuracy().value(),
                        100 * over.accuracy().interval().low(),
                        100 * over.accuracy().interval().high());
    }
}
