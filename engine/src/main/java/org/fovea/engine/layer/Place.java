package org.fovea.engine.layer;

import java.util.random.RandomGenerator;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;

/// One layer's place in a trace: the arrays around it. `x`, `y` and `dx` are the same objects from step to step, so an
/// [Operation] may take them once, in its constructor; `dy` and the parameters' gradients are there from the first
/// backward pass on and are asked for in [Operation#backward].
public interface Place {
    /// How many inputs there are.
    int inputs();

    /// Input `i`, with the batch before it: (N, …).
    Tensor x(int i);

    /// The first input.
    default Tensor x() {
        return x(0);
    }

    /// The output, (N, …): to be written by forward, every element of it.
    Tensor y();

    /// Examples in the batch, N.
    default int batch() {
        return y().shape().extent(0);
    }

    /// The output's gradient, laid out like `y`.
    ///
    /// @throws IllegalStateException before the first backward pass
    Tensor dy();

    /// Where input `i`'s gradient goes.
    InputGradient dx(int i);

    /// Where the first input's gradient goes.
    default InputGradient dx() {
        return dx(0);
    }

    /// Whether the parameters' gradients are wanted in this backward pass.
    boolean wantsParameters();

    /// The gradient of a trained parameter of the layer, to be added to.
    ///
    /// @throws IllegalStateException before the first backward pass, and for a parameter that is not trained
    float[] gradient(Parameter parameter);

    /// Whether the place is in a training trace: batch norm then uses the batch's statistics, and dropout drops.
    boolean training();

    /// The source of what is drawn in training, as dropout's choices are.
    ///
    /// @throws IllegalStateException outside training
    RandomGenerator random();

    /// The threads. Most operations need none but those behind [#split].
    Workers workers();

    /// Work to be done on the threads, in pieces: made once, run in every pass. See [Split].
    ///
    /// @param items how many there are
    /// @param grain items that make a piece worth handing out
    default Split split(int items, int grain, Split.Range range) {
        return new Split(workers(), items, grain, range);
    }

    /// As [#split], over the output's values.
    default Split splitValues(Split.Range range) {
        return split(y().size(), Split.VALUES, range);
    }

    /// As [#split], over the output's rows: all its axes but the channels.
    default Split splitRows(Split.Range range) {
        int c = y().shape().channels();
        return split(y().size() / c, Split.rowGrain(c), range);
    }

    /// As [#split], over the batch's examples, each of which is worth a piece.
    default Split splitExamples(Split.Range range) {
        return split(batch(), 1, range);
    }
}
