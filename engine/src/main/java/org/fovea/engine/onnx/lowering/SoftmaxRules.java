package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.L2Normalize;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.layer.normalization.AxisSoftmax;
import org.fovea.engine.layer.normalization.LpNormalize;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;

/// Softmax and its kin: each vector along an axis is normalised by itself.
final class SoftmaxRules {
    static final Map<String, Rule> RULES = Map.of(
            "LogSoftmax", site -> softmax(site, true),
            "LpNormalization", SoftmaxRules::lpNormalization,
            "Softmax", site -> softmax(site, false));

    private SoftmaxRules() {}

    /// From opset 13 on along one axis; before that over all axes from that one on.
    private static List<Value> softmax(Site site, boolean log) {
        if (!site.computed(0)) {
            return List.of();
        }
        Value x = site.input(0);
        boolean one = site.node().opset() >= 13;
        int axis = Site.axis(site.attributes().integer("axis", one ? -1 : 1), x.rank());
        if (!one) {
            int[] rest = Arrays.copyOfRange(x.extents(), Math.min(axis, x.rank()), x.rank());
            return List.of(last(site, x, Site.lastAxes(x.rank()), OnnxTensor.count(rest), log));
        }
        int[] order = Site.lastAxes(x.rank(), axis);
        if (!log && ValueLayout.of(x.extents(), order).equals(x.layout())) {
            return List.of(last(site, x, order, x.extents()[axis], false));
        }
        Grid grid = Grid.of(site, x, axis == 0);
        int place = grid.place(axis);
        boolean kernel = !log && place == grid.axes().length - 1;
        Layer layer = kernel ? new Softmax() : new AxisSoftmax(place, log);
        return List.of(site.add(layer, grid.value().layout(), grid.value()));
    }

    /// Along rows of a length, in an order of axes.
    private static Value last(Site site, Value x, int[] order, int length, boolean log) {
        ValueLayout layout = ValueLayout.of(x.extents(), order);
        int rows = x.outline().count() / length;
        Shape shape = rows == 1 ? Shape.of(length) : Shape.of(rows, length);
        boolean there = layout.equals(x.layout()) && site.shape(x).channels() == length;
        Value arranged = site.arranged(x, layout, there ? site.shape(x) : shape);
        return site.add(log ? new AxisSoftmax(-1, true) : new Softmax(), layout, arranged);
    }

    /// Each row of (N, C) by itself, the rows being examples.
    static List<Value> l2Normalize(Site site) {
        if (!site.computed(0) || site.input(0).extents()[0] != 1) {
            return List.of();
        }
        Value x = site.input(0);
        ValueLayout layout = ValueLayout.of(x.extents(), Site.lastAxes(x.rank()));
        Value row = site.arranged(x, layout, Shape.of(x.extents()[1]));
        return List.of(site.add(new L2Normalize(), layout, row));
    }

    private static List<Value> lpNormalization(Site site) {
        if (!site.computed(0)) {
            return List.of();
        }
        Value x = site.input(0);
        int axis = Site.axis(site.attributes().integer("axis", -1), x.rank());
        int p = Math.toIntExact(site.attributes().integer("p", 2));
        Grid grid = Grid.of(site, x, axis == 0);
        return List.of(
                site.add(new LpNormalize(grid.place(axis), p), grid.value().layout(), grid.value()));
    }
}
