package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import org.fovea.engine.tensor.Shape;

/// A value at a node whose shape has each of its axes by itself, so that a layer can be told along which it works.
///
/// @param value at that node
/// @param order its axes in memory's order, which is the shape's
/// @param whole whether the shape has the first axis even though it is of one element; otherwise that is the batch's
record Grid(Value value, int[] order, boolean whole) {
    /// A value in the order of axes that it has, or in ONNX's own where its axes are torn apart.
    static Grid of(Site site, Value x) {
        return of(site, x, false);
    }

    /// @param first whether the layer works along the first axis too
    static Grid of(Site site, Value x, boolean first) {
        int[] own = x.layout().axes(x.extents());
        int[] order = own == null ? Site.lastAxes(x.rank()) : own;
        boolean whole = first && x.rank() > 0 && x.extents()[0] == 1;
        Value there = site.arranged(x, ValueLayout.of(x.extents(), order), shape(x.extents(), order, whole));
        return new Grid(there, order, whole);
    }

    private static Shape shape(int[] extents, int[] order, boolean whole) {
        return whole
                ? Shape.of(Arrays.stream(order).map(axis -> extents[axis]).toArray())
                : Assembly.shape(extents, order);
    }

    /// One example's shape of a value of other extents whose axes lie in the same order.
    Shape shape(int[] extents) {
        return shape(extents, order, whole);
    }

    /// The layout of a value of other extents whose axes lie in the same order.
    ValueLayout layout(int[] extents) {
        return ValueLayout.of(extents, order);
    }

    /// Whether an axis is one of the shape's.
    private boolean has(int axis) {
        return whole || axis > 0 || value.extents()[0] != 1;
    }

    /// The value's axes that the shape has, in its order.
    int[] axes() {
        return Arrays.stream(order).filter(this::has).toArray();
    }

    /// Where an axis stands in the shape.
    ///
    /// @throws IllegalArgumentException if it is not there
    int place(int axis) {
        int[] axes = axes();
        for (int place = 0; place < axes.length; place++) {
            if (axes[place] == axis) {
                return place;
            }
        }
        throw new IllegalArgumentException("axis " + axis + " is none of " + value);
    }

    /// Where axes stand in the shape, those that it does not have left out: along them there is one element.
    int[] places(int... axes) {
        return Arrays.stream(axes).filter(this::has).map(this::place).toArray();
    }
}
