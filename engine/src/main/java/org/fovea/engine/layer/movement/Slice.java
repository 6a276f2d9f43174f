package org.fovea.engine.layer.movement;

import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// Every step-th index from a start to before an end along one axis, as NumPy has it: negative starts and ends count
/// from the axis' end, those outside are cut, and with a negative step indices fall.
public final class Slice extends Movement {
    private final int axis;
    private final int start;
    private final int end;
    private final int step;

    /// @param end exclusive; `Integer.MAX_VALUE` for all there is, `-Integer.MAX_VALUE` with a negative step
    public Slice(int axis, int start, int end, int step) {
        if (step == 0) {
            throw new IllegalArgumentException("a step of 0");
        }
        this.axis = axis;
        this.start = start;
        this.end = end;
        this.step = step;
    }

    @Override
    public String type() {
        return "slice";
    }

    @Override
    public Options options() {
        return new Options()
                .with("axis", axis)
                .with("start", start)
                .with("end", end)
                .with("step", step);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "slice";
        }

        @Override
        public Layer create(Options o) {
            return new Slice(o.integer("axis"), o.integer("start"), o.integer("end"), o.integer("step"));
        }
    }

    @Override
    Shape outputShape(Shape x) {
        int[] extents = x.toArray();
        int along = Axes.of(x, axis);
        extents[along] = indices(extents[along]).length;
        if (extents[along] == 0) {
            throw new IllegalArgumentException(
                    "nothing from " + start + " to " + end + " by " + step + " along axis " + axis + " of " + x);
        }
        return Shape.of(extents);
    }

    private int[] indices(int extent) {
        long from = bound(start, extent);
        long to = bound(end, extent);
        long span = step > 0 ? to - from : from - to;
        int[] indices = new int[(int) Math.max(0, Math.ceilDiv(span, Math.abs((long) step)))];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) (from + (long) i * step);
        }
        return indices;
    }

    private long bound(long given, int extent) {
        return Math.clamp(given < 0 ? given + extent : given, step > 0 ? 0 : -1, step > 0 ? extent : extent - 1);
    }

    @Override
    int[] sources(Shape x) {
        int[][] chosen = Sources.all(x);
        int along = Axes.of(x, axis);
        chosen[along] = indices(x.extent(along));
        return Sources.along(x, chosen);
    }
}
