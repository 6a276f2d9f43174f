package org.fovea.engine.layer.movement;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.Operation;
import org.fovea.engine.layer.Place;
import org.fovea.engine.tensor.Shape;

/// A layer whose every value is one of its input's: y\[i\] = x\[source\[i\]\], or a filler where there is no source;
/// dx\[source\[i\]\] += dy\[i\], in the order of i. The sources follow from the options and one example's shape.
public abstract sealed class Movement extends Layer
        permits DepthToSpace, Expand, Gather, Pad, Slice, SpaceToDepth, Tile, Transpose {
    /// The source of a value that has none.
    static final int NONE = -1;

    /// For each value of y, in its order, which value of x it is, or [#NONE].
    ///
    /// @param x one example's shape
    abstract int[] sources(Shape x);

    /// What a value without a source is.
    float filler() {
        return 0;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return outputShape(only(inputs));
    }

    /// The shape of one example's output.
    ///
    /// @throws IllegalArgumentException if the input does not fit
    abstract Shape outputShape(Shape x);

    @Override
    public boolean homogeneous() {
        return filler() == 0;
    }

    @Override
    public Operation bind(Place place) {
        return new Moving(sources(place.x().shape().example()), filler(), place);
    }
}
