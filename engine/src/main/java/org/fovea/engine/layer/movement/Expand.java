package org.fovea.engine.layer.movement;

import java.util.List;
import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// x broadcast to the shape that it and a given one are broadcast to: aligned at the last axes, an extent of 1 stands
/// for as many as are asked for.
public final class Expand extends Movement {
    private final Shape shape;

    /// @param shape one example's shape; extents of 1 leave x as it is
    public Expand(Shape shape) {
        this.shape = shape;
    }

    @Override
    public String type() {
        return "expand";
    }

    @Override
    public Options options() {
        return new Options().with("shape", shape);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "expand";
        }

        @Override
        public Layer create(Options o) {
            return new Expand(o.shape("shape"));
        }
    }

    @Override
    Shape outputShape(Shape x) {
        return Axes.broadcast(List.of(x, shape));
    }

    @Override
    int[] sources(Shape x) {
        Shape y = outputShape(x);
        int[] extents = new int[y.rank()];
        int[][] chosen = new int[y.rank()][];
        for (int axis = 0; axis < chosen.length; axis++) {
            int own = axis - y.rank() + x.rank();
            extents[axis] = own < 0 ? 1 : x.extent(own);
            chosen[axis] = extents[axis] == 1 ? new int[y.extent(axis)] : Sources.range(extents[axis]);
        }
        return Sources.along(Shape.of(extents), chosen);
    }
}
