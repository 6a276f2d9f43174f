package org.fovea.engine.onnx.lowering;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.SplitOperation;
import org.fovea.engine.tensor.Shape;

/// The same values in another order, and under another shape: where layers on both sides want different layouts, and no
/// change of names can do. dx is dy, put back.
final class Reorder extends Layer {
    private final ValueLayout from;
    private final ValueLayout to;
    private final Shape shape;

    /// @param from how x lies in memory
    /// @param to how y does
    /// @param shape one example's new shape
    Reorder(ValueLayout from, ValueLayout to, Shape shape) {
        this.from = from;
        this.to = to;
        this.shape = shape;
    }

    @Override
    public String type() {
        return "reorder";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape x = only(inputs);
        if (x.size() != from.count() || shape.size() != to.count()) {
            throw new IllegalArgumentException("reorders " + from.count() + " values into " + shape + ", found " + x);
        }
        return shape;
    }

    @Override
    public boolean homogeneous() {
        return true;
    }

    @Override
    public Operation bind(Place place) {
        return new Bound(place);
    }

    private final class Bound extends SplitOperation {
        private final Reordering forward = Reordering.of(from, to);
        private final int size = from.count();

        Bound(Place place) {
            super(place, place::splitExamples, place::splitExamples);
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
