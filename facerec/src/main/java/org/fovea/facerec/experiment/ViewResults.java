package org.fovea.facerec.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What an experiment with views of an embedding network found.
///
/// @param cells every system's figures, split by split
/// @param summary the same over all splits, with intervals and differences
public record ViewResults(List<Cell> cells, List<SummaryRow> summary) {
    /// Writes `results.csv` and `summary.csv` into a folder, each whole or not at all.
    public void writeTables(Path folder) throws IOException {
        Results.writeTables(folder, cells, summary);
    }
}
