package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;

/// Convolutions, pooling and resizing of a [RandomGraph].
final class WindowNodes {
    static final List<Consumer<RandomGraph>> DRAWS = List.of(
            WindowNodes::conv,
            WindowNodes::conv,
            WindowNodes::conv,
            WindowNodes::conv,
            WindowNodes::convTranspose,
            WindowNodes::convTranspose,
            WindowNodes::pool,
            WindowNodes::pool,
            WindowNodes::pool,
            WindowNodes::global,
            WindowNodes::resize,
            WindowNodes::resize,
            WindowNodes::resize);

    private WindowNodes() {}

    private static boolean isPicture(OnnxTensor x) {
        return x.type().real() && x.rank() >= 3 && x.rank() <= 5 && x.count() > 0;
    }

    /// @param over by how much it may be larger than what it moves over
    private static int[] kernel(RandomGraph graph, OnnxTensor x, int over) {
        return IntStream.range(2, x.rank())
                .map(i -> Math.min(graph.oneOf(1, 2, 3, 3, 3, 4, 5), x.extent(i) + over))
                .toArray();
    }

    private static String weights(RandomGraph graph, OnnxType type, int... extents) {
        return graph.once(12) ? graph.computed(type, extents) : graph.constant(type, extents);
    }

    /// Strides, dilations, and pads or an automatic one.
    private static Map<String, Object> windows(RandomGraph graph, OnnxTensor x, int[] kernel, boolean dilated) {
        Map<String, Object> attributes = new HashMap<>();
        int axes = kernel.length;
        if (graph.once(2)) {
            attributes.put("strides", graph.several(axes, 1, graph.oneOf(2, 2, 3)));
        }
        boolean wide = dilated && graph.once(4);
        if (wide) {
            long[] dilations = graph.several(axes, 1, 2);
            for (int i = 0; i < axes; i++) {
                dilations[i] = (kernel[i] - 1) * dilations[i] < x.extent(i + 2) ? dilations[i] : 1;
            }
            attributes.put("dilations", dilations);
        }
        // An automatic padding of dilated windows is beyond ONNX Runtime.
        switch (graph.between(wide ? 1 : 0, 5)) {
            case 0 -> attributes.put("auto_pad", graph.oneOf("SAME_UPPER", "SAME_LOWER", "VALID"));
            case 1 -> attributes.put("auto_pad", "NOTSET");
            case 2, 3 -> {
                long[] pads = new long[2 * axes];
                for (int i = 0; i < pads.length; i++) {
                    pads[i] = kernel[i % axes] / 2;
                }
                attributes.put("pads", pads);
            }
            case 4 -> {
                long[] pads = new long[2 * axes];
                for (int i = 0; i < pads.length; i++) {
                    pads[i] = graph.between(0, kernel[i % axes] - 1);
                }
                attributes.put("pads", pads);
            }
            default -> {}
        }
        return attributes;
    }

    private static int divisor(RandomGraph graph, int channels) {
        int[] divisors = IntStream.rangeClosed(1, channels)
                .filter(d -> channels % d == 0)
                .toArray();
        return graph.once(2) ? 1 : divisors[graph.random.nextInt(divisors.length)];
    }

    private static void conv(RandomGraph graph) {
        String name = graph.pick(WindowNodes::isPicture);
        OnnxTensor x = graph.value(name);
        int groups = divisor(graph, x.extent(1));
        int filters = groups * graph.between(1, groups > 1 ? 2 : 8);
        int[] kernel = kernel(graph, x, 0);
        int[] extents = joined(new int[] {filters, x.extent(1) / groups}, kernel);
        Map<String, Object> attributes = windows(graph, x, kernel, true);
        if (groups > 1 || graph.once(2)) {
            attributes.put("group", (long) groups);
        }
        if (graph.once(2)) {
            attributes.put("kernel_shape", RandomNodes.longs(kernel));
        }
        List<String> reads = new ArrayList<>(List.of(name, weights(graph, x.type(), extents)));
        if (graph.once(2)) {
            reads.add(weights(graph, x.type(), filters));
        }
        graph.node("Conv", reads, attributes);
    }

    private static int[] joined(int[] a, int[] b) {
        return IntStream.concat(IntStream.of(a), IntStream.of(b)).toArray();
    }

    private static void convTranspose(RandomGraph graph) {
        String name = graph.pick(WindowNodes::isPicture);
        OnnxTensor x = graph.value(name);
        int groups = divisor(graph, x.extent(1));
        int each = graph.between(1, groups > 1 ? 2 : 6);
        int[] kernel = kernel(graph, x, 0);
        int axes = kernel.length;
        int[] extents = joined(new int[] {x.extent(1), each}, kernel);
        Map<String, Object> attributes = windows(graph, x, kernel, true);
        attributes.put("group", (long) groups);
        long[] strides = (long[]) attributes.get("strides");
        boolean same = String.valueOf(attributes.get("auto_pad")).startsWith("SAME");
        for (int i = 0; same && strides != null && i < axes; i++) {
            strides[i] = Math.min(strides[i], kernel[i]);
        }
        if (strides != null && !same && graph.once(2)) {
            long[] more = new long[axes];
            for (int i = 0; i < axes; i++) {
                more[i] = graph.between(0, (int) strides[i] - 1);
            }
            attributes.put("output_padding", more);
        }
        if (graph.once(5)) {
            long[] shape = new long[axes];
            for (int i = 0; i < axes; i++) {
                long full = (x.extent(i + 2) - 1L) * (strides == null ? 1 : strides[i]) + kernel[i];
                // One that is smaller than the input stops ONNX's inference of shapes.
                shape[i] = Math.max(x.extent(i + 2), full - graph.between(0, 2));
            }
            attributes.put("output_shape", shape);
        }
        List<String> reads = new ArrayList<>(List.of(name, weights(graph, x.type(), extents)));
        if (graph.once(2)) {
            reads.add(weights(graph, x.type(), each * groups));
        }
        graph.node("ConvTranspose", reads, attributes);
    }

    private static void pool(RandomGraph graph) {
        String operator = graph.oneOf("MaxPool", "MaxPool", "AveragePool", "AveragePool", "LpPool");
        String name = graph.pick(WindowNodes::isPicture);
        OnnxTensor x = graph.value(name);
        boolean ceil = graph.opset >= (operator.equals("LpPool") ? 18 : 10) && graph.once(3);
        int[] kernel = kernel(graph, x, 0);
        int since = operator.equals("MaxPool") ? 10 : operator.equals("LpPool") ? 18 : 19;
        Map<String, Object> attributes = windows(graph, x, kernel, graph.opset >= since);
        if (ceil && attributes.get("strides") instanceof long[] strides && !attributes.containsKey("dilations")) {
            kernel[0] += strides[0] > 1 ? 1 : 0; // the only window may reach behind the padding
        }
        attributes.put("kernel_shape", RandomNodes.longs(kernel));
        if (ceil || graph.once(8) && graph.opset >= 18) {
            attributes.put("ceil_mode", ceil ? 1L : 0L);
        }
        if (operator.equals("AveragePool") && graph.once(2)) {
            attributes.put("count_include_pad", (long) graph.between(0, 1));
        }
        if (operator.equals("LpPool") && graph.once(2)) {
            attributes.put("p", (long) graph.between(1, 3));
        }
        boolean indices = operator.equals("MaxPool") && graph.opset >= 8 && graph.once(6) && graph.isExact(name);
        if (indices && graph.once(3)) {
            attributes.put("storage_order", 1L);
        }
        graph.node(operator, indices ? 2 : 1, List.of(name), attributes);
    }

    private static void global(RandomGraph graph) {
        String operator = graph.oneOf("GlobalMaxPool", "GlobalAveragePool", "GlobalAveragePool", "GlobalLpPool");
        String name = graph.pick(WindowNodes::isPicture);
        graph.node(
                operator,
                List.of(name),
                operator.equals("GlobalLpPool") ? Map.of("p", (long) graph.between(1, 3)) : Map.of());
    }

    private static void resize(RandomGraph graph) {
        if (graph.opset < 10) {
            upsample(graph);
        } else if (graph.opset == 10) {
            String name = graph.pick(WindowNodes::isPicture);
            graph.node(
                    "Resize",
                    List.of(name, scales(graph, graph.value(name), null, 1)),
                    Map.of("mode", graph.oneOf("nearest", "linear")));
        } else {
            resize11(graph);
        }
    }

    private static void upsample(RandomGraph graph) {
        String name = graph.pick(WindowNodes::isPicture);
        if (graph.opset < 9) {
            throw new RandomGraph.Refused();
        }
        OnnxTensor x = graph.value(name);
        float[] scales = new float[x.rank()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = i < 2 ? 1 : graph.oneOf(1f, 1.5f, 2f, 3f, 1.3f);
            scales[i] = (int) (scales[i] * x.extent(i)) == x.extent(i) ? 1 : scales[i];
        }
        graph.node(
                "Upsample",
                List.of(name, graph.constant(OnnxTensor.of(scales, scales.length))),
                Map.of("mode", graph.oneOf("nearest", "linear")));
    }

    private static String scales(RandomGraph graph, OnnxTensor x, long[] axes, float same) {
        int count = axes == null ? x.rank() : axes.length;
        float[] scales = new float[count];
        for (int i = 0; i < count; i++) {
            long axis = axes == null ? i : axes[i] < 0 ? axes[i] + x.rank() : axes[i];
            int extent = x.extent((int) axis);
            float scale = axis < 2 ? 1 : graph.oneOf(same, 2f, 2f, 3f, 0.5f, 1.5f, 0.71f, 1.3f, 0.34f);
            // Where the extent stays, ONNX Runtime does not look at the scale.
            scales[i] = (int) (extent * scale) == extent ? axis < 2 ? 1 : same : scale;
        }
        return graph.constant(OnnxTensor.of(scales, count));
    }

    private static void resize11(RandomGraph graph) {
        String mode = graph.oneOf("nearest", "nearest", "linear", "linear", "cubic");
        String coordinates = graph.oneOf(
                "half_pixel",
                "half_pixel",
                "asymmetric",
                "align_corners",
                "pytorch_half_pixel",
                graph.opset >= 13 ? "tf_crop_and_resize" : "tf_half_pixel_for_nn",
                graph.opset >= 19 ? "half_pixel_symmetric" : "half_pixel");
        String name = mode.equals("cubic")
                ? graph.pick(x -> isPicture(x) && x.rank() == 4)
                : mode.equals("nearest") ? graph.pickExact(WindowNodes::isPicture) : graph.pick(WindowNodes::isPicture);
        OnnxTensor x = graph.value(name);
        Map<String, Object> attributes =
                new HashMap<>(Map.of("mode", mode, "coordinate_transformation_mode", coordinates));
        long[] axes = null;
        if (graph.opset >= 18 && graph.once(2)) {
            axes = x.rank() < 4 ? new long[] {2} : graph.oneOf(new long[] {2, 3}, new long[] {-1, -2}, new long[] {-1});
            attributes.put("axes", axes);
        }
        if (mode.equals("nearest") && graph.once(2)) {
            attributes.put("nearest_mode", graph.oneOf("floor", "ceil", "round_prefer_floor", "round_prefer_ceil"));
        }
        if (mode.equals("cubic")) {
            if (graph.once(2)) {
                attributes.put("cubic_coeff_a", -0.5f);
            }
        }
        boolean crops = coordinates.equals("tf_crop_and_resize");
        // Where the scale is 1 ONNX Runtime does not look at the region; with align_corners it takes the output's
        // length,
        // and the scaled one is what ONNX's own tests take.
        boolean sizes = (graph.once(3) && !crops)
                || coordinates.equals("align_corners")
                || coordinates.equals("half_pixel_symmetric");
        if (graph.opset >= 18 && !mode.equals("nearest") && !crops && graph.once(2)) {
            attributes.put("antialias", 1L);
        }
        if (graph.once(4) && (mode.equals("cubic") || attributes.containsKey("antialias"))) {
            attributes.put("exclude_outside", 1L);
        }
        int count = axes == null ? x.rank() : axes.length;
        String regions = "";
        if (crops) {
            float[] region = new float[2 * count];
            for (int i = 0; i < count; i++) {
                long axis = axes == null ? i : axes[i] < 0 ? axes[i] + x.rank() : axes[i];
                region[i] = axis < 2 ? 0 : graph.oneOf(0f, 0.23f, 0.07f, -0.17f);
                region[count + i] = axis < 2 || region[i] == 0 ? 1 : graph.oneOf(0.71f, 0.57f, 1.13f);
            }
            regions = graph.constant(OnnxTensor.of(region, 2 * count));
            if (graph.once(2)) {
                attributes.put("extrapolation_value", -1.5f);
            }
        } else if (graph.opset < 13) {
            regions = graph.constant(OnnxTensor.of(new float[0], 0));
        }
        if (!sizes) {
            graph.node("Resize", List.of(name, regions, scales(graph, x, axes, crops ? 2 : 1)), attributes);
            return;
        }
        long[] wanted = new long[count];
        for (int i = 0; i < count; i++) {
            int axis = (int) (axes == null ? i : axes[i] < 0 ? axes[i] + x.rank() : axes[i]);
            wanted[i] = axis < 2 ? x.extent(axis) : graph.between(1, 2 * x.extent(axis) + 1);
        }
        // ONNX Runtime takes the axes in their order here.
        if (axes != null && axes[0] == 2 && !coordinates.equals("align_corners") && graph.once(2)) {
            attributes.put("keep_aspect_ratio_policy", graph.oneOf("stretch", "not_larger", "not_smaller"));
        }
        String none = graph.opset < 13 ? graph.constant(OnnxTensor.of(new float[0], 0)) : "";
        graph.node("Resize", List.of(name, regions, none, graph.longs(wanted)), attributes);
    }
}
