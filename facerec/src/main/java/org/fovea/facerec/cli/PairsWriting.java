package org.fovea.facerec.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.report.PairsEvaluationPage;
import org.fovea.facerec.report.PairsEvaluationPage.Source;
import org.fovea.facerec.verification.PairFigures;
import org.fovea.facerec.verification.Photo;

/// The files of `fovea evaluate --lfw -o DIR`: `evaluation.html`, `evaluation.json` with the figures, and
/// `evaluation.csv` with a line a pair.
///
/// @param report what `--json` prints
/// @param sources what the figures come of
/// @param faces those that the page shows
record PairsWriting(PairFigures figures, PairsReport report, List<Source> sources, Map<Photo, Picture> faces) {
    /// What stands in the JSON file.
    private record Json(List<Source> sources, PairsReport figures) {}

    void write(Path folder, PrintStream remarks) throws IOException {
        PairsEvaluationPage page = new PairsEvaluationPage(
                figures, "One person or two? " + Printable.of(report.model()), report.thresholdsFrom(), sources, faces);
        write(folder.resolve("evaluation.html"), page.html());
        write(folder.resolve("evaluation.json"), RunOptions.json(new Json(sources, report)) + "\n");
        write(folder.resolve("evaluation.csv"), PairsEvaluationPage.csv(figures));
        remarks.println(
                "wrote " + Printable.of(folder.resolve("evaluation.html")) + ", evaluation.json and evaluation.csv");
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
