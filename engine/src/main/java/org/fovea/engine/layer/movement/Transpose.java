package org.fovea.engine.layer.movement;

import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// Axes in another order: axis k of y is axis order\[k\] of x.
public final class Transpose extends Movement {
    private final int[] order;

    /// @param order each axis of one example once
    public Transpose(int... order) {
        this.order = order.clone();
    }

    /// For each axis of y which axis of x it is.
    public int[] order() {
        return order.clone();
    }

    @Override
    public String type() {
        return "transpose";
    }

    @Override
    public Options options() {
        return new Options().with("order", order);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "transpose";
        }

        @Override
        public Layer create(Options o) {
            return new Transpose(o.integers("order"));
        }
    }

    @Override
    Shape outputShape(Shape x) {
        if (order.length != x.rank()) {
            throw new IllegalArgumentException("an order of " + order.length + " axes for " + x);
        }
        Axes.among(x, order);
        int[] extents = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            extents[i] = x.extent(order[i]);
        }
        return Shape.of(extents);
    }

    @Override
    int[] sources(Shape x) {
        int[] axes = new int[order.length];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = Axes.of(x, order[i]);
        }
        return Sources.permuted(x, axes);
    }
}
