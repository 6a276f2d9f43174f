package org.fovea.facerec.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.junit.jupiter.api.Test;

class YunetOutputsTest {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;

    /// Outputs for 96×64 pixels in which no cell holds a face.
    private static Map<String, OnnxTensor> empty() {
        Map<String, OnnxTensor> outputs = new HashMap<>();
        for (int stride : new int[] {8, 16, 32}) {
            int cells = WIDTH / stride * (HEIGHT / stride);
            outputs.put("cls_" + stride, OnnxTensor.of(new float[cells], 1, cells, 1));
            outputs.put("obj_" + stride, OnnxTensor.of(new float[cells], 1, cells, 1));
            outputs.put("bbox_" + stride, OnnxTensor.of(new float[cells * 4], 1, cells, 4));
            outputs.put("kps_" + stride, OnnxTensor.of(new float[cells * 10], 1, cells, 10));
        }
        return outputs;
    }

    private static float[] values(Map<String, OnnxTensor> outputs, String name) {
        return outputs.get(name).floats();
    }

    @Test
    void aCellBecomesBoxLandmarksAndScore() {
        Map<String, OnnxTensor> outputs = empty();
        int cell = 2 * (WIDTH / 16) + 3; // row 2, column 3 of stride 16
        values(outputs, "cls_16")[cell] = 0.9f;
        values(outputs, "obj_16")[cell] = 0.4f;
        float[] box = {0.5f, -0.25f, (float) Math.log(2), (float) Math.log(3)};
        System.arraycopy(box, 0, values(outputs, "bbox_16"), 4 * cell, 4);
        for (int k = 0; k < 10; k++) {
            values(outputs, "kps_16")[10 * cell + k] = k / 10f;
        }
        List<DetectedFace> faces = YunetOutputs.decode(outputs, WIDTH, HEIGHT, 0.5);
        assertEquals(1, faces.size());
        DetectedFace face = faces.getFirst();
        assertEquals(0.6, face.score(), 1e-6);
        assertEquals((3 + 0.5) * 16 - 16, face.box().left(), 1e-5);
        assertEquals((2 - 0.25) * 16 - 24, face.box().top(), 1e-5);
        assertEquals(32, face.box().width(), 1e-5);
        assertEquals(48, face.box().height(), 1e-5);
        assertEquals(3 * 16, face.landmarks().rightEye().x(), 1e-5);
        assertEquals((2 + 0.1) * 16, face.landmarks().rightEye().y(), 1e-5);
        assertEquals((3 + 0.8) * 16, face.landmarks().leftMouth().x(), 1e-5);
        assertEquals((2 + 0.9) * 16, face.landmarks().leftMouth().y(), 1e-5);
    }

    @Test
    void scoresAreClampedAndCellsBelowTheLeastLeftOut() {
        Map<String, OnnxTensor> outputs = empty();
        values(outputs, "cls_32")[0] = 1.5f;
        values(outputs, "obj_32")[0] = 1.2f;
        values(outputs, "cls_32")[1] = -4;
        values(outputs, "obj_32")[1] = -4;
        values(outputs, "cls_8")[5] = 0.49f;
        values(outputs, "obj_8")[5] = 0.5f;
        values(outputs, "cls_8")[6] = Float.NaN;
        values(outputs, "obj_8")[6] = 1;
        List<DetectedFace> faces = YunetOutputs.decode(outputs, WIDTH, HEIGHT, 0.5);
        assertEquals(1, faces.size());
        assertEquals(1.0, faces.getFirst().score());
    }

    @Test
    void outputsOfAnotherSizeAreRefused() {
        var e = assertThrows(
                IllegalArgumentException.class, () -> YunetOutputs.decode(empty(), WIDTH, HEIGHT + 32, 0.5));
        assertTrue(e.getMessage().contains("144 numbers expected"), e.getMessage());
    }

    @Test
    void aModelOfOtherOutputsIsRefused() {
        List<String> names = new ArrayList<>(empty().keySet());
        YunetOutputs.check(names, "net.onnx");
        names.remove("kps_16");
        var e = assertThrows(IllegalArgumentException.class, () -> YunetOutputs.check(names, "net.onnx: 3 nodes"));
        assertTrue(e.getMessage().contains("\"kps_16\" is not among those of net.onnx: 3 nodes"), e.getMessage());
    }
}
