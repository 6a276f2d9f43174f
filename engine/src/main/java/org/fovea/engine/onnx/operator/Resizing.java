package org.fovea.engine.onnx.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fovea.engine.layer.movement.Interpolation;
import org.fovea.engine.layer.movement.Resampling;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// Resizing by interpolation, one axis after the other.
final class Resizing {
    static final List<Operator> OPERATORS = List.of(
            Operator.of(
                            "Resize",
                            1,
                            4,
                            Resizing::resize,
                            "antialias",
                            "axes",
                            "coordinate_transformation_mode",
                            "cubic_coeff_a",
                            "exclude_outside",
                            "extrapolation_value",
                            "keep_aspect_ratio_policy",
                            "mode",
                            "nearest_mode")
                    .since(10)
                    .heavy(),
            Operator.of("Upsample", 1, 2, Resizing::upsample, "mode", "scales")
                    .until(9)
                    .heavy());

    private Resizing() {}

    /// The scales are an attribute in opset 7 and an input in 9.
    private static OnnxTensor upsample(Call call) {
        OnnxTensor x = call.input(0);
        float[] given = call.attributes().reals("scales");
        double[] scales = call.opset() < 9
                ? widened(given == null ? new float[0] : given)
                : call.known(1).doubles();
        return simple(call, x, scales);
    }

    /// Upsample, and Resize in its first opset: first along the axes that shrink, then along those that grow.
    private static OnnxTensor simple(Call call, OnnxTensor x, double[] scales) {
        Resampling.Mode mode = word(call, Resampling.Mode.class, "mode", "nearest");
        double[] down = Arrays.stream(scales).map(scale -> Math.min(scale, 1)).toArray();
        double[] up = Arrays.stream(scales).map(scale -> Math.max(scale, 1)).toArray();
        OnnxTensor small = Arrays.equals(up, scales) // nothing shrinks
                ? x
                : resized(call, x, scaled(call, x, down), down, Resampling.upsample(mode, true), null);
        return resized(call, small, scaled(call, small, up), up, Resampling.upsample(mode, false), null);
    }

    /// An attribute that is one of some words.
    private static <E extends Enum<E>> E word(Call call, Class<E> words, String attribute, String otherwise) {
        String word = call.attributes().text(attribute, otherwise);
        try {
            return Enum.valueOf(words, word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw call.refused(attribute + " is " + word);
        }
    }

    private static double[] widened(float[] narrow) {
        double[] wide = new double[narrow.length];
        Arrays.setAll(wide, i -> narrow[i]);
        return wide;
    }

    private static int[] scaled(Call call, OnnxTensor x, double[] scales) {
        int[] extents = x.extents();
        if (scales.length != extents.length) {
            throw call.refused(scales.length + " scales for " + x);
        }
        for (int i = 0; i < extents.length; i++) {
            if (!(scales[i] > 0)) {
                throw call.refused("a scale of " + scales[i]);
            }
            // As floats, which the scales are: 10 times 0.7f is 7, and not a little less.
            extents[i] = call.count((long) Math.floor((float) (extents[i] * scales[i])));
        }
        return extents;
    }

    private static OnnxTensor resize(Call call) {
        OnnxTensor x = call.input(0);
        if (call.opset() < 11) {
            return simple(call, x, call.known(1).doubles());
        }
        long[] given = call.attributes().integers("axes");
        int[] axes = given == null ? Shapes.all(x.rank()) : call.axes(given, x.rank());
        double[] scales = new double[x.rank()];
        Arrays.fill(scales, 1);
        int[] extents;
        if (call.has(3) && call.input(3).count() > 0) {
            extents = sizes(call, x, axes, scales);
        } else {
            double[] some = call.known(2).doubles();
            if (some.length != axes.length) {
                throw call.refused(some.length + " scales for " + axes.length + " axes");
            }
            for (int i = 0; i < axes.length; i++) {
                scales[axes[i]] = some[i];
            }
            extents = scaled(call, x, scales);
        }
        return resized(call, x, extents, scales, resampling(call), regions(call, x, axes));
    }

    private static Resampling resampling(Call call) {
        OnnxAttributes attributes = call.attributes();
        return new Resampling(
                word(call, Resampling.Mode.class, "mode", "nearest"),
                word(call, Resampling.Coordinates.class, "coordinate_transformation_mode", "half_pixel"),
                word(call, Resampling.Nearest.class, "nearest_mode", "round_prefer_floor"),
                attributes.real("cubic_coeff_a", -0.75),
                attributes.flag("exclude_outside"),
                attributes.flag("antialias"));
    }

    /// The extents of an output whose size is given, perhaps as a bound for one that keeps its proportions.
    private static int[] sizes(Call call, OnnxTensor x, int[] axes, double[] scales) {
        long[] sizes = call.wholes(3);
        if (sizes.length != axes.length) {
            throw call.refused(sizes.length + " sizes for " + axes.length + " axes");
        }
        String policy = call.attributes().text("keep_aspect_ratio_policy", "stretch");
        double common = policy.equals("not_larger") ? Double.POSITIVE_INFINITY : 0;
        for (int i = 0; i < axes.length; i++) {
            double scale = sizes[i] / (double) x.extent(axes[i]);
            scales[axes[i]] = scale;
            common = policy.equals("not_larger") ? Math.min(common, scale) : Math.max(common, scale);
        }
        int[] extents = x.extents();
        for (int i = 0; i < axes.length; i++) {
            if (policy.equals("stretch")) {
                extents[axes[i]] = call.count(sizes[i]);
            } else {
                scales[axes[i]] = common;
                extents[axes[i]] = call.count((long) Math.floor(common * x.extent(axes[i]) + 0.5));
            }
        }
        return extents;
    }

    /// With `tf_crop_and_resize` the region of each axis: its begin and its end, as shares of it.
    private static double @Nullable [] @Nullable [] regions(Call call, OnnxTensor x, int[] axes) {
        String coordinates = call.attributes().text("coordinate_transformation_mode", "");
        if (!coordinates.equals("tf_crop_and_resize")) {
            return null;
        }
        double[] given = call.known(1).doubles();
        if (given.length != 2 * axes.length) {
            throw call.refused(given.length + " limits of regions for " + axes.length + " axes");
        }
        double[][] regions = new double[x.rank()][];
        Arrays.setAll(regions, i -> new double[] {0, 1});
        for (int i = 0; i < axes.length; i++) {
            regions[axes[i]] = new double[] {given[i], given[axes.length + i]};
        }
        return regions;
    }

    private static OnnxTensor resized(
            Call call,
            OnnxTensor x,
            int[] extents,
            double[] scales,
            Resampling how,
            double @Nullable [] @Nullable [] regions) {
        if (x.count() == 0 && OnnxTensor.count(extents) > 0) {
            throw call.refused(x + " resized to " + OnnxTensor.text(extents));
        }
        Interpolation[] axes = new Interpolation[extents.length];
        for (int i = 0; i < axes.length; i++) {
            double[] region = regions == null ? null : regions[i];
            axes[i] = new Interpolation(
                    how,
                    scales[i],
                    x.extent(i),
                    extents[i],
                    region == null ? 0 : region[0],
                    region == null ? 1 : region[1]);
        }
        if (how.mode() == Resampling.Mode.NEAREST && regions == null) {
            Along[] chosen = new Along[axes.length];
            for (int i = 0; i < axes.length; i++) {
                Interpolation axis = axes[i];
                chosen[i] = new Along(extents[i], output -> axis.nearest(output));
            }
            return Movements.choose(call, x, null, chosen);
        }
        double outside = call.attributes().real("extrapolation_value", 0);
        if (x.type().real()) {
            return call.reals(x.type(), extents, y -> interpolate(x, axes, outside, y));
        }
        return call.wholes(x.type(), extents, y -> {
            double[] values = new double[y.length];
            interpolate(x, axes, outside, values);
            Arrays.setAll(y, i -> (long)
                    Math.clamp(values[i], x.type().least(), (double) x.type().greatest()));
        });
    }

    private static void interpolate(OnnxTensor x, Interpolation[] axes, double outside, double[] y) {
        double[] values = x.doubles();
        int[] extents = x.extents();
        for (int axis = 0; axis < axes.length; axis++) {
            if (!axes[axis].same()) {
                values = along(values, extents, axis, axes[axis]);
                extents[axis] = axes[axis].out();
            }
        }
        System.arraycopy(values, 0, y, 0, y.length);
        int inner = 1;
        for (int axis = axes.length - 1; axis >= 0; axis--) {
            int out = axes[axis].out();
            for (int i = 0; i < y.length; i++) {
                if (axes[axis].outside(i / inner % out)) {
                    y[i] = outside;
                }
            }
            inner *= out;
        }
    }

    private static double[] along(double[] x, int[] extents, int axis, Interpolation how) {
        int inner = Shapes.product(extents, axis + 1, extents.length);
        int outer = Shapes.product(extents, 0, axis);
        double[] y = new double[OnnxTensor.count(outer, how.out(), inner)];
        for (int output = 0; output < how.out(); output++) {
            Interpolation.Taps taps = how.taps(output);
            for (int o = 0; o < outer; o++) {
                int to = (o * how.out() + output) * inner;
                for (int t = 0; t < taps.weights().length; t++) {
                    int from = (o * how.in() + taps.first() + t) * inner;
                    for (int i = 0; i < inner; i++) {
                        y[to + i] += taps.weights()[t] * x[from + i];
                    }
                }
            }
        }
        return y;
    }
}
