package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Poolings over pictures, and means over axes, which are poolings of a whole picture.
final class PoolRules {
    static final Map<String, Rule> RULES = Map.of(
            "MaxPool", site -> pool(site, true),
            "AveragePool", site -> pool(site, false),
            "GlobalMaxPool", PoolRules::globalMax,
            "GlobalAveragePool", PoolRules::globalAverage,
            "ReduceMean", PoolRules::mean);

    private PoolRules() {}

    private static List<Value> pool(Site site, boolean max) {
        long @Nullable [] kernel = site.attributes().integers("kernel_shape");
        Value x = site.computed(0) ? site.picture(site.input(0)) : null;
        // A second output of MaxPool, the places of the maxima, is none of a layer's.
        if (x == null || kernel == null || site.node().outputs().size() > 1) {
            return List.of();
        }
        int axes = x.rank() - 2;
        int down = axes == 2 ? Math.toIntExact(kernel[0]) : 1;
        Spans spans = Spans.of(site, x.extents(), axes, down, Math.toIntExact(kernel[axes - 1]));
        boolean counted = site.attributes().flag("count_include_pad");
        boolean ceil = site.attributes().flag("ceil_mode");
        if (spans.dilation(0) != 1 || spans.dilation(1) != 1 || (!max && ceil && counted)) {
            return List.of(); // where the last window reaches behind the padding, what counts is no matter of PyTorch's
        }
        Layer layer = layer(spans, ceil, max, counted);
        return layer == null
                ? List.of()
                : List.of(site.add(layer, Site.channelsLast(site.outline().extents()), x));
    }

    private static @Nullable Layer layer(Spans s, boolean ceil, boolean max, boolean counted) {
        int padding = s.before(0);
        int stride = s.stride(0);
        if (s.stride(1) != stride || s.before(1) != padding || s.after(0) != padding || s.after(1) != padding) {
            return null;
        }
        return max
                ? new MaxPool(s.kernel(0), s.kernel(1), stride, padding, ceil)
                : new AveragePool(s.kernel(0), s.kernel(1), stride, padding, ceil, counted);
    }

    private static List<Value> globalMax(Site site) {
        Value x = site.computed(0) ? site.picture(site.input(0)) : null;
        if (x == null) {
            return List.of();
        }
        Shape picture = site.shape(x);
        MaxPool whole = new MaxPool(picture.extent(0), picture.extent(1), 1, 0, false);
        return List.of(site.add(whole, ValueLayout.rowMajor(site.outline().count()), x));
    }

    private static List<Value> globalAverage(Site site) {
        Value x = site.computed(0) ? site.picture(site.input(0)) : null;
        return x == null
                ? List.of()
                : List.of(site.add(
                        new GlobalAveragePool(),
                        ValueLayout.rowMajor(site.outline().count()),
                        x));
    }

    /// The mean over some axes: those are the pixels of a picture whose channels are the others.
    private static List<Value> mean(Site site) {
        int[] axes = site.computed(0) ? axes(site) : new int[0];
        if (axes.length == 0) {
            return List.of();
        }
        Value x = site.input(0);
        int pixels =
                OnnxTensor.count(Arrays.stream(axes).map(i -> x.extents()[i]).toArray());
        int[] kept = Site.lastAxes(x.rank(), axes);
        int[] order = new int[x.rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = kept[(i + order.length - axes.length) % order.length]; // those that go first, then the others
        }
        ValueLayout layout = ValueLayout.of(x.extents(), order);
        Value picture = site.arranged(x, layout, Shape.of(pixels, 1, x.outline().count() / pixels));
        ValueLayout rest = ValueLayout.rowMajor(site.outline().count());
        return List.of(site.add(new GlobalAveragePool(), rest, picture));
    }

    /// The axes over which the mean is taken; none where they are not known or there is nothing to do.
    private static int[] axes(Site site) {
        OnnxTensor given = site.constant(1);
        long @Nullable [] axes = given == null ? site.attributes().integers("axes") : given.longs();
        if (axes == null || site.computed(1)) {
            return new int[0];
        }
        int rank = site.input(0).rank();
        return Arrays.stream(axes)
                .mapToInt(axis -> Site.axis(axis, rank))
                .sorted()
                .toArray();
    }
}
