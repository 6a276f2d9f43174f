package org.fovea.engine.layer.movement;

import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// The indices that a list names along one axis; the list's own axes stand in that axis' place.
public final class Gather extends Movement {
    private final int axis;
    private final Shape shape;
    private final int[] indices;

    /// @param shape of the list; a scalar leaves the axis out
    /// @param indices in the order of the shape; negative ones count from the axis' end
    public Gather(int axis, Shape shape, int... indices) {
        if (indices.length != shape.size()) {
            throw new IllegalArgumentException(indices.length + " indices for a list of " + shape);
        }
        this.axis = axis;
        this.shape = shape;
        this.indices = indices.clone();
    }

    @Override
    public String type() {
        return "gather";
    }

    @Override
    public Options options() {
        return new Options().with("axis", axis).with("shape", shape).with("indices", indices);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "gather";
        }

        @Override
        public Layer create(Options o) {
            return new Gather(o.integer("axis"), o.shape("shape"), o.integers("indices"));
        }
    }

    @Override
    Shape outputShape(Shape x) {
        int along = Axes.of(x, axis);
        chosen(x.extent(along));
        int[] extents = new int[x.rank() - 1 + shape.rank()];
        for (int i = 0; i < extents.length; i++) {
            boolean listed = i >= along && i < along + shape.rank();
            extents[i] = listed ? shape.extent(i - along) : x.extent(i < along ? i : i + 1 - shape.rank());
        }
        return Shape.of(extents);
    }

    private int[] chosen(int extent) {
        int[] chosen = indices.clone();
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] < -extent || chosen[i] >= extent) {
                throw new IllegalArgumentException("index " + chosen[i] + " along an axis of " + extent);
            }
            chosen[i] += chosen[i] < 0 ? extent : 0;
        }
        return chosen;
    }

    @Override
    int[] sources(Shape x) {
        int[][] chosen = Sources.all(x);
        int along = Axes.of(x, axis);
        chosen[along] = chosen(x.extent(along));
        return Sources.along(x, chosen);
    }
}
