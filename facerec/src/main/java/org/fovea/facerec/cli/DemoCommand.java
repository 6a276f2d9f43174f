package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.Seeds;
import org.fovea.facerec.ensemble.Strategies;
import org.fovea.facerec.ensemble.TrainingSettings;
import org.fovea.facerec.experiment.Experiment;
import org.fovea.facerec.experiment.ExperimentSettings;
import org.fovea.facerec.experiment.Results;
import org.fovea.facerec.experiment.SummaryRow;
import org.fovea.facerec.fusion.Fusions;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import org.fovea.facerec.task.LocalRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Runs the whole method on synthetic faces, in under a minute: trains a network, finds with Grad-CAM what it"
                    + " looks at, trains others that each see one such part, combines them, holds them against one"
                    + " network and against as many plain ones, on clean and on covered faces, and writes a report.",
        },
        footer = {"", "Example: fovea demo --seed 7 -o demo/"})
final class DemoCommand implements Callable<Integer> {
    private static final int SIZE = 64;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "demo",
            description = "The folder for report.html, results.csv and summary.csv; made if it is not there "
                    + "(default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many synthetic people (default: ${DEFAULT-VALUE}).")
    private int people;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "14",
            description = "Pictures of each (default: ${DEFAULT-VALUE}).")
    private int pictures;

    @Option(
            names = "--members",
            paramLabel = "K",
            defaultValue = "5",
            description = "Networks that are combined (default: ${DEFAULT-VALUE}).")
    private int members;

    @Mixin
    private final TrainPerPersonOption trainPerPerson = new TrainPerPersonOption(3);

    @Mixin
    private final EpochsOption epochs = new EpochsOption(60);

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        if (people < 2
                || trainPerPerson.value < 1
                || pictures <= trainPerPerson.value
                || epochs.value < 1
                || members < 3) {
            throw run.wrong("needs --people of at least 2, --train-per-person and --epochs of at least 1, --pictures of"
                    + " more than --train-per-person, and --members of at least 3");
        }
        Paths.checkOutputFolder(output);
        run.remarks().println("drawing " + people + " synthetic people, " + pictures + " pictures each");
        FaceSet faces = SyntheticFaceSet.of(people, pictures, SIZE, seed.value);
        ExperimentSettings settings = new ExperimentSettings(
                trainPerPerson.value,
                1,
                members,
                seed.value,
                List.of(Strategies.standard(), new Seeds()),
                List.of(Fusions.standard()),
                List.of(Condition.values()),
                TrainingSettings.standard().withEpochs(epochs.value),
                Standardisation.PER_PICTURE);
        run.remarks()
                .println("training networks: some see the whole face, and where these look by Grad-CAM becomes"
                        + " what others see alone");
        Results results = results(faces, settings);
        ExperimentCommand.write(results, output);
        run.print(results.summary(), table(results));
        run.remarks()
                .println("wrote " + Printable.of(output.resolve("report.html").toAbsolutePath()));
        return 0;
    }

    /// The experiment with its networks in a folder that is gone afterwards.
    private Results results(FaceSet faces, ExperimentSettings settings) throws IOException {
        Path tasks = Files.createTempDirectory("fovea-demo");
        var progress = new ExperimentProgress(run.remarks(), 1);
        try (var runner = new LocalRunner(tasks, run.workers().threads(), progress)) {
            return new Experiment(faces, settings, runner, progress::scored).run();
        } finally {
            Paths.removeFolder(tasks);
        }
    }

    private static String table(Results results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "clean", "over one network", "EER", "covered", "over one network", "EER"));
        add(rows, results, "single", 1, "one network");
        int networks = results.settings().members();
        add(rows, results, "plain", networks, networks + " plain networks");
        add(rows, results, Strategies.standard().name(), networks, networks + " networks that look elsewhere");
        return TextTable.of(rows);
    }

    private static void add(List<List<String>> rows, Results results, String strategy, int members, String name) {
        SummaryRow clean = row(results, strategy, members, Condition.CLEAN.label());
        SummaryRow covered = row(results, strategy, members, SummaryRow.OCCLUDED);
        rows.add(List.of(
                name,
                percent(clean.accuracy().value()),
                ExperimentCommand.points(clean.overSingle()),
                percent(clean.eer().value()),
                percent(covered.accuracy().value()),
                ExperimentCommand.points(covered.overSingle()),
                percent(covered.eer().value())));
    }

    private static SummaryRow row(Results results, String strategy, int members, String condition) {
        return results.summary().stream()
                .filter(row -> row.system().strategy().equals(strategy)
                        && row.system().members() == members
                        && row.condition().equals(condition))
                .findFirst()
                .orElseThrow();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
