package org.fovea.engine.onnx.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.ConvTranspose2d;
import org.fovea.engine.layer.Cosine;
import org.fovea.engine.layer.Dense;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MatrixMultiply;
import org.fovea.engine.layer.Parameter;
import org.jspecify.annotations.Nullable;

/// The layers that have weights.
final class WeightNodes {
    private WeightNodes() {}

    static void convolution(LayerPlace at, Conv2d conv) {
        at.result("Conv", weights(at, conv, conv.weight(), conv.bias()), windows(conv.geometry()));
    }

    static void transposed(LayerPlace at, ConvTranspose2d conv) {
        int[] more = conv.options().pair("more");
        Map<String, Object> attributes = windows(conv.geometry());
        attributes.put("output_padding", new long[] {more[0], more[1]});
        at.result("ConvTranspose", weights(at, conv, conv.weight(), conv.bias()), attributes);
    }

    private static Map<String, Object> windows(Conv2d.Geometry g) {
        return new HashMap<>(Map.of(
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

    /// What the layer reads, and its weights behind it.
    private static List<String> weights(LayerPlace at, Layer layer, Parameter weight, @Nullable Parameter bias) {
        List<String> read = at.with(at.parameter(layer, weight));
        if (bias != null) {
            read.add(at.parameter(layer, bias));
        }
        return read;
    }

    /// Matrices are read with the channels last, as columns.
    static void matrices(LayerPlace at, MatrixMultiply multiply) {
        Parameter weight = multiply.weight();
        int rank = at.shape().rank();
        List<String> read = new ArrayList<>();
        for (int i = 0; i < at.inputs().size(); i++) {
            read.add(at.unsqueezed(at.last(i), 1, rank - at.inputShape(i).rank()));
        }
        if (weight != null) {
            read.add(multiply.options().integer("position"), at.parameter(multiply, weight));
        }
        at.resultLast("MatMul", read, Map.of());
    }

    static void dense(LayerPlace at, Dense dense) {
        at.result("Gemm", weights(at, dense, dense.weight(), dense.bias()), Map.of("transB", 1L));
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
