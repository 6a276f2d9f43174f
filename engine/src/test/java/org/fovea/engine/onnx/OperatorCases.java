package org.fovea.engine.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// Small graphs of every operator that can be differentiated, in the forms that take different layers.
final class OperatorCases {
    private static final int NEWEST = 24;

    private OperatorCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        functions(all);
        several(all);
        movements(all);
        reductions(all);
        normalizations(all);
        windows(all);
        products(all);
        return all;
    }

    private static OperatorCase of(String operator) {
        return new OperatorCase(operator, NEWEST);
    }

    private static void functions(List<OperatorCase> all) {
        Stream.of("Abs Ceil Celu Cos Elu Erf Exp Floor HardSigmoid HardSwish LeakyRelu Mish Neg Relu Round Selu Sigmoid"
                        .split(" "))
                .forEach(operator -> all.add(of(operator).x(2, 3, 4, 2)));
        Stream.of("Sign Sin Softplus Softsign Tanh ThresholdedRelu Swish Gelu Identity".split(" "))
                .forEach(operator -> all.add(of(operator).x(2, 3, 5)));
        Stream.of("Log Sqrt Reciprocal".split(" "))
                .forEach(operator -> all.add(of(operator).x(2, 6).positive()));
        all.add(of("Celu").x(2, 6).with("alpha", 0.5));
        all.add(of("Swish").x(2, 6).with("alpha", 1.5));
        all.add(of("Gelu").x(2, 6).with("approximate", "tanh"));
        all.add(of("Cast").x(2, 6).with("to", 1));
        all.add(of("CastLike").x(2, 6).w());
        all.add(of("Clip").x(1, 2, 3, 4).w().none());
        all.add(of("Clip").x(1, 2, 3, 4).none().w());
        all.add(of("Clip").x(1, 2, 3, 4).numbers(-0.5f).numbers(0.75f));
        all.add(of("Clip").x(1, 2, 3, 4).x().x());
        all.add(of("Clip").x(3, 4).numbers(2).numbers(1));
        all.add(new OperatorCase("Clip", 7).x(2, 6).with("min", -1.0));
        all.add(of("Dropout").x(2, 6));
        all.add(of("PRelu").x(1, 3, 4, 2).w(3, 1, 1));
        all.add(of("PRelu").x(2, 3, 4, 2).w(3, 4, 2));
        all.add(of("PRelu").x(2, 3, 4, 2).w(1));
        all.add(of("PRelu").x(2, 3, 4, 2).w(3));
        all.add(of("PRelu").x(1, 3, 4, 2).x(3, 1, 1));
    }

    private static void several(List<OperatorCase> all) {
        for (String operator : List.of("Add", "Sub", "Mul", "Div")) {
            all.add(of(operator).x(2, 3, 4, 2).x(2, 3, 4, 2).positive());
            all.add(of(operator).x(1, 3, 4, 2).x(1, 3, 1, 1).positive());
            all.add(of(operator).x(4, 2).x(1, 3, 4, 2).positive());
            all.add(of(operator).x(2, 3, 4, 2).w(3, 1, 1).positive());
            all.add(of(operator).w(1, 3, 4, 2).x(1, 1, 4, 2).positive());
            all.add(of(operator).x(3, 4).w().positive());
            all.add(of(operator).x(1, 4).w(3, 4).positive());
        }
        for (String operator : List.of("Max", "Min", "Sum", "Mean")) {
            all.add(of(operator).x(1, 3, 4, 2).x(3, 1, 2).x(1, 3, 4, 2));
            all.add(of(operator).x(2, 3, 4).w(3, 4).x(2, 3, 1).w());
            all.add(of(operator).x(2, 3, 4));
        }
        all.add(of("Pow").x(2, 3, 4).w().positive());
        all.add(of("Pow").x(2, 3, 4).constant(OnnxTensor.of(new long[] {3})));
        all.add(of("Pow").x(2, 3, 4).w(3, 1).positive());
        all.add(of("Pow").w(3, 1).x(2, 3, 4));
        all.add(of("Pow").x(2, 3, 4).x(3, 1).positive());
        OnnxTensor mask = OnnxTensor.ofWholes(OnnxType.BOOL, new long[] {1, 0, 0, 1, 1, 0}, 1, 3, 2, 1);
        all.add(of("Where").constant(mask).x(1, 3, 2, 4).x(1, 3, 2, 4));
        all.add(of("Where").constant(mask).x(1, 3, 2, 4).w(1));
        all.add(of("Where").constant(mask).w(4).x(1, 3, 2, 1));
        all.add(of("Concat").x(1, 3, 4, 2).x(1, 2, 4, 2).with("axis", 1));
        all.add(of("Concat").x(1, 3, 4, 2).x(1, 3, 4, 3).with("axis", -1));
        all.add(of("Concat").x(1, 3, 4, 2).x(2, 3, 4, 2).with("axis", 0));
        all.add(of("Concat").w(1, 1, 4).x(1, 3, 4).w(1, 2, 4).x(1, 2, 4).with("axis", 1));
    }

    private static void movements(List<OperatorCase> all) {
        all.add(of("DepthToSpace").x(2, 8, 2, 3).with("blocksize", 2));
        all.add(of("DepthToSpace").x(1, 8, 2, 3).with("blocksize", 2).with("mode", "CRD"));
        all.add(of("SpaceToDepth").x(1, 2, 4, 6).with("blocksize", 2));
        all.add(of("Expand").x(1, 3, 1, 2).wholes(1, 3, 4, 2));
        all.add(of("Expand").x(3, 1).wholes(2, 1, 3, 2));
        all.add(of("Expand").x(1, 3, 1, 2).wholes(2, 1, 4, 1));
        all.add(of("Flatten").x(2, 3, 4));
        all.add(of("Gather").x(2, 3, 4, 2).wholes(2, -3, 2).with("axis", 1));
        all.add(of("Gather").x(3, 4, 2).constant(OnnxTensor.of(new long[] {1})).with("axis", 0));
        all.add(of("Gather")
                .x(1, 3, 4, 2)
                .constant(OnnxTensor.of(new long[] {0, 1, 3, 3}, 2, 2))
                .with("axis", 2));
        all.add(of("Gather").x(1, 3, 4).constant(OnnxTensor.of(new long[] {0})).with("axis", 0));
        for (String mode : List.of("constant", "reflect", "edge", "wrap")) {
            all.add(of("Pad").x(1, 3, 4, 3).wholes(0, 0, 2, 1, 0, 0, 1, 2).with("mode", mode));
        }
        all.add(of("Pad").x(1, 3, 4, 3).wholes(1, 1, -1, 2, 0, 0).w().wholes(0, 1, 2));
        all.add(new OperatorCase("Pad", 7).x(2, 3).with("pads", 0, 1, 0, 2));
        all.add(of("Reshape").x(2, 3, 4, 2).wholes(2, -1, 3));
        all.add(of("Resize").x(1, 2, 3, 4).none().numbers(1, 1, 2, 2).with("mode", "nearest"));
        all.add(of("Resize").x(2, 2, 3, 4).none().numbers(1, 1, 1.5f, 0.6f).with("mode", "linear"));
        all.add(of("Resize").x(1, 2, 3, 4).none().none().wholes(1, 2, 5, 6).with("mode", "cubic"));
        all.add(of("Resize")
                .x(1, 2, 3, 4)
                .none()
                .none()
                .wholes(7, 7)
                .with("axes", 2, 3)
                .with("mode", "linear")
                .with("keep_aspect_ratio_policy", "not_larger")
                .with("coordinate_transformation_mode", "align_corners"));
        all.add(of("Resize")
                .x(1, 2, 4, 4)
                .numbers(0, 0, 0.1f, 0.2f, 1, 1, 0.8f, 0.9f)
                .none()
                .wholes(1, 2, 3, 3)
                .with("mode", "linear")
                .with("coordinate_transformation_mode", "tf_crop_and_resize"));
        all.add(new OperatorCase("Resize", 10).x(1, 2, 3, 4).numbers(1, 1, 2, 2).with("mode", "linear"));
        all.add(new OperatorCase("Upsample", 9)
                .x(1, 2, 3, 4)
                .numbers(1, 1, 2, 3)
                .with("mode", "nearest"));
        all.add(new OperatorCase("Upsample", 7)
                .x(1, 2, 3, 4)
                .with("scales", (Object) new float[] {1, 1, 2, 2})
                .with("mode", "linear"));
        all.add(of("Slice").x(2, 3, 5, 4).wholes(1, 4).wholes(3, 0).wholes(1, 2).wholes(1, -2));
        all.add(of("Slice").x(3, 4).wholes(1).wholes(2));
        all.add(new OperatorCase("Slice", 9)
                .x(2, 3, 5)
                .with("starts", 0, 1)
                .with("ends", 9, -1)
                .with("axes", 1, 2));
        all.add(of("Split").x(1, 5, 2, 2).wholes(2, 3).with("axis", 1).outputs(2));
        all.add(of("Split").x(4, 3).with("axis", 0).with("num_outputs", 2L).outputs(2));
        all.add(of("Squeeze").x(2, 1, 3).wholes(1));
        all.add(of("Tile").x(1, 3, 2, 2).wholes(1, 2, 1, 3));
        all.add(of("Tile").x(1, 3).wholes(2, 2));
        all.add(of("Transpose").x(2, 3, 4, 2).with("perm", 0, 3, 1, 2));
        all.add(of("Unsqueeze").x(2, 3).wholes(1));
    }

    private static void reductions(List<OperatorCase> all) {
        for (String operator : List.of(
                "ReduceL1",
                "ReduceL2",
                "ReduceLogSum",
                "ReduceLogSumExp",
                "ReduceMax",
                "ReduceMean",
                "ReduceMin",
                "ReduceProd",
                "ReduceSum",
                "ReduceSumSquare")) {
            all.add(of(operator).x(2, 3, 2, 4).wholes(2, 3).positive());
            all.add(of(operator).x(1, 3, 2, 4).wholes(1).with("keepdims", 0).positive());
            all.add(of(operator).x(3, 4).positive());
            all.add(of(operator).x(3, 4).none().with("noop_with_empty_axes", 1).positive());
        }
        all.add(new OperatorCase("ReduceMean", 13).x(2, 3, 4).with("axes", (Object) new long[] {-1}));
        for (String operator : List.of("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool")) {
            all.add(of(operator).x(2, 3, 3, 2));
            all.add(of(operator).x(1, 3, 5));
            all.add(of(operator).x(1, 2, 2, 3, 2));
        }
        all.add(of("GlobalLpPool").x(1, 3, 3, 2).with("p", 3));
    }

    private static void normalizations(List<OperatorCase> all) {
        for (String operator : List.of("Softmax", "LogSoftmax", "LpNormalization")) {
            all.add(of(operator).x(2, 3, 4, 2).with("axis", 1));
            all.add(of(operator).x(2, 3, 4, 2).with("axis", 2));
            all.add(of(operator).x(2, 5));
            all.add(of(operator).x(4, 5).with("axis", 0));
        }
        all.add(new OperatorCase("Softmax", 11).x(2, 3, 4, 2).with("axis", 2));
        all.add(new OperatorCase("LogSoftmax", 11).x(2, 3, 4));
        all.add(of("LpNormalization").x(2, 5).with("p", 1));
        all.add(of("BatchNormalization").x(2, 3, 4, 2).w(3).w(3).w(3).w(3));
        all.add(of("InstanceNormalization").x(2, 3, 4, 2).w(3).w(3));
        all.add(of("GroupNormalization").x(2, 4, 3, 2).w(4).w(4).with("num_groups", 2L));
        all.add(new OperatorCase("GroupNormalization", 18)
                .x(1, 4, 3, 2)
                .w(2)
                .w(2)
                .with("num_groups", 2L));
        all.add(of("LayerNormalization").x(2, 3, 4).w(4).w(4));
        all.add(of("LayerNormalization").x(1, 3, 4, 2).w(3, 4, 2).with("axis", 1));
        all.add(of("LayerNormalization").x(3, 4).w(3, 4).w(3, 4).with("axis", 0));
        all.add(of("LayerNormalization")
                .x(1, 2, 4, 3)
                .w(4, 3)
                .w(4, 3)
                .with("axis", -2)
                .with("stash_type", 1)
                .outputs(3));
        all.add(of("LRN").x(2, 5, 2, 2).with("size", 3).with("alpha", 0.5));
    }

    private static void windows(List<OperatorCase> all) {
        for (String operator : List.of("MaxPool", "AveragePool", "LpPool")) {
            all.add(of(operator).x(2, 2, 5, 4).with("kernel_shape", 2, 2).with("strides", 2, 2));
            all.add(of(operator)
                    .x(1, 2, 6, 5)
                    .with("kernel_shape", 3, 2)
                    .with("strides", 2, 1)
                    .with("pads", 0, 1, 2, 1)
                    .with("ceil_mode", 1));
            all.add(of(operator).x(1, 2, 7, 6).with("kernel_shape", 3, 2).with("dilations", 2, 3));
            all.add(of(operator).x(1, 2, 5, 5).with("kernel_shape", 2, 2).with("auto_pad", "SAME_UPPER"));
            all.add(of(operator).x(1, 3, 7).with("kernel_shape", (Object) new long[] {3}));
        }
        all.add(of("AveragePool")
                .x(1, 2, 5, 4)
                .with("kernel_shape", 3, 3)
                .with("pads", 1, 1, 1, 1)
                .with("count_include_pad", 1)
                .with("strides", 2, 2)
                .with("ceil_mode", 1));
        all.add(of("Conv").x(2, 4, 5, 4).w(6, 2, 3, 2).w(6).with("group", 2).with("strides", 2, 1));
        all.add(of("Conv").x(1, 2, 7).w(3, 2, 3).with("dilations", (Object) new long[] {2}));
        all.add(of("ConvTranspose")
                .x(2, 4, 3, 2)
                .w(4, 3, 3, 2)
                .w(6)
                .with("group", 2)
                .with("strides", 2, 1));
        all.add(of("ConvTranspose")
                .x(1, 2, 3, 3)
                .w(2, 3, 3, 3)
                .with("strides", 3, 2)
                .with("output_padding", 1, 1)
                .with("pads", 1, 0, 1, 2));
        all.add(of("ConvTranspose")
                .x(1, 2, 3, 3)
                .w(2, 3, 3, 3)
                .with("strides", 3, 2)
                .with("output_shape", 10, 8));
        all.add(of("ConvTranspose")
                .x(1, 2, 3, 3)
                .w(2, 3, 3, 3)
                .with("strides", 2, 2)
                .with("auto_pad", "SAME_UPPER"));
        all.add(of("ConvTranspose").x(1, 2, 4).w(2, 3, 3).with("strides", (Object) new long[] {2}));
    }

    private static void products(List<OperatorCase> all) {
        all.add(of("MatMul").x(2, 4).w(4, 3));
        all.add(of("MatMul").x(2, 3, 4).x(2, 4, 2));
        all.add(of("MatMul").x(1, 2, 3, 4).x(1, 1, 4, 2));
        all.add(of("MatMul").x(3, 4).x(4, 2));
        all.add(of("MatMul").x(1, 3, 4).w(2, 4, 2));
        all.add(of("MatMul").w(2, 3).x(1, 3, 4));
        all.add(of("MatMul").x(2, 3, 4).w(4));
        all.add(of("MatMul").x(4).x(4));
        all.add(of("Gemm").x(2, 4).w(4, 3).w(3).with("alpha", 0.5).with("beta", 2.0));
        all.add(of("Gemm")
                .x(4, 2)
                .w(3, 4)
                .w(2, 3)
                .with("transA", 1)
                .with("transB", 1)
                .with("beta", 2.0));
        all.add(of("Gemm")
                .x(4, 2)
                .x(3, 4)
                .x(3)
                .with("transA", 1)
                .with("transB", 1)
                .with("alpha", 0.5));
        all.add(of("Gemm").w(4, 2).x(4, 3).x(2, 1).with("transA", 1).with("beta", 0.5));
        all.add(of("Gemm").x(2, 4).w(4, 3).x(1, 3));
    }
}
