package org.fovea.engine.layer.movement;

import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// x several times side by side along each axis.
public final class Tile extends Movement {
    private final int[] repeats;

    /// @param repeats how often along each axis of one example, at least 1
    public Tile(int... repeats) {
        for (int repeat : repeats) {
            if (repeat < 1) {
                throw new IllegalArgumentException("a tile " + repeat + " times");
            }
        }
        this.repeats = repeats.clone();
    }

    @Override
    public String type() {
        return "tile";
    }

    @Override
    public Options options() {
        return new Options().with("repeats", repeats);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "tile";
        }

        @Override
        public Layer create(Options o) {
            return new Tile(o.integers("repeats"));
        }
    }

    @Override
    Shape outputShape(Shape x) {
        if (repeats.length != x.rank()) {
            throw new IllegalArgumentException(repeats.length + " repeats of " + x);
        }
        int[] extents = x.toArray();
        for (int i = 0; i < extents.length; i++) {
            extents[i] = Axes.extent((long) extents[i] * repeats[i], x);
        }
        return Shape.of(extents);
    }

    @Override
    int[] sources(Shape x) {
        int[][] chosen = new int[x.rank()][];
        for (int axis = 0; axis < chosen.length; axis++) {
            chosen[axis] = Sources.range(x.extent(axis) * repeats[axis]);
            for (int i = 0; i < chosen[axis].length; i++) {
                chosen[axis][i] %= x.extent(axis);
            }
        }
        return Sources.along(x, chosen);
    }
}
