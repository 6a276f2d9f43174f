package org.fovea.engine.network;

import java.util.HashMap;
import java.util.Map;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A network taken over any number of examples, a batch at a time, with memory for one batch: the one loop over many
/// pictures.
///
/// All batches of a call have one size, as few batches as there can be and these as even: 33 examples go in two batches
/// of 17. The last batch is filled up with what the one before it left there. (From batches of 8 pictures on, kernels
/// give an example the same bits whatever the size; in smaller ones they may choose other products.) One thread uses a
/// sweep at a time.
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

    /// Examples in a batch, at most: more cost memory and gain nothing.
    private static final int BATCH = 32;

    private final Network network;
    private final Workers workers;
    private final int limit;
    // By batch size; few sizes are asked for.
    private final Map<Integer, Trace> traces = new HashMap<>();
    private final Map<Integer, Predictor> predictors = new HashMap<>();

    public Sweep(Network network, Workers workers) {
        this(network, workers, BATCH);
    }

    /// @param limit examples in a batch, at most
    public Sweep(Network network, Workers workers, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a batch holds at least one example, found " + limit);
        }
        this.network = network;
        this.workers = workers;
        this.limit = limit;
    }

    /// Passes forward through every example, batch by batch, and shows each batch's trace.
    ///
    /// @param examples how many, at least 1
    public void forward(int examples, Source source, Visitor visitor) {
        int size = size(examples);
        Trace pass = traces.computeIfAbsent(size, n -> network.trace(n, workers));
        batches(examples, size, source, (batch, first, count) -> visitor.visit(pass.forward(batch), first, count));
    }

    /// Passes forward through every example of (N, …).
    ///
    /// @throws IllegalArgumentException if the shape does not fit
    public void forward(Tensor examples, Visitor visitor) {
        forward(examples.shape().extent(0), source(examples), visitor);
    }

    /// The network's output for every example, in order: (N, …). It is that of the parameters as they were when the
    /// sweep was first asked for outputs.
    ///
    /// @param examples how many, at least 1
    public Tensor outputs(int examples, Source source) {
        int size = size(examples);
        Predictor pass = predictors.computeIfAbsent(size, n -> network.predictor(n, workers));
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

    /// As [#outputs(int, Source)], for every example of (N, …).
    ///
    /// @throws IllegalArgumentException if the shape does not fit
    public Tensor outputs(Tensor examples) {
        return outputs(examples.shape().extent(0), source(examples));
    }

    private Source source(Tensor examples) {
        Shape shape = network.input().shape();
        if (!examples.shape().example().equals(shape)) {
            throw new IllegalArgumentException(
                    network.name() + " expects examples of shape " + shape + ", found " + examples.shape());
        }
        int each = shape.size();
        return (i, into, offset) -> System.arraycopy(examples.data(), i * each, into, offset, each);
    }

    private int size(int examples) {
        if (examples < 1) {
            throw new IllegalArgumentException("a sweep needs at least one example, found " + examples);
        }
        return Math.ceilDiv(examples, Math.ceilDiv(examples, limit));
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
