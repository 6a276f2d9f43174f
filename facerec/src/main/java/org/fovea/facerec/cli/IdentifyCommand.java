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
            "FMR: the share of comparisons of different people that score so high, at most. Before fovea gallery"
                    + " calibrate",
            "there is no threshold, and candidates are all that can be said.",
            "",
            "Example: fovea identify someone.npy --gallery people/"
        })
final class IdentifyCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Embeddings, .npy of shape (D) or (N, D).")
    private List<Path> files = List.of();

    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private GalleryOptions.Model model;

    @Option(
            names = {"-k", "--candidates"},
            paramLabel = "N",
            defaultValue = "3",
            description = "How many candidates to show (default: ${DEFAULT-VALUE}).")
    private int candidates;

    @Mixin
    private RunOptions run;

    /// @param decision `match`, `unknown`, or `undecided` where there is no threshold
    /// @param person who it is; null where that is unknown or undecided
    private record Answer(
            String probe,
            String decision,
            @Nullable String person,
            @Nullable Double threshold,
            List<Shown> candidates) {}

    private record Shown(
            String person,
            String picture,
            double score,
            @Nullable Double fmr) {
        static Shown of(Candidate candidate) {
            return new Shown(
                    candidate.person(),
                    candidate.picture(),
                    candidate.score(),
                    candidate.fmr().isPresent() ? candidate.fmr().getAsDouble() : null);
        }
    }

    @Override
    public Integer call() throws IOException {
        if (candidates < 1) {
            throw run.wrong("--candidates must be at least 1, found " + candidates);
        }
        List<Embedded> probes = PictureEmbeddings.read(files);
        List<Identification> found;
        try (Gallery opened = gallery.read(run)) {
            model.check(opened, probes.getFirst().embedding().length);
            found = opened.identify(probes.stream().map(Embedded::embedding).toArray(float[][]::new), candidates);
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            answers.add(answer(probes.get(i).shown(), found.get(i)));
        }
        if (found.getFirst().threshold().isEmpty()) {
            run.remarks().println(gallery.shown() + " has no threshold yet: see fovea gallery calibrate --help");
        }
        run.print(answers, text(answers));
        return 0;
    }

    private static Answer answer(String probe, Identification found) {
        String person = found.match().map(Candidate::person).orElse(null);
        boolean decided = found.threshold().isPresent();
        return new Answer(
                probe,
                person != null ? "match" : decided ? "unknown" : "undecided",
                person,
                decided ? found.threshold().getAsDouble() : null,
                found.candidates().stream().map(Shown::of).toList());
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
