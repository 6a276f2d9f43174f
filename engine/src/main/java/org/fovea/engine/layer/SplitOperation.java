package org.fovea.engine.layer;

import java.util.function.Function;

/// The operation of a layer with one input and without parameters, each of whose passes is one [Split]. What is left to
/// write is what a range of items is forward and backward.
public abstract class SplitOperation implements Operation {
    /// The input's values, (N, …).
    protected final float[] x;

    /// The output's values, (N, …).
    protected final float[] y;

    /// Where the input's gradient goes.
    protected final InputGradient dx;

    private final Place place;
    private final Split forward;
    private final Split backward;

    /// An operation over the output's values.
    protected SplitOperation(Place place) {
        this(place, place::splitValues, place::splitValues);
    }

    /// @param forward splits the pass forward, as `place::splitRows` does
    /// @param backward splits the pass backward
    @SuppressWarnings("this-escape") // the splits keep what they are given and run it in a pass, no sooner
    protected SplitOperation(Place place, Function<Split.Range, Split> forward, Function<Split.Range, Split> backward) {
        this.place = place;
        x = place.x().data();
        y = place.y().data();
        dx = place.dx();
        this.forward = forward.apply(this::forward);
        this.backward = backward.apply(this::backward);
    }

    /// Writes items `from` (inclusive) to `to` (exclusive) of `y`.
    protected abstract void forward(int from, int to);

    /// Writes or adds items `from` to `to` of the input's gradient, which is wanted.
    ///
    /// @param dy the output's gradient, (N, …)
    protected abstract void backward(float[] dy, int from, int to);

    private void backward(int from, int to) {
        backward(place.dy().data(), from, to);
    }

    @Override
    public final void forward() {
        forward.run();
    }

    @Override
    public final void backward() {
        if (dx.wanted()) {
            backward.run();
        }
    }
}
