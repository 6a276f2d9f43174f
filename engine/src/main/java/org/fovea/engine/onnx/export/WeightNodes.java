package org.fovea.engine.onnx.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.Cosine;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.MatrixMultiply;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Parameter;

/// The layers that have weights.
final class WeightNodes {
    private WeightNodes() {}

    static void convolution(LayerPlace at, Conv2d conv) {
        Conv2d.Geometry g = conv.geometry();
        List<String> read = at.with(at.parameter(conv, conv.weight()));
        if (conv.bias() != null) {
            read.add(at.parameter(conv, conv.bias()));
        }
        at.result(
                "Conv",
                read,
                Map.of(
                        "kernel_shape",
                        new long[] {g.kernelH(), g.kernelW()},
                        "strides",
                        new long[] {g.strideH(), g.strideW()},
                        "pads",
                        new long[] {g.padTop(), g.padLeft(), g.padBottom(), g.padRight()},
                        "dilations",
                        new long[] {g.dilationH(), g.dilationW()},
                        "group",
                        (long) g.groups()));
    }

    static void transposed(LayerPlace at, ConvTranspose2d conv) {
        Options o = conv.options();
        int[] more = o.pair("more");
        List<String> read = at.with(at.parameter(conv, conv.weight()));
        if (conv.bias() != null) {
            read.add(at.parameter(conv, conv.bias()));
        }
        Conv2d.Geometry g = conv.geometry();
        at.result(
                "ConvTranspose",
                read,
                Map.of(
                        "kernel_shape",
                        new long[] {g.kernelH(), g.kernelW()},
                        "strides",
                        new long[] {g.strideH(), g.strideW()},
                        "pads",
                        new long[] {g.padTop(), g.padLeft(), g.padBottom(), g.padRight()},
                        "dilations",
                        new long[] {g.dilationH(), g.dilationW()},
                        "output_padding",
                        new long[] {more[0], more[1]},
                        "group",
                        (long) g.groups()));
    }

    /// Matrices are read with the channels last, as columns.
    static void matrices(LayerPlace at, MatrixMultiply multiply) {
        Parameter weight = multiply.weight();
        int rank = at.shape().rank();
        List<String> read = new ArrayList<>();
        for (int i = 0; i < at.inputs().size(); i++) {
            int own = at.inputShape(i).rank();
            long[] ones = LongStream.range(1, 1L + rank - own).toArray();
            read.add(
                    ones.length == 0
                            ? at.last(i)
                            : at.step("Unsqueeze", List.of(at.last(i), at.wholes("ones", ones)), Map.of()));
        }
        if (weight != null) {
            read.add(multiply.options().integer("position"), at.parameter(multiply, weight));
        }
        at.resultLast("MatMul", read, Map.of());
    }

    static void dense(LayerPlace at, Dense dense) {
        List<String> read = at.with(at.parameter(dense, dense.weight()));
        if (dense.bias() != null) {
            read.add(at.parameter(dense, dense.bias()));
        }
        at.result("Gemm", read, Map.of("transB", 1L));
    }

    /// The directions keep their lengths in the file; they are divided by them in the graph.
    static void cosine(LayerPlace at, Cosine cosine) {
        String directions = at.parameter(cosine, cosine.weight());
        String unit = at.step("Div", List.of(directions, LayerNodes.length(at, directions)), Map.of());
        at.result("Gemm", at.with(unit), Map.of("transB", 1L));
    }

    static void batchNorm(LayerPlace at, BatchNorm norm) {
        List<String> read = new ArrayList<>(at.inputs());
        norm.parameters().forEach(parameter -> read.add(at.parameter(norm, parameter)));
        // ONNX's momentum is the share that the running statistics keep.
        at.result("BatchNormalization", read, Map.of("epsilon", (float) norm.epsilon(), "momentum", (float)
                (1 - norm.momentum())));
    }
}
