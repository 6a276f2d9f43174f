package org.fovea.engine.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fovea.engine.parallel.OneThread;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;

/// A network's outputs and nothing else, as fast as they can be had: the network as [Network#optimized()] rewrites it,
/// with an array for every activation that is handed on to a later one as soon as nobody reads it any more, and large
/// batches taken through the first layers in slices that fit into the caches. A call allocates nothing.
///
/// It stands for the parameters as they were when it was made. One thread uses it at a time; it refuses a second.
public final class Predictor {
    /// Multiply-adds from which on threads share the work: with fewer, what one thread writes takes as long to
    /// reach the other as to compute. A network of 4 million, 70 µs on one thread, takes 130 on two.
    private static final long SHARED = 8_000_000;

    private static final Workers ALONE = new Workers(1);

    private final Network network;
    private final Workers workers;
    private final Shape expected;
    private final Slices slices;
    /// What is up to the cut: one for each thread, which computes its slices from end to end alone; none if there
    /// is no cut.
    private final Stage[] first;
    /// What is behind the cut, for the whole batch and all threads together.
    private final Stage last;

    private final OneThread user;
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final Workers.Body share = this::runShare;
    // The call at hand.
    private float[] x = {};

    Predictor(Network network, int batch, Workers workers) {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch holds at least one example, found " + batch);
        }
        this.network = network;
        List<Node> nodes = network.nodes();
        expected = nodes.getFirst().shape().batch(batch);
        slices = Slices.of(nodes, network.outputs(), batch);
        this.workers = slices.cut() > 0 || batch * multiplyAdds(network) >= SHARED ? workers : ALONE;
        first = new Stage[slices.cut() == 0 ? 0 : Math.min(this.workers.threads(), slices.count())];
        for (int i = 0; i < first.length; i++) {
            List<Node> upToCut = nodes.subList(0, slices.cut() + 1);
            first[i] = new Stage(upToCut, List.of(upToCut.getLast()), slices.examples(), this.workers);
        }
        user = new OneThread("a predictor of " + network.name());
        last = new Stage(nodes.subList(slices.cut(), nodes.size()), network.outputs(), batch, this.workers);
        for (Node output : network.outputs()) {
            outputs.put(output.name(), last.activation(output.name()));
        }
    }

    /// Of one example.
    private static long multiplyAdds(Network network) {
        return network.nodes().stream().mapToLong(network::multiplyAdds).sum();
    }

    /// Examples in a batch.
    public int batch() {
        return expected.extent(0);
    }

    /// How many floats all activations together take.
    public long activationFloats() {
        return Arrays.stream(first).mapToLong(stage -> stage.floats).sum() + last.floats;
    }

    /// A tensor for each of the network's inputs, by its node's name, to be filled and given to [#predict(Map)],
    /// which then mostly has nothing to copy, and leaves anything in them.
    ///
    /// @return (N, …) for each
    public Map<String, Tensor> inputs() {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Node input : network.inputs()) {
            inputs.put(input.name(), first.length > 0 ? Tensor.zeros(expected) : last.activation(input.name()));
        }
        return inputs;
    }

    /// The network's output for a batch, the first where it has several.
    ///
    /// @param x (N, …): the batch size, then the input's shape; copied
    /// @return (N, …), shared: the next call overwrites it
    /// @throws IllegalArgumentException if the shape does not fit, or the network has several inputs
    /// @throws IllegalStateException if another thread's call is under way
    public Tensor predict(Tensor x) {
        if (network.inputs().size() > 1) {
            Inputs.only(network, x); // refuses
        }
        if (!x.shape().equals(expected)) {
            throw new IllegalArgumentException(
                    network.name() + " expects a batch of shape " + expected + ", found " + x.shape());
        }
        user.enter();
        try {
            compute(x);
        } finally {
            user.leave();
        }
        return last.activation(network.output().name());
    }

    /// All the network's outputs for a batch of each of its inputs.
    ///
    /// @param batches (N, …) for each input, by its node's name; copied
    /// @return (N, …) for each output, by its node's name, shared: the next call overwrites them
    /// @throws IllegalArgumentException if batches are missing or their shapes do not fit
    /// @throws IllegalStateException if another thread's call is under way
    public Map<String, Tensor> predict(Map<String, Tensor> batches) {
        Inputs.check(network, batch(), batches);
        if (network.inputs().size() == 1) {
            predict(batches.values().iterator().next());
            return Collections.unmodifiableMap(outputs);
        }
        user.enter();
        try {
            Inputs.copy(network, batches, last::activation);
            last.run();
        } finally {
            user.leave();
        }
        return Collections.unmodifiableMap(outputs);
    }

    /// Whether [#predictPlanes] is there: the network has one input, colour pictures, which its first layer can
    /// read in planes.
    public boolean readsPlanes() {
        return network.inputs().size() == 1 && first.length == 0 && last.readsPlanes();
    }

    /// All the network's outputs for pictures that lie in planes, which are read where they are: nothing is copied.
    ///
    /// @param x (N, C, H, W): the channels' planes one after the other, where the network's input is (N, H, W, C)
    /// @return (N, …) for each output, by its node's name, shared: the next call overwrites them
    /// @throws IllegalArgumentException if these are not as many values
    /// @throws IllegalStateException if the network does not read planes, or another thread's call is under way
    public Map<String, Tensor> predictPlanes(float[] x) {
        if (!readsPlanes()) {
            throw new IllegalStateException(network.name() + " does not read pictures in planes");
        }
        if (x.length != expected.size()) {
            throw new IllegalArgumentException(
                    network.name() + " expects " + expected.size() + " values in planes, found " + x.length);
        }
        user.enter();
        try {
            last.runOnPlanes(x);
        } finally {
            user.leave();
        }
        return Collections.unmodifiableMap(outputs);
    }

    private void compute(Tensor x) {
        if (first.length == 0) {
            Inputs.copy(x, last.input());
        } else {
            this.x = x.data();
            workers.run(first.length, share);
        }
        last.run();
    }

    /// One thread's slices, those of its number and every so many further.
    private void runShare(int number) {
        Stage stage = first[number];
        Tensor input = stage.input();
        Tensor output = stage.output();
        int in = input.size();
        int out = output.size();
        for (int slice = number; slice < slices.count(); slice += first.length) {
            int from = slices.from(slice);
            System.arraycopy(x, from * (in / slices.examples()), input.data(), 0, in);
            stage.run();
            System.arraycopy(output.data(), 0, last.input().data(), from * (out / slices.examples()), out);
        }
    }
}
