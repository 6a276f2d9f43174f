package org.fovea.engine.onnx.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fovea.engine.layer.BatchNorm;
import org.fovea.engine.layer.Parameter;
import org.fovea.engine.layer.elementwise.Arithmetic;
import org.fovea.engine.layer.elementwise.Elementwise;
import org.fovea.engine.layer.elementwise.Function;
import org.fovea.engine.layer.normalization.LocalResponse;
import org.fovea.engine.layer.normalization.Standardize;
import org.fovea.engine.layer.reduction.Reduce;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// Normalisation, scaled and shifted by constants.
final class NormalizationRules {
    static final Map<String, Rule> RULES = Map.of(
            "BatchNormalization", NormalizationRules::batchNorm,
            "GroupNormalization", NormalizationRules::group,
            "InstanceNormalization", NormalizationRules::instance,
            "LayerNormalization", NormalizationRules::layer,
            "LRN", NormalizationRules::neighbours);

    private NormalizationRules() {}

    private static List<Value> batchNorm(Site site) {
        if (!site.computed(0)
                || site.node().outputs().size() > 1
                || site.attributes().flag("training_mode")
                || site.input(0).rank() < 2) {
            return List.of();
        }
        Value x = site.channelsLast(site.input(0));
        // ONNX's momentum is the share of the old statistics, this layer's that of the new.
        double momentum = 1 - site.attributes().real("momentum", 0.9);
        BatchNorm norm =
                new BatchNorm(site.input(0).extents()[1], site.attributes().real("epsilon", 1e-5), momentum);
        Parameter[] parameters = {norm.gamma(), norm.beta(), norm.runningMean(), norm.runningVar()};
        for (int i = 0; i < parameters.length; i++) {
            OnnxTensor given = site.constant(i + 1);
            if (given == null || given.count() != parameters[i].value().size()) {
                return List.of();
            }
            System.arraycopy(given.floats(), 0, parameters[i].value().data(), 0, given.count());
        }
        return List.of(site.add(norm, x.layout(), x));
    }

    private static double epsilon(Site site) {
        return site.attributes().real("epsilon", 1e-5f);
    }

    private static List<Value> instance(Site site) {
        return channels(site, Integer.MAX_VALUE);
    }

    private static List<Value> group(Site site) {
        return channels(site, Math.toIntExact(site.attributes().integer("num_groups", 1)));
    }

    /// Groups of channels of one example.
    ///
    /// @param most groups, or as many as there are channels
    private static List<Value> channels(Site site, int most) {
        OnnxTensor scale = site.constant(1);
        OnnxTensor bias = site.constant(2);
        if (!site.computed(0) || scale == null || bias == null || site.input(0).rank() < 2) {
            return List.of();
        }
        Value x = site.channelsLast(site.input(0));
        if (x.extents()[0] != 1) {
            return List.of(); // examples would be one set
        }
        int channels = x.extents()[1];
        Standardize layer = Standardize.group(channels, Math.min(most, channels), epsilon(site));
        spread(scale.floats(), layer.weight());
        spread(bias.floats(), layer.bias());
        return List.of(site.add(layer, x.layout(), x));
    }

    /// A number for each channel or, as GroupNormalization had it before opset 21, for each group.
    private static void spread(float[] values, Parameter to) {
        float[] each = to.value().data();
        if (each.length % values.length != 0) {
            throw new IllegalArgumentException(values.length + " numbers for " + each.length + " channels");
        }
        for (int c = 0; c < each.length; c++) {
            each[c] = values[c / (each.length / values.length)];
        }
    }

    /// The last axes together. Where mean and inverse deviation are wanted too, they are computed once more, by
    /// themselves.
    private static List<Value> layer(Site site) {
        OnnxTensor scale = site.constant(1);
        OnnxTensor bias = site.constant(2);
        if (!site.computed(0) || scale == null || site.computed(2)) {
            return List.of();
        }
        Value x = site.input(0);
        int axis = Site.axis(site.attributes().integer("axis", -1), x.rank());
        Grid grid = Grid.of(site, x);
        Alignment alignment = new Alignment(site, List.of(), x.extents(), grid.order());
        Tensor gamma = alignment.parameter(scale);
        int[] axes = IntStream.range(axis, x.rank()).toArray();
        Standardize layer = Standardize.layer(gamma.shape(), epsilon(site), grid.places(axes));
        copy(gamma, layer.weight());
        if (bias != null) {
            copy(alignment.parameter(bias), layer.bias());
        }
        List<Value> outputs =
                new ArrayList<>(List.of(site.add(layer, grid.value().layout(), grid.value())));
        if (site.outputs() > 1) {
            outputs.add(mean(site, grid, axes));
        }
        if (site.outputs() > 2) {
            outputs.add(inverseDeviation(site, grid, axes, outputs.get(1)));
        }
        return outputs;
    }

    private static Value mean(Site site, Grid grid, int[] axes) {
        Reduce mean = new Reduce(Reduce.Kind.MEAN, true, grid.places(axes));
        return site.add(1, mean, grid.layout(site.outline(1).extents()), grid.value());
    }

    /// (Σ (x − μ)² / n + ε)^(−1/2).
    private static Value inverseDeviation(Site site, Grid grid, int[] axes, Value mean) {
        OnnxTensor outline = site.outline(2);
        ValueLayout layout = grid.layout(outline.extents());
        Value x = grid.value();
        Value less =
                site.addBefore("_less", new Arithmetic(Arithmetic.Function.SUBTRACT), x.outline(), x.layout(), x, mean);
        Value squares = site.addBefore("_square", Elementwise.of(Function.POWER, 2), x.outline(), x.layout(), less);
        Reduce reduce = new Reduce(Reduce.Kind.MEAN, true, grid.places(axes));
        Value variance = site.addBefore("_variance", reduce, outline, layout, squares);
        Tensor epsilon = Tensor.of(Shape.of(1), (float) epsilon(site));
        Value sum = site.addBefore(
                "_sum", ElementwiseRules.of(Arithmetic.Function.ADD, epsilon, 1, false), outline, layout, variance);
        return site.add(2, Elementwise.of(Function.POWER, -0.5), layout, sum);
    }

    private static void copy(Tensor values, Parameter to) {
        if (!values.shape().equals(to.value().shape())) {
            throw new IllegalArgumentException("a bias of " + values.shape() + " and a scale of "
                    + to.value().shape());
        }
        System.arraycopy(values.data(), 0, to.value().data(), 0, values.data().length);
    }

    private static List<Value> neighbours(Site site) {
        if (!site.computed(0) || site.input(0).rank() < 2) {
            return List.of();
        }
        Value x = site.channelsLast(site.input(0));
        LocalResponse layer = new LocalResponse(
                Math.toIntExact(site.attributes().integer("size", 0)),
                site.attributes().real("alpha", 0.0001f),
                site.attributes().real("beta", 0.75),
                site.attributes().real("bias", 1));
        return List.of(site.add(layer, x.layout(), x));
    }
}
