package org.fovea.gradcam;

import java.util.HashMap;
import java.util.Map;
import org.fovea.engine.network.Network;
import org.fovea.engine.network.Reach;
import org.fovea.engine.network.Sweep;
import org.fovea.engine.network.Trace;
import org.fovea.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One question about a [Forward]: the gradients of a target's Y at every node that is asked for.
///
/// Nothing is computed before it is needed. The first backward pass goes down to the node that is asked for; asked for
/// more, it goes down to the input, since more will be asked.
public final class Backward {
    private final Forward forward;
    private final String output;
    private final PictureTarget target;
    private final Map<String, Tensor> gradients = new HashMap<>();
    private @Nullable String reached;

    Backward(Forward forward, String output, PictureTarget target) {
        this.forward = forward;
        this.output = output;
        this.target = target;
    }

    /// The pass that is asked about.
    public Forward forward() {
        return forward;
    }

    /// The node whose output the target reads.
    public String output() {
        return output;
    }

    /// What Y is.
    public PictureTarget target() {
        return target;
    }

    /// ∂Y/∂ the node's output, (N, …): a copy that is kept, and stays as it is when other questions are asked.
    ///
    /// @throws IllegalArgumentException if there is no such node, or the output does not depend on it, so that its
    ///     gradient says nothing
    public Tensor gradient(String node) {
        Tensor kept = gradients.get(node);
        if (kept == null) {
            kept = reach(node).gradient(node).copy();
            gradients.put(node, kept);
        }
        return kept;
    }

    /// The forward pass's trace with this target's gradients at every node down to the input. It is shared: the
    /// gradients are another target's as soon as another question is asked.
    public Trace trace() {
        return reach(forward.network().input().name());
    }

    /// Y of each picture.
    public double[] scores() {
        Tensor y = forward.activation(output);
        double[] scores = new double[forward.size()];
        for (int n = 0; n < scores.length; n++) {
            scores[n] = score(target, n, y, n);
        }
        return scores;
    }

    private Trace reach(String node) {
        Network network = forward.network();
        Layers.checkDepends(network, output, node);
        Trace trace = forward.trace();
        String input = network.input().name();
        boolean held = forward.isHeldBy(this) && (input.equals(reached) || node.equals(reached));
        if (!held) {
            String down = reached == null || !Layers.gradientsReach(network, output, input) ? node : input;
            forward.hold(this);
            trace.backward(output, target, down.equals(input) ? Reach.ACTIVATIONS : Reach.downTo(down));
            reached = down;
        }
        return trace;
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

    @Override
    public String toString() {
        return "backward pass of " + forward.network().name() + " from " + output;
    }
}
