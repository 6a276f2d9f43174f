package org.fovea.engine.network;

import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A network taken over any number of examples, a batch at a time, with memory for one batch.
///
/// The last batch is filled up with what the one before it left there, so every example is computed in a batch of the
/// same size, and its values do not depend on how many examples there are beside it (unless they are fewer than a
/// batch). One thread uses a sweep at a time.
public final class Sweep {
    /// Where examples come from.
    @FunctionalInterface
    public interface Source {
        /// Writes one example's values, in the order of the network's input shape, into `into` from `offset`
        /// on. Several threads may ask at once.
        void read(int example, float[] into, int offset);
    }

    /// Told of each batch after its forward pass.
    @FunctionalInterface
    public interface Visitor {
        /// @param trace after the forward pass; shared, the next batch overwrites it
        /// @param first the number of the example in the batch's first place
        /// @param count how many places hold examples, from the first on
        void visit(Trace trace, int first, int count);
    }

    private static final int BATCH = 32;

    private final Network network;
    private final Workers workers;
    private @Nullable Trace trace;
    private @Nullable Predictor predictor;

    public Sweep(Network network, Workers workers) {
        this.network = network;
        this.workers = workers;
    }

    /// Passes forward through every example, batch by batch, and shows each batch's trace.
    ///
    /// @param examples how many, at least 1
    public void forward(int examples, Source source, Visitor visitor) {
        int size = size(examples);
        if (trace == null || trace.batch() != size) {
            trace = network.trace(size, workers);
        }
        Trace pass = trace;
        batches(examples, size, source, (batch, first, count) -> visitor.visit(pass.forward(batch), first, count));
    }

    /// The network's output for every example, in order: (N, …).
    ///
    /// @param examples how many, at least 1
    public Tensor outputs(int examples, Source source) {
        int size = size(examples);
        if (predictor == null || predictor.batch() != size) {
            predictor = network.predictor(size, workers);
        }
        Predictor pass = predictor;
        Shape shape = network.output().shape();
        Tensor all = Tensor.zeros(shape.batch(examples));
        batches(
                examples,
                size,
                source,
                (batch, first, count) -> System.arraycopy(
                        pass.predict(batch).data(), 0, all.data(), first * shape.size(), count * shape.size()));
        return all;
    }

    private static int size(int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("a sweep needs at least one example, found " + examples);
        }
        return Math.min(BATCH, examples);
    }

    @FunctionalInterface
    private interface Step {
        void take(Tensor batch, int first, int count);
    }

    private void batches(int examples, int size, Source source, Step step) {
        Shape shape = network.input().shape();
        Tensor batch = Tensor.zeros(shape.batch(size));
        for (int from = 0; from < examples; from += size) {
            int first = from;
            int count = Math.min(size, examples - from);
            workers.run(count, i -> source.read(first + i, batch.data(), i * shape.size()));
            step.take(batch, first, count);
        }
    }
}
