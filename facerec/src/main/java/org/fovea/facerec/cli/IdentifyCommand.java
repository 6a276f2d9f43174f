package org.fovea.facerec.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fovea.engine.text.Columns;
import org.fovea.facerec.cli.PictureEmbeddings.Embedded;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.embedding.Calibration;
import org.fovea.facerec.gallery.Candidate;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.Identification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "identify",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Says who of a gallery a picture shows, or that the face is unknown.",
        footer = {
            "",
            "Of a photograph, which needs --detector and --model or the environment variables that name them, every"
                    + " face is",
            "looked for. One that is tiny, blurred, turned away or cut off is told, and with --strict refused, then"
                    + " with",
            "exit code 1, as where there is no face.",
            "",
            "FMR: the share of comparisons of different people that score so high, at most. Before fovea gallery"
                    + " calibrate",
            "there is no threshold, and candidates are all that can be said.",
            "",
            "Example: fovea identify party.jpg --gallery people/ --detector yunet.onnx --model net.onnx"
        })
final class IdentifyCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Photographs, or embeddings, .npy of shape (D) or (N, D).")
    private List<Path> files = List.of();

    @Mixin
    private GalleryOptions gallery;

    @Option(
            names = {"-k", "--candidates"},
            paramLabel = "N",
            defaultValue = "3",
            description = "How many candidates to show (default: ${DEFAULT-VALUE}).")
    private int candidates;

    @Option(names = "--strict", description = "Refuse faces that are tiny, blurred, turned away or cut off.")
    private boolean strict;

    @Mixin
    private DetectorOptions detection;

    @Mixin
    private EmbeddingOptions embedding;

    @Mixin
    private PictureOptions pictures;

    @Mixin
    private RunOptions run;

    /// @param decision `match`, `unknown`, or `undecided` where there is no threshold
    /// @param person who it is; null where that is unknown or undecided
    /// @param flaws what makes the answer less sure
    private record Answer(
            String probe,
            String decision,
            @Nullable String person,
            @Nullable Double threshold,
            List<Shown> candidates,
            List<String> flaws) {}

    /// @param log10LikelihoodRatio of the one picture, by the model's calibration; null where there is none
    private record Shown(
            String person,
            String picture,
            double score,
            @Nullable Double fmr,
            @Nullable Double log10LikelihoodRatio) {
        static Shown of(Candidate candidate, @Nullable Calibration model) {
            return new Shown(
                    candidate.person(),
                    candidate.picture(),
                    candidate.score(),
                    candidate.fmr().isPresent() ? candidate.fmr().getAsDouble() : null,
                    model == null ? null : model.ratio().log10(candidate.score()));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (candidates < 1) {
            throw run.wrong("--candidates must be at least 1, found " + candidates);
        }
        PictureEmbeddings.Read read = new PictureEmbeddings(detection, embedding, pictures, run).all(files);
        List<Embedded> probes = new ArrayList<>(read.embedded());
        read.refused().forEach(reason -> run.remarks().println("fovea: " + Printable.of(reason)));
        for (Embedded one : read.embedded()) {
            if (!one.flaws().isEmpty()) {
                run.remarks().println(one.shown() + ": the face is " + String.join(", ", one.flaws()));
            }
        }
        if (strict) {
            probes.removeIf(one -> !one.flaws().isEmpty());
        }
        List<Answer> answers = probes.isEmpty() ? List.of() : answers(probes, read.calibration());
        run.print(answers, text(answers));
        return read.refused().isEmpty() && probes.size() == read.embedded().size() ? 0 : 1;
    }

    private List<Answer> answers(List<Embedded> probes, @Nullable Calibration model) throws IOException {
        List<Identification> found;
        try (Gallery opened = gallery.read(run)) {
            GalleryOptions.check(opened, embedding.file(), probes.getFirst().embedding().length);
            found = opened.identify(probes.stream().map(Embedded::embedding).toArray(float[][]::new), candidates);
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            answers.add(answer(probes.get(i), found.get(i), model));
        }
        if (found.getFirst().threshold().isEmpty()) {
            run.remarks().println(gallery.shown() + " has no threshold yet: see fovea gallery calibrate --help");
        }
        return answers;
    }

    private static Answer answer(Embedded probe, Identification found, @Nullable Calibration model) {
        return new Answer(
                probe.shown(),
                found.decision(),
                found.match().map(Candidate::person).orElse(null),
                found.threshold().isPresent() ? found.threshold().getAsDouble() : null,
                found.candidates().stream()
                        .map(candidate -> Shown.of(candidate, model))
                        .toList(),
                probe.flaws());
    }

    private static String text(List<Answer> answers) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("probe", "answer", "candidate", "score", "FMR at most"));
        for (Answer answer : answers) {
            String first = answer.person() == null ? "(" + answer.decision() + ")" : Printable.of(answer.person());
            if (answer.candidates().isEmpty()) {
                rows.add(List.of(answer.probe(), first, "", "", ""));
            }
            for (int i = 0; i < answer.candidates().size(); i++) {
                Shown shown = answer.candidates().get(i);
                rows.add(List.of(
                        i == 0 ? answer.probe() : "",
                        i == 0 ? first : "",
                        Printable.of(shown.person()),
                        String.format(Locale.ROOT, "%.4f", shown.score()),
                        shown.fmr() == null ? "" : String.format(Locale.ROOT, "%.2g", shown.fmr())));
            }
        }
        return Columns.of(rows, 3, 3);
    }
}
