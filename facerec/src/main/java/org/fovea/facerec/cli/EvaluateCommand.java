package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.evaluation.Figures;
import org.fovea.facerec.model.FaceModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Measures a model's accuracy and equal error rate on pictures of the people it knows.",
            "With --lfw: measures an embedding network on pairs of photographs of people it has never seen."
        },
        footer = {
            "",
            "To measure on the pictures that training left out, give the --train-per-person and --seed of the"
                    + " training.",
            "",
            "On pairs: fovea evaluate --lfw lfw/ --pairs pairs.txt --detector yunet.onnx --model net.onnx -o page/",
            "",
            "Example: fovea evaluate model.safetensors faces/ --train-per-person 5"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "A model that fovea train wrote.")
    private @Nullable Path file;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = "The folder of faces.")
    private @Nullable Path data;

    @Option(
            names = "--train-per-person",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leave out the N pictures a person that training with the same seed learned from "
                    + "(default: ${DEFAULT-VALUE}, use all).")
    private int trainPerPerson;

    @Option(
            names = "--occluded",
            description = "Measure with covered faces too: glasses, scarf and block, and the mean of the three"
                    + " (occluded). --seed decides where the covers lie.")
    private boolean occluded;

    @Mixin
    private FolderOptions folder;

    @Mixin
    private PairsOptions pairs;

    @Mixin
    private DetectorOptions detection;

    @Mixin
    private EmbeddingOptions embedding;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    /// What is measured, for JSON.
    ///
    /// @param learnedFrom how many of the pictures the model learned from
    /// @param figures of each network and of all together, with `--occluded` under each condition
    private record Result(int people, int pictures, int learnedFrom, List<?> figures) {}

    @Override
    public Integer call() throws IOException {
        if (pairs.folder != null) {
            if (file != null || trainPerPerson != 0 || occluded) {
                throw run.wrong("--lfw measures pairs: it goes with neither MODEL, --train-per-person nor --occluded");
            }
            return new PairsEvaluation(pairs, detection, embedding, folder.reading(), seed.value, run).call();
        }
        if (pairs.output != null) {
            throw run.wrong("-o writes the page of a list of pairs: it goes with --lfw");
        }
        if (file == null || data == null) {
            throw run.wrong("missing: " + (file == null ? "MODEL and DATA, or --lfw and --pairs" : "DATA"));
        }
        return evaluate(file, data);
    }

    private int evaluate(Path file, Path data) throws IOException {
        if (trainPerPerson < 0) {
            throw run.wrong("--train-per-person must be 0 or more, found " + trainPerPerson);
        }
        Paths.checkModel(file);
        FaceModel model = FaceModel.read(file);
        FaceSet faces = PeopleNames.asKnown(
                folder.read(data, model.input(), run), model.people(), Printable.of(data), Printable.of(file));
        FaceSet test = trainPerPerson == 0
                ? faces
                : faces.split(trainPerPerson, new Xoshiro256(seed.value)).test();
        run.remarks().println(test.people() + " people, " + test.size() + " pictures");
        int learned = learned(model, test);
        if (learned > 0) {
            run.remarks()
                    .println(learned + " of the " + test.size() + " pictures are among those that the model"
                            + " learned from; on them it is better than on new ones");
        }
        if (!occluded) {
            List<Figures> clean = TrainCommand.figures(model, test, run);
            run.print(new Result(test.people(), test.size(), learned, clean), TrainCommand.table(clean));
            return 0;
        }
        List<ConditionFigures> figures = new ArrayList<>();
        for (Condition condition : Condition.values()) {
            for (Figures one : TrainCommand.figures(model, ConditionFigures.under(condition, test, seed.value), run)) {
                figures.add(ConditionFigures.of(one, condition));
            }
        }
        figures.addAll(ConditionFigures.means(figures));
        run.print(new Result(test.people(), test.size(), learned, figures), ConditionFigures.text(figures));
        return 0;
    }

    private static int learned(FaceModel model, FaceSet test) {
        Set<String> known = new HashSet<>(model.learned().fingerprints());
        return (int) test.pictures().stream()
                .filter(picture -> known.contains(picture.fingerprint()))
                .count();
    }
}
