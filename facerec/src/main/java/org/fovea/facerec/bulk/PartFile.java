package org.fovea.facerec.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.io.FileFormatException;
import org.fovea.facerec.bulk.BadPhotograph.Why;
import org.fovea.facerec.parquet.ParquetFile;
import org.fovea.facerec.parquet.ParquetWriter;

/// A part's file: its faces in Parquet, and in its footer what else is to be known of it.
///
/// @param file where it is
/// @param task the hash of the task that it is the result of
/// @param photographs how many were looked at
/// @param faces how many rows it has
/// @param bad the photographs without a row, a line each
/// @param notRead how many of those could not be read, which might be otherwise in another run
/// @param embeddings where in the file they stand, one after the other
record PartFile(
        Path file,
        String task,
        int photographs,
        long faces,
        List<String> bad,
        int notRead,
        ParquetFile.Span embeddings) {
    private static final String TASK = "fovea.task";
    private static final String PHOTOGRAPHS = "fovea.photographs";
    private static final String NOT_READ = "fovea.notRead";
    private static final String BAD = "fovea.bad";

    /// Writes a part, whole or not at all.
    static void write(Path file, String task, int photographs, List<FaceRow> rows, List<BadPhotograph> bad)
            throws IOException {
        Map<String, String> about = new LinkedHashMap<>();
        about.put(TASK, task);
        about.put(PHOTOGRAPHS, Integer.toString(photographs));
        about.put(
                NOT_READ,
                Long.toString(
                        bad.stream().filter(one -> one.why() == Why.NOT_READ).count()));
        about.put(BAD, String.join("\n", bad.stream().map(BadPhotograph::line).toList()));
        ParquetWriter.write(file, FaceRow.columns(rows), about);
    }

    /// Reads what a part says of itself.
    ///
    /// @throws FileFormatException if the file is no part
    /// @throws IOException if it cannot be read
    static PartFile read(Path file) throws IOException {
        ParquetFile parquet = ParquetFile.read(file);
        Map<String, String> about = parquet.metadata();
        String task = about.get(TASK);
        String bad = about.get(BAD);
        if (task == null || bad == null) {
            throw new FileFormatException(file.toString(), 0, "a part with " + TASK, "a Parquet file without");
        }
        return new PartFile(
                file,
                task,
                number(file, about, PHOTOGRAPHS),
                parquet.rows(),
                bad.lines().toList(),
                number(file, about, NOT_READ),
                parquet.vectors(FaceRow.EMBEDDING));
    }

    private static int number(Path file, Map<String, String> about, String name) throws FileFormatException {
        String text = String.valueOf(about.get(name));
        if (!text.matches("[0-9]{1,9}")) {
            throw new FileFormatException(file.toString(), 0, "a number as " + name, text);
        }
        return Integer.parseInt(text);
    }

    /// How many numbers an embedding has; 0 where there is none.
    int length() {
        return faces == 0 ? 0 : (int) (embeddings.length() / Float.BYTES / faces);
    }
}
