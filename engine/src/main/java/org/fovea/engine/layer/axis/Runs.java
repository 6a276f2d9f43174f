package org.fovea.engine.layer.axis;

import java.util.List;
import org.fovea.engine.tensor.Shape;

/// How arrays of different shapes that are broadcast to a common one are walked together, value by value of the common
/// shape in its order. The walk is cut into runs: along a run each array either moves on by one value or stays.
///
/// It is of one example, whose arrays begin at 0; another example's are as far on as its [#size] says.
public final class Runs {
    /// Values of the longest run: long enough for loops, short enough to be shared out among threads.
    public static final int LONGEST = 1_024;

    private final Shape common;
    private final int[] sizes;
    private final int[] steps;
    /// The first value of each run, and the end of the last.
    private final int[] first;
    /// The first value of each run in each array.
    private final int[][] at;

    /// @param common what the arrays are broadcast to
    /// @param arrays one example's shapes, aligned with the common one at their last axes
    public Runs(Shape common, List<Shape> arrays) {
        this.common = common;
        int n = arrays.size();
        int[][] strides = new int[n][];
        sizes = new int[n];
        steps = new int[n];
        for (int i = 0; i < n; i++) {
            strides[i] = strides(common, arrays.get(i));
            sizes[i] = arrays.get(i).size();
        }
        int[] extents = common.toArray();
        int outer = extents.length;
        int inner = 1;
        while (outer > 0 && joins(extents[outer - 1], outer - 1, strides, inner)) {
            if (inner == 1 && extents[outer - 1] > 1) {
                for (int i = 0; i < n; i++) {
                    steps[i] = strides[i][outer - 1];
                }
            }
            inner *= extents[--outer];
        }
        int pieces = Math.ceilDiv(inner, LONGEST);
        int runs = common.size() / inner * pieces;
        first = new int[runs + 1];
        at = new int[n][runs];
        fill(extents, outer, inner, strides, pieces);
    }

    /// Whether an axis goes on where the run of the axes behind it ends, in every array.
    private boolean joins(int extent, int axis, int[][] strides, int inner) {
        boolean joins = true;
        for (int i = 0; i < strides.length && extent > 1 && inner > 1; i++) {
            joins &= strides[i][axis] == steps[i] * inner;
        }
        return joins;
    }

    private void fill(int[] extents, int outer, int inner, int[][] strides, int pieces) {
        int[] place = new int[outer];
        int[] start = new int[strides.length];
        for (int run = 0; run < first.length - 1; run++) {
            int within = run % pieces * LONGEST;
            first[run] = run / pieces * inner + within;
            for (int i = 0; i < start.length; i++) {
                at[i][run] = start[i] + within * steps[i];
            }
            if (run % pieces == pieces - 1) {
                advance(place, extents, strides, start);
            }
        }
        first[first.length - 1] = common.size();
    }

    private static void advance(int[] place, int[] extents, int[][] strides, int[] start) {
        for (int axis = place.length - 1; axis >= 0; axis--) {
            boolean wraps = ++place[axis] == extents[axis];
            for (int i = 0; i < start.length; i++) {
                start[i] += wraps ? -(extents[axis] - 1) * strides[i][axis] : strides[i][axis];
            }
            if (!wraps) {
                return;
            }
            place[axis] = 0;
        }
    }

    /// How far each axis of the common shape moves an array on: not at all where it is broadcast.
    private static int[] strides(Shape common, Shape array) {
        int[] strides = new int[common.rank()];
        int stride = 1;
        for (int i = 1; i <= array.rank(); i++) {
            int extent = array.extent(-i);
            assert extent == 1 || extent == common.extent(-i) : array + " is not broadcast to " + common;
            strides[common.rank() - i] = extent == 1 ? 0 : stride;
            stride *= extent;
        }
        return strides;
    }

    /// How many runs an example has.
    public int count() {
        return first.length - 1;
    }

    /// Runs that make a piece worth handing out.
    ///
    /// @param values what would be one if values were counted
    public int grain(int values) {
        return Math.max(1, (int) ((long) values * count() / common.size()));
    }

    /// The values of an example of the common shape.
    public int size() {
        return common.size();
    }

    /// The values of an example of array `i`.
    public int size(int i) {
        return sizes[i];
    }

    /// Whether array `i` has fewer values than the common shape, so that some are read more than once.
    public boolean repeats(int i) {
        return sizes[i] < common.size();
    }

    /// The first value of a run in the common shape.
    public int first(int run) {
        return first[run];
    }

    /// The values of a run.
    public int length(int run) {
        return first[run + 1] - first[run];
    }

    /// The first value of a run in array `i`.
    public int at(int i, int run) {
        return at[i][run];
    }

    /// 1 if array `i` moves on along runs, 0 if it stays.
    public int step(int i) {
        return steps[i];
    }
}
