package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Gelu;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.PRelu;
import org.fovea.engine.layer.Softmax;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Functions of each element, which leave a value in whatever layout it has, and softmax.
final class ActivationRules {
    static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("Relu", each(site -> ActivationLayer.relu())),
            Map.entry(
                    "LeakyRelu",
                    each(site -> ActivationLayer.leakyRelu(site.attributes().real("alpha", 0.01)))),
            Map.entry("Sigmoid", each(site -> ActivationLayer.sigmoid())),
            Map.entry("Tanh", each(site -> ActivationLayer.tanh())),
            Map.entry("Clip", each(ActivationRules::clip)),
            Map.entry("Swish", each(ActivationRules::swish)),
            Map.entry("Gelu", each(ActivationRules::gelu)),
            Map.entry("PRelu", ActivationRules::prelu),
            Map.entry("Softmax", ActivationRules::softmax));

    private ActivationRules() {}

    /// What makes a layer for a node; null where there is none for it.
    @FunctionalInterface
    interface Maker {
        @Nullable
        Layer make(Site site);
    }

    /// The rule of an operator that computes each element from the one in its place.
    static Rule each(Maker maker) {
        return site -> {
            Layer layer = site.computed(0) ? maker.make(site) : null;
            return layer == null
                    ? List.of()
                    : List.of(site.add(layer, site.input(0).layout(), site.input(0)));
        };
    }

    private static @Nullable Layer clip(Site site) {
        if (site.computed(1) || site.computed(2)) {
            return null;
        }
        double low = bound(site, 1, "min", Double.NEGATIVE_INFINITY);
        double high = bound(site, 2, "max", Double.POSITIVE_INFINITY);
        if (low == 0 && high >= Float.MAX_VALUE) {
            return ActivationLayer.relu();
        }
        return ActivationLayer.clip(low, high);
    }

    private static double bound(Site site, int input, String attribute, double otherwise) {
        OnnxTensor given = site.constant(input);
        return given != null ? given.doubles()[0] : site.attributes().real(attribute, otherwise);
    }

    private static @Nullable Layer swish(Site site) {
        return site.attributes().real("alpha", 1) == 1 ? ActivationLayer.silu() : null;
    }

    private static @Nullable Layer gelu(Site site) {
        return site.attributes().text("approximate", "none").equals("none") ? new Gelu() : null;
    }

    /// One slope for each channel, written (C), (C, 1, 1) or (1, C, 1, 1), or one for all.
    private static List<Value> prelu(Site site) {
        OnnxTensor slope = site.constant(1);
        if (!site.computed(0) || slope == null) {
            return List.of();
        }
        Value x = site.input(0);
        if (slope.count() == 1) {
            return List.of(site.add(ActivationLayer.leakyRelu(slope.floats()[0]), x.layout(), x));
        }
        if (x.rank() < 2 || !isPerChannel(slope, x.extents())) {
            return List.of();
        }
        Value last = site.channelsLast(x);
        PRelu layer = new PRelu(x.extents()[1]);
        System.arraycopy(slope.floats(), 0, layer.slope().value().data(), 0, slope.count());
        return List.of(site.add(layer, last.layout(), last));
    }

    private static boolean isPerChannel(OnnxTensor slope, int[] x) {
        if (slope.count() != x[1]) {
            return false;
        }
        // Of one axis it would be broadcast along the last, as ONNX has it; older exporters mean the channels.
        return slope.rank() == 1
                ? x.length == 2 || slope.count() != x[x.length - 1]
                : slope.rank() >= x.length - 1 && slope.extent(slope.rank() - x.length + 1) == x[1];
    }

    /// From opset 13 on along one axis; before that over all axes from that one on.
    private static List<Value> softmax(Site site) {
        if (!site.computed(0)) {
            return List.of();
        }
        Value x = site.input(0);
        int rank = x.rank();
        boolean one = site.node().opset() >= 13;
        int axis = Site.axis(site.attributes().integer("axis", one ? -1 : 1), rank);
        int[] extents = x.extents();
        int length = one
                ? extents[axis]
                : OnnxTensor.count(java.util.Arrays.copyOfRange(extents, Math.min(axis, rank), rank));
        ValueLayout layout = ValueLayout.of(extents, one ? Site.lastAxes(rank, axis) : Site.lastAxes(rank));
        int rows = x.outline().count() / length;
        Shape shape = rows == 1 ? Shape.of(length) : Shape.of(rows, length);
        Value last = site.arranged(
                x, layout, layout.equals(x.layout()) && site.shape(x).channels() == length ? site.shape(x) : shape);
        return List.of(site.add(new Softmax(), layout, last));
    }
}
