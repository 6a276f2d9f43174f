package org.fovea.engine.onnx.export;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.movement.DepthToSpace;
import org.fovea.engine.layer.movement.Gather;
import org.fovea.engine.layer.movement.Pad;
import org.fovea.engine.layer.movement.Resampling;
import org.fovea.engine.layer.movement.Resize;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.layer.movement.SpaceToDepth;
import org.fovea.engine.layer.movement.Tile;
import org.fovea.engine.layer.movement.Transpose;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.lowering.Reorder;
import org.fovea.engine.tensor.Shape;

/// Values elsewhere, or in another shape. Layers have them in memory's order, channels last: where that matters they
/// are brought into that order before, and out of it afterwards.
final class MovementNodes {
    private MovementNodes() {}

    static void flatten(LayerPlace at) {
        at.result("Flatten", List.of(at.last(0)), Map.of("axis", 1L));
    }

    static void reshape(LayerPlace at) {
        long[] extents = LayerPlace.batched(-1, at.shape().toArray());
        at.resultLast("Reshape", List.of(at.last(0), at.wholes("shape", extents)), Map.of());
    }

    static void slice(LayerPlace at, Slice slice) {
        Options o = slice.options();
        List<String> read = at.with(
                at.wholes("start", o.integer("start")),
                at.wholes("end", o.integer("end")),
                at.wholes("axis", at.axis(o.integer("axis"))),
                at.wholes("step", o.integer("step")));
        at.result("Slice", read, Map.of());
    }

    static void tile(LayerPlace at, Tile tile) {
        at.result(
                "Tile",
                at.with(at.wholes("repeats", at.perAxis(1L, tile.options().integers("repeats")))),
                Map.of());
    }

    /// Whether opset 17 has the mode.
    static boolean canPad(Pad pad) {
        return pad.options().choice("mode", Pad.Mode.class) != Pad.Mode.WRAP;
    }

    static void pad(LayerPlace at, Pad pad) {
        Options o = pad.options();
        long[] before = at.perAxis(0L, o.integers("before"));
        long[] after = at.perAxis(0L, o.integers("after"));
        long[] pads =
                LongStream.concat(LongStream.of(before), LongStream.of(after)).toArray();
        String mode = o.text("mode").toLowerCase(Locale.ROOT);
        at.result("Pad", at.with(at.wholes("pads", pads), at.number("value", o.number("value"))), Map.of("mode", mode));
    }

    static void transpose(LayerPlace at, Transpose transpose) {
        long[] perm = LongStream.concat(
                        LongStream.of(0), Arrays.stream(transpose.order()).mapToLong(at::axisLast))
                .toArray();
        at.resultLast("Transpose", List.of(at.last(0)), Map.of("perm", perm));
    }

    static void gather(LayerPlace at, Gather gather) {
        Options o = gather.options();
        long[] indices = Arrays.stream(o.integers("indices")).asLongStream().toArray();
        String list =
                at.constant("indices", OnnxTensor.of(indices, o.shape("shape").toArray()));
        at.resultLast("Gather", List.of(at.last(0), list), Map.of("axis", at.axisLast(o.integer("axis"))));
    }

    static void expand(LayerPlace at) {
        Shape to = at.shape();
        String x = at.unsqueezed(at.last(0), 1, to.rank() - at.inputShape().rank());
        at.resultLast("Expand", List.of(x, at.wholes("shape", LayerPlace.batched(1, to.toArray()))), Map.of());
    }

    static void depthToSpace(LayerPlace at, DepthToSpace layer) {
        long block = layer.options().integer("block");
        String mode = layer.options().flag("blocks_first") ? "DCR" : "CRD";
        at.result("DepthToSpace", Map.of("blocksize", block, "mode", mode));
    }

    static void spaceToDepth(LayerPlace at, SpaceToDepth layer) {
        at.result("SpaceToDepth", Map.of("blocksize", (long) layer.options().integer("block")));
    }

    static void reorder(LayerPlace at, Reorder reorder) {
        Options o = reorder.options();
        long[] extents = LayerPlace.batched(-1, o.integers("extents"));
        long[] perm = LongStream.concat(
                        LongStream.of(0), Arrays.stream(o.integers("order")).mapToLong(axis -> axis + 1L))
                .toArray();
        long[] shape = LayerPlace.batched(-1, at.shape().toArray());
        String seen = at.step("Reshape", List.of(at.last(0), at.wholes("extents", extents)), Map.of());
        String turned = at.step("Transpose", List.of(seen), Map.of("perm", perm));
        at.resultLast("Reshape", List.of(turned, at.wholes("shape", shape)), Map.of());
    }

    /// Whether opset 17 has such resizing.
    static boolean canResize(Resize resize) {
        Options o = resize.options();
        return !o.flag("antialias")
                && o.choice("coordinates", Resampling.Coordinates.class) != Resampling.Coordinates.HALF_PIXEL_SYMMETRIC;
    }

    /// @throws IllegalArgumentException if sizes and scales are such that neither gives the others
    static void resize(LayerPlace at, Resize resize) {
        Options o = resize.options();
        double[] region = o.numbers("region");
        int rank = at.shape().rank();
        List<String> read = at.with("");
        if (region.length > 0) {
            float[] limits = new float[2 * (rank + 1)];
            double[] from = at.perAxis(0.0, Arrays.copyOf(region, rank));
            double[] to = at.perAxis(1.0, Arrays.copyOfRange(region, rank, 2 * rank));
            for (int i = 0; i <= rank; i++) {
                limits[i] = (float) from[i];
                limits[rank + 1 + i] = (float) to[i];
            }
            read.set(1, at.constant("region", OnnxTensor.of(limits, limits.length)));
        }
        read.addAll(extents(at, o));
        at.result(
                "Resize",
                read,
                Map.of(
                        "mode",
                        o.text("mode").toLowerCase(Locale.ROOT),
                        "coordinate_transformation_mode",
                        o.text("coordinates").toLowerCase(Locale.ROOT),
                        "nearest_mode",
                        o.text("nearest").toLowerCase(Locale.ROOT),
                        "cubic_coeff_a",
                        (float) o.number("cubic"),
                        "exclude_outside",
                        o.flag("exclude_outside") ? 1L : 0L,
                        "extrapolation_value",
                        (float) o.number("outside")));
    }

    /// The scales where they give the sizes, or else nothing and the sizes.
    private static List<String> extents(LayerPlace at, Options o) {
        double[] scales = o.numbers("scales");
        Shape x = at.inputShape();
        Shape y = at.shape();
        boolean scaled = scales.length > 0;
        boolean sized = true;
        for (int axis = 0; axis < scales.length; axis++) {
            double scale = (float) scales[axis];
            scaled &= (int) Math.floor((float) (x.extent(axis) * scale)) == y.extent(axis);
            sized &= Math.abs(scales[axis] * x.extent(axis) - y.extent(axis)) < 1e-6;
        }
        if (scaled) {
            double[] all = at.perAxis(1.0, scales);
            float[] values = new float[all.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) all[i];
            }
            return List.of(at.constant("scales", OnnxTensor.of(values, values.length)));
        }
        if (!sized) {
            throw new IllegalArgumentException(x + " resized to " + y + " by scales of " + Arrays.toString(scales)
                    + " cannot be written as ONNX, where they must be the quotients");
        }
        // A size for the batch, which is open, has to be found.
        String shape = at.step("Shape", at.inputs(), Map.of("start", 0L, "end", 1L));
        String sizes = at.wholes("sizes", Arrays.copyOfRange(at.perAxis(0L, y.toArray()), 1, y.rank() + 1));
        return List.of("", at.step("Concat", List.of(shape, sizes), Map.of("axis", 0L)));
    }
}
