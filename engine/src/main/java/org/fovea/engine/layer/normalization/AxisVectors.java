package org.fovea.engine.layer.normalization;

import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Split;
import org.fovea.engine.layer.SplitOperation;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// The operation of a layer that treats each vector along an axis by itself.
abstract class AxisVectors extends SplitOperation {
    /// The values of a vector, and how far apart they stand.
    protected final int length;

    protected final int stride;

    /// @param axis of one example
    AxisVectors(int axis, Place place) {
        super(place, vectors -> split(axis, place, vectors), vectors -> split(axis, place, vectors));
        Shape x = place.x().shape().example();
        int along = Axes.of(x, axis);
        length = x.extent(along);
        stride = Axes.product(x, along + 1, x.rank());
    }

    private static Split split(int axis, Place place, Split.Range vectors) {
        Shape x = place.x().shape().example();
        int length = x.extent(Axes.of(x, axis));
        return place.split(place.x().size() / length, Math.max(1, Split.VALUES / 8 / length), vectors);
    }

    @Override
    protected final void forward(int from, int to) {
        for (int v = from; v < to; v++) {
            forward(first(v));
        }
    }

    @Override
    protected final void backward(float[] dy, int from, int to) {
        for (int v = from; v < to; v++) {
            backward(dy, first(v));
        }
    }

    private int first(int vector) {
        return vector / stride * stride * length + vector % stride;
    }

    /// Writes the vector of y whose first value is `first`.
    abstract void forward(int first);

    /// Writes or adds the vector of dx whose first value is `first`.
    abstract void backward(float[] dy, int first);
}
