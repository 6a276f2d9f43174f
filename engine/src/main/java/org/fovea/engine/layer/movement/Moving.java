package org.fovea.engine.layer.movement;

import java.util.Arrays;
import org.fovea.engine.layer.Place;
import org.fovea.engine.layer.Split;
import org.fovea.engine.layer.SplitOperation;

/// The operation of every layer whose values are its input's. Values that stand side by side in x and in y are a run,
/// and moved at once.
final class Moving extends SplitOperation {
    private final int xs;
    private final int ys;
    private final float filler;
    /// The first value of each run in y, and y's end.
    private final int[] to;
    /// The first value of each run in x, or none.
    private final int[] from;

    /// @param sources of one example
    Moving(int[] sources, float filler, Place place) {
        super(place, runs -> place.split(place.batch() * count(sources), grain(sources), runs), place::splitExamples);
        this.filler = filler;
        xs = place.x().size() / place.batch(); // the array may be longer
        ys = sources.length;
        to = new int[count(sources) + 1];
        from = new int[to.length - 1];
        int run = 0;
        for (int i = 0; i < sources.length; i++) {
            if (begins(sources, i)) {
                to[run] = i;
                from[run++] = sources[i];
            }
        }
        to[run] = sources.length;
    }

    /// Whether value `i` does not go on where the one before it was.
    private static boolean begins(int[] sources, int i) {
        if (i == 0) {
            return true;
        }
        int next = sources[i - 1] == Movement.NONE ? Movement.NONE : sources[i - 1] + 1;
        return sources[i] != next;
    }

    private static int count(int[] sources) {
        int count = 0;
        for (int i = 0; i < sources.length; i++) {
            count += begins(sources, i) ? 1 : 0;
        }
        return count;
    }

    private static int grain(int[] sources) {
        return Math.max(1, (int) ((long) Split.VALUES * count(sources) / sources.length));
    }

    @Override
    protected void forward(int first, int end) {
        int runs = from.length;
        for (int item = first; item < end; ) {
            int example = item / runs;
            int stop = Math.min(end, (example + 1) * runs);
            move(example, item - example * runs, stop - example * runs);
            item = stop;
        }
    }

    /// Moves runs `first` to `end` of one example.
    private void move(int example, int first, int end) {
        int xAt = example * xs;
        int yAt = example * ys;
        for (int run = first; run < end; run++) {
            int at = yAt + to[run];
            int length = to[run + 1] - to[run];
            if (from[run] == Movement.NONE) {
                Arrays.fill(y, at, at + length, filler);
            } else if (length == 1) {
                y[at] = x[xAt + from[run]];
            } else {
                System.arraycopy(x, xAt + from[run], y, at, length);
            }
        }
    }

    @Override
    protected void backward(float[] dy, int first, int end) {
        float[] d = dx.data();
        if (!dx.adds()) {
            Arrays.fill(d, first * xs, end * xs, 0);
        }
        for (int example = first; example < end; example++) {
            for (int run = 0; run < from.length; run++) {
                if (from[run] != Movement.NONE) {
                    int at = example * ys + to[run];
                    int into = example * xs + from[run];
                    int length = to[run + 1] - to[run];
                    for (int k = 0; k < length; k++) {
                        d[into + k] += dy[at + k];
                    }
                }
            }
        }
    }
}
