package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fovea.engine.layer.movement.Resampling;
import org.fovea.engine.layer.movement.Resize;
import org.fovea.engine.onnx.graph.OnnxAttributes;
import org.fovea.engine.onnx.graph.OnnxTensor;
import org.jspecify.annotations.Nullable;

/// Resizing by interpolation.
final class ResizeRules {
    static final Map<String, Rule> RULES = Map.of("Resize", ResizeRules::resize, "Upsample", ResizeRules::upsample);

    private ResizeRules() {}

    /// The scales are an attribute in opset 7 and an input in 9.
    private static List<Value> upsample(Site site) {
        return simple(site, scales(site, 1));
    }

    private static List<Value> simple(Site site, double @Nullable [] scales) {
        Resampling.Mode mode = constant(Resampling.Mode.class, site.attributes().text("mode", "nearest"));
        boolean shrinks = scales != null && Arrays.stream(scales).anyMatch(scale -> scale < 1);
        boolean grows = scales != null && Arrays.stream(scales).anyMatch(scale -> scale > 1);
        return shrinks && grows && mode == Resampling.Mode.NEAREST
                ? List.of() // which input is nearest differs from axis to axis
                : resized(site, Resampling.upsample(mode, shrinks), scales, new double[0]);
    }

    private static <E extends Enum<E>> E constant(Class<E> words, String word) {
        return Enum.valueOf(words, word.toUpperCase(Locale.ROOT));
    }

    private static double @Nullable [] scales(Site site, int input) {
        OnnxTensor given = site.constant(input);
        float[] attribute = site.attributes().reals("scales");
        if (given != null) {
            return given.doubles();
        }
        if (attribute == null) {
            return null;
        }
        double[] scales = new double[attribute.length];
        Arrays.setAll(scales, i -> attribute[i]);
        return scales;
    }

    private static List<Value> resize(Site site) {
        if (site.node().opset() < 11) {
            return simple(site, scales(site, 1));
        }
        int rank = site.outline().rank();
        int[] axes = axes(site.attributes().integers("axes"), rank);
        long[] sizes = site.wholes(3, "");
        double[] given = scales(site, 2);
        double[] scales = new double[rank];
        Arrays.fill(scales, 1);
        for (int i = 0; i < axes.length; i++) {
            if (sizes == null || sizes.length == 0) {
                scales[axes[i]] = given == null ? 1 : given[i];
            } else {
                scales[axes[i]] = (double) sizes[i] / site.input(0).extents()[axes[i]];
            }
        }
        if (sizes != null && sizes.length > 0) {
            common(site.attributes().text("keep_aspect_ratio_policy", "stretch"), scales, axes);
        }
        Resampling how = how(site.attributes());
        return resized(site, how, scales, region(site, how, axes));
    }

    private static int[] axes(long @Nullable [] given, int rank) {
        return given == null
                ? Site.lastAxes(rank)
                : Arrays.stream(given).mapToInt(axis -> Site.axis(axis, rank)).toArray();
    }

    /// One scale for all axes where proportions are to be kept: the sizes are bounds then.
    private static void common(String policy, double[] scales, int[] axes) {
        if (policy.equals("stretch")) {
            return;
        }
        var along = Arrays.stream(axes).mapToDouble(axis -> scales[axis]);
        double common = (policy.equals("not_larger") ? along.min() : along.max()).orElse(1);
        for (int axis : axes) {
            scales[axis] = common;
        }
    }

    private static Resampling how(OnnxAttributes attributes) {
        return new Resampling(
                constant(Resampling.Mode.class, attributes.text("mode", "nearest")),
                constant(Resampling.Coordinates.class, attributes.text("coordinate_transformation_mode", "half_pixel")),
                constant(Resampling.Nearest.class, attributes.text("nearest_mode", "round_prefer_floor")),
                attributes.real("cubic_coeff_a", -0.75),
                attributes.flag("exclude_outside"),
                attributes.flag("antialias"));
    }

    /// With `tf_crop_and_resize` where the region begins along each axis, then where it ends; otherwise nothing.
    private static double[] region(Site site, Resampling how, int[] axes) {
        OnnxTensor given = site.constant(1);
        if (how.coordinates() != Resampling.Coordinates.TF_CROP_AND_RESIZE || given == null) {
            return new double[0];
        }
        int rank = site.outline().rank();
        double[] region = new double[2 * rank];
        Arrays.fill(region, rank, 2 * rank, 1);
        double[] limits = given.doubles();
        for (int i = 0; i < axes.length; i++) {
            region[axes[i]] = limits[i];
            region[rank + axes[i]] = limits[axes.length + i];
        }
        return region;
    }

    /// @param scales of each axis of the value
    /// @param region of each axis, if any
    private static List<Value> resized(Site site, Resampling how, double @Nullable [] scales, double[] region) {
        if (!site.computed(0) || scales == null) {
            return List.of();
        }
        int[] extents = site.outline().extents();
        int rank = extents.length;
        boolean crops = region.length > 0 && (region[0] != 0 || region[rank] != 1);
        Grid grid = Grid.of(site, site.input(0), rank > 0 && (scales[0] != 1 || crops));
        int[] axes = grid.axes();
        double[] along = new double[region.length == 0 ? 0 : 2 * axes.length];
        for (int i = 0; i < along.length; i++) {
            int axis = axes[i % axes.length];
            along[i] = region[i < axes.length ? axis : rank + axis];
        }
        Resize layer = new Resize(
                how,
                Arrays.stream(axes).map(axis -> extents[axis]).toArray(),
                Arrays.stream(axes).mapToDouble(axis -> scales[axis]).toArray(),
                along,
                site.attributes().real("extrapolation_value", 0));
        return List.of(site.add(layer, grid.layout(extents), grid.value()));
    }
}
