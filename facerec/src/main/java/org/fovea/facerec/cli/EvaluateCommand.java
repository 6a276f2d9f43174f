package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fovea.engine.random.Xoshiro256;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.evaluation.Figures;
import org.fovea.facerec.model.FaceModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Measures a model's accuracy and equal error rate on pictures of the people it knows.",
        footer = {
            "",
            "To measure on the pictures that training left out, give the --train-per-person and --seed of the"
                    + " training.",
            "",
            "Example: fovea evaluate model.safetensors faces/ --train-per-person 5"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A model that fovea train wrote.")
    private Path file;

    @Parameters(index = "1", paramLabel = "DATA", description = "The folder of faces.")
    private Path data;

    @Option(
            names = "--train-per-person",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leave out the N pictures a person that training with the same seed learned from "
                    + "(default: ${DEFAULT-VALUE}, use all).")
    private int trainPerPerson;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        if (trainPerPerson < 0) {
            throw run.wrong("--train-per-person must be 0 or more, found " + trainPerPerson);
        }
        Paths.checkModel(file);
        FaceModel model = FaceModel.read(file);
        FaceSet faces = Problems.report(FaceSet.read(data, model.input().options()), run.remarks());
        if (!faces.names().equals(model.people())) {
            throw new IllegalArgumentException(data + " holds other people than " + file + " knows: expected "
                    + shortened(model.people()) + ", found " + shortened(faces.names()));
        }
        FaceSet test = trainPerPerson == 0
                ? faces
                : faces.split(trainPerPerson, new Xoshiro256(seed.value)).test();
        run.remarks().println(test.people() + " people, " + test.size() + " pictures");
        List<Figures> figures = TrainCommand.figures(model, test, run);
        run.print(figures, TrainCommand.table(figures));
        return 0;
    }

    private static String shortened(List<String> names) {
        int shown = Math.min(names.size(), 5);
        return names.size() + " (" + String.join(", ", names.subList(0, shown)) + (names.size() > shown ? ", …)" : ")");
    }
}
