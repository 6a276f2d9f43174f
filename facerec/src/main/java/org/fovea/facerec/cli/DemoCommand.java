package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fovea.engine.io.AtomicFile;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.engine.train.ConsoleProgress;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Standardisation;
import org.fovea.facerec.ensemble.DivergentTraining;
import org.fovea.facerec.ensemble.DivergentTraining.Member;
import org.fovea.facerec.ensemble.DivergentTraining.Settings;
import org.fovea.facerec.evaluation.Figures;
import org.fovea.facerec.gaze.Gaze;
import org.fovea.facerec.network.FaceInput;
import org.fovea.facerec.network.FaceModel;
import org.fovea.facerec.report.DemoReport;
import org.fovea.facerec.synthetic.SyntheticFaceSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Runs the whole method on synthetic faces, in under a minute: trains a network, finds with Grad-CAM what"
                    + " it looks at, covers that, trains a second network, combines the two, and writes a report.",
        },
        footer = {"", "Example: fovea demo --seed 7 -o report.html"})
final class DemoCommand implements Callable<Integer> {
    private static final int SIZE = 64;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The report to write (default: ${DEFAULT-VALUE}).")
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
            description = "Pictures of each; 6 are for training, the others for the test (default: ${DEFAULT-VALUE}).")
    private int pictures;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "60",
            description = "Passes over the training pictures, a network (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    private static final int TRAIN_PER_PERSON = 6;

    @Override
    public Integer call() throws IOException {
        if (people < 2 || pictures <= TRAIN_PER_PERSON || epochs < 1) {
            throw run.wrong("needs --people of at least 2, --pictures of more than " + TRAIN_PER_PERSON
                    + " and --epochs of at least 1");
        }
        Paths.checkOutput(output);
        run.remarks().println("drawing " + people + " synthetic people, " + pictures + " pictures each");
        FaceSet faces = SyntheticFaceSet.of(people, pictures, SIZE, seed.value);
        FaceSet.Split split = faces.split(TRAIN_PER_PERSON, new Xoshiro256(seed.value));
        Settings settings = Settings.standard().withNetworks(2).withEpochs(epochs);
        Standardisation standardisation = Standardisation.PER_PICTURE;
        List<Member> members = DivergentTraining.run(
                split.training(), standardisation, settings, seed.value, run.workers(), (number, network) -> {
                    run.remarks()
                            .println(
                                    number == 1
                                            ? "network 1 learns from the pictures as they are"
                                            : "what it looks at is covered; network " + number
                                                    + " learns from the rest");
                    return ConsoleProgress.create(run.remarks());
                });
        FaceInput input = new FaceInput(SIZE, SIZE, 1, new org.fovea.facerec.data.Crop.Whole(), standardisation);
        FaceModel model = new FaceModel(members.stream().map(Member::network).toList(), faces.names(), input);
        List<Figures> figures = TrainCommand.figures(model, split.test(), run);

        String setting = String.format(
                Locale.ROOT,
                "%d synthetic people, %d pictures each to learn from and %d for the test, seed %d.",
                people,
                TRAIN_PER_PERSON,
                pictures - TRAIN_PER_PERSON,
                seed.value);
        byte[] page =
                DemoReport.page(split.training(), members, figures, setting).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(output, channel -> channel.write(java.nio.ByteBuffer.wrap(page)));
        double similarity =
                Gaze.similarity(members.get(0).gaze(), members.get(1).gaze());
        run.remarks().printf(Locale.ROOT, "correlation of where the two look: %.2f%n", similarity);
        run.print(figures, TrainCommand.table(figures));
        run.remarks().println("wrote " + output.toAbsolutePath());
        return 0;
    }
}
