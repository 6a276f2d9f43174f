package org.fovea.gradcam;

import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.network.Trace;
import org.fovea.engine.parallel.Workers;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The passes behind a subject, each made when it is first needed and kept.
final class Passes {
    private final Network network;
    private final Tensor pictures;
    private final PictureTarget target;
    private final String output;
    private final Workers workers;

    private @Nullable Trace trace;
    private @Nullable String reached;
    private final Sweep changed;
    private @Nullable Tail tail;

    Passes(Network network, Tensor pictures, PictureTarget target, String output, Workers workers) {
        this.network = network;
        this.pictures = pictures;
        this.target = target;
        this.output = output;
        this.workers = workers;
        changed = new Sweep(network, workers);
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

    double[] scores(int picture, Tensor inputs) {
        return measure(changed, output, target, picture, inputs);
    }

    Tail tail(String layer, int picture) {
        if (tail == null || !tail.isOf(layer, picture)) {
            tail = Tail.of(this, layer, picture);
        }
        return tail;
    }

    /// Y of one picture's target for inputs of a network.
    static double[] measure(Sweep sweep, String output, PictureTarget target, int picture, Tensor inputs) {
        double[] scores = new double[inputs.shape().extent(0)];
        sweep.forward(inputs, (trace, first, count) -> {
            Tensor y = trace.activation(output);
            for (int i = 0; i < count; i++) {
                scores[first + i] = score(target, picture, y, i);
            }
        });
        return scores;
    }

    private static double score(PictureTarget target, int picture, Tensor outputs, int row) {
        float[] y = outputs.slice(row, row + 1).data();
        return target.evaluate(picture, y, new float[y.length]);
    }
}
