package org.fovea.engine.layer.axis;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.tensor.Shape;

/// Axes of one example's shape, and what becomes of the shape along them.
public final class Axes {
    private Axes() {}

    /// An axis of a shape; a negative one counts from the last.
    ///
    /// @throws IllegalArgumentException if the shape has no such axis
    public static int of(Shape x, int axis) {
        if (axis < -x.rank() || axis >= x.rank()) {
            throw new IllegalArgumentException("axis " + axis + " of " + x + ", which has " + x.rank());
        }
        return axis < 0 ? axis + x.rank() : axis;
    }

    /// Whether each axis of a shape is among these, none of which may be named twice.
    ///
    /// @throws IllegalArgumentException if one is, or the shape has no such axis
    public static boolean[] among(Shape x, int[] axes) {
        boolean[] among = new boolean[x.rank()];
        for (int axis : axes) {
            int i = of(x, axis);
            if (among[i]) {
                throw new IllegalArgumentException("axis " + axis + " of " + x + " twice in " + Arrays.toString(axes));
            }
            among[i] = true;
        }
        return among;
    }

    /// The shape with an extent of 1 along these axes.
    public static Shape reduced(Shape x, boolean[] axes) {
        int[] extents = x.toArray();
        for (int i = 0; i < extents.length; i++) {
            extents[i] = axes[i] ? 1 : extents[i];
        }
        return Shape.of(extents);
    }

    /// The shape without these axes.
    public static Shape without(Shape x, boolean[] axes) {
        int[] extents = x.toArray();
        int rank = 0;
        for (int i = 0; i < axes.length; i++) {
            if (!axes[i]) {
                extents[rank++] = extents[i];
            }
        }
        return Shape.of(Arrays.copyOf(extents, rank));
    }

    /// The shape that shapes are broadcast to: they are aligned at their last axes, and along each axis all extents
    /// but those of 1 are the same.
    ///
    /// @throws IllegalArgumentException if they are not
    public static Shape broadcast(List<Shape> shapes) {
        int rank = shapes.stream().mapToInt(Shape::rank).max().orElse(0);
        int[] extents = new int[rank];
        Arrays.fill(extents, 1);
        for (Shape shape : shapes) {
            for (int i = 1; i <= shape.rank(); i++) {
                int extent = shape.extent(-i);
                if (extent != 1 && extents[rank - i] != 1 && extent != extents[rank - i]) {
                    throw new IllegalArgumentException("shapes that are not broadcast to each other: " + shapes);
                }
                extents[rank - i] = Math.max(extent, extents[rank - i]);
            }
        }
        return Shape.of(extents);
    }

    /// An extent of a shape that is made from another.
    ///
    /// @throws IllegalArgumentException if it is more than an int holds
    public static int extent(long extent, Shape x) {
        if (extent > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an extent of " + extent + " made from " + x);
        }
        return (int) extent;
    }

    /// The product of the extents from one axis on to before another.
    public static int product(Shape x, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= x.extent(i);
        }
        return product;
    }
}
