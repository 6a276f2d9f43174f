package org.fovea.gradcam;

import java.util.HashMap;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Shape;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The forward pass of some pictures through a network: every node's activation, which depends on the pictures and not
/// on what is asked about them. Any number of questions are asked of it, each a [Backward]; none costs a second forward
/// pass.
///
/// The pass is made when it is first needed and kept. Its trace holds the gradients of one target at a time, those of
/// the [Backward] that was asked last; a backward keeps what was read of it, and is run again if it is asked for more
/// after another. One thread uses a forward pass and its backward passes at a time.
public final class Forward {
    private final Network network;
    private final Tensor pictures;
    private final Workers workers;
    private final Sweep changed;
    private final Map<Derived<?>, Object> derived = new HashMap<>();

    private @Nullable Trace trace;
    private @Nullable Backward holder;
    private @Nullable Tail tail;

    private Forward(Network network, Tensor pictures, Workers workers) {
        this.network = network;
        this.pictures = pictures;
        this.workers = workers;
        changed = new Sweep(network, workers);
    }

    /// A pass that is made when it is first needed.
    ///
    /// @param pictures (N, H, W, C), as the network reads them; not to be changed before the pass is made
    /// @param workers the threads that compute
    /// @throws IllegalArgumentException if the network does not read pictures of this shape
    public static Forward of(Network network, Tensor pictures, Workers workers) {
        Shape input = network.input().shape();
        Shape shape = pictures.shape();
        if (shape.rank() != input.rank() + 1 || !shape.example().equals(input)) {
            throw new IllegalArgumentException(
                    network.name() + " reads pictures of " + input + ", found a batch of shape " + shape);
        }
        return new Forward(network, pictures, workers);
    }

    /// What the pictures pass through.
    public Network network() {
        return network;
    }

    /// (N, H, W, C).
    public Tensor pictures() {
        return pictures;
    }

    /// N: the number of pictures.
    public int size() {
        return pictures.shape().extent(0);
    }

    /// The threads that compute.
    public Workers workers() {
        return workers;
    }

    /// A node's output, (N, …): the array that the pass wrote, shared.
    ///
    /// @throws IllegalArgumentException if there is no such node
    public Tensor activation(String node) {
        return trace().activation(node);
    }

    /// A question about the pictures.
    ///
    /// @param output the node whose output the target reads
    public Backward backward(String output, PictureTarget target) {
        return new Backward(this, network.node(output).name(), target);
    }

    /// What follows from the pictures and the network alone, computed at the first asking and kept.
    ///
    /// @param what equal to what was asked before where the answer is the same
    public <T> T derive(Derived<T> what) {
        Object found = derived.get(what);
        if (found == null) {
            found = what.of(this);
            derived.put(what, found);
        }
        @SuppressWarnings("unchecked") // put there by the line above, under a key of this type
        T answer = (T) found;
        return answer;
    }

    /// A quantity that needs a forward pass and no target, as a decomposition of activations does. A record of all
    /// that it depends on beside the pass, so that equal ones are one.
    ///
    /// @param <T> what it is; not to be changed by those who are given it
    public interface Derived<T> {
        /// Computes it.
        T of(Forward forward);
    }

    /// The trace after the forward pass, whatever gradients it holds.
    Trace trace() {
        if (trace == null) {
            trace = network.trace(size(), workers).forward(pictures);
        }
        return trace;
    }

    boolean isHeldBy(Backward backward) {
        return holder == backward;
    }

    void hold(Backward backward) {
        holder = backward;
    }

    /// Y of one picture's target for other pictures in its place, (M, H, W, C).
    double[] scores(Backward question, int picture, Tensor inputs) {
        return Backward.measure(changed, question.output(), question.target(), picture, inputs);
    }

    /// What follows `layer`, for one picture: the last one asked for is kept.
    Tail tail(String output, String layer, int picture) {
        if (tail == null || !tail.isOf(output, layer, picture)) {
            tail = Tail.of(this, output, layer, picture);
        }
        return tail;
    }
}
