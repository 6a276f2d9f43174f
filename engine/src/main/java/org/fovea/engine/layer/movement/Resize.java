package org.fovea.engine.layer.movement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Place;
import org.fovea.engine.tensor.Shape;

/// An array resized by interpolation, one axis after the other: along each y = W·x with a matrix W of few weights a
/// row, and dx = Wᵀ·dy, exactly that matrix transposed.
///
/// Sizes and scales are those of one example's axes; a picture (H, W, C) that is made twice as large has scales 2, 2,
/// 1. An output has ⌊scale·extent⌋ places along an axis unless sizes say how many; unless scales are given they are
/// size / extent.
///
/// Where both are given they differ by one place at most.
///
/// Source: ONNX's operator `Resize`, opset 19.
public final class Resize extends Layer {
    private final Resampling how;
    private final int[] sizes;
    private final double[] scales;
    private final double[] region;
    private final double outside;

    /// @param sizes the output's extents; none if the scales decide
    /// @param scales outputs per input; none if the sizes decide. Both for scales that are not quite the sizes'
    ///     quotient
    public Resize(Resampling how, int[] sizes, double[] scales) {
        this(how, sizes, scales, new double[0], 0);
    }

    /// With [Resampling.Coordinates#TF_CROP_AND_RESIZE] of a region.
    ///
    /// @param region where it begins along each axis as a share of the axis, then where it ends
    /// @param outside what lies off x
    public Resize(Resampling how, int[] sizes, double[] scales, double[] region, double outside) {
        if (sizes.length == 0 && scales.length == 0) {
            throw new IllegalArgumentException("resizing needs sizes or scales");
        }
        int axes = Math.max(sizes.length, scales.length);
        boolean crops = how.coordinates() == Resampling.Coordinates.TF_CROP_AND_RESIZE;
        if ((sizes.length > 0 && sizes.length != axes)
                || (scales.length > 0 && scales.length != axes)
                || region.length != (crops ? 2 * axes : 0)) {
            throw new IllegalArgumentException(sizes.length + " sizes, " + scales.length + " scales and "
                    + region.length + " limits of a region do not go together");
        }
        if (!Arrays.stream(scales).allMatch(s -> s > 0 && s < 1e9)
                || !Arrays.stream(region).allMatch(Double::isFinite)
                || !Double.isFinite(outside)) {
            throw new IllegalArgumentException("scales of " + Arrays.toString(scales) + ", a region of "
                    + Arrays.toString(region) + ", " + outside + " outside");
        }
        this.how = how;
        this.sizes = sizes.clone();
        this.scales = scales.clone();
        this.region = region.clone();
        this.outside = outside;
    }

    @Override
    public String type() {
        return "resize";
    }

    @Override
    public Options options() {
        return new Options()
                .with("mode", how.mode().name())
                .with("coordinates", how.coordinates().name())
                .with("nearest", how.nearest().name())
                .with("cubic", how.cubic())
                .with("exclude_outside", how.excludeOutside())
                .with("antialias", how.antialias())
                .with("sizes", sizes)
                .with("scales", scales)
                .with("region", region)
                .with("outside", outside);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "resize";
        }

        @Override
        public Layer create(Options o) {
            Resampling how = new Resampling(
                    o.choice("mode", Resampling.Mode.class),
                    o.choice("coordinates", Resampling.Coordinates.class),
                    o.choice("nearest", Resampling.Nearest.class),
                    o.number("cubic"),
                    o.flag("exclude_outside"),
                    o.flag("antialias"));
            return new Resize(how, o.integers("sizes"), o.numbers("scales"), o.numbers("region"), o.number("outside"));
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.rank() != Math.max(sizes.length, scales.length)) {
            throw new IllegalArgumentException(
                    Math.max(sizes.length, scales.length) + " axes to be resized, found " + x);
        }
        int[] extents = new int[x.rank()];
        for (int i = 0; i < extents.length; i++) {
            // As floats, which ONNX's scales are: 10 times 0.7f is 7, and not a little less.
            extents[i] = sizes.length > 0 ? sizes[i] : (int) Math.floor((float) (x.extent(i) * scales[i]));
            if (scales.length > 0 && Math.abs(extents[i] - x.extent(i) * scales[i]) > 1) {
                throw new IllegalArgumentException(
                        x + " to a size of " + extents[i] + " along axis " + i + ", with a scale of " + scales[i]);
            }
        }
        return Shape.of(extents);
    }

    /// How each axis of y is made of x's.
    Interpolation[] axes(Shape x) {
        Shape y = outputShape(List.of(x));
        Interpolation[] axes = new Interpolation[x.rank()];
        for (int i = 0; i < axes.length; i++) {
            double scale = scales.length > 0 ? scales[i] : (double) sizes[i] / x.extent(i);
            double from = region.length > 0 ? region[i] : 0;
            double to = region.length > 0 ? region[axes.length + i] : 1;
            axes[i] = new Interpolation(how, scale, x.extent(i), y.extent(i), from, to);
        }
        return axes;
    }

    @Override
    public boolean homogeneous() {
        return outside == 0 || region.length == 0;
    }

    @Override
    public Operation bind(Place place) {
        Shape x = place.x().shape().example();
        Interpolation[] axes = axes(x);
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            if (!axes[i].same()) {
                changed.add(i);
            }
        }
        boolean moves = how.mode() == Resampling.Mode.NEAREST && region.length == 0;
        return moves || changed.isEmpty()
                ? new Moving(nearest(x, axes), 0, place)
                : new Resizing(axes, changed, (float) outside, place);
    }

    private static int[] nearest(Shape x, Interpolation[] axes) {
        int[][] chosen = Sources.all(x);
        for (int axis = 0; axis < axes.length; axis++) {
            Interpolation along = axes[axis];
            chosen[axis] = new int[along.out()];
            Arrays.setAll(chosen[axis], i -> along.same() ? i : along.nearest(i));
        }
        return Sources.along(x, chosen);
    }
}
