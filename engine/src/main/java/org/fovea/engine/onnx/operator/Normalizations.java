package org.fovea.engine.onnx.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.fovea.engine.onnx.graph.OnnxType;
import org.jspecify.annotations.Nullable;

/// Normalisations: by the statistics of a batch, a picture, a group of channels, the last axes, or neighbours.
final class Normalizations {
    static final List<Operator> OPERATORS = List.of(
            Operator.ofMany(
                    "BatchNormalization",
                    5,
                    5,
                    Normalizations::batch,
                    "epsilon",
                    "momentum",
                    "spatial",
                    "training_mode"),
            Operator.of("GroupNormalization", 3, 3, Normalizations::group, "epsilon", "num_groups", "stash_type")
                    .since(18),
            Operator.of("InstanceNormalization", 3, 3, Normalizations::instance, "epsilon")
                    .since(6),
            Operator.ofMany("LayerNormalization", 2, 3, Normalizations::layer, "axis", "epsilon", "stash_type")
                    .since(17),
            Operator.of("LRN", 1, 1, Normalizations::neighbours, "alpha", "beta", "bias", "size"));

    private Normalizations() {}

    private static double epsilon(Call call) {
        return call.attributes().real("epsilon", 1e-5f);
    }

    /// The numbers that a parameter has for each channel.
    private static double[] each(Call call, int i, int channels) {
        OnnxTensor parameter = call.input(i);
        if (parameter.count() != channels) {
            throw call.refused("input " + i + " is " + parameter + ", not one number for each of " + channels);
        }
        return parameter.isOutline() ? new double[0] : parameter.doubles();
    }

    private static int channels(Call call, OnnxTensor x) {
        if (x.rank() < 2) {
            throw call.refused("channels of " + x);
        }
        return x.extent(1);
    }

    /// By given statistics; in training by the batch's own, which are mixed into the given ones as further outputs.
    private static List<OnnxTensor> batch(Call call) {
        OnnxTensor x = call.real(0);
        int channels = x.rank() == 1 ? 1 : channels(call, x);
        boolean training = call.attributes().flag("training_mode");
        if ((call.outputs() > 1 && !training) || call.attributes().integer("spatial", 1) == 0) {
            throw call.refused(
                    call.outputs() > 1 ? "outputs for training without training_mode" : "statistics for each place");
        }
        double[] scale = each(call, 1, channels);
        double[] bias = each(call, 2, channels);
        double[] mean = each(call, 3, channels);
        double[] variance = each(call, 4, channels);
        if (!training) {
            return List.of(call.reals(x.type(), x.extents(), y -> scaled(call, x, y, scale, bias, mean, variance)));
        }
        double[] own = new double[x.isOutline() ? 0 : channels];
        double[] ownVariance = own.clone();
        if (!x.isOutline()) {
            statistics(x, channels, own, ownVariance);
        }
        double momentum = call.attributes().real("momentum", 0.9f);
        OnnxType type = call.input(3).type();
        return List.of(
                call.reals(x.type(), x.extents(), y -> scaled(call, x, y, scale, bias, own, ownVariance)),
                call.reals(type, new int[] {channels}, y -> mix(y, mean, own, momentum)),
                call.reals(type, new int[] {channels}, y -> mix(y, variance, ownVariance, momentum)));
    }

    private static void mix(double[] y, double[] old, double[] own, double momentum) {
        Arrays.setAll(y, i -> old[i] * momentum + own[i] * (1 - momentum));
    }

    private static void statistics(OnnxTensor x, int channels, double[] mean, double[] variance) {
        double[] values = x.doubles();
        int inner = Shapes.product(x.extents(), Math.min(2, x.rank()), x.rank());
        double each = (double) values.length / channels;
        for (int i = 0; i < values.length; i++) {
            mean[i / inner % channels] += values[i] / each;
        }
        for (int i = 0; i < values.length; i++) {
            double less = values[i] - mean[i / inner % channels];
            variance[i / inner % channels] += less * less / each;
        }
    }

    private static void scaled(
            Call call, OnnxTensor x, double[] y, double[] scale, double[] bias, double[] mean, double[] variance) {
        double[] values = x.doubles();
        double epsilon = epsilon(call);
        int inner = Shapes.product(x.extents(), Math.min(2, x.rank()), x.rank());
        for (int c = 0; c < scale.length; c++) {
            double factor = scale[c] / Math.sqrt(variance[c] + epsilon);
            for (int at = c * inner; at < y.length; at += scale.length * inner) {
                for (int i = at; i < at + inner; i++) {
                    y[i] = (values[i] - mean[c]) * factor + bias[c];
                }
            }
        }
    }

    /// Each run of `length` elements to mean 0 and variance 1.
    ///
    /// @param means where each run's mean is left, null for nowhere
    private static void standardise(
            double[] values,
            double[] y,
            int length,
            double epsilon,
            double @Nullable [] means,
            double @Nullable [] inverses) {
        for (int first = 0, run = 0; first < y.length; first += length, run++) {
            double mean = 0;
            for (int i = first; i < first + length; i++) {
                mean += values[i];
            }
            mean /= length;
            double variance = 0;
            for (int i = first; i < first + length; i++) {
                variance += (values[i] - mean) * (values[i] - mean);
            }
            double inverse = 1 / Math.sqrt(variance / length + epsilon);
            for (int i = first; i < first + length; i++) {
                y[i] = (values[i] - mean) * inverse;
            }
            if (means != null && inverses != null) {
                means[run] = mean;
                inverses[run] = inverse;
            }
        }
    }

    private static OnnxTensor instance(Call call) {
        OnnxTensor x = call.real(0);
        int channels = channels(call, x);
        return grouped(call, x, channels, each(call, 1, channels), each(call, 2, channels));
    }

    /// Scale and bias are one for each group in opset 18 and one for each channel from 21 on.
    private static OnnxTensor group(Call call) {
        OnnxTensor x = call.real(0);
        int channels = channels(call, x);
        int groups = call.count(call.attributes().integer("num_groups", 0));
        if (groups == 0 || channels % groups != 0) {
            throw call.refused(channels + " channels in " + groups + " groups");
        }
        int parameters = call.opset() < 21 ? groups : channels;
        return grouped(call, x, groups, each(call, 1, parameters), each(call, 2, parameters));
    }

    private static OnnxTensor grouped(Call call, OnnxTensor x, int groups, double[] scale, double[] bias) {
        return call.reals(x.type(), x.extents(), y -> {
            int channels = x.extent(1);
            int inner = Shapes.product(x.extents(), 2, x.rank());
            if (y.length == 0) {
                return;
            }
            standardise(x.doubles(), y, channels / groups * inner, epsilon(call), null, null);
            for (int i = 0; i < y.length; i++) {
                int parameter = i / inner % channels * scale.length / channels;
                y[i] = y[i] * scale[parameter] + bias[parameter];
            }
        });
    }

    /// Over all axes from one on; scale and bias are broadcast to the input.
    private static List<OnnxTensor> layer(Call call) {
        OnnxTensor x = call.real(0);
        int[] extents = x.extents();
        int axis = call.axis(call.attributes().integer("axis", -1), x.rank());
        for (int i = 1; i < 3 && call.has(i); i++) {
            if (!Arrays.equals(Shapes.broadcast(call.input(i).extents(), extents), extents)) {
                throw call.refused("input " + i + " is " + call.input(i) + " for " + x);
            }
        }
        int length = Shapes.product(extents, axis, extents.length);
        int runs = Shapes.product(extents, 0, axis);
        double[] means = new double[x.isOutline() ? 0 : runs];
        double[] inverses = means.clone();
        OnnxTensor y = call.reals(x.type(), extents, to -> {
            if (to.length == 0) {
                return;
            }
            standardise(x.doubles(), to, length, epsilon(call), means, inverses);
            double[] scale = spread(call, 1, extents);
            double[] bias = call.has(2) ? spread(call, 2, extents) : new double[to.length];
            Arrays.setAll(to, i -> to[i] * scale[i] + bias[i]);
        });
        List<OnnxTensor> outputs = new ArrayList<>(List.of(y));
        int[] reduced = extents.clone();
        Arrays.fill(reduced, axis, reduced.length, 1);
        OnnxType type = OnnxType.of(call.attributes().integer("stash_type", 1));
        for (double[] statistic : List.of(means, inverses)) {
            outputs.add(call.reals(
                    type == null || !type.real() ? OnnxType.FLOAT : type,
                    reduced,
                    to -> System.arraycopy(statistic, 0, to, 0, to.length)));
        }
        return outputs;
    }

    private static double[] spread(Call call, int i, int[] extents) {
        double[] values = call.input(i).doubles();
        int @Nullable [] at = Shapes.broadcastPlaces(call.input(i).extents(), extents);
        return at == null
                ? values
                : Arrays.stream(at).mapToDouble(k -> values[k]).toArray();
    }

    /// x / (bias + α/size · Σ x²)^β, the sum over `size` channels around each.
    private static OnnxTensor neighbours(Call call) {
        OnnxTensor x = call.real(0);
        int channels = channels(call, x);
        int size = call.count(call.attributes().integer("size", 0));
        if (size == 0) {
            throw call.refused("a size of 0");
        }
        double alpha = call.attributes().real("alpha", 0.0001f);
        double beta = call.attributes().real("beta", 0.75);
        double bias = call.attributes().real("bias", 1);
        return call.reals(x.type(), x.extents(), y -> {
            double[] values = x.doubles();
            int inner = Shapes.product(x.extents(), 2, x.rank());
            for (int i = 0; i < y.length; i++) {
                int channel = i / inner % channels;
                int first = (int) Math.max(0, channel - (size - 1L) / 2);
                int last = (int) Math.min(channels - 1, channel + size / 2L);
                double squares = 0;
                for (int c = first; c <= last; c++) {
                    double neighbour = values[i + (c - channel) * inner];
                    squares += neighbour * neighbour;
                }
                y[i] = values[i] / Math.pow(bias + alpha / size * squares, beta);
            }
        });
    }
}
