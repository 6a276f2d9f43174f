package org.fovea.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fovea.engine.onnx.graph.OnnxTensor;

/// What moves elements and changes none, of a [RandomGraph].
final class MovementNodes {
    static final List<Consumer<RandomGraph>> DRAWS = List.of(
            MovementNodes::transpose,
            MovementNodes::transpose,
            MovementNodes::reshape,
            MovementNodes::reshape,
            MovementNodes::flatten,
            MovementNodes::squeeze,
            MovementNodes::concat,
            MovementNodes::concat,
            MovementNodes::split,
            MovementNodes::slice,
            MovementNodes::slice,
            MovementNodes::gather,
            MovementNodes::expand,
            MovementNodes::tile,
            MovementNodes::pad,
            MovementNodes::pad,
            MovementNodes::blocks);

    private MovementNodes() {}

    private static boolean any(OnnxTensor x) {
        return x.rank() > 0 && x.rank() < 7;
    }

    private static void transpose(RandomGraph graph) {
        String name = graph.pick(MovementNodes::any);
        int rank = graph.value(name).rank();
        if (graph.once(8)) {
            graph.node("Transpose", List.of(name), Map.of());
            return;
        }
        long[] order = switch (graph.between(0, 4)) {
            case 0 -> rank == 4 ? new long[] {0, 2, 3, 1} : null;
            case 1 -> rank == 4 ? new long[] {0, 3, 1, 2} : null;
            default -> null;
        };
        if (order == null) {
            order = Arrays.stream(RandomNodes.axes(graph, rank, rank))
                    .map(a -> a < 0 ? a + rank : a)
                    .toArray();
        }
        graph.node("Transpose", List.of(name), Map.of("perm", order));
    }

    /// To extents that the elements can be laid out in, one of them perhaps -1, those that stay perhaps 0.
    private static void reshape(RandomGraph graph) {
        String name = graph.pick(x -> any(x) && x.count() > 0);
        OnnxTensor x = graph.value(name);
        int keep = graph.between(0, Math.min(2, x.rank()));
        List<Long> wanted = new ArrayList<>();
        int left = x.count();
        for (int i = 0; i < keep; i++) {
            left /= x.extent(i);
            wanted.add(graph.once(2) ? 0L : x.extent(i));
        }
        while (left > 1 && wanted.size() < 4) {
            int rest = left;
            int[] divisors = java.util.stream.IntStream.rangeClosed(1, Math.min(rest, 12))
                    .filter(d -> rest % d == 0)
                    .toArray();
            int divisor = divisors[graph.random.nextInt(divisors.length)];
            wanted.add((long) divisor);
            left /= divisor;
        }
        if (left > 1 || wanted.isEmpty()) {
            wanted.add((long) left);
        }
        if (graph.once(2)) {
            wanted.set(graph.random.nextInt(wanted.size()), -1L);
        }
        graph.node(
                "Reshape",
                List.of(name, graph.longs(wanted.stream().mapToLong(w -> w).toArray())),
                Map.of());
    }

    private static void flatten(RandomGraph graph) {
        String name = graph.pick(x -> any(x) && (x.type().real() || graph.opset >= 9));
        int rank = graph.value(name).rank();
        graph.node(
                "Flatten",
                List.of(name),
                graph.once(2)
                        ? Map.of()
                        : Map.of(
                                "axis",
                                graph.once(2) && graph.opset >= 11
                                        ? -graph.between(1, rank)
                                        : (long) graph.between(0, rank)));
    }

    private static void squeeze(RandomGraph graph) {
        String name = graph.pick(MovementNodes::any);
        OnnxTensor x = graph.value(name);
        if (graph.once(2)) {
            int count = graph.between(1, 2);
            withAxes(graph, "Unsqueeze", name, RandomNodes.axes(graph, x.rank() + count, count));
            return;
        }
        long[] ones = java.util.stream.IntStream.range(0, x.rank())
                .filter(i -> x.extent(i) == 1)
                .mapToLong(i -> RandomNodes.axis(graph, i, x.rank()))
                .toArray();
        if (ones.length == 0 || graph.once(6)) {
            graph.node("Squeeze", List.of(name), Map.of());
        } else {
            withAxes(graph, "Squeeze", name, Arrays.copyOf(ones, graph.between(1, ones.length)));
        }
    }

    private static void withAxes(RandomGraph graph, String operator, String name, long[] axes) {
        if (graph.opset < 13) {
            graph.node(operator, List.of(name), Map.of("axes", axes));
        } else {
            graph.node(operator, List.of(name, graph.longs(axes)), Map.of());
        }
    }

    private static void concat(RandomGraph graph) {
        String name = graph.pick(MovementNodes::any);
        OnnxTensor x = graph.value(name);
        int axis = graph.between(0, x.rank() - 1);
        List<String> reads = new ArrayList<>(List.of(name));
        int count = graph.between(0, 3);
        for (int i = 0; i < count; i++) {
            String other = graph.once(4) && x.type().real() ? null : graph.pick(y -> fits(x, y, axis));
            int[] extents = x.extents();
            extents[axis] = graph.between(1, 3);
            reads.add(graph.between(0, reads.size()), other == null ? graph.constant(x.type(), extents) : other);
        }
        graph.node("Concat", reads, Map.of("axis", RandomNodes.axis(graph, axis, x.rank())));
    }

    private static boolean fits(OnnxTensor x, OnnxTensor y, int axis) {
        if (y.rank() != x.rank() || y.type() != x.type()) {
            return false;
        }
        int[] extents = y.extents();
        extents[axis] = x.extent(axis);
        return Arrays.equals(extents, x.extents());
    }

    private static void split(RandomGraph graph) {
        String name = graph.pick(x -> any(x) && Arrays.stream(x.extents()).anyMatch(e -> e > 1));
        OnnxTensor x = graph.value(name);
        int axis = graph.between(0, x.rank() - 1);
        int extent = x.extent(axis);
        int parts = graph.between(1, Math.min(3, Math.max(1, extent)));
        Map<String, Object> attributes = new HashMap<>(Map.of("axis", RandomNodes.axis(graph, axis, x.rank())));
        if (graph.once(2)
                && (extent % parts == 0 || (graph.opset >= 18 && (parts - 1) * Math.ceilDiv(extent, parts) < extent))) {
            if (graph.opset >= 18) {
                attributes.put("num_outputs", (long) parts);
            }
            graph.node("Split", parts, List.of(name), attributes);
            return;
        }
        long[] lengths = new long[parts];
        long left = extent;
        for (int i = 0; i < parts; i++) {
            lengths[i] = i == parts - 1
                    ? left
                    : graph.between(graph.once(8) ? 0 : 1, (int) Math.max(1, left - (parts - 1 - i)));
            left -= lengths[i];
        }
        if (graph.opset < 13) {
            attributes.put("split", lengths);
            graph.node("Split", parts, List.of(name), attributes);
        } else {
            graph.node("Split", parts, List.of(name, graph.longs(lengths)), attributes);
        }
    }

    private static void slice(RandomGraph graph) {
        String name = graph.pick(MovementNodes::any);
        OnnxTensor x = graph.value(name);
        int count = graph.between(1, x.rank());
        boolean ordered = graph.once(4);
        long[] axes = RandomNodes.axes(graph, x.rank(), count);
        long[] starts = new long[count];
        long[] ends = new long[count];
        long[] steps = new long[count];
        boolean steep = graph.opset >= 10 && graph.once(2);
        for (int i = 0; i < count; i++) {
            int axis = ordered ? i : (int) (axes[i] < 0 ? axes[i] + x.rank() : axes[i]);
            int extent = x.extent(axis);
            starts[i] = graph.between(0, Math.max(0, extent - 1));
            ends[i] = graph.between((int) starts[i] + 1, Math.max((int) starts[i] + 1, extent));
            steps[i] = 1;
            if (steep && graph.once(2)) {
                steps[i] = graph.oneOf(1, 2, 3);
            } else if (steep) {
                steps[i] = graph.oneOf(-1, -1, -2, -3);
                long start = starts[i];
                starts[i] = ends[i] - 1;
                ends[i] = start == 0 ? graph.oneOf((long) Integer.MIN_VALUE, -extent - 1L, Long.MIN_VALUE) : start - 1;
            }
            if (graph.once(3) && starts[i] > 0 && starts[i] < extent) {
                starts[i] -= extent;
            }
            if (graph.once(3) && steps[i] > 0) {
                ends[i] = ends[i] == extent ? graph.oneOf((long) Integer.MAX_VALUE, Long.MAX_VALUE) : ends[i] - extent;
            }
        }
        if (graph.opset < 10) {
            Map<String, Object> attributes = new HashMap<>(Map.of("starts", starts, "ends", ends));
            if (!ordered) {
                attributes.put("axes", axes);
            }
            graph.node("Slice", List.of(name), attributes);
            return;
        }
        List<String> reads = new ArrayList<>(List.of(name, graph.longs(starts), graph.longs(ends)));
        if (!ordered || steep) {
            reads.add(ordered ? "" : graph.longs(axes));
        }
        if (steep) {
            reads.add(graph.longs(steps));
        }
        graph.node("Slice", reads, Map.of());
    }

    private static void gather(RandomGraph graph) {
        String name = graph.pick(MovementNodes::any);
        OnnxTensor x = graph.value(name);
        int axis = graph.between(0, x.rank() - 1);
        int extent = x.extent(axis);
        if (extent == 0) {
            return;
        }
        int[] extents = graph.oneOf(new int[0], new int[] {1}, new int[] {graph.between(1, 4)}, new int[] {2, 2});
        long[] indices = graph.several(OnnxTensor.count(extents), graph.opset >= 11 ? -extent : 0, extent - 1);
        graph.node(
                "Gather",
                List.of(name, graph.constant(OnnxTensor.of(indices, extents))),
                Map.of("axis", RandomNodes.axis(graph, axis, x.rank())));
    }

    private static void expand(RandomGraph graph) {
        String name = graph.pick(MovementNodes::any);
        OnnxTensor x = graph.value(name);
        int more = graph.once(3) ? graph.between(1, 2) : 0;
        long[] wanted = new long[x.rank() + more];
        for (int i = 0; i < wanted.length; i++) {
            int extent = i < more ? 1 : x.extent(i - more);
            wanted[i] = extent == 1 ? graph.between(1, 3) : graph.oneOf(extent, 1);
        }
        graph.node("Expand", List.of(name, graph.longs(wanted)), Map.of());
    }

    private static void tile(RandomGraph graph) {
        String name = graph.pick(MovementNodes::any);
        graph.node(
                "Tile",
                List.of(name, graph.longs(graph.several(graph.value(name).rank(), 1, 2))),
                Map.of());
    }

    private static void pad(RandomGraph graph) {
        String name = graph.pick(x -> any(x) && x.type().real() && x.count() > 0);
        OnnxTensor x = graph.value(name);
        String mode = graph.oneOf("constant", "constant", "reflect", "edge", graph.opset >= 19 ? "wrap" : "edge");
        boolean some = graph.opset >= 18 && graph.once(2);
        long[] axes = some
                ? RandomNodes.axes(graph, x.rank(), graph.between(1, x.rank()))
                : RandomNodes.longs(
                        java.util.stream.IntStream.range(0, x.rank()).toArray());
        long[] pads = new long[2 * axes.length];
        for (int i = 0; i < axes.length; i++) {
            int extent = x.extent((int) (axes[i] < 0 ? axes[i] + x.rank() : axes[i]));
            if (graph.once(2) || (axes[i] < 2 && axes[i] >= 0 && !graph.once(4))) {
                continue;
            }
            boolean cut = graph.once(4) && !mode.equals("wrap");
            int most = mode.equals("reflect") || mode.equals("wrap") ? Math.min(2, extent - 1) : 2;
            pads[i] = graph.between(cut ? -Math.min(1, extent - 1) : 0, most);
            pads[axes.length + i] = graph.between(cut ? -Math.min(1, (extent - 1) / 2) : 0, most);
        }
        Map<String, Object> attributes = new HashMap<>();
        if (!mode.equals("constant") || graph.once(2)) {
            attributes.put("mode", mode);
        }
        boolean filled = mode.equals("constant") && graph.once(2);
        if (graph.opset < 11) {
            attributes.put("pads", pads);
            if (filled) {
                attributes.put("value", 0.5f);
            }
            graph.node("Pad", List.of(name), attributes);
            return;
        }
        List<String> reads = new ArrayList<>(List.of(name, graph.longs(pads)));
        if (filled || some) {
            reads.add(filled ? graph.scalar(x.type(), 0.5) : "");
        }
        if (some) {
            reads.add(graph.longs(axes));
        }
        graph.node("Pad", reads, attributes);
    }

    private static void blocks(RandomGraph graph) {
        int b = graph.between(1, 3);
        if (graph.once(2)) {
            String name = graph.pick(x -> x.rank() == 4 && x.extent(1) % (b * b) == 0);
            String mode = graph.opset < 11 ? null : graph.oneOf("DCR", "CRD", null);
            graph.node("DepthToSpace", List.of(name), RandomNodes.attributes("blocksize", b, "mode", mode));
        } else {
            String name = graph.pick(x -> x.rank() == 4 && x.extent(2) % b == 0 && x.extent(3) % b == 0);
            graph.node("SpaceToDepth", List.of(name), Map.of("blocksize", (long) b));
        }
    }
}
