package org.fovea.facerec.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.AtomicFile;
import org.fovea.facerec.data.Condition;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.evaluation.Curve;
import org.jspecify.annotations.Nullable;

/// What an experiment found.
///
/// @param settings what was compared
/// @param faces the faces, in a line
/// @param cells every system's figures, split by split
/// @param summary the same over all splits, with intervals and differences
/// @param curves ROC and DET of the first fusion's systems, under each condition and under all but the clean one
///     together
/// @param looks where the networks of the first split look, a strategy after another
/// @param changed probes of the first split that changed sides, of the first strategy
/// @param meanFace the mean of the first split's training pictures
/// @param examples the first probe of the first split under each condition
public record Results(
        ExperimentSettings settings,
        String faces,
        List<Cell> cells,
        List<SummaryRow> summary,
        List<Curves> curves,
        List<Look> looks,
        List<ChangedFace> changed,
        Picture meanFace,
        Map<Condition, Picture> examples) {
    /// One system's curves under one condition, all splits' comparisons together, under one threshold.
    ///
    /// @param condition as in [SummaryRow]
    /// @param roc true match rate by FMR
    /// @param det FNMR by FMR, both in normal deviates
    public record Curves(SystemName system, String condition, Curve roc, Curve det) {}

    /// The control that a system's differences over random are from; null if there is none.
    public @Nullable SystemName randomControl(SystemName system) {
        return Summary.random(summary.stream().map(SummaryRow::system).toList(), system);
    }

    /// Writes `results.csv` and `summary.csv` into a folder, each whole or not at all.
    public void writeTables(Path folder) throws IOException {
        writeTables(folder, cells, summary);
    }

    static void writeTables(Path folder, List<Cell> cells, List<SummaryRow> summary) throws IOException {
        List<String> lines = new ArrayList<>(List.of(Cell.HEADINGS));
        cells.forEach(cell -> lines.add(cell.line()));
        write(folder.resolve("results.csv"), lines);
        lines.clear();
        lines.add(SummaryRow.headings());
        summary.forEach(row -> lines.add(row.line()));
        write(folder.resolve("summary.csv"), lines);
    }

    private static void write(Path file, List<String> lines) throws IOException {
        AtomicFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
