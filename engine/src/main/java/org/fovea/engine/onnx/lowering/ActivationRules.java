package org.fovea.engine.onnx.lowering;

import java.util.List;
import java.util.Map;
import org.fovea.engine.layer.ActivationLayer;
import org.fovea.engine.layer.Gelu;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.PRelu;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.elementwise.Function;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Functions of each element that are kernels. They leave a value in whatever layout it has.
final class ActivationRules {
    static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("Relu", each(site -> ActivationLayer.relu())),
            Map.entry(
                    "LeakyRelu",
                    each(site -> ActivationLayer.leakyRelu(site.attributes().real("alpha", 0.01)))),
            Map.entry("Sigmoid", each(site -> ActivationLayer.sigmoid())),
            Map.entry("Tanh", each(site -> ActivationLayer.tanh())),
            Map.entry("Clip", ActivationRules::clip),
            Map.entry("Swish", each(ActivationRules::swish)),
            Map.entry("Gelu", each(ActivationRules::gelu)),
            Map.entry("PRelu", ActivationRules::prelu));

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

    /// By one layer where both bounds are known, otherwise by one after the other: above the lower, then below the
    /// upper, which holds where the lower is above it.
    private static List<Value> clip(Site site) {
        if (!site.computed(0)) {
            return List.of();
        }
        Double low = site.computed(1) ? null : bound(site, 1, "min", Double.NEGATIVE_INFINITY);
        Double high = site.computed(2) ? null : bound(site, 2, "max", Double.POSITIVE_INFINITY);
        Value x = site.input(0);
        if (low != null && low == 0 && high != null && high >= Float.MAX_VALUE) {
            return List.of(site.add(ActivationLayer.relu(), x.layout(), x));
        }
        if (low != null && high != null && low < high && Double.isFinite(low) && Double.isFinite(high)) {
            return List.of(site.add(ActivationLayer.clip(low, high), x.layout(), x));
        }
        boolean above = low == null || low > -Float.MAX_VALUE;
        boolean below = high == null || high < Float.MAX_VALUE;
        if (!above && !below) {
            return List.of(site.seen());
        }
        if (above) {
            Layer layer = bounded(low, Arithmetic.Function.MAXIMUM, Function.AT_LEAST);
            Value[] read = read(site, low, x, 1);
            if (!below) {
                return List.of(site.add(layer, x.layout(), read));
            }
            x = site.addBefore("_low", layer, site.outline(), x.layout(), read);
        }
        Layer layer = bounded(high, Arithmetic.Function.MINIMUM, Function.AT_MOST);
        return List.of(site.add(layer, x.layout(), read(site, high, x, 2)));
    }

    private static Layer bounded(@Nullable Double bound, Arithmetic.Function computed, Function known) {
        return bound == null ? new Arithmetic(computed) : Elementwise.of(known, bound);
    }

    /// What a bound's layer reads: x, and the bound where that is computed.
    private static Value[] read(Site site, @Nullable Double bound, Value x, int input) {
        return bound == null ? new Value[] {x, site.shaped(site.input(input), Shape.of(1))} : new Value[] {x};
    }

    private static double bound(Site site, int input, String attribute, double otherwise) {
        OnnxTensor given = site.constant(input);
        return given != null ? given.doubles()[0] : site.attributes().real(attribute, otherwise);
    }

    private static Layer swish(Site site) {
        double alpha = site.attributes().real("alpha", 1);
        return alpha == 1 ? ActivationLayer.silu() : Elementwise.of(Function.SWISH, alpha);
    }

    private static @Nullable Layer gelu(Site site) {
        return switch (site.attributes().text("approximate", "none")) {
            case "none" -> new Gelu();
            case "tanh" -> Elementwise.of(Function.GELU_TANH);
            default -> null;
        };
    }

    /// One slope for each channel, written (C), (C, 1, 1) or (1, C, 1, 1), or one for all.
    private static List<Value> prelu(Site site) {
        OnnxTensor slope = site.constant(1);
        if (!site.computed(0) || slope == null) {
            return ElementwiseRules.prelu(site);
        }
        Value x = site.input(0);
        if (slope.count() == 1) {
            return List.of(site.add(ActivationLayer.leakyRelu(slope.floats()[0]), x.layout(), x));
        }
        if (x.rank() < 2 || !isPerChannel(slope, x.extents())) {
            return ElementwiseRules.prelu(site);
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
}
