package org.fovea.engine.onnx;

import static org.fovea.engine.onnx.Message.floats;
import static org.fovea.engine.onnx.Message.graph;
import static org.fovea.engine.onnx.Message.integer;
import static org.fovea.engine.onnx.Message.integers;
import static org.fovea.engine.onnx.Message.longs;
import static org.fovea.engine.onnx.Message.model;
import static org.fovea.engine.onnx.Message.node;
import static org.fovea.engine.onnx.Message.real;
import static org.fovea.engine.onnx.Message.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.junit.jupiter.api.Test;

/// Operators whose attributes became inputs, or whose meaning changed: each before and after. ONNX's own tests hold the
/// newest meanings alone.
class OperatorOpsetsTest {
    /// The tensor that one node makes of `x`, 2×3: -2, -1, 0, 1, 2, 3.
    private static OnnxTensor of(int opset, String operator, List<Message> constants, Message... attributes)
            throws IOException {
        return of(opset, operator, OnnxTensor.of(new float[] {-2, -1, 0, 1, 2, 3}, 2, 3), constants, attributes);
    }

    private static OnnxTensor of(
            int opset, String operator, OnnxTensor x, List<Message> constants, Message... attributes)
            throws IOException {
        List<String> inputs = new ArrayList<>(List.of("x"));
        List<Message> initializers = new ArrayList<>();
        for (Message constant : constants) {
            String name = "c" + inputs.size();
            inputs.add(constant == LEFT_OUT ? "" : name);
            if (constant != LEFT_OUT) {
                initializers.add(new Message().append(constant).text(8, name));
            }
        }
        long[] extents = Arrays.stream(x.extents()).asLongStream().toArray();
        byte[] bytes = model(
                opset,
                graph(
                        List.of(node(operator, inputs, List.of("y"), attributes)),
                        initializers,
                        List.of(value("x", extents)),
                        List.of(value("y"))));
        return OnnxModel.read(bytes, operator).run(Map.of("x", x)).get("y");
    }

    private static final Message LEFT_OUT = new Message();

    private static void is(OnnxTensor y, String described, float... expected) {
        assertEquals("FLOAT " + described, y.toString());
        assertArrayEquals(expected, y.floats(), 1e-6f);
    }

    private static Message word(String name, String value) {
        return new Message().text(1, name).text(4, value).number(20, 3);
    }

    @Test
    void clipsBoundsBecameInputs() throws IOException {
        is(of(7, "Clip", List.of(), real("min", -1), real("max", 2)), "2×3", -1, -1, 0, 1, 2, 2);
        is(of(10, "Clip", List.of(), real("max", 0)), "2×3", -2, -1, 0, 0, 0, 0);
        is(of(11, "Clip", List.of(LEFT_OUT, floats("", new long[0], 1))), "2×3", -2, -1, 0, 1, 1, 1);
        is(of(13, "Clip", List.of(floats("", new long[0], 0))), "2×3", 0, 0, 0, 1, 2, 3);
    }

    @Test
    void padsBecameInputsAndAxesCame() throws IOException {
        float[] expected = {9, -2, -1, 0, 9, 1, 2, 3};
        is(of(7, "Pad", List.of(), integers("pads", 0, 1, 0, 0), real("value", 9)), "2×4", expected);
        is(of(11, "Pad", List.of(longs("", 0, 1, 0, 0), floats("", new long[0], 9))), "2×4", expected);
        is(of(18, "Pad", List.of(longs("", 1, 0), floats("", new long[0], 9), longs("", -1))), "2×4", expected);
        is(
                of(10, "Pad", List.of(), integers("pads", 0, 2, 0, -1), word("mode", "reflect")),
                "2×4",
                0,
                -1,
                -2,
                -1,
                3,
                2,
                1,
                2);
        is(of(19, "Pad", List.of(longs("", 0, 1, 0, 0)), word("mode", "wrap")), "2×4", 0, -2, -1, 0, 3, 1, 2, 3);
        refused(11, "Pad", List.of(), "pads are an input from opset 11 on", integers("pads", 0, 1, 0, 0));
    }

    private static void refused(int opset, String operator, OnnxTensor x, String reason, Message... attributes) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> of(opset, operator, x, List.of(), attributes))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    private static void refused(
            int opset, String operator, List<Message> constants, String reason, Message... attributes) {
        String message = assertThrows(IllegalArgumentException.class, () -> of(opset, operator, constants, attributes))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void slicesLimitsBecameInputs() throws IOException {
        is(
                of(9, "Slice", List.of(), integers("starts", 1), integers("ends", 9), integers("axes", 1)),
                "2×2",
                -1,
                0,
                2,
                3);
        is(of(10, "Slice", List.of(longs("", 1), longs("", 9), longs("", 1))), "2×2", -1, 0, 2, 3);
        is(
                of(13, "Slice", List.of(longs("", -1), longs("", Long.MIN_VALUE), longs("", -1), longs("", -1))),
                "2×3",
                0,
                -1,
                -2,
                3,
                2,
                1);
        is(of(13, "Slice", List.of(longs("", -9), longs("", -2), longs("", 1), longs("", -1))), "2×0");
        refused(10, "Slice", List.of(longs("", 0), longs("", 1), longs("", 0), longs("", 0)), "a step of 0");
    }

    @Test
    void axesOfReductionsBecameInputs() throws IOException {
        is(of(11, "ReduceSum", List.of(), integers("axes", 1)), "2×1", -3, 6);
        is(of(13, "ReduceSum", List.of(longs("", 1)), integer("keepdims", 0)), "2", -3, 6);
        is(of(13, "ReduceMean", List.of(), integers("axes", -1)), "2×1", -1, 2);
        is(of(18, "ReduceMean", List.of(longs("", 0))), "1×3", -0.5f, 0.5f, 1.5f);
        is(of(18, "ReduceMax", List.of()), "1×1", 3);
        is(of(18, "ReduceMax", List.of(), integer("noop_with_empty_axes", 1)), "2×3", -2, -1, 0, 1, 2, 3);
        refused(13, "ReduceMean", List.of(longs("", 0)), "axes as an input, which came with opset 18");
    }

    @Test
    void softmaxWasOverAllAxesFromOneOn() throws IOException {
        OnnxTensor x = OnnxTensor.of(new float[] {0, 0, 0, 0}, 1, 2, 2);
        is(of(11, "Softmax", x, List.of(), integer("axis", 1)), "1×2×2", 0.25f, 0.25f, 0.25f, 0.25f);
        is(of(13, "Softmax", x, List.of(), integer("axis", 1)), "1×2×2", 0.5f, 0.5f, 0.5f, 0.5f);
        is(of(11, "Softmax", x, List.of()), "1×2×2", 0.25f, 0.25f, 0.25f, 0.25f);
        is(of(13, "Softmax", x, List.of()), "1×2×2", 0.5f, 0.5f, 0.5f, 0.5f);
    }

    @Test
    void axesOfSqueezeAndUnsqueezeBecameInputs() throws IOException {
        OnnxTensor x = OnnxTensor.of(new float[] {1, 2}, 1, 2, 1);
        is(of(11, "Squeeze", x, List.of(), integers("axes", 0)), "2×1", 1, 2);
        is(of(13, "Squeeze", x, List.of(longs("", -1))), "1×2", 1, 2);
        is(of(13, "Squeeze", x, List.of()), "2", 1, 2);
        is(of(11, "Unsqueeze", x, List.of(), integers("axes", 0, 4)), "1×1×2×1×1", 1, 2);
        is(of(13, "Unsqueeze", x, List.of(longs("", -1))), "1×2×1×1", 1, 2);
    }

    @Test
    void resizingBeganAsUpsampling() throws IOException {
        OnnxTensor x = OnnxTensor.of(new float[] {1, 2}, 1, 1, 1, 2);
        Message scales = floats("", new long[] {4}, 1, 1, 1, 2);
        Message attribute = new Message().text(1, "scales").number(20, 6);
        for (float scale : new float[] {1, 1, 1, 2}) {
            attribute.real(7, scale);
        }
        float[] nearest = {1, 1, 2, 2};
        is(of(7, "Upsample", x, List.of(), attribute), "1×1×1×4", nearest);
        is(of(9, "Upsample", x, List.of(scales)), "1×1×1×4", nearest);
        is(of(10, "Resize", x, List.of(scales)), "1×1×1×4", nearest);
        // Places are counted from the corner first, from the pixels' centres later.
        is(of(10, "Resize", x, List.of(scales), word("mode", "linear")), "1×1×1×4", 1, 1.5f, 2, 2);
        is(of(11, "Resize", x, List.of(LEFT_OUT, scales), word("mode", "linear")), "1×1×1×4", 1, 1.25f, 1.75f, 2);
        is(
                of(18, "Resize", x, List.of(LEFT_OUT, floats("", new long[] {1}, 2)), integers("axes", 3)),
                "1×1×1×4",
                nearest);
        is(
                of(
                        19,
                        "Resize",
                        x,
                        List.of(LEFT_OUT, LEFT_OUT, longs("", 3)),
                        integers("axes", -1),
                        word("keep_aspect_ratio_policy", "not_smaller"),
                        word("mode", "linear")),
                "1×1×1×3",
                1,
                1.5f,
                2);
    }

    @Test
    void theCountOfTopKBecameAnInput() throws IOException {
        is(of(9, "TopK", List.of(), integer("k", 2)), "2×2", 0, -1, 3, 2);
        is(of(11, "TopK", List.of(longs("", 1)), integer("largest", 0)), "2×1", -2, 1);
        refused(11, "TopK", List.of(longs("", 4)), "the first 4 of 3");
    }

    @Test
    void slopesOfPReluMayBeTheChannels() throws IOException {
        OnnxTensor x = OnnxTensor.of(new float[] {-1, -1, -1, -1, -1, -1}, 1, 2, 1, 3);
        float[] expected = {-10, -10, -10, -20, -20, -20};
        is(of(9, "PRelu", x, List.of(floats("", new long[] {2, 1, 1}, 10, 20))), "1×2×1×3", expected);
        is(of(9, "PRelu", x, List.of(floats("", new long[] {2}, 10, 20))), "1×2×1×3", expected);
        is(of(9, "PRelu", x, List.of(floats("", new long[] {3}, 10, 20, 30))), "1×2×1×3", -10, -20, -30, -10, -20, -30);
    }

    @Test
    void splitsMayBeUneven() throws IOException {
        is(of(11, "Split", List.of(), integers("split", 3), integer("axis", 1)), "2×3", -2, -1, 0, 1, 2, 3);
        is(of(13, "Split", List.of(longs("", 2))), "2×3", -2, -1, 0, 1, 2, 3);
        refused(13, "Split", List.of(longs("", 1)), "in 1 parts of [1]");
    }

    @Test
    void inputsOfAnotherTypeThanTheOperatorTakesAreRefused() {
        refused(13, "Gather", List.of(floats("", new long[] {1}, 0)), "node \"the Gather\" (Gather, opset 13)");
        refused(13, "Reshape", List.of(floats("", new long[] {1}, -1)), "input 1 is FLOAT 1, not whole numbers");
        refused(13, "Add", List.of(longs("", 1)), "inputs of types FLOAT and INT64");
        refused(13, "And", List.of(longs("", 1)), "input 0 is FLOAT 2×3, not truth values");
    }

    @Test
    void regionsFarOutsideAreFilledAtOnce() throws IOException {
        OnnxTensor x = OnnxTensor.of(new float[] {1, 2}, 1, 2);
        is(
                of(
                        13,
                        "Resize",
                        x,
                        List.of(floats("", new long[] {4}, 0, -1e30f, 1, 1e30f), LEFT_OUT, longs("", 1, 3)),
                        word("coordinate_transformation_mode", "tf_crop_and_resize"),
                        word("mode", "cubic"),
                        real("extrapolation_value", 7)),
                "1×3",
                7,
                1,
                7);
    }

    @Test
    void aWindowThatMayReachBehindThePaddingMayBeTheOnlyOne() throws IOException {
        OnnxTensor x = OnnxTensor.of(new float[] {3, -4}, 1, 2, 1);
        Message[] wide = {integers("kernel_shape", 2), integers("strides", 2), integer("ceil_mode", 1)};
        is(of(13, "MaxPool", x, List.of(), wide), "1×2×1", 3, -4);
        is(of(19, "AveragePool", x, List.of(), wide), "1×2×1", 3, -4);
        refused(13, "MaxPool", x, "over 1 inputs", integers("kernel_shape", 3), integers("strides", 2));
        refused(13, "MaxPool", x, "over 1 inputs", integers("kernel_shape", 3), integer("ceil_mode", 1));
    }

    @Test
    void transposedConvolutionsOfNoOutputsAreRefused() {
        OnnxTensor x = OnnxTensor.of(new float[] {3, -4}, 1, 1, 2);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> of(
                                13,
                                "ConvTranspose",
                                x,
                                List.of(floats("", new long[] {1, 1, 1}, 1)),
                                integers("pads", 1, 1)))
                .getMessage();
        assertTrue(message.contains("an output of 0 along axis 2"), message);
    }

    /// Operators for which ONNX has no test, or none small enough to lie here.
    @Test
    void functionsHaveTheValuesOfTables() throws IOException {
        is(of(13, "Erf", List.of()), "2×3", -0.995322265f, -0.842700793f, 0, 0.842700793f, 0.995322265f, 0.999977910f);
        is(of(18, "Mish", List.of()), "2×3", -0.252501460f, -0.303401406f, 0, 0.865098388f, 1.943958978f, 2.986535065f);
        OnnxTensor x = OnnxTensor.of(new float[] {3, -4, 1, 2}, 1, 2, 1, 2);
        is(of(13, "GlobalLpPool", x, List.of()), "1×2×1×1", 5, (float) Math.sqrt(5));
        is(of(13, "GlobalLpPool", x, List.of(), integer("p", 1)), "1×2×1×1", 7, 3);
    }
}
