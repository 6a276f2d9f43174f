package org.fovea.engine.layer.movement;

import org.fovea.engine.layer.axis.Axes;
import org.fovea.engine.tensor.Shape;

/// Where the values of a movement come from.
final class Sources {
    private Sources() {}

    /// The sources if each axis is chosen from by itself.
    ///
    /// @param chosen for each axis the indices of x that y has along it; [Movement#NONE] for the filler
    static int[] along(Shape x, int[][] chosen) {
        int[] sources = {0};
        int stride = x.size();
        for (int axis = 0; axis < chosen.length; axis++) {
            stride /= x.extent(axis);
            int[] next = new int[Math.multiplyExact(sources.length, chosen[axis].length)];
            int i = 0;
            for (int source : sources) {
                for (int index : chosen[axis]) {
                    boolean none = source == Movement.NONE || index == Movement.NONE;
                    next[i++] = none ? Movement.NONE : source + index * stride;
                }
            }
            sources = next;
        }
        return sources;
    }

    /// All indices of each axis: where [#along] starts from.
    static int[][] all(Shape x) {
        int[][] all = new int[x.rank()][];
        for (int axis = 0; axis < all.length; axis++) {
            all[axis] = range(x.extent(axis));
        }
        return all;
    }

    /// 0, 1, … up to before an end.
    static int[] range(int end) {
        int[] range = new int[end];
        for (int i = 0; i < end; i++) {
            range[i] = i;
        }
        return range;
    }

    /// The sources if axes change places.
    ///
    /// @param order for each axis of y which axis of x it is
    static int[] permuted(Shape x, int... order) {
        int[] sources = {0};
        for (int axis : order) {
            int stride = Axes.product(x, axis + 1, x.rank());
            int[] next = new int[sources.length * x.extent(axis)];
            int i = 0;
            for (int source : sources) {
                for (int index = 0; index < x.extent(axis); index++) {
                    next[i++] = source + index * stride;
                }
            }
            sources = next;
        }
        return sources;
    }
}
