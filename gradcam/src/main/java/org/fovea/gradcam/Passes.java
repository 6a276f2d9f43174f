package org.fovea.gradcam;

import java.util.HashMap;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The passes behind a subject, each made when it is first needed and kept.
final class Passes {
    /// Changed pictures that are measured at once.
    private static final int CHUNK = 32;

    private final Network network;
    private final Tensor pictures;
    private final PictureTarget target;
    private final String output;
    private final Workers workers;

    private @Nullable Trace trace;
    private @Nullable String reached;
    private final Map<Integer, Trace> measuring = new HashMap<>();
    private @Nullable Tail tail;

    Passes(Network network, Tensor pictures, PictureTarget target, String output, Workers workers) {
        this.network = network;
        this.pictures = pictures;
        this.target = target;
        this.output = output;
        this.workers = workers;
    }

    Passes with(PictureTarget target) {
        return new Passes(network, pictures, target, output, workers);
    }

    Passes with(Workers workers) {
        return new Passes(network, pictures, target, output, workers);
    }

    Passes with(Network network) {
        return new Passes(network, pictures, target, output, workers);
    }

    Passes with(Tensor pictures) {
        return new Passes(network, pictures, target, output, workers);
    }

    Passes reading(String output) {
        return new Passes(network, pictures, target, output, workers);
    }

    Network network() {
        return network;
    }

    Tensor pictures() {
        return pictures;
    }

    PictureTarget target() {
        return target;
    }

    String output() {
        return output;
    }

    Workers workers() {
        return workers;
    }

    /// The trace after a forward pass.
    Trace forward() {
        if (trace == null) {
            trace = network.trace(pictures.shape().extent(0), workers).forward(pictures);
        }
        return trace;
    }

    /// The trace after a backward pass that reached `node`. Asked for a second node it goes down to the input,
    /// since more will be asked.
    ///
    /// @throws IllegalArgumentException if the output does not depend on the node, whose gradient says nothing then
    Trace backwardTo(String node) {
        if (!Layers.depends(network, output, node)) {
            throw new IllegalArgumentException(Layers.independent(output, node) + ", so there is nothing to explain");
        }
        Trace done = forward();
        String input = network.input().name();
        if (reached == null || !(reached.equals(node) || reached.equals(input))) {
            String down = reached == null ? node : input;
            done.backward(output, target, down.equals(input) ? Reach.ACTIVATIONS : Reach.downTo(down));
            reached = down;
        }
        return done;
    }

    double[] scores() {
        Tensor y = forward().activation(output);
        double[] scores = new double[pictures.shape().extent(0)];
        for (int n = 0; n < scores.length; n++) {
            scores[n] = score(target, n, y, n);
        }
        return scores;
    }

    double[] scores(int picture, Tensor changed) {
        return measure(network, output, target, picture, changed, workers, measuring);
    }

    Tail tail(String layer, int picture) {
        if (tail == null || !tail.isOf(layer, picture)) {
            tail = Tail.of(this, layer, picture);
        }
        return tail;
    }

    /// Y of one picture's target for inputs of a network, a chunk at a time.
    ///
    /// @param traces those made so far, by batch size
    static double[] measure(
            Network network,
            String output,
            PictureTarget target,
            int picture,
            Tensor inputs,
            Workers workers,
            Map<Integer, Trace> traces) {
        int count = inputs.shape().extent(0);
        double[] scores = new double[count];
        for (int from = 0; from < count; from += CHUNK) {
            int to = Math.min(count, from + CHUNK);
            Trace trace = traces.computeIfAbsent(to - from, size -> network.trace(size, workers));
            Tensor y = trace.forward(inputs.slice(from, to)).activation(output);
            for (int i = from; i < to; i++) {
                scores[i] = score(target, picture, y, i - from);
            }
        }
        return scores;
    }

    private static double score(PictureTarget target, int picture, Tensor outputs, int row) {
        float[] y = outputs.slice(row, row + 1).data();
        return target.evaluate(picture, y, new float[y.length]);
    }
}
