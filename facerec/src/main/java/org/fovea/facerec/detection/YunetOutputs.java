package org.fovea.facerec.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// What YuNet's outputs say. For each stride s of 8, 16 and 32 pixels there is a grid of cells, row after row, and of
/// the cell in row r and column c
///
/// - `cls_s` and `obj_s` hold how sure it is that there is a face and that there is anything: the score is √(cls ·
///   obj), each clamped to 0 to 1;
/// - `bbox_s` holds (dx, dy, w, h): the box's middle is at ((c + dx) s, (r + dy) s), its sides are s eʷ and s eʰ;
/// - `kps_s` holds five times (dx, dy): a landmark is at ((c + dx) s, (r + dy) s).
final class YunetOutputs {
    private static final int[] STRIDES = {8, 16, 32};
    private static final int BOX = 4;
    private static final int MARKS = 2 * Landmarks.COUNT;

    private YunetOutputs() {}

    /// Refuses a model whose outputs are not YuNet's.
    ///
    /// @param model what the message calls it
    static void check(List<String> outputs, String model) {
        for (int stride : STRIDES) {
            for (String kind : List.of("cls_", "obj_", "bbox_", "kps_")) {
                if (!outputs.contains(kind + stride)) {
                    throw new IllegalArgumentException("a model with YuNet's outputs, cls_8 to kps_32, expected; \""
                            + kind + stride + "\" is not among those of " + model);
                }
            }
        }
    }

    /// The faces of all cells that score at least `least`, in the input's pixels, cell by cell.
    ///
    /// @param width the input's, a multiple of 32
    /// @param height the input's, a multiple of 32
    /// @throws IllegalArgumentException if an output has other extents than the input's cells
    static List<DetectedFace> decode(Map<String, OnnxTensor> outputs, int width, int height, double least) {
        List<DetectedFace> faces = new ArrayList<>();
        for (int stride : STRIDES) {
            int columns = width / stride;
            int cells = columns * (height / stride);
            float[] cls = values(outputs, "cls_" + stride, cells);
            float[] obj = values(outputs, "obj_" + stride, cells);
            float[] box = values(outputs, "bbox_" + stride, cells * BOX);
            float[] marks = values(outputs, "kps_" + stride, cells * MARKS);
            for (int cell = 0; cell < cells; cell++) {
                double score = Math.sqrt(Math.clamp((double) cls[cell], 0, 1) * Math.clamp((double) obj[cell], 0, 1));
                if (score >= least) {
                    int row = cell / columns;
                    int column = cell % columns;
                    faces.add(new DetectedFace(
                            box(box, cell * BOX, row, column, stride),
                            marks(marks, cell * MARKS, row, column, stride),
                            score));
                }
            }
        }
        return faces;
    }

    private static float[] values(Map<String, OnnxTensor> outputs, String name, int count) {
        OnnxTensor output = outputs.get(name);
        if (output == null || output.count() != count) {
            throw new IllegalArgumentException("output " + name + ": " + count + " numbers expected, found " + output);
        }
        return output.floats();
    }

    private static Box box(float[] v, int at, int row, int column, int stride) {
        double width = Math.exp(v[at + 2]) * stride;
        double height = Math.exp(v[at + 3]) * stride;
        return new Box(
                ((double) column + v[at]) * stride - width / 2,
                ((double) row + v[at + 1]) * stride - height / 2,
                width,
                height);
    }

    private static Landmarks marks(float[] v, int at, int row, int column, int stride) {
        List<Point> points = new ArrayList<>();
        for (int k = at; k < at + MARKS; k += 2) {
            points.add(new Point(((double) column + v[k]) * stride, ((double) row + v[k + 1]) * stride));
        }
        return Landmarks.of(points);
    }
}
