package org.fovea.gradcam;

import java.util.ArrayList;
import java.util.List;

/// What one picture's map costs, in passes through the network: what is decided by, and what people are told.
///
/// @param forwards passes forward through the whole network, whatever its size
/// @param backwards passes backward, likewise
/// @param beyond what kind of work comes on top
/// @param remark that work in words: `1 singular value decomposition`; empty where there is none
public record Cost(int forwards, int backwards, Beyond beyond, String remark) {
    /// Work beyond a fixed number of passes, the lightest first.
    public enum Beyond {
        NOTHING,
        /// A few passes through the layers after the one that is looked at.
        AFTER_THE_LAYER,
        /// A decomposition of the layer's cells, whose work grows with the square or the cube of their number.
        DECOMPOSITION,
        /// Passes whose number grows with the channels or the picture.
        MANY_PASSES
    }

    /// @throws IllegalArgumentException if a number of passes is negative, or the remark does not go with `beyond`
    public Cost {
        if (forwards < 0 || backwards < 0) {
            throw new IllegalArgumentException(
                    "a map costs 0 passes or more, found " + forwards + " forward and " + backwards + " backward");
        }
        if ((beyond == Beyond.NOTHING) != remark.isEmpty()) {
            throw new IllegalArgumentException("work of kind " + beyond + " with the remark \"" + remark + "\"");
        }
    }

    /// So many passes and nothing else.
    public static Cost passes(int forwards, int backwards) {
        return new Cost(forwards, backwards, Beyond.NOTHING, "");
    }

    /// This and other work on top; of two kinds the heavier counts.
    ///
    /// @param remark that work in words
    public Cost and(Beyond more, String remark) {
        Beyond heavier = more.compareTo(beyond) > 0 ? more : beyond;
        return new Cost(forwards, backwards, heavier, this.remark.isEmpty() ? remark : this.remark + ", " + remark);
    }

    /// This so many times.
    public Cost times(int n) {
        return new Cost(n * forwards, n * backwards, beyond, remark.isEmpty() ? "" : n + " × (" + remark + ")");
    }

    /// Whether it is that of one pass forward and one back at most, so that it can be asked again and again: work
    /// after the layer is, decompositions are where `decomposed` is few enough.
    ///
    /// @param cells of the layer
    /// @param decomposed the most cells whose decomposition counts as nothing
    public boolean ofOnePass(int cells, int decomposed) {
        return forwards <= 1
                && backwards <= 1
                && switch (beyond) {
                    case NOTHING, AFTER_THE_LAYER -> true;
                    case DECOMPOSITION -> cells <= decomposed;
                    case MANY_PASSES -> false;
                };
    }

    /// For people: `1 forward, 1 backward, 1 singular value decomposition`; `none` where nothing is needed.
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (forwards > 0) {
            parts.add(forwards + " forward");
        }
        if (backwards > 0) {
            parts.add(backwards + " backward");
        }
        if (!remark.isEmpty()) {
            parts.add(remark);
        }
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }
}
