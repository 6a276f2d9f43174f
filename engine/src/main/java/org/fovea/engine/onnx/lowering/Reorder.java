package org.fovea.engine.onnx.lowering;

import java.util.Arrays;
import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.SplitOperation;
import org.fovea.engine.tensor.Shape;

/// The same values in another order, and under another shape: where layers on both sides want different layouts, and no
/// change of names can do. dx is dy, put back.
///
/// x is seen as an array of some extents, whose axes are permuted, and what comes of that under a shape: axis k of y is
/// axis order\[k\] of x.
public final class Reorder extends Layer {
    private final int[] extents;
    private final int[] order;
    private final Shape shape;

    /// @param extents what one example of x is seen as
    /// @param order each of its axes once
    /// @param shape one example's new shape
    public Reorder(int[] extents, int[] order, Shape shape) {
        boolean[] seen = new boolean[extents.length];
        for (int axis : order) {
            if (order.length != extents.length || axis < 0 || axis >= seen.length || seen[axis]) {
                throw new IllegalArgumentException(
                        "an order " + Arrays.toString(order) + " of the axes of " + Arrays.toString(extents));
            }
            seen[axis] = true;
        }
        if (Shape.of(extents).size() != shape.size()) {
            throw new IllegalArgumentException("values of " + Shape.of(extents) + " as " + shape);
        }
        this.extents = extents.clone();
        this.order = order.clone();
        this.shape = shape;
    }

    @Override
    public String type() {
        return "reorder";
    }

    @Override
    public Options options() {
        return new Options().with("extents", extents).with("order", order).with("shape", shape);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "reorder";
        }

        @Override
        public Layer create(Options o) {
            return new Reorder(o.integers("extents"), o.integers("order"), o.shape("shape"));
        }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.size() != shape.size()) {
            throw new IllegalArgumentException("reorders " + shape.size() + " values into " + shape + ", found " + x);
        }
        return shape;
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(this, place);
    }

    private static final class Bound extends SplitOperation {
        private final ValueLayout from;
        private final ValueLayout to;
        private final Reordering forward;
        private final int size;

        Bound(Reorder layer, Place place) {
            super(place, place::splitExamples, place::splitExamples);
            size = layer.shape.size();
            from = ValueLayout.rowMajor(size);
            to = ValueLayout.of(layer.extents, layer.order);
            forward = Reordering.of(from, to);
        }

        @Override
        protected void forward(int first, int end) {
            for (int n = first; n < end; n++) {
                forward.copy(x, n * size, y, n * size);
            }
        }

        @Override
        protected void backward(float[] dy, int first, int end) {
            int[] sources = Reordering.sources(to, from); // kept nowhere: few networks reorder, fewer look back
            for (int n = first; n < end; n++) {
                for (int i = 0; i < size; i++) {
                    dx.put(n * size + i, dy[n * size + sources[i]]);
                }
            }
        }
    }
}
