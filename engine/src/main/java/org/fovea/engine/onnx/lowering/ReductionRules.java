package org.fovea.engine.onnx.lowering;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.reduction.Reduce;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;

/// Sums, means, extremes and norms along axes.
final class ReductionRules {
    static final Map<String, Rule> RULES = Map.ofEntries(
            entry("ReduceL1", site -> reduce(site, Reduce.Kind.NORM, 1)),
            entry("ReduceL2", site -> reduce(site, Reduce.Kind.NORM, 2)),
            entry("ReduceLogSum", site -> reduce(site, Reduce.Kind.LOG_SUM, 1)),
            entry("ReduceLogSumExp", site -> reduce(site, Reduce.Kind.LOG_SUM_EXP, 1)),
            entry("ReduceMax", site -> reduce(site, Reduce.Kind.MAXIMUM, 1)),
            entry("ReduceMean", ReductionRules::mean),
            entry("ReduceMin", site -> reduce(site, Reduce.Kind.MINIMUM, 1)),
            entry("ReduceProd", site -> reduce(site, Reduce.Kind.PRODUCT, 1)),
            entry("ReduceSum", site -> reduce(site, Reduce.Kind.SUM, 1)),
            entry("ReduceSumSquare", site -> reduce(site, Reduce.Kind.SUM_OF_SQUARES, 1)));

    private ReductionRules() {}

    private static List<Value> reduce(Site site, Reduce.Kind kind, int p) {
        return site.computed(0) ? List.of(reduce(site, kind, p, axes(site))) : List.of();
    }

    /// @param p of a norm
    static Value reduce(Site site, Reduce.Kind kind, int p, int... axes) {
        Value x = site.input(0);
        Grid grid = Grid.of(site, x);
        int[] places = grid.places(axes);
        Reduce layer = kind == Reduce.Kind.NORM ? Reduce.norm(p, true, places) : new Reduce(kind, true, places);
        int[] kept = x.extents();
        for (int axis : axes) {
            kept[axis] = 1;
        }
        return site.add(layer, grid.layout(kept), grid.value());
    }

    /// A mean over what lies outermost is that of a picture's pixels, whose channels are the rest.
    private static List<Value> mean(Site site) {
        if (!site.computed(0)) {
            return List.of();
        }
        Value x = site.input(0);
        int[] axes = axes(site);
        int[] others = Arrays.copyOf(Site.lastAxes(x.rank(), axes), x.rank() - axes.length);
        int[] order = IntStream.concat(IntStream.of(axes), IntStream.of(others)).toArray();
        if (axes.length == 0 || !ValueLayout.of(x.extents(), order).equals(x.layout())) {
            return List.of(reduce(site, Reduce.Kind.MEAN, 1, axes));
        }
        int pixels = OnnxTensor.count(
                Arrays.stream(axes).map(axis -> x.extents()[axis]).toArray());
        Value picture = site.shaped(x, Shape.of(pixels, 1, x.outline().count() / pixels));
        ValueLayout rest = ValueLayout.rowMajor(site.outline().count());
        return List.of(site.add(new GlobalAveragePool(), rest, picture));
    }

    /// The axes that are reduced, in their order; all where none are named.
    private static int[] axes(Site site) {
        long[] axes = site.wholes(1, "axes");
        int rank = site.input(0).rank();
        if (axes == null || axes.length == 0) {
            return site.attributes().flag("noop_with_empty_axes") ? new int[0] : Site.lastAxes(rank);
        }
        return Arrays.stream(axes)
                .mapToInt(axis -> Site.axis(axis, rank))
                .sorted()
                .toArray();
    }
}
