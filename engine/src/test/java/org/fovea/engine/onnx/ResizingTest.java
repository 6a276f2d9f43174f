package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.longs;
import static org.fovea.engine.onnx.Message.model;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.real;
import static org.fovea.engine.onnx.Message.value;
import static org.fovea.engine.onnx.Message.word;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.parallel.Workers;
import org.junit.jupiter.api.Test;

/// Which extents a resized tensor has, and which of the inputs an output is, where a hair's breadth decides: by the
/// definition and by a runner.
class ResizingTest {
    private static final Message NO_SCALES = floats("scales", new long[] {0});
    private static final Message NO_SIZES = longs("sizes");

    /// The row 0, 1, 2, … resized.
    private static void is(int opset, int extent, Message scales, Message sizes, List<Message> how, float... expected)
            throws IOException {
        Message region = floats("region", new long[] {8}, 0, 0, 0, 0, 1, 1, 1, 1);
        List<String> reads = opset < 11 ? List.of("x", "scales") : List.of("x", "region", "scales", "sizes");
        byte[] bytes = model(
                opset,
                graph(
                        List.of(node("Resize", reads, List.of("y"), how.toArray(Message[]::new))),
                        List.of(region, scales, sizes),
                        List.of(value("x", 1, 1, 1, extent)),
                        List.of(value("y"))));
        float[] row = new float[extent];
        for (int i = 0; i < extent; i++) {
            row[i] = i;
        }
        Map<String, OnnxTensor> x = Map.of("x", OnnxTensor.of(row, 1, 1, 1, extent));
        OnnxModel model = OnnxModel.read(bytes, "resized");
        for (Map<String, OnnxTensor> outputs :
                List.of(model.run(x), model.runner(Workers.common()).run(x))) {
            OnnxTensor y = Objects.requireNonNull(outputs.get("y"));
            assertEquals("FLOAT 1×1×1×" + expected.length, y.toString());
            assertArrayEquals(expected, y.floats(), 1e-5f, Arrays.toString(y.floats()));
        }
    }

    private static Message scales(float last) {
        return floats("scales", new long[] {4}, 1, 1, 1, last);
    }

    private static List<Message> nearest(String coordinates, String nearest) {
        return List.of(word("coordinate_transformation_mode", coordinates), word("nearest_mode", nearest));
    }

    /// 10 · 0.7f is 7 as a float, and less than 7 as a double.
    @Test
    void extentsAreThoseOfFloats() throws IOException {
        is(13, 10, scales(0.7f), NO_SIZES, nearest("asymmetric", "floor"), 0, 1, 2, 4, 5, 7, 8);
    }

    /// 1 / 0.1f is 10 as a float, and less than 10 as a double; (3 + ½) / 0.7f − ½ is 4½, and more than that.
    @Test
    void placesAreThoseOfFloats() throws IOException {
        is(13, 30, scales(0.1f), NO_SIZES, nearest("asymmetric", "floor"), 0, 10, 20);
        is(13, 7, scales(0.7f), NO_SIZES, nearest("half_pixel", "round_prefer_floor"), 0, 2, 3, 4);
    }

    /// ONNX's own test of that opset has the first and the third of four at a scale of 0.6.
    @Test
    void theFirstOpsetRoundsUpWhereItShrinksAndDownWhereItGrows() throws IOException {
        is(10, 4, scales(0.6f), NO_SIZES, List.of(), 0, 2);
        is(10, 3, scales(1.5f), NO_SIZES, List.of(), 0, 0, 1, 2);
    }

    @Test
    void inTheFirstOpsetOneAxisMayShrinkAndAnotherGrow() throws IOException {
        byte[] bytes = model(
                10,
                graph(
                        List.of(node("Resize", List.of("x", "scales"), List.of("y"))),
                        List.of(floats("scales", new long[] {4}, 1, 1, 1.5f, 0.6f)),
                        List.of(value("x", 1, 1, 2, 4)),
                        List.of(value("y"))));
        OnnxModel model = OnnxModel.read(bytes, "resized");
        Map<String, OnnxTensor> x = Map.of("x", OnnxTensor.of(new float[] {0, 1, 2, 3, 10, 11, 12, 13}, 1, 1, 2, 4));
        for (Map<String, OnnxTensor> outputs :
                List.of(model.run(x), model.runner(Workers.common()).run(x))) {
            OnnxTensor y = Objects.requireNonNull(outputs.get("y"));
            assertEquals("FLOAT 1×1×3×2", y.toString());
            assertArrayEquals(new float[] {0, 2, 0, 2, 10, 12}, y.floats());
        }
    }

    /// Three times 0.34 is a little more than 1, and the output is one all the same.
    @Test
    void pytorchsOneOutputIsTheFirstInput() throws IOException {
        is(13, 3, scales(0.34f), NO_SIZES, nearest("pytorch_half_pixel", "round_prefer_floor"), 0);
    }

    /// By the letter of its formula every place would be half a pixel on.
    @Test
    void anAxisThatKeepsItsExtentKeepsItsElements() throws IOException {
        is(11, 3, NO_SCALES, longs("sizes", 1, 1, 1, 3), nearest("tf_half_pixel_for_nn", "round_prefer_ceil"), 0, 1, 2);
    }

    /// The last place, 23 · 22 / 23 with what doubles make of it, is within the region.
    @Test
    void theEndOfARegionBelongsToIt() throws IOException {
        for (int extent = 3; extent < 40; extent++) {
            float[] expected = new float[extent + 1];
            for (int i = 0; i <= extent; i++) {
                expected[i] = (float) (i * (extent - 1.0) / extent);
            }
            is(
                    13,
                    extent,
                    NO_SCALES,
                    longs("sizes", 1, 1, 1, extent + 1),
                    List.of(
                            word("coordinate_transformation_mode", "tf_crop_and_resize"),
                            word("mode", "linear"),
                            real("extrapolation_value", -1)),
                    expected);
        }
    }
}
