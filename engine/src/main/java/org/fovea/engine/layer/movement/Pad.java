package org.fovea.engine.layer.movement;

import org.fovea.engine.layer.Layer;
import org.fovea.engine.layer.LayerType;
import org.fovea.engine.layer.Options;
import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// Values around x, before and after it along each axis; where a pad is negative, x is cut.
public final class Pad extends Movement {
    /// What is outside of x.
    public enum Mode {
        /// A number.
        CONSTANT,
        /// x to and fro, the values at its ends once at each turn.
        REFLECT,
        /// The nearest value of x.
        EDGE,
        /// x from its other end on.
        WRAP
    }

    private final Mode mode;
    private final int[] before;
    private final int[] after;
    private final double value;

    /// @param before the pad before each axis of one example
    /// @param after the pad after each
    /// @param value what is outside with [Mode#CONSTANT]; a finite number
    public Pad(Mode mode, int[] before, int[] after, double value) {
        if (before.length != after.length) {
            throw new IllegalArgumentException(before.length + " pads before axes and " + after.length + " after");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a pad's value is finite, found " + value);
        }
        this.mode = mode;
        this.before = before.clone();
        this.after = after.clone();
        this.value = value;
    }

    @Override
    public String type() {
        return "pad";
    }

    @Override
    public Options options() {
        return new Options()
                .with("mode", mode.name())
                .with("before", before)
                .with("after", after)
                .with("value", value);
    }

    /// Makes it again from a model file.
    public static final class Type implements LayerType {
        @Override
        public String name() {
            return "pad";
        }

        @Override
        public Layer create(Options o) {
            return new Pad(o.choice("mode", Mode.class), o.integers("before"), o.integers("after"), o.number("value"));
        }
    }

    @Override
    float filler() {
        return mode == Mode.CONSTANT ? (float) value : 0;
    }

    @Override
    Shape outputShape(Shape x) {
        if (before.length != x.rank()) {
            throw new IllegalArgumentException("pads of " + before.length + " axes for " + x);
        }
        int[] extents = x.toArray();
        for (int i = 0; i < extents.length; i++) {
            extents[i] = Axes.extent((long) extents[i] + before[i] + after[i], x);
        }
        return Shape.of(extents);
    }

    @Override
    int[] sources(Shape x) {
        Shape y = outputShape(x);
        int[][] chosen = new int[x.rank()][];
        for (int axis = 0; axis < chosen.length; axis++) {
            chosen[axis] = new int[y.extent(axis)];
            for (int i = 0; i < chosen[axis].length; i++) {
                chosen[axis][i] = source((long) i - before[axis], x.extent(axis));
            }
        }
        return Sources.along(x, chosen);
    }

    private int source(long i, int extent) {
        return switch (mode) {
            case CONSTANT -> i < 0 || i >= extent ? NONE : (int) i;
            case EDGE -> Math.clamp(i, 0, extent - 1);
            case WRAP -> Math.floorMod(i, extent);
            case REFLECT -> {
                int period = Math.max(1, 2 * (extent - 1));
                int within = Math.floorMod(i, period);
                yield within < extent ? within : period - within;
            }
        };
    }
}
