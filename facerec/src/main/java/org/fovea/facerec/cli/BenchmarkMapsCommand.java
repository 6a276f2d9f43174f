package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fovea.engine.io.AtomicFile;
import org.fovea.engine.train.ConsoleProgress;
import org.fovea.facerec.data.FaceSet;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.faithfulness.Announcer;
import org.fovea.facerec.faithfulness.Figure;
import org.fovea.facerec.faithfulness.FolderQuestion;
import org.fovea.facerec.faithfulness.MapBenchmark;
import org.fovea.facerec.faithfulness.MapScores;
import org.fovea.facerec.faithfulness.Question;
import org.fovea.facerec.faithfulness.SyntheticQuestions;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.report.BenchmarkReport;
import org.fovea.facerec.synthetic.FacePart;
import org.fovea.gradcam.MapMethod;
import org.fovea.gradcam.method.MapMethods;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "benchmark-maps",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Measures how far each method's maps can be believed: whether they lie where the evidence is, whether the"
                    + " network needs what they mark, and whether they depend on what it has learned.",
            "Without MODEL and DATA the question is put on synthetic people who differ in one part of the face, with"
                    + " networks trained here; with them, on the model's answers to the pictures."
        },
        footer = {
            "",
            "Writes benchmark.html and benchmark.csv. Takes one to two minutes on two cores. Random labels are learned",
            "for half of --epochs.",
            "",
            "Example: fovea benchmark-maps --part nose,brow -o maps/"
        })
final class BenchmarkMapsCommand implements Callable<Integer> {
    private static final int SIZE = 64;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model that fovea train wrote (default: networks trained on synthetic people).")
    private @Nullable Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "A folder of faces, as fovea train reads it; whom they show does not matter.")
    private @Nullable Path data;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The folder to write to; made if it is not there.")
    private Path output;

    @Option(
            names = "--method",
            split = ",",
            paramLabel = "NAME",
            description = "Only these methods, and the controls (default: all).")
    private @Nullable List<String> methods;

    @Option(
            names = "--part",
            split = ",",
            defaultValue = "eye,mouth",
            paramLabel = "PART",
            description = "What synthetic people differ in, one question each: hair, eye, brow, nose, mouth or skin "
                    + "(default: ${DEFAULT-VALUE}).")
    private List<FacePart> parts;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many synthetic people (default: ${DEFAULT-VALUE}).")
    private int people;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many pictures are explained, in each question; a quarter of them goes through the"
                    + " sanity checks (default: ${DEFAULT-VALUE}).")
    private int pictures;

    @Option(
            names = "--network",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which of the model's networks (default: ${DEFAULT-VALUE}).")
    private int network;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "The layer that maps read (default: the last activation with height and width).")
    private @Nullable String layer;

    @Mixin
    private final EpochsOption epochs = new EpochsOption(50);

    @Mixin
    private FolderOptions folder;

    @Mixin
    private SeedOption seed;

    @Mixin
    private RunOptions run;

    private static final int TRAINING = 20;
    private static final int TEST = 6;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        List<MapMethod> chosen = MapBenchmark.withControls(chosen());
        Paths.checkOutputFolder(output);
        Announcer announcer = what -> {
            run.remarks().println("learning " + what);
            return ConsoleProgress.create(run.remarks());
        };
        List<Question> questions = file == null || data == null
                ? new SyntheticQuestions(parts, people, TRAINING, TEST, SIZE, epochs.value, pictures)
                        .ask(seed.value, run.workers(), announcer)
                : List.of(askModel(file, data, announcer));
        questions.forEach(question -> run.remarks().println(question.setting()));
        MapBenchmark benchmark =
                new MapBenchmark(questions, MapBenchmark.Settings.standard(pictures), seed.value, run.workers());
        List<MapScores> scores = benchmark.run(chosen, this::tell);
        String settingLine = String.format(
                Locale.ROOT,
                "%d methods and controls, %d pictures, seed %d.",
                scores.size(),
                questions.stream().mapToInt(Question::size).sum(),
                seed.value);
        write("benchmark.html", BenchmarkReport.page(questions, scores, settingLine));
        write("benchmark.csv", BenchmarkReport.csv(questions, scores));
        run.print(result(questions, scores), TextTable.of(BenchmarkReport.rows(scores, Figure.shownFirst())));
        return 0;
    }

    private void checkOptions() {
        if ((file == null) != (data == null)) {
            throw run.wrong("a MODEL needs a folder DATA of faces beside it");
        }
        if (people < 2 || pictures < 1 || epochs.value < 1 || network < 1) {
            throw run.wrong("needs --people of at least 2, and --pictures, --epochs and --network of at least 1");
        }
        if (parts.contains(FacePart.BACKGROUND)) {
            throw run.wrong("--part: people cannot differ in the background");
        }
        if (parts.stream().distinct().count() < parts.size()) {
            throw run.wrong("--part: a part is named twice");
        }
        if (file == null && layer != null) {
            throw run.wrong("--layer goes with a MODEL");
        }
    }

    private List<MapMethod> chosen() {
        if (methods == null) {
            return MapMethods.all();
        }
        try {
            return methods.stream().map(MapMethods::named).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw run.wrong("--method: " + e.getMessage());
        }
    }

    private Question askModel(Path file, Path data, Announcer announcer) throws IOException {
        Paths.checkModel(file);
        FaceModel model = FaceModel.read(file);
        if (network > model.members().size()) {
            throw run.wrong("--network " + network + ", but the model has "
                    + model.members().size());
        }
        FaceSet faces = folder.read(data, model.input(), run);
        return new FolderQuestion(layer, pictures, (epochs.value + 1) / 2)
                .ask(
                        Printable.of(data.toAbsolutePath().normalize().getFileName()),
                        model.members().get(network - 1).face().network(),
                        model.input().standardisation(),
                        faces,
                        seed.value,
                        run.workers(),
                        announcer);
    }

    private void tell(int number, int of, MapScores scores) {
        String said = scores.refused() == null
                ? String.format(Locale.ROOT, "%.1f ms a map", scores.milliseconds())
                : "left out: " + scores.refused();
        run.remarks().println(number + " of " + of + " measured: " + scores.title() + ", " + said);
    }

    private void write(String name, String text) throws IOException {
        Path path = output.resolve(name);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(path, bytes);
        run.remarks().println("wrote " + Printable.of(path));
    }

    private static Map<String, Object> result(List<Question> questions, List<MapScores> scores) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("questions", questions.stream().map(Question::setting).toList());
        List<Map<String, Object>> methods = new ArrayList<>();
        for (MapScores method : scores) {
            Map<String, @Nullable Object> figures = new LinkedHashMap<>();
            figures.put("method", method.method());
            figures.put("title", method.title());
            figures.put("control", method.control());
            figures.put("maps", method.maps());
            figures.put("blank", method.blank());
            for (Figure figure : Figure.all()) {
                double value = figure.value().applyAsDouble(method);
                figures.put(figure.key(), Double.isNaN(value) ? null : value);
            }
            figures.put("energy_by_question", method.energy());
            figures.put("refused", method.refused());
            methods.add(figures);
        }
        result.put("methods", methods);
        return result;
    }
}
