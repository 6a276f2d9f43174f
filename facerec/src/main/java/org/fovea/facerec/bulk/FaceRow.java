package org.fovea.facerec.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.fovea.facerec.detection.DetectedFace;
import org.fovea.facerec.detection.Landmarks;
import org.fovea.facerec.detection.Point;
import org.fovea.facerec.embedding.ChosenFace;
import org.fovea.facerec.embedding.Face;
import org.fovea.facerec.embedding.FaceQuality;
import org.fovea.facerec.parquet.ParquetColumn;

/// A face as a row of the table.
///
/// @param path the photograph's
/// @param number of the face, from 1 on, from left to right
/// @param of how many faces were found in the photograph
record FaceRow(String path, int number, int of, DetectedFace found, FaceQuality quality, float[] embedding) {
    /// The column of the embeddings.
    static final String EMBEDDING = "embedding";

    /// The landmarks, in their order.
    private static final List<String> LANDMARKS = List.of("right_eye", "left_eye", "nose", "right_mouth", "left_mouth");

    static FaceRow of(String path, Face face) { // without its aligned picture, which would stay in memory
        ChosenFace chosen = face.chosen();
        return new FaceRow(path, chosen.number(), chosen.of(), chosen.face(), face.quality(), face.embedding());
    }

    /// The columns of a table.
    static List<ParquetColumn> columns(List<FaceRow> rows) {
        List<ParquetColumn> columns = new ArrayList<>();
        columns.add(ParquetColumn.texts("path", rows.stream().map(FaceRow::path).toList()));
        columns.add(ParquetColumn.ints(
                "face", rows.stream().mapToInt(FaceRow::number).toArray()));
        columns.add(
                ParquetColumn.ints("faces", rows.stream().mapToInt(FaceRow::of).toArray()));
        columns.add(floats(rows, "score", row -> row.found.score()));
        columns.add(floats(rows, "box.left", row -> row.found.box().left()));
        columns.add(floats(rows, "box.top", row -> row.found.box().top()));
        columns.add(floats(rows, "box.width", row -> row.found.box().width()));
        columns.add(floats(rows, "box.height", row -> row.found.box().height()));
        for (int i = 0; i < Landmarks.COUNT; i++) {
            int mark = i;
            String name = "landmarks." + LANDMARKS.get(i);
            columns.add(floats(rows, name + ".x", row -> row.mark(mark).x()));
            columns.add(floats(rows, name + ".y", row -> row.mark(mark).y()));
        }
        columns.add(floats(rows, "quality.eyes", row -> row.quality.eyes()));
        columns.add(floats(rows, "quality.sharpness", row -> row.quality.sharpness()));
        columns.add(floats(rows, "quality.yaw", row -> row.quality.pose().yaw()));
        columns.add(floats(rows, "quality.pitch", row -> row.quality.pose().pitch()));
        columns.add(floats(rows, "quality.roll", row -> row.quality.pose().roll()));
        columns.add(floats(rows, "quality.visible", row -> row.quality.visible()));
        columns.add(ParquetColumn.texts(
                "quality.flaws", rows.stream().map(FaceRow::flaws).toList()));
        columns.add(ParquetColumn.vectors(
                EMBEDDING, rows.stream().map(FaceRow::embedding).toList()));
        return columns;
    }

    private static ParquetColumn floats(List<FaceRow> rows, String name, ToDoubleFunction<FaceRow> value) {
        float[] values = new float[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(rows.get(i));
        }
        return ParquetColumn.floats(name, values);
    }

    private Point mark(int i) {
        return found.landmarks().points().get(i);
    }

    /// What makes the face unfit to be compared, `tiny, turned away`; empty where nothing does.
    private String flaws() {
        return quality.flaws().stream()
                .map(flaw -> flaw.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return path + ": face " + number + " of " + of;
    }
}
