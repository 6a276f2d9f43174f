package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.movement.DepthToSpace;
import org.fovea.engine.layer.movement.Expand;
import org.fovea.engine.layer.movement.Gather;
import org.fovea.engine.layer.movement.Pad;
import org.fovea.engine.layer.movement.Slice;
import org.fovea.engine.layer.movement.SpaceToDepth;
import org.fovea.engine.layer.movement.Tile;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Operators that put elements elsewhere, or leave some out, or repeat them.
final class MovementRules {
    static final Map<String, Rule> RULES = Map.of(
            "DepthToSpace", MovementRules::depthToSpace,
            "Expand", MovementRules::expand,
            "Gather", MovementRules::gather,
            "Pad", MovementRules::pad,
            "Slice", MovementRules::slice,
            "SpaceToDepth", MovementRules::spaceToDepth,
            "Split", MovementRules::split,
            "Tile", MovementRules::tile);

    private MovementRules() {}

    /// A cut of one axis.
    private record Cut(int axis, long start, long end, long step) {
        /// @param place the axis in the layer's shape
        Slice layer(int place) {
            return new Slice(place, whole(start), whole(end), whole(step));
        }

        private static int whole(long given) {
            return Math.clamp(given, -Integer.MAX_VALUE, Integer.MAX_VALUE);
        }

        boolean changes(int extent) {
            return start != 0 || end < extent || step != 1;
        }
    }

    /// One axis after the other.
    private static List<Value> slice(Site site) {
        long[] starts = site.wholes(1, "starts");
        long[] ends = site.wholes(2, "ends");
        long[] axes = site.wholes(3, "axes");
        long[] steps = site.wholes(4, "steps");
        if (!site.computed(0) || starts == null || ends == null) {
            return List.of();
        }
        Value x = site.input(0);
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            int axis = axes == null ? i : Site.axis(axes[i], x.rank());
            Cut cut = new Cut(axis, starts[i], ends[i], steps == null ? 1 : steps[i]);
            if (cut.changes(x.extents()[axis])) {
                cuts.add(cut);
            }
        }
        if (cuts.isEmpty()) {
            return List.of(site.seen());
        }
        for (int i = 0; i < cuts.size() - 1; i++) {
            x = cut(site, x, cuts.get(i));
        }
        Grid grid = Grid.of(site, x, cuts.getLast().axis == 0);
        Layer layer = cuts.getLast().layer(grid.place(cuts.getLast().axis));
        return List.of(site.add(layer, grid.layout(site.outline().extents()), grid.value()));
    }

    private static Value cut(Site site, Value x, Cut cut) {
        Grid grid = Grid.of(site, x, cut.axis == 0);
        int place = grid.place(cut.axis);
        Slice layer = cut.layer(place);
        int[] extents = x.extents();
        extents[cut.axis] = layer.outputShape(List.of(site.shape(grid.value()))).extent(place);
        OnnxTensor outline = OnnxTensor.outline(x.type(), extents);
        return site.addBefore("_cut", layer, outline, grid.layout(extents), grid.value());
    }

    private static List<Value> split(Site site) {
        if (!site.computed(0) || site.computed(1)) {
            return List.of();
        }
        Value x = site.input(0);
        int axis = Site.axis(site.attributes().integer("axis", 0), x.rank());
        Grid grid = Grid.of(site, x, axis == 0);
        int place = grid.place(axis);
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < site.outputs(); i++) {
            int[] extents = site.outline(i).extents();
            int to = from + extents[axis];
            parts.add(site.add(i, new Slice(place, from, to, 1), grid.layout(extents), grid.value()));
            from = to;
        }
        return parts;
    }

    private static List<Value> pad(Site site) {
        long[] pads = site.wholes(1, "pads");
        long[] axes = site.wholes(3, "");
        if (!site.computed(0) || site.computed(2) || pads == null) {
            return List.of();
        }
        Value x = site.input(0);
        int[] before = new int[x.rank()];
        int[] after = new int[x.rank()];
        for (int i = 0; i < pads.length / 2; i++) {
            int axis = axes == null ? i : Site.axis(axes[i], x.rank());
            before[axis] = Math.toIntExact(pads[i]);
            after[axis] = Math.toIntExact(pads[pads.length / 2 + i]);
        }
        OnnxTensor given = site.constant(2);
        double value = given == null ? site.attributes().real("value", 0) : given.doubles()[0];
        String mode = site.attributes().text("mode", "constant").toUpperCase(Locale.ROOT);
        Grid grid = Grid.of(site, x, x.rank() > 0 && (before[0] != 0 || after[0] != 0));
        Pad layer = new Pad(Pad.Mode.valueOf(mode), along(grid, before), along(grid, after), value);
        return List.of(site.add(layer, grid.layout(site.outline().extents()), grid.value()));
    }

    /// What is given for each axis of the value, for each of the shape's.
    private static int[] along(Grid grid, int[] each) {
        return Arrays.stream(grid.axes()).map(axis -> each[axis]).toArray();
    }

    private static List<Value> tile(Site site) {
        long[] repeats = site.wholes(1, "");
        if (!site.computed(0) || repeats == null) {
            return List.of();
        }
        int[] each = Arrays.stream(repeats).mapToInt(Math::toIntExact).toArray();
        Grid grid = Grid.of(site, site.input(0), each.length > 0 && each[0] != 1);
        Tile layer = new Tile(along(grid, each));
        return List.of(site.add(layer, grid.layout(site.outline().extents()), grid.value()));
    }

    private static List<Value> expand(Site site) {
        if (!site.computed(0)) {
            return List.of();
        }
        Value x = site.input(0);
        int[] wide = site.outline().extents();
        if (x.outline().count() == site.outline().count()) {
            return List.of(site.seen());
        }
        int[] padded = Alignment.padded(x.extents(), wide.length);
        Value seen = x.seenAs(x.layout(), OnnxTensor.outline(x.type(), padded), x.view());
        Grid grid = Grid.of(site, seen, wide[0] != 1);
        return List.of(site.add(new Expand(grid.shape(wide)), grid.layout(wide), grid.value()));
    }

    private static List<Value> gather(Site site) {
        OnnxTensor indices = site.constant(1);
        if (!site.computed(0) || indices == null) {
            return List.of();
        }
        Value x = site.input(0);
        int axis = Site.axis(site.attributes().integer("axis", 0), x.rank());
        Grid grid = Grid.of(site, x, axis == 0);
        int[] chosen = Arrays.stream(indices.longs()).mapToInt(Math::toIntExact).toArray();
        // A list of no axes leaves one of one element, which lies nowhere.
        Shape list = indices.rank() == 0 ? Shape.of(1) : Shape.of(indices.extents());
        Gather layer = new Gather(grid.place(axis), list, chosen);
        int[] order = Arrays.stream(grid.order())
                .flatMap(other -> other == axis
                        ? IntStream.range(axis, axis + indices.rank())
                        : IntStream.of(other < axis ? other : other - 1 + indices.rank()))
                .toArray();
        return List.of(site.add(layer, ValueLayout.of(site.outline().extents(), order), grid.value()));
    }

    private static List<Value> depthToSpace(Site site) {
        boolean blocksFirst = site.attributes().text("mode", "DCR").equals("DCR");
        return picture(site, new DepthToSpace(block(site), blocksFirst));
    }

    private static List<Value> spaceToDepth(Site site) {
        return picture(site, new SpaceToDepth(block(site)));
    }

    private static int block(Site site) {
        return Math.toIntExact(site.attributes().integer("blocksize", 0));
    }

    private static List<Value> picture(Site site, Layer layer) {
        @Nullable Value x = site.computed(0) ? site.picture(site.input(0)) : null;
        return x == null
                ? List.of()
                : List.of(site.add(layer, Site.channelsLast(site.outline().extents()), x));
    }
}
