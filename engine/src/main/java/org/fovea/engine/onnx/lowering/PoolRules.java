package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fovea.engine.layer.AveragePool;
import org.fovea.engine.layer.Conv2d;
import org.fovea.engine.layer.GlobalAveragePool;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.MaxPool;
import org.fovea.engine.layer.WindowPool;
import org.fovea.engine.layer.reduction.Reduce;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Poolings over pictures.
final class PoolRules {
    static final Map<String, Rule> RULES = Map.of(
            "MaxPool", site -> pool(site, WindowPool.Kind.MAXIMUM),
            "AveragePool", site -> pool(site, WindowPool.Kind.AVERAGE),
            "LpPool", site -> pool(site, WindowPool.Kind.NORM),
            "GlobalMaxPool", PoolRules::globalMax,
            "GlobalAveragePool", PoolRules::globalAverage,
            "GlobalLpPool", site -> global(site, Reduce.Kind.NORM));

    private PoolRules() {}

    private static List<Value> pool(Site site, WindowPool.Kind kind) {
        long @Nullable [] kernel = site.attributes().integers("kernel_shape");
        Value x = site.computed(0) ? site.picture(site.input(0)) : null;
        // A second output of MaxPool, the places of the maxima, is none of a layer's.
        if (x == null || kernel == null || site.node().outputs().size() > 1) {
            return List.of();
        }
        int axes = x.rank() - 2;
        int down = axes == 2 ? Math.toIntExact(kernel[0]) : 1;
        Spans spans = Spans.of(site, x.extents(), axes, down, Math.toIntExact(kernel[axes - 1]));
        Layer layer = layer(site, spans, kind);
        return List.of(site.add(layer, Site.channelsLast(site.outline().extents()), x));
    }

    /// A kernel's layer where there is one for such windows.
    private static Layer layer(Site site, Spans s, WindowPool.Kind kind) {
        boolean counted = site.attributes().flag("count_include_pad");
        boolean ceil = site.attributes().flag("ceil_mode");
        int padding = s.before(0);
        int stride = s.stride(0);
        boolean even =
                s.stride(1) == stride && s.before(1) == padding && s.after(0) == padding && s.after(1) == padding;
        boolean near = padding <= Math.min(s.kernel(0), s.kernel(1)) / 2 && s.dilation(0) == 1 && s.dilation(1) == 1;
        // Where the last window reaches behind the padding, what counts is no matter of PyTorch's.
        boolean said = kind == WindowPool.Kind.MAXIMUM || (kind == WindowPool.Kind.AVERAGE && !(ceil && counted));
        if (even && near && said) {
            return kind == WindowPool.Kind.MAXIMUM
                    ? new MaxPool(s.kernel(0), s.kernel(1), stride, padding, ceil)
                    : new AveragePool(s.kernel(0), s.kernel(1), stride, padding, ceil, counted);
        }
        Conv2d.Geometry geometry = s.geometry(1, false);
        return switch (kind) {
            case MAXIMUM -> WindowPool.maximum(geometry, ceil);
            case AVERAGE -> WindowPool.average(geometry, ceil, counted);
            case NORM -> WindowPool.norm(Math.toIntExact(site.attributes().integer("p", 2)), geometry, ceil);
        };
    }

    private static List<Value> globalMax(Site site) {
        Value x = site.computed(0) ? site.picture(site.input(0)) : null;
        if (x == null) {
            return global(site, Reduce.Kind.MAXIMUM);
        }
        Shape picture = site.shape(x);
        MaxPool whole = new MaxPool(picture.extent(0), picture.extent(1), 1, 0, false);
        return List.of(site.add(whole, ValueLayout.rowMajor(site.outline().count()), x));
    }

    private static List<Value> globalAverage(Site site) {
        Value x = site.computed(0) ? site.picture(site.input(0)) : null;
        return x == null
                ? global(site, Reduce.Kind.MEAN)
                : List.of(site.add(
                        new GlobalAveragePool(),
                        ValueLayout.rowMajor(site.outline().count()),
                        x));
    }

    /// Over all axes of space, of any number.
    private static List<Value> global(Site site, Reduce.Kind kind) {
        if (!site.computed(0)) {
            return List.of();
        }
        int[] space = IntStream.range(2, site.input(0).rank()).toArray();
        int p = Math.toIntExact(site.attributes().integer("p", 2));
        return List.of(ReductionRules.reduce(site, kind, p, space));
    }
}
